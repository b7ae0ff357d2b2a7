#pragma once

#include "domain/operation.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nameplate::model {

enum class StepKind : std::uint8_t { unit, container, lot };

/// One thing that a step names.
struct StepItem {
  StepKind kind = StepKind::unit;
  std::string number = {};
  std::int64_t quantity = 0;  ///< millionths
  std::string from = {};      ///< place or container of a quantity
  std::string new_number = {};
  bool mistyped = false;
};

/// What somebody asks for, as plain text that can be printed, kept and asked again: other steps are named by their
/// number, so that a list of steps still means the same when some of it is left out.
struct Step {
  int id = 0;
  std::string verb = {};
  std::int64_t clock_us = 0;                 ///< what the server's clock shows, counted from the beginning
  std::optional<std::int64_t> time_us = {};  ///< when it happened, as the request says
  std::vector<StepItem> items = {};
  std::string location = {};
  std::string destination = {};
  std::string container = {};
  std::string party = {};
  bool unpack = false;
  std::string contents = {};    ///< "", "all", "none"
  bool acknowledges = false;    ///< what is not empty goes with its container
  bool proceeds = false;        ///< onError: proceed
  bool records = false;         ///< onConflict: record
  std::string rule_place = {};  ///< hold: by rule on a place
  int about = 0;                ///< release: the step that placed the hold; reverse: the one that did it
  std::map<std::string, std::string> attributes = {};  ///< by code; "": taken away
  std::vector<std::string> tags = {};
  int batch = 0;  ///< steps with the same number are sent as one batch
};

/// What the program called things that steps made.
struct Named {
  std::map<int, std::int64_t> events;  ///< by step
  std::map<int, std::int64_t> holds;   ///< by step
};

/// The beginning of all steps.
inline constexpr std::int64_t model_epoch_us = 1'800'000'000'000'000;

/// `move U1 C2, 3.5 of L1 from C2 at 12:00:05 to BIN-1`, on one line.
[[nodiscard]] std::string to_text(Step const& step);
[[nodiscard]] domain::Operation to_operation(Step const& step, Named const& named);
/// How a step is told to a server that others work on too.
struct Telling {
  std::int64_t epoch_us = model_epoch_us;  ///< what the times are counted from
  std::string prefix = {};                 ///< of products, places and numbers: those of one run
};
/// The body of POST /operations/{verb}.
[[nodiscard]] std::string to_json(Step const& step, Named const& named, Telling const& telling);

}  // namespace nameplate::model

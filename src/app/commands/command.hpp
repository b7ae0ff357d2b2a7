#pragma once

#include "base/result.hpp"
#include "base/value.hpp"
#include "domain/operation.hpp"
#include "domain/records/record_kind.hpp"
#include "domain/role.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What can be asked of the writer, and what it answers.
namespace nameplate::app {

/// A change of one master record. `value` holds the fields as the request wrote them.
struct RecordCommand {
  enum class Action : std::uint8_t {
    create,  ///< POST: refused when the code is taken
    put,     ///< PUT: makes or replaces
    patch,   ///< PATCH: only the given fields; a null removes
  };
  domain::RecordKind kind = domain::RecordKind::product;
  Action action = Action::create;
  std::string id_or_code = {};                           ///< put, patch
  std::optional<domain::EventId> version_expected = {};  ///< If-Match
  base::Value value = {};
  std::optional<bool> retired = {};  ///< field `state`
};

/// Makes an account with a token of its own. The answer shows the token once.
struct TokenCommand {
  std::string name;
  domain::Role role = domain::Role::viewer;
  std::optional<base::Instant> expires = {};
  std::optional<std::int64_t> back_dating_hours = {};
};

struct Command {
  domain::Actor actor = {};
  std::optional<store::KeyClaim> key = {};  ///< none: no Idempotency-Key was given
  std::variant<domain::Operation, RecordCommand, TokenCommand> what;
};

enum class ItemOutcome : std::uint8_t { done, unchanged, refused };

/// A warning that came with an item: a stable slug and a sentence.
struct ItemAnswer {
  std::uint32_t index = 0;  ///< place of the item in the request; `generate` gives many with one index
  ItemOutcome outcome = ItemOutcome::done;
  domain::SubjectKind kind = domain::SubjectKind::unit;
  domain::SubjectId subject = {};  ///< none: nothing was found
  domain::RecordId product = {};
  std::string number = {};  ///< serial, lot number or container code
  std::optional<domain::Status> status = {};
  std::optional<base::Quantity> quantity = {};
  std::vector<std::string> warnings = {};
  std::string reason = {};  ///< refused
  std::string detail = {};
  std::vector<std::string> matches = {};
};

/// What became of a command. The same for its first answer and for every replay of it.
struct Answer {
  bool replayed = false;
  domain::EventId event = {};  ///< none: nothing was recorded
  domain::Sequence sequence = 0;
  base::Instant recorded_at = {};
  std::int64_t done = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;
  std::vector<ItemAnswer> items = {};  ///< by index; all of them
  std::vector<domain::HoldId> holds = {};
  // Of a RecordCommand or TokenCommand
  std::optional<domain::RecordRow> record = {};
  bool record_made = false;
  std::string token = {};  ///< in the first answer only
};

using Outcome = base::Result<Answer>;

}  // namespace nameplate::app

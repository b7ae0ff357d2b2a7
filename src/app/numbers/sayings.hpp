#pragma once

#include "app/numbers/number_facts.hpp"
#include "app/numbers/readable_formats.hpp"
#include "domain/state.hpp"
#include "store/store.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What a number says, and whether the record of what bears it says the same.
namespace nameplate::app {

struct PartSaying {
  std::string part;                     ///< as the template writes it: `site`, `counter`, `yy`
  std::string text;                     ///< what the number shows
  std::vector<std::string> means = {};  ///< codes that it may stand for, a few
  std::string record = {};              ///< what the record says
  std::optional<bool> agrees = {};      ///< none: there is nothing to compare
};

struct NumberSaying {
  std::string format;
  std::int64_t version = 1;
  bool is_current = true;
  bool only_for_reading = false;
  bool is_own = false;       ///< the format that goes with the product and place of what bears it
  bool is_sure = true;       ///< the number cannot be read in another way by this format
  std::string grouped = {};  ///< as people read it, where the format has gaps
  std::optional<std::int64_t> count = {};
  std::optional<bool> check_right = {};  ///< none: the format has no check characters
  std::string corrected = {};            ///< with the right check characters, where they are wrong
  std::optional<bool> agrees = {};       ///< all that could be compared; none: nothing could
  std::vector<PartSaying> parts;
};

/// What the record says of when and where a number was given: of its unit, the event by which it came to bear it.
struct FactsOnRecord {
  NumberFacts facts;
  bool knows_origin = false;                     ///< facts.time, location and party were found
  std::optional<base::LocalTime> produced = {};  ///< by its own date
};

/// By all formats, without a record to compare with.
[[nodiscard]] std::vector<NumberSaying> what_it_says(ReadableFormats const& formats, std::string_view number);
/// By all formats, compared with a record; of two ways to read it by one format the one that agrees.
[[nodiscard]] std::vector<NumberSaying> what_it_says(ReadableFormats const& formats, std::string_view number,
                                                     FactsOnRecord const& record);

/// The number says something else than the record: by the format that goes with its product, in the version that fits
/// best.
[[nodiscard]] bool disagrees(std::span<NumberSaying const> sayings);

/// Of each unit, by its current serial. Four store calls, however many units.
[[nodiscard]] std::map<domain::SubjectId, FactsOnRecord> facts_on_record(store::ReadSnapshot& snapshot,
                                                                         domain::Catalog const& catalog,
                                                                         std::span<domain::UnitState const> units);

}  // namespace nameplate::app

#pragma once

#include "base/time_zone.hpp"
#include "domain/operation.hpp"
#include "domain/records/catalog.hpp"
#include "identify/format/number_format.hpp"

#include <string>
#include <utility>
#include <vector>

namespace nameplate::app {

/// What the parts of a number stand for: of goods that an operation brings in, or of a unit on record.
struct NumberFacts {
  domain::Product const* product = nullptr;
  domain::RecordId location;  ///< where it comes in; none: not said
  domain::RecordId party;
  std::string lot = {};
  std::vector<std::pair<domain::RecordId, std::string>> attributes = {};  ///< its own; those of the product come after
  base::LocalTime time;                                                   ///< by the clock of the place
};

/// As the request says it: nothing is looked up but master data. `now` is the moment when no time is stated.
[[nodiscard]] NumberFacts facts_of(domain::Catalog const& catalog, domain::Operation const& operation,
                                   domain::Item const& item, domain::Product const& product, base::Instant now);

/// The raw text for a part; empty: nothing says it.
[[nodiscard]] std::string text_for(domain::Catalog const& catalog, NumberFacts const& facts,
                                   identify::FieldPart const& field);

/// What a format shows for these facts, and what makes its numbers.
struct ValuedMaker {
  std::vector<std::string> texts;
  identify::NumberMaker maker;
};

/// For a question, where nothing is drawn: what is missing is missing in the question (invalid). Errors: those of
/// NumberFormat::texts and NumberFormat::maker.
[[nodiscard]] base::Result<ValuedMaker> maker_for(domain::Catalog const& catalog, identify::NumberFormat const& format,
                                                  NumberFacts const& facts);

/// The clock on the wall of a place: its zone, or that of a place above, or the offset with which the time was written,
/// or that of the ledger.
[[nodiscard]] base::LocalTime time_at(domain::Catalog const& catalog, domain::RecordId location,
                                      base::ZonedInstant const& time);

}  // namespace nameplate::app

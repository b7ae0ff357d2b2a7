#include "app/numbers/sayings.hpp"

#include "app/numbers/formats.hpp"
#include "base/ascii.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::SubjectId;
using identify::DatePart;
using identify::FieldKind;
using identify::FieldPart;

constexpr std::size_t means_max = 5;

/// What a maker's scheme says of places, parties and shifts is about the maker's.
bool can_be_compared(ReadableFormat const& format, FieldKind kind) {
  bool const is_of_origin = kind == FieldKind::location || kind == FieldKind::party || kind == FieldKind::shift;
  return !format.only_for_reading || !is_of_origin;
}

void compare_field(PartSaying& saying, ReadableFormat const& format, std::size_t place, FieldPart const& field,
                   FactsOnRecord const& record, domain::Catalog const& catalog) {
  if (!can_be_compared(format, field.kind)) {
    return;
  }
  saying.record = text_for(catalog, record.facts, field);
  if (saying.record.empty()) {
    return;
  }
  auto const expected = format.format.text_of(format.format.parts()[place], saying.record);
  saying.agrees = expected && base::to_upper(*expected) == saying.text;
}

void compare_date(PartSaying& saying, ReadableFormat const& format, DatePart const& date, FactsOnRecord const& record) {
  auto const time = format.only_for_reading ? record.produced
                    : record.knows_origin   ? std::optional(record.facts.time)
                                            : std::nullopt;
  if (time) {
    saying.record = identify::date_text(date.unit, *time, identify::counts_by_week(format.format.parts()));
    saying.agrees = saying.record == saying.text;
  }
}

NumberSaying say(ReadNumber const& read, FactsOnRecord const* record, domain::Catalog const& catalog) {
  auto const& format = *read.format;
  NumberSaying saying{.format = format.name,
                      .version = format.version,
                      .is_current = format.is_current,
                      .only_for_reading = format.only_for_reading,
                      .is_sure = read.is_sure,
                      .count = read.reading.count,
                      .corrected = read.reading.corrected,
                      .parts = {}};
  if (format.has_check) {
    saying.check_right = read.reading.check_right;
  }
  if (std::ranges::find(format.format.parts(), identify::gap_name, &identify::Part::name) !=
      format.format.parts().end()) {
    saying.grouped = identify::grouped(format.format.parts(), read.reading.texts);
  }
  for (std::size_t i = 0; i < format.format.parts().size(); ++i) {
    auto const& part = format.format.parts()[i];
    PartSaying one{.part = part.name, .text = read.reading.texts[i]};
    auto const known =
        std::ranges::equal_range(format.meanings[i], one.text, {}, &std::pair<std::string, std::string>::first);
    for (auto const& [text, code] : known) {
      if (one.means.size() < means_max) {
        one.means.push_back(code);
      }
    }
    if (record != nullptr) {
      if (auto const* const field = std::get_if<FieldPart>(&part.what)) {
        compare_field(one, format, i, *field, *record, catalog);
      } else if (auto const* const date = std::get_if<DatePart>(&part.what)) {
        compare_date(one, format, *date, *record);
      }
    }
    if (one.agrees) {
      saying.agrees = saying.agrees.value_or(true) && *one.agrees;
    }
    saying.parts.push_back(std::move(one));
  }
  return saying;
}

/// Of the unit's events the one by which it took the number that it bears.
struct Birth {
  base::Instant time;
  domain::EventId event;
  bool is_exact = false;
};

std::map<SubjectId, Birth> births_of(store::ReadSnapshot& snapshot, std::vector<SubjectId> const& ids) {
  std::map<SubjectId, base::Instant> taken;
  for (auto const& number : snapshot.identifiers_of(ids)) {
    if (number.key.kind == domain::IdentifierKind::serial && number.is_current()) {
      taken[number.subject] = number.valid_from;
    }
  }
  std::map<SubjectId, Birth> births;
  for (auto const& row : snapshot.history_of(ids)) {
    bool const is_exact = taken.contains(row.subject) && taken.at(row.subject) == row.event_time;
    Birth const birth{.time = row.event_time, .event = row.event, .is_exact = is_exact};
    auto const rank = [](Birth const& one) { return std::tuple(!one.is_exact, one.time, one.event); };
    auto const [known, added] = births.try_emplace(row.subject, birth);
    if (!added && rank(birth) < rank(known->second)) {
      known->second = birth;
    }
  }
  return births;
}

base::LocalTime midnight(std::int32_t days_since_1970) {
  return {.day = std::chrono::sys_days(std::chrono::days(days_since_1970)), .hour = 0, .minute = 0};
}

}  // namespace

std::vector<NumberSaying> what_it_says(ReadableFormats const& formats, std::string_view number) {
  std::vector<NumberSaying> sayings;
  for (auto const& read : formats.read(number)) {
    sayings.push_back(say(read, nullptr, formats.catalog()));
  }
  return sayings;
}

std::vector<NumberSaying> what_it_says(ReadableFormats const& formats, std::string_view number,
                                       FactsOnRecord const& record) {
  if (record.facts.product == nullptr) {
    return what_it_says(formats, number);  // master data here are older than the unit
  }
  auto const& catalog = formats.catalog();
  auto const own = format_of(catalog, *record.facts.product, record.facts.location);
  std::vector<NumberSaying> sayings;
  for (auto const& read : formats.read(number)) {
    auto saying = say(read, &record, catalog);
    saying.is_own = own && (*own)->id == read.format->record;
    bool const is_other_way =
        !sayings.empty() && sayings.back().format == saying.format && sayings.back().version == saying.version;
    if (!is_other_way) {
      sayings.push_back(std::move(saying));
    } else if (saying.agrees.value_or(false) && !sayings.back().agrees.value_or(false)) {
      sayings.back() = std::move(saying);
    }
  }
  return sayings;
}

bool disagrees(std::span<NumberSaying const> sayings) {
  auto const is_wrong = [](NumberSaying const& saying) {
    return !saying.agrees.value_or(true) || !saying.check_right.value_or(true);
  };
  return std::ranges::any_of(sayings, [&](auto const& saying) { return saying.is_own && is_wrong(saying); }) &&
         std::ranges::none_of(sayings, [&](auto const& saying) { return saying.is_own && !is_wrong(saying); });
}

std::map<SubjectId, FactsOnRecord> facts_on_record(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                   std::span<domain::UnitState const> units) {
  std::map<SubjectId, FactsOnRecord> all;
  std::vector<SubjectId> ids;
  std::vector<SubjectId> lots;
  for (auto const& unit : units) {
    auto& record = all[unit.id];
    record.facts.product = catalog.product(unit.product);
    if (unit.dates.produced) {
      record.produced = midnight(*unit.dates.produced);
    }
    ids.push_back(unit.id);
    if (unit.lot) {
      lots.push_back(unit.lot);
    }
  }
  std::ranges::sort(ids);
  std::ranges::sort(lots);
  lots.erase(std::ranges::unique(lots).begin(), lots.end());
  std::map<SubjectId, std::string> lot_numbers;
  for (auto& lot : lots.empty() ? std::vector<domain::LotState>() : snapshot.load_lots(lots)) {
    lot_numbers[lot.id] = std::move(lot.number);
  }
  for (auto const& unit : units) {
    all[unit.id].facts.lot = unit.lot ? lot_numbers[unit.lot] : std::string();
  }
  for (auto const& trait : snapshot.traits_of(ids)) {
    if (trait.attribute) {
      all[trait.subject].facts.attributes.emplace_back(trait.attribute, trait.value);
    }
  }
  auto const births = births_of(snapshot, ids);
  std::vector<domain::EventId> events;
  events.reserve(births.size());
  for (auto const& [subject, birth] : births) {
    events.push_back(birth.event);
  }
  std::ranges::sort(events);
  events.erase(std::ranges::unique(events).begin(), events.end());
  std::map<domain::EventId, domain::Event> loaded;
  for (auto& event : snapshot.load_events(events)) {
    loaded.emplace(event.id, std::move(event));
  }
  for (auto const& [subject, birth] : births) {
    auto const event = loaded.find(birth.event);
    if (event == loaded.end()) {
      continue;
    }
    auto& record = all[subject];
    record.knows_origin = true;
    record.facts.location = event->second.location;
    record.facts.party = event->second.parties.empty() ? domain::RecordId() : event->second.parties.front().party;
    base::ZonedInstant const time{.instant = event->second.event_time,
                                  .offset_minutes = event->second.zone_offset_minutes};
    record.facts.time = time_at(catalog, record.facts.location, time);
  }
  return all;
}

}  // namespace nameplate::app

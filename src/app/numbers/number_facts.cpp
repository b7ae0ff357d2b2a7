#include "app/numbers/number_facts.hpp"

#include "domain/records/settings.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Catalog;
using domain::RecordId;
using domain::RecordKind;
using identify::FieldKind;

/// The shift that is at work; of an early hour the one that began the evening before.
std::string shift_at(Catalog const& catalog, RecordId location, base::LocalTime const& time) {
  constexpr int minutes_per_hour = 60;
  for (auto const around : catalog.with_places_above(location)) {
    auto const* const place = catalog.location(around);
    if (place == nullptr || place->shifts.empty()) {
      continue;
    }
    auto const* at_work = &place->shifts.back();
    for (auto const& shift : place->shifts) {
      at_work = shift.from_minute <= time.hour * minutes_per_hour + time.minute ? &shift : at_work;
    }
    return at_work->name;
  }
  return {};
}

/// The place itself, or the nearest of a kind around it.
std::string place_of_kind(Catalog const& catalog, RecordId location, std::string_view kind) {
  for (auto const around : catalog.with_places_above(location)) {
    auto const* const place = catalog.location(around);
    if (place != nullptr && (kind.empty() || domain::normalise_code(place->kind) == domain::normalise_code(kind))) {
      return place->code;
    }
  }
  return {};
}

std::string topmost_category(Catalog const& catalog, RecordId category) {
  auto const above = catalog.with_categories_above(category);
  return above.empty() ? std::string() : std::string(catalog.code_of(RecordKind::category, above.back()));
}

std::string attribute_of(Catalog const& catalog, NumberFacts const& facts, std::string_view code) {
  auto const id = catalog.find(RecordKind::attribute, code);
  for (auto const* const attributes : {&facts.attributes, &facts.product->attributes}) {
    auto const found = std::ranges::find(*attributes, id, &std::pair<RecordId, std::string>::first);
    if (id && found != attributes->end()) {
      return found->second;
    }
  }
  return {};
}

void add_attributes(Catalog const& catalog, domain::TraitsGiven const& given, NumberFacts& facts) {
  for (auto const& attribute : given.attributes) {
    if (attribute.value) {
      facts.attributes.emplace_back(catalog.find(RecordKind::attribute, attribute.attribute), *attribute.value);
    }
  }
}

}  // namespace

base::LocalTime time_at(Catalog const& catalog, RecordId location, base::ZonedInstant const& time) {
  for (auto const around : catalog.with_places_above(location)) {
    auto const* const place = catalog.location(around);
    if (place != nullptr && !place->zone.empty()) {
      if (auto const local = base::local_time(place->zone, time.instant)) {
        return *local;
      }
    }
  }
  if (time.offset_minutes) {
    return base::local_time(std::chrono::minutes(*time.offset_minutes), time.instant);
  }
  auto const local = base::local_time(domain::value_of(catalog, domain::time_zone_setting), time.instant);
  return local.value_or(base::local_time(std::chrono::minutes(0), time.instant));
}

NumberFacts facts_of(Catalog const& catalog, domain::Operation const& operation, domain::Item const& item,
                     domain::Product const& product, base::Instant now) {
  NumberFacts facts{.product = &product,
                    .location = catalog.find(RecordKind::location, operation.location),
                    .party = catalog.find(RecordKind::party, operation.party)};
  if (item.extra) {
    facts.lot = item.extra->lot;
    add_attributes(catalog, item.extra->traits, facts);
  }
  add_attributes(catalog, operation.traits, facts);
  facts.time = time_at(catalog, facts.location, operation.time.value_or(base::ZonedInstant{.instant = now}));
  return facts;
}

base::Result<ValuedMaker> maker_for(Catalog const& catalog, identify::NumberFormat const& format,
                                    NumberFacts const& facts) {
  auto texts =
      format.texts(facts.time, [&](identify::FieldPart const& field) { return text_for(catalog, facts, field); });
  if (!texts) {
    auto missing = texts.error();
    missing.kind = base::ErrorKind::invalid;
    return std::unexpected(std::move(missing));
  }
  auto maker = format.maker(*texts);
  if (!maker) {
    return std::unexpected(maker.error());
  }
  return ValuedMaker{.texts = *std::move(texts), .maker = *std::move(maker)};
}

std::string text_for(Catalog const& catalog, NumberFacts const& facts, identify::FieldPart const& field) {
  switch (field.kind) {
    case FieldKind::product: return facts.product->sku;
    case FieldKind::category: return std::string(catalog.code_of(RecordKind::category, facts.product->category));
    case FieldKind::class_: return topmost_category(catalog, facts.product->category);
    case FieldKind::location: return place_of_kind(catalog, facts.location, field.of);
    case FieldKind::party: return std::string(catalog.code_of(RecordKind::party, facts.party));
    case FieldKind::lot: return facts.lot;
    case FieldKind::attribute: return attribute_of(catalog, facts, field.of);
    case FieldKind::shift: return shift_at(catalog, facts.location, facts.time);
    case FieldKind::gs1_prefix: return domain::value_of(catalog, domain::gs1_prefix_setting);
  }
  return {};
}

}  // namespace nameplate::app

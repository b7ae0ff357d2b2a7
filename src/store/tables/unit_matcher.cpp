#include "store/tables/unit_matcher.hpp"

#include "store/tables/sql_question.hpp"
#include "store/tables/sql_units.hpp"

#include <algorithm>

namespace nameplate::store::tables {
namespace {

template <typename Id>
std::vector<Id> sorted(std::vector<Id> ids) {
  std::ranges::sort(ids);
  auto const repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

}  // namespace

domain::Holder ContainerPlaces::of(std::int64_t container) {
  auto const [place, added] = known_.try_emplace(container);
  if (added) {
    auto find = connection_.use(sql::container_place);
    if (find.bind(container).step()) {
      place->second = {static_cast<domain::HolderKind>(find.integer(0)), find.integer(1)};
    }
  }
  return place->second;
}

UnitMatcher::UnitMatcher(Connection& connection, UnitFilter const& filter)
    : connection_(connection),
      filter_(filter),
      products_(sorted(filter.products)),
      locations_(sorted(filter.locations.value_or(std::vector<domain::RecordId>()))),
      places_(connection) {}

bool UnitMatcher::accepts(domain::RecordId product) const {
  return products_.empty() || std::ranges::binary_search(products_, product);
}

bool UnitMatcher::fits_place(domain::Holder holder) {
  if (filter_.container && holder != domain::Holder::in(*filter_.container)) {
    return false;
  }
  if (!filter_.locations && !filter_.party) {
    return true;
  }
  auto const place = places_.effective(holder);
  if (filter_.party && place != domain::Holder::with(*filter_.party)) {
    return false;
  }
  return !filter_.locations || (place.kind == domain::HolderKind::location &&
                                std::ranges::binary_search(locations_, domain::RecordId{place.id}));
}

bool UnitMatcher::bears(domain::SubjectId unit) const {
  if (filter_.traits.empty()) {
    return true;
  }
  auto find = connection_.use(sql::has_trait);
  return std::ranges::all_of(filter_.traits, [&](TraitCondition const& condition) {
    return std::ranges::any_of(condition.any_of, [&](TraitRange const& range) {
      return find.bind(unit, condition.attribute, range.from, range.to).step();
    });
  });
}

bool UnitMatcher::matches(Statement const& row) {
  if (!accepts(static_cast<domain::Status>(row.integer(4))) || !accepts(domain::RecordId{row.integer(1)}) ||
      !accepts_owner({row.integer(7)}) || !accepts_lot({row.integer(8)})) {
    return false;
  }
  base::Instant const latest{row.integer(12)};
  if ((filter_.latest_from && latest < *filter_.latest_from) || (filter_.latest_to && latest >= *filter_.latest_to)) {
    return false;
  }
  if (filter_.expires_before && (row.is_null(10) || row.integer(10) >= *filter_.expires_before)) {
    return false;
  }
  if (!filter_.serial_prefix_norm.empty() && !row.text(2).starts_with(filter_.serial_prefix_norm)) {
    return false;
  }
  if (has_place() && !fits_place({static_cast<domain::HolderKind>(row.integer(5)), row.integer(6)})) {
    return false;
  }
  return bears({row.integer(0)});
}

}  // namespace nameplate::store::tables

#include "app/queries/find_units.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/reading.hpp"
#include "app/queries/unit_filter.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

struct With {
  bool identifiers = false;
  bool traits = false;
};

void load_around(UnitList& list, store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                 With with) {
  list.around = Surroundings(snapshot, catalog, day_of(now));
  list.around.load_for(list.units);
  if ((!with.identifiers && !with.traits) || list.units.empty()) {
    return;
  }
  std::vector<domain::SubjectId> ids;
  ids.reserve(list.units.size());
  for (auto const& unit : list.units) {
    ids.push_back(unit.id);
  }
  std::ranges::sort(ids);
  if (with.traits) {
    list.traits = snapshot.traits_of(ids);
  }
  if (with.identifiers) {
    list.identifiers = snapshot.identifiers_of(ids);
    std::ranges::sort(list.identifiers, {}, [](domain::Identifier const& identifier) {
      return std::tuple(identifier.subject, identifier.key.kind, identifier.valid_from);
    });
  }
}

/// Cuts what was read beyond the page and notes where the next one begins.
void cut_page(UnitList& list, store::UnitPage const& page) {
  if (list.units.size() <= page.limit) {
    return;
  }
  list.units.resize(page.limit);
  list.next = UnitCursor{.id = list.units.back().id};
  if (page.sort == SortKey::serial) {
    list.next->serial_norm = domain::normalise_code(list.units.back().serial);
  }
}

}  // namespace

bool UnitQuestion::is_look_up() const {
  return !serials.empty() && prefix.empty() && products.empty() && statuses.empty() && location.empty() &&
         container.empty() && lot.empty() && party.empty() && owner.empty() && document.empty() && hold.empty() &&
         hold_kind.empty() && category.empty() && traits.is_empty() && !changed_from && !changed_to && !as_of.at &&
         !expires_before && page.sort == SortKey::id && page.order == SortOrder::ascending && !page.after && !count;
}

std::vector<domain::Identifier> UnitList::identifiers_of(domain::SubjectId unit) const {
  auto const rows = std::ranges::equal_range(identifiers, unit, {}, &domain::Identifier::subject);
  return {rows.begin(), rows.end()};
}

std::vector<domain::Trait> UnitList::traits_of(domain::SubjectId unit) const {
  auto const rows = std::ranges::equal_range(traits, unit, {}, &domain::Trait::subject);
  return {rows.begin(), rows.end()};
}

base::Result<UnitList> find_units(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                                  UnitQuestion const& question) {
  UnitList list;
  if (question.is_look_up()) {
    auto const ids = subjects_with_numbers(snapshot, question.serials);
    if (!ids.empty()) {
      list.units = snapshot.load_units(ids);
      std::ranges::sort(list.units, {}, &domain::UnitState::id);
    }
  } else {
    auto const filter = make_unit_filter(snapshot, catalog, question);
    if (!filter) {
      return std::unexpected(filter.error());
    }
    if (*filter) {
      auto page = question.page;
      ++page.limit;
      list.units = snapshot.list_units(**filter, page);
    }
    if (question.count) {
      list.count = *filter ? snapshot.count_units(**filter, count_max) : Count();
    }
  }
  cut_page(list, question.page);
  load_around(list, snapshot, catalog, now, {question.with_identifiers, question.with_traits});
  return list;
}

base::Result<UnitList> find_unit(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                                 std::string_view id) {
  UnitList list;
  if (auto const number = parse_external_id(id_letter::unit, id)) {
    list.units = snapshot.load_units(std::array{domain::SubjectId{*number}});
  }
  if (list.units.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "unit", id);
  }
  load_around(list, snapshot, catalog, now, {.identifiers = true, .traits = true});
  return list;
}

}  // namespace nameplate::app

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/past_subject.hpp"
#include "app/queries/unit_filter.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

std::unexpected<base::Error> refuse(std::string detail) {
  return base::fail(base::ErrorKind::bad_request, "filter.not_as_of", std::move(detail));
}

/// What can be asked of the past: what each event left, and numbers.
base::Result<void> check_question(UnitQuestion const& question) {
  if (question.as_of.known) {
    return refuse(
        "knownAt works on one unit, container or lot, on its history and on stock. A list takes `at` alone: the state "
        "of "
        "that time by all that is known today.");
  }
  if (!question.prefix.empty() || !question.traits.is_empty() || !question.document.empty() || !question.hold.empty() ||
      !question.hold_kind.empty() || question.changed_from || question.changed_to || question.expires_before) {
    return refuse(
        "A list as of a past time can be narrowed by product, category, status, location, container, party, lot, owner "
        "and serial. Leave the other filters out, or leave out `at`.");
  }
  if (question.page.sort != SortKey::id || question.page.order != SortOrder::ascending) {
    return refuse("A list as of a past time is sorted by id. Leave `sort` out.");
  }
  if (question.with_identifiers || question.with_traits) {
    return refuse(
        "A list as of a past time has neither other numbers nor attributes. Leave `include` out, and ask for one unit: "
        "GET /units/{id}?at=.");
  }
  return {};
}

Count count_then(store::ReadSnapshot& snapshot, store::UnitFilter const& filter, base::Instant at) {
  constexpr std::size_t at_once = 1000;
  Count count;
  store::UnitPage page{.limit = at_once};
  while (count.value <= count_max) {
    auto const found = snapshot.list_units_at(filter, at, page);
    count.value += std::ssize(found.units);
    if (found.units.size() < at_once && !found.go_on_after) {
      return count;
    }
    page.after =
        UnitCursor{.id = found.go_on_after.value_or(found.units.empty() ? domain::SubjectId() : found.units.back().id)};
  }
  return {.value = count_max, .more = true};
}

/// Serials as they were: each row of the store has the one of now, and few were ever changed.
void put_serials_back(store::ReadSnapshot& snapshot, std::vector<domain::UnitState>& units, base::Instant at) {
  std::vector<domain::SubjectId> ids;
  for (auto const& unit : units) {
    ids.push_back(unit.id);
  }
  for (auto const& identifier : snapshot.identifiers_of(ids)) {
    if (identifier.key.kind == domain::IdentifierKind::serial && identifier.valid_from <= at && identifier.valid_to &&
        at < *identifier.valid_to) {
      auto const unit = std::ranges::lower_bound(units, identifier.subject, {}, &domain::UnitState::id);
      if (unit != units.end() && unit->id == identifier.subject) {
        unit->serial = identifier.value;
      }
    }
  }
}

}  // namespace

base::Result<UnitList> find_units_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                                       UnitQuestion const& question) {
  if (auto const fine = check_question(question); !fine) {
    return std::unexpected(fine.error());
  }
  auto const as_of = find_as_of(snapshot, now, question.as_of);
  if (!as_of) {
    return std::unexpected(as_of.error());
  }
  auto const filter = make_unit_filter(snapshot, catalog, question);
  if (!filter) {
    return std::unexpected(filter.error());
  }
  UnitList list;
  if (*filter) {
    auto page = question.page;
    ++page.limit;
    auto found = snapshot.list_units_at(**filter, *as_of->at, page);
    list.units = std::move(found.units);
    if (list.units.size() > question.page.limit) {
      list.units.resize(question.page.limit);
      list.next = UnitCursor{.id = list.units.back().id};
    } else if (found.go_on_after) {
      list.next = UnitCursor{.id = *found.go_on_after};
    }
    put_serials_back(snapshot, list.units, *as_of->at);
  }
  if (question.count) {
    list.count = *filter ? count_then(snapshot, **filter, *as_of->at) : Count();
  }
  list.around = Surroundings(snapshot, catalog, *as_of);
  list.around.load_for(list.units);
  return list;
}

base::Result<UnitList> find_unit_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                      std::string_view id, AsOf const& as_of) {
  auto const number = parse_external_id(id_letter::unit, id);
  auto const now =
      number ? snapshot.load_units(std::array{domain::SubjectId{*number}}) : std::vector<domain::UnitState>();
  if (now.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "unit", id);
  }
  auto then = unit_then(snapshot, as_of, now.front());
  if (!then) {
    return not_yet(snapshot, as_of, "Unit " + std::string(id), now.front().id);
  }
  UnitList list{.units = {std::move(then->state)},
                .around = Surroundings(snapshot, catalog, as_of),
                .identifiers = std::move(then->identifiers),
                .traits = std::move(then->traits),
                .next = {},
                .count = {}};
  list.around.load_for(list.units);
  return list;
}

}  // namespace nameplate::app

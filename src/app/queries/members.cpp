#include "app/queries/members.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace nameplate::app {
namespace {

using domain::SubjectId;

/// The store lists the units of one lot at a time.
constexpr std::size_t held_lots_max = 100;

/// What a container took part in: until when back its contents count.
struct ContainerAt {
  SubjectId container;
  base::Instant at;

  auto operator<=>(ContainerAt const&) const = default;
};

/// The units that were inside at each of these moments, level by level.
void add_units_inside_then(store::ReadSnapshot& snapshot, std::vector<ContainerAt> containers,
                           std::vector<SubjectId>& units) {
  std::unordered_set<SubjectId> seen;
  while (!containers.empty()) {
    std::vector<SubjectId> ids;
    auto first = containers.front().at;
    auto last = first;
    for (auto const& entry : containers) {
      ids.push_back(entry.container);
      seen.insert(entry.container);
      first = std::min(first, entry.at);
      last = std::max(last, entry.at);
    }
    make_id_set(ids);
    std::ranges::sort(containers);
    std::vector<ContainerAt> inner;
    for (auto const& stay : snapshot.contents_of(ids, first, last)) {
      for (auto const& entry : std::ranges::equal_range(containers, stay.parent, {}, &ContainerAt::container)) {
        if (entry.at < stay.from || (stay.to && *stay.to < entry.at)) {
          continue;
        }
        if (stay.child_kind == domain::SubjectKind::unit) {
          units.push_back(stay.child);
        } else if (!seen.contains(stay.child)) {
          inner.push_back({stay.child, entry.at});
        }
      }
    }
    containers = std::move(inner);
  }
}

std::vector<domain::RecordId> intersect(std::vector<domain::RecordId> left, std::vector<domain::RecordId> right) {
  std::ranges::sort(left);
  std::ranges::sort(right);
  std::vector<domain::RecordId> both;
  std::ranges::set_intersection(left, right, std::back_inserter(both));
  return both;
}

}  // namespace

void make_id_set(std::vector<SubjectId>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

std::unexpected<base::Error> too_broad(std::string detail) {
  return base::fail(base::ErrorKind::invalid, "filter.too_broad", std::move(detail));
}

std::vector<SubjectId> with_containers_inside(store::ReadSnapshot& snapshot, std::vector<SubjectId> containers) {
  make_id_set(containers);
  auto level = containers;
  std::unordered_set<SubjectId> seen(level.begin(), level.end());
  while (!level.empty()) {
    std::vector<SubjectId> inner;
    for (auto const& container : snapshot.containers_in(level)) {
      if (seen.insert(container.id).second) {
        inner.push_back(container.id);
      }
    }
    std::ranges::copy(inner, std::back_inserter(containers));
    level = std::move(inner);
    make_id_set(level);
  }
  make_id_set(containers);
  return containers;
}

std::vector<SubjectId> units_inside(store::ReadSnapshot& snapshot, std::vector<SubjectId> containers) {
  std::vector<SubjectId> ids;
  if (!containers.empty()) {
    for (auto const& unit : snapshot.units_in(with_containers_inside(snapshot, std::move(containers)))) {
      ids.push_back(unit.id);
    }
  }
  make_id_set(ids);
  return ids;
}

std::vector<SubjectId> units_on_document(store::ReadSnapshot& snapshot, std::string const& number,
                                         std::string const& kind) {
  auto const events =
      snapshot.events_naming(domain::normalise_code(number), kind.empty() ? std::nullopt : std::optional(kind));
  std::vector<SubjectId> units;
  std::vector<ContainerAt> containers;
  if (!events.empty()) {
    for (auto const& event : snapshot.load_events(events)) {
      for (auto const& item : event.items) {
        if (item.kind == domain::SubjectKind::unit) {
          units.push_back(item.subject);
        } else if (item.kind == domain::SubjectKind::container && item.role == domain::SubjectRole::item) {
          containers.push_back({item.subject, event.event_time});
        }
      }
    }
  }
  add_units_inside_then(snapshot, std::move(containers), units);
  make_id_set(units);
  return units;
}

base::Result<std::vector<SubjectId>> units_under(store::ReadSnapshot& snapshot,
                                                 std::vector<domain::HoldId> const& holds) {
  std::vector<SubjectId> subjects;
  if (!holds.empty()) {
    for (auto const& member : snapshot.members_of_holds(holds)) {
      if (!member.released_by) {
        subjects.push_back(member.subject);
      }
    }
  }
  if (subjects.empty()) {
    return subjects;
  }
  make_id_set(subjects);
  std::vector<SubjectId> containers;
  for (auto const& container : snapshot.load_containers(subjects)) {
    containers.push_back(container.id);
  }
  auto const lots = snapshot.load_lots(subjects);
  if (lots.size() > held_lots_max) {
    return too_broad("More than 100 lots are under this hold. Ask for their units lot by lot.");
  }
  for (auto const& lot : lots) {
    auto const of_lot = snapshot.list_units({.lot = lot.id}, {.limit = among_max + 1});
    std::ranges::transform(of_lot, std::back_inserter(subjects), &domain::UnitState::id);
  }
  std::ranges::copy(units_inside(snapshot, std::move(containers)), std::back_inserter(subjects));
  make_id_set(subjects);
  return subjects;
}

bool narrow_among(store::UnitFilter& filter, std::vector<SubjectId> ids) {
  make_id_set(ids);
  if (filter.among) {
    std::vector<SubjectId> both;
    std::ranges::set_intersection(*filter.among, ids, std::back_inserter(both));
    ids = std::move(both);
  }
  filter.among = std::move(ids);
  return !filter.among->empty();
}

bool narrow_by_rule(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, domain::HoldRule const& rule,
                    store::UnitFilter& filter) {
  if (rule.product) {
    if (!filter.products.empty() && std::ranges::find(filter.products, rule.product) == filter.products.end()) {
      return false;
    }
    filter.products = {rule.product};
  }
  if (rule.category) {
    auto products = catalog.products_in(rule.category);
    filter.products = filter.products.empty() ? std::move(products) : intersect(filter.products, std::move(products));
    if (filter.products.empty()) {
      return false;
    }
  }
  if (rule.lot) {
    if (filter.lot && *filter.lot != rule.lot) {
      return false;
    }
    filter.lot = rule.lot;
  }
  if (rule.place.kind == domain::HolderKind::location) {
    auto places = catalog.with_places_below({rule.place.id});
    filter.locations = filter.locations ? intersect(*filter.locations, std::move(places)) : std::move(places);
    return !filter.locations->empty();
  }
  return !rule.place.is_container() || narrow_among(filter, units_inside(snapshot, {rule.place.container()}));
}

}  // namespace nameplate::app

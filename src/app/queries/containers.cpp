#include "app/queries/containers.hpp"

#include "app/queries/codes.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/reading.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {

base::Result<ContainerList> find_containers(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                            base::Instant now, ContainerQuestion const& question) {
  std::optional<std::vector<domain::RecordId>> locations;
  if (!question.location.empty()) {
    auto const location = find_code(catalog, domain::RecordKind::location, question.location);
    if (!location) {
      return std::unexpected(location.error());
    }
    locations = question.location_only ? std::vector{*location} : catalog.with_places_below(*location);
  }
  auto const conditions = find_traits(catalog, question.traits, domain::Bearer::container);
  if (!conditions) {
    return std::unexpected(conditions.error());
  }
  ContainerList list;
  if (conditions->of_product.empty()) {
    auto page = page_bearing<domain::ContainerState>(
        snapshot, conditions->of_subject, question.after, question.limit,
        [&](domain::SubjectId after, std::size_t limit) { return snapshot.list_containers(locations, after, limit); });
    list.containers = std::move(page.found);
    list.next = page.next;
  }
  list.around = Surroundings(snapshot, catalog, day_of(now));
  list.around.load_for(list.containers);
  return list;
}

base::Result<ContainerView> view_container(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                           base::Instant now, std::string_view id_or_code) {
  auto const id = find_container(snapshot, id_or_code, base::ErrorKind::not_found);
  if (!id) {
    return std::unexpected(id.error());
  }
  auto const ids = std::array{*id};
  auto found = snapshot.load_containers(ids);
  if (found.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "container", id_or_code);
  }
  ContainerView view{.container = std::move(found.front()),
                     .around = Surroundings(snapshot, catalog, day_of(now)),
                     .identifiers = snapshot.identifiers_of(ids),
                     .traits = snapshot.traits_of(ids),
                     .units = snapshot.count_units({.container = *id}, count_max),
                     .containers = snapshot.containers_in(ids),
                     .balances = snapshot.balances_in(ids)};
  std::erase_if(view.balances, [](domain::Balance const& balance) { return balance.quantity.millionths == 0; });
  std::ranges::sort(view.containers, {}, &domain::ContainerState::code);
  std::ranges::sort(view.balances, {}, &domain::Balance::key);
  view.around.load_for(std::span<domain::ContainerState const>(&view.container, 1));
  view.around.load_for(std::span<domain::Balance const>(view.balances));
  return view;
}

}  // namespace nameplate::app

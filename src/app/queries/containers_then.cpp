#include "app/queries/codes.hpp"
#include "app/queries/containers.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/lots.hpp"
#include "app/queries/past_subject.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

/// How many units were directly inside.
store::Count count_inside(store::ReadSnapshot& snapshot, domain::SubjectId container, base::Instant at) {
  auto const found = snapshot.list_units_at({.container = container}, at, {.limit = count_max + 1});
  auto const units = std::ssize(found.units);
  return {.value = std::min<std::int64_t>(units, count_max), .more = units > count_max || found.go_on_after};
}

/// The containers that were directly inside.
std::vector<domain::ContainerState> containers_inside(store::ReadSnapshot& snapshot, domain::SubjectId container,
                                                      AsOf const& as_of) {
  std::vector<domain::SubjectId> ids;
  for (auto const& stay : snapshot.contents_of(std::array{container}, *as_of.at, *as_of.at)) {
    if (stay.child_kind == domain::SubjectKind::container && (!stay.to || *as_of.at < *stay.to)) {
      ids.push_back(stay.child);
    }
  }
  std::ranges::sort(ids);
  auto then = containers_then(snapshot, as_of, snapshot.load_containers(ids));
  std::erase_if(then, [&](domain::ContainerState const& inner) { return inner.holder.container() != container; });
  std::ranges::sort(then, {}, &domain::ContainerState::code);
  return then;
}

}  // namespace

base::Result<ContainerView> view_container_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                std::string_view id_or_code, AsOf const& as_of) {
  auto const id = find_container(snapshot, id_or_code, base::ErrorKind::not_found);
  if (!id) {
    return std::unexpected(id.error());
  }
  auto const now = snapshot.load_containers(std::array{*id});
  if (now.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "container", id_or_code);
  }
  auto then = container_then(snapshot, as_of, now.front());
  if (!then) {
    return not_yet(snapshot, as_of, "Container " + std::string(id_or_code), *id);
  }
  ContainerView view{.container = std::move(then->state),
                     .around = Surroundings(snapshot, catalog, as_of),
                     .identifiers = std::move(then->identifiers),
                     .traits = std::move(then->traits),
                     .units = {},
                     .containers = {},
                     .balances = {},
                     .knows_contents = !as_of.known};
  if (view.knows_contents) {
    view.units = count_inside(snapshot, *id, *as_of.at);
    view.containers = containers_inside(snapshot, *id, as_of);
    auto const lots = snapshot.lots_ever_in(std::array{*id});
    view.balances = balances_then(snapshot, lots, *as_of.at);
    std::erase_if(view.balances, [&](domain::Balance const& balance) { return balance.key.holder.container() != *id; });
  }
  view.around.load_for(std::span<domain::ContainerState const>(&view.container, 1));
  view.around.load_for(std::span<domain::Balance const>(view.balances));
  return view;
}

}  // namespace nameplate::app

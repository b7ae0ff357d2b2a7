#pragma once

#include "app/queries/surroundings.hpp"
#include "app/queries/traits.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nameplate::app {

struct ContainerQuestion {
  std::string location = {};  ///< with everything below it
  bool location_only = false;
  TraitQuestion traits = {};
  domain::SubjectId after = {};
  std::size_t limit = 100;
};

struct ContainerList {
  std::vector<domain::ContainerState> containers;
  Surroundings around;
  domain::SubjectId next;  ///< none: the last page
};

/// Errors (422): location.unknown, attribute.unknown.
[[nodiscard]] base::Result<ContainerList> find_containers(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                          base::Instant now, ContainerQuestion const& question);

/// One container with what is directly inside it.
struct ContainerView {
  domain::ContainerState container;
  Surroundings around;
  std::vector<domain::Identifier> identifiers;
  std::vector<domain::Trait> traits;
  store::Count units;  ///< counted up to count_max; GET /units?container= lists them
  std::vector<domain::ContainerState> containers;
  std::vector<domain::Balance> balances;
  bool knows_contents = true;
};

/// Errors: container.unknown (404).
[[nodiscard]] base::Result<ContainerView> view_container(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                         base::Instant now, std::string_view id_or_code);

/// One container as it was, with what was directly inside it; `knows_contents` is false when that cannot be told, which
/// is so for `as_of.known`. Errors: container.unknown, subject.not_yet (404).
[[nodiscard]] base::Result<ContainerView> view_container_then(store::ReadSnapshot& snapshot,
                                                              domain::Catalog const& catalog,
                                                              std::string_view id_or_code, AsOf const& as_of);

}  // namespace nameplate::app

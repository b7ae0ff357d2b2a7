#pragma once

#include "app/queries/surroundings.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace nameplate::app {

struct HoldQuestion {
  bool active_only = true;
  std::string kind = {};
  domain::HoldId after = {};
  std::size_t limit = 100;
};

struct HoldList {
  std::vector<domain::Hold> holds;
  Surroundings around;  ///< containers and lots that rules name
  domain::HoldId next;  ///< none: the last page
};

/// Errors: hold_kind.unknown (422).
[[nodiscard]] base::Result<HoldList> find_holds(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                HoldQuestion const& question);

/// One hold with the lots and containers under it; the units are listed by GET /units?hold=.
struct HoldView {
  domain::Hold hold;
  Surroundings around;
  std::int64_t items_held = 0;
  std::int64_t items_released = 0;
  std::vector<domain::LotState> lots;
  std::vector<domain::ContainerState> containers;
};

/// Errors: hold.unknown (404).
[[nodiscard]] base::Result<HoldView> view_hold(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                               std::string_view id);

}  // namespace nameplate::app

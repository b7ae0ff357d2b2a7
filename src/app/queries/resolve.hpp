#pragma once

#include "app/queries/surroundings.hpp"
#include "domain/verb.hpp"
#include "identify/scan.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace nameplate::app {

/// What a scan or a typed number may mean.
struct Match {
  struct OfProduct {
    domain::RecordId id;
    std::int64_t pack_quantity = 1;
  };
  struct OfLocation {
    domain::RecordId id;
  };

  std::variant<domain::UnitState, domain::ContainerState, domain::LotState, OfProduct, OfLocation> what;
  std::optional<domain::Identifier> by = {};  ///< the number that led here; not for master data
  std::vector<domain::Verb> actions = {};     ///< what this account may do with it now
};

struct Resolution {
  identify::Scan scan;
  std::vector<Match> matches;
  Surroundings around;
};

/// Never refuses: a code that means nothing has no matches. A number that was given up leads to what bore it, unless
/// something else bears it now: then that comes first.
[[nodiscard]] Resolution resolve(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                                 domain::Role role, std::string_view code);

}  // namespace nameplate::app

#pragma once

#include "app/imports/goods_planner.hpp"

namespace nameplate::app {

/// Where something that is known stands now.
struct Standing {
  domain::Status status = domain::Status::in_stock;
  domain::Holder holder = {};
  domain::RecordId owner = {};
};

/// Whether status, place, holder and owner are as the row says; what it does not say agrees. Otherwise the row fails:
/// row.contradicts, or the code that it names is unknown.
[[nodiscard]] bool agrees_with_ledger(PlanningContext const& context, PlannedRow& row, Standing const& now);

/// A holder in words: the code of the place, the party or the container.
[[nodiscard]] std::string describe_holder(PlanningContext const& context, domain::Holder holder);

}  // namespace nameplate::app

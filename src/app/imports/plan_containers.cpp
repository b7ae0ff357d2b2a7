#include "app/commands/number_rules.hpp"
#include "app/commands/references.hpp"
#include "app/imports/compare.hpp"
#include "app/imports/goods_planner.hpp"

namespace nameplate::app {
namespace {

/// A container inside one that is not there yet waits for that one, if the file brings it.
bool waits_for_parent(PlanningContext const& context, PlannedRow& row) {
  auto const& parent = row.goods->head.container;
  if (parent.empty() || find_place_or_container(context.catalog, context.state, parent)) {
    return false;
  }
  auto const norm = normalise_number(domain::IdentifierKind::container, parent).value_or("");
  if (context.file_codes != nullptr && context.file_codes->contains("k" + norm)) {
    // Checked with its place later: nothing more is known of it before it is there.
    row.plan.step = RowStep::fresh;
    row.goods.reset();
    return true;
  }
  fail_row(row, context.mapping, "container.unknown",
           "There is no place and no container \"" + parent.substr(0, 80) + "\", and no row of the file brings it.");
  row.plan.step = RowStep::deferred;
  return true;
}

}  // namespace

void plan_containers(PlanningContext const& context, std::vector<PlannedRow>& rows) {
  for (auto& row : rows) {
    if (!row.goods || waits_for_parent(context, row)) {
      continue;
    }
    auto const* const known = context.state.container(find_container(context.state, row.goods->serial));
    if (known == nullptr) {
      row.plan.step = RowStep::fresh;
      continue;
    }
    if (agrees_with_ledger(context, row, {.status = known->status, .holder = known->holder})) {
      row.plan.step = row.goods->traits.is_empty() ? RowStep::unchanged : RowStep::change;
      row.plan.subject = known->id;
    }
  }
}

}  // namespace nameplate::app

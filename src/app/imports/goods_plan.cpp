#include "app/imports/goods_plan.hpp"

#include "app/external_id.hpp"

namespace nameplate::app {

void ChunkPlanner::plan(store::Reader& reader, domain::WorkingSet& state, std::vector<PlannedRow>& rows) const {
  auto const& mapping = context.mapping;
  load_for_rows(reader, mapping, catalog, rows, state);
  PlanningContext const planning{.mapping = mapping,
                                 .catalog = catalog,
                                 .state = state,
                                 .reader = reader,
                                 .file_codes = file_codes,
                                 .job_began = context.report.began};
  switch (mapping.kind.kind) {
    case ImportKind::units: return plan_units(planning, rows);
    case ImportKind::lots: return plan_lots(planning, rows);
    case ImportKind::containers: return plan_containers(planning, rows);
    case ImportKind::records: return;
  }
}

RowResult result_of_plan(PlannedRow const& row) {
  RowResult result{.row = row.plan.row, .note = {.error = row.plan.error}};
  switch (row.plan.step) {
    case RowStep::fresh:
    case RowStep::change: result.fate = RowFate::done; break;
    case RowStep::unchanged: result.fate = row.plan.adds_hold ? RowFate::done : RowFate::unchanged; break;
    case RowStep::failed: result.fate = RowFate::failed; break;
    case RowStep::skipped: result.fate = RowFate::skipped; break;
    case RowStep::deferred: result.fate = RowFate::deferred; break;
  }
  return result;
}

RowResult result_of_item(Mapping const& mapping, PlannedRow const& row, ItemResult item) {
  RowResult result{.row = row.plan.row, .fate = item.fate};
  if (item.fate == RowFate::failed) {
    result.note.error = row_error(mapping, *row.mapped, item.reason, std::move(item.detail));
    return result;
  }
  result.note.warning = std::move(item.warning);
  bool const is_generated = row.goods && row.goods->generates && row.plan.step == RowStep::fresh;
  if (is_generated) {
    result.note.number = std::move(item.number);
    result.note.subject = ExternalId(domain::SubjectKind::unit, item.subject).text();
  }
  return result;
}

}  // namespace nameplate::app

#pragma once

#include "app/imports/goods_row.hpp"
#include "app/imports/row_plan.hpp"
#include "app/imports/seen_rows.hpp"
#include "base/clock.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace nameplate::app {

/// One row on its way: as the file has it, as it was read, and what is to be done with it.
struct PlannedRow {
  MappedRow const* mapped = nullptr;
  std::optional<GoodsRow> goods = {};  ///< none: it could not be read
  RowPlan plan = {};
};

/// An operation for some rows of a chunk: each item stands for one of them.
struct RowsOperation {
  domain::Operation operation;
  std::vector<std::size_t> rows;  ///< indexes into the chunk
};

/// Reads the rows of a chunk and finds what the file says twice. Rows that fail have their plan set.
[[nodiscard]] std::vector<PlannedRow> read_rows(Mapping const& mapping, std::vector<MappedRow> const& rows,
                                                SeenRows& seen);

/// Values of attributes that are numbers or dates, from the way in which the file writes them to the ledger's.
void settle_attributes(Mapping const& mapping, domain::Catalog const& catalog, std::vector<PlannedRow>& rows);

/// What decides whether something is known: loaded once for a chunk.
struct PlanningContext {
  Mapping const& mapping;
  domain::Catalog const& catalog;
  domain::WorkingSet const& state;
  store::Reader& reader;
  SeenRows const* file_codes = nullptr;         ///< containers: all codes of the file, in a dry run
  std::optional<base::Instant> job_began = {};  ///< lots: what was recorded later may be this job's own
};

/// All that the rows may need, as if each were new.
void load_for_rows(store::Reader& reader, Mapping const& mapping, domain::Catalog const& catalog,
                   std::vector<PlannedRow> const& rows, domain::WorkingSet& state);

/// Sets the plan of every row that has none yet.
void plan_units(PlanningContext const& context, std::vector<PlannedRow>& rows);
void plan_lots(PlanningContext const& context, std::vector<PlannedRow>& rows);
void plan_containers(PlanningContext const& context, std::vector<PlannedRow>& rows);

/// What the plans come to: `register` in groups of rows that share what an operation says once, then the changes.
[[nodiscard]] std::vector<RowsOperation> operations_of(std::vector<PlannedRow> const& rows);
/// The holds that come on top, by kind; `subjects` says what each row became.
[[nodiscard]] std::vector<RowsOperation> hold_operations_of(std::vector<PlannedRow> const& rows,
                                                            std::vector<domain::SubjectId> const& subjects);

/// Shared by the planners.
void fail_row(PlannedRow& row, Mapping const& mapping, std::string_view reason, std::string detail);
void fail_contradiction(PlannedRow& row, Mapping const& mapping, GoodsField field, std::string ledger_state);

}  // namespace nameplate::app

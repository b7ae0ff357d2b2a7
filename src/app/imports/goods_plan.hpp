#pragma once

#include "app/imports/chunk_work.hpp"
#include "app/imports/goods_planner.hpp"

namespace nameplate::app {

/// Plans a whole chunk on a snapshot: which rows are new, known, contradicted. Used to try and to do.
struct ChunkPlanner {
  ImportContext const& context;
  domain::Catalog const& catalog;
  SeenRows const* file_codes = nullptr;

  void plan(store::Reader& reader, domain::WorkingSet& state, std::vector<PlannedRow>& rows) const;
};

/// The result that the plan of a row comes to by itself; done for what is still to be done.
[[nodiscard]] RowResult result_of_plan(PlannedRow const& row);
/// A row and what became of its item.
[[nodiscard]] RowResult result_of_item(Mapping const& mapping, PlannedRow const& row, ItemResult item);

}  // namespace nameplate::app

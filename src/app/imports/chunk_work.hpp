#pragma once

#include "app/imports/content.hpp"
#include "app/imports/report.hpp"
#include "app/imports/row_result.hpp"
#include "app/imports/seen_rows.hpp"
#include "app/jobs/runner.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nameplate::app {

/// What the works on chunks share.
struct ImportContext {
  JobContext const& job_context;
  domain::JobId job;
  Mapping const& mapping;
  ImportReport& report;
  SeenRows& seen;
  std::vector<domain::EventId>& events;  ///< that were recorded and are not written down yet
};

/// Some rows, and what was planned for them if they were begun before.
struct Chunk {
  std::vector<MappedRow> rows = {};
  std::string name = {};  ///< the same whenever these rows are done again
  std::string plan = {};
};

/// What is done with the rows of an import, chunk by chunk: one way for each kind, and one each for trying and doing.
class ChunkWork {
 public:
  virtual ~ChunkWork() = default;

  /// For rows that were done before this process began: only what they name is remembered.
  virtual void remember(std::vector<MappedRow> const& rows) = 0;
  /// A result for each row. An error is one of the machinery: nothing more can be done now.
  /// `write_plan` keeps the plan; when it answers false the job was cancelled, and so is the work: no results.
  using WritePlan = std::function<bool(std::string plan)>;
  [[nodiscard]] virtual base::Result<std::vector<RowResult>> work(Chunk const& chunk, WritePlan const& write_plan) = 0;
};

[[nodiscard]] std::unique_ptr<ChunkWork> make_goods_check(ImportContext const& context);
[[nodiscard]] std::unique_ptr<ChunkWork> make_goods_run(ImportContext const& context);
[[nodiscard]] std::unique_ptr<ChunkWork> make_records_check(ImportContext const& context);
[[nodiscard]] std::unique_ptr<ChunkWork> make_records_run(ImportContext const& context);

}  // namespace nameplate::app

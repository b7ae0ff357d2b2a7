#pragma once

#include "app/imports/mapping.hpp"
#include "app/imports/row_error.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nameplate::app {

/// One row of the table, cells in the order of the mapping's targets: translated, without blanks around them, constants
/// filled in.
struct MappedRow {
  std::int64_t number = 0;
  std::vector<std::string> cells = {};
  std::optional<RowError> problem = {};  ///< it could not even be read
};

/// The first row of the table, against the mapping.
struct ColumnPlan {
  std::vector<std::string> columns = {};                 ///< all that the file has
  std::vector<std::string> unmapped = {};                ///< those that go nowhere
  std::vector<std::optional<std::size_t>> sources = {};  ///< per target; none: a constant
};

/// Reads what was uploaded for a job, row by row, in bounded memory: each part in a snapshot of its own, because
/// reading goes on for as long as the job.
class ImportContent {
 public:
  ImportContent(store::Store& store, domain::JobId job, Mapping const& mapping);

  /// Reads the first row. Errors: csv.empty, mapping.column_missing, mapping.column_twice, and those of CsvReader.
  [[nodiscard]] base::Result<void> open();
  [[nodiscard]] ColumnPlan const& columns() const { return columns_; }

  /// At most so many rows and bytes of cells; the same cut in each reading. Empty at the end.
  [[nodiscard]] base::Result<std::vector<MappedRow>> next_chunk();

  [[nodiscard]] char separator() const { return reader_.separator(); }
  [[nodiscard]] tabular::Encoding encoding() const { return reader_.encoding(); }
  [[nodiscard]] std::int64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::int64_t bytes_total() const { return bytes_total_; }

  static constexpr std::size_t rows_per_chunk = 2000;
  static constexpr std::size_t bytes_per_chunk = 4 * 1024 * 1024;

 private:
  [[nodiscard]] base::Result<bool> next_row(tabular::Row& row);
  [[nodiscard]] bool feed();
  [[nodiscard]] MappedRow map(tabular::Row const& row) const;
  [[nodiscard]] base::Result<void> plan_columns(tabular::Row const& row);

  store::Store& store_;
  domain::JobId job_;
  Mapping const& mapping_;
  tabular::CsvReader reader_;
  ColumnPlan columns_;
  std::int64_t parts_ = 0;
  std::int64_t next_part_ = 1;
  std::string part_;
  std::size_t fed_ = 0;
  std::int64_t bytes_read_ = 0;
  std::int64_t bytes_total_ = 0;
};

}  // namespace nameplate::app

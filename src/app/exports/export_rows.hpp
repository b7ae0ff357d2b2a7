#pragma once

#include "app/ledger.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/stock.hpp"
#include "base/result.hpp"
#include "domain/records/record_kind.hpp"

#include <memory>
#include <string>
#include <vector>

/// Data as tables: what a spreadsheet shows, and an import takes back.
namespace nameplate::app {

/// One cell for each column.
using ExportRow = std::vector<std::string>;

/// The rows of one export, a piece at a time. Each piece has a snapshot of its own (some thousand rows), so that an
/// export of any size holds none for long; what changes while it runs may stand in it before or after its change.
class ExportRows {
 public:
  virtual ~ExportRows() = default;
  [[nodiscard]] virtual std::vector<std::string> const& columns() const = 0;
  /// Appends the next rows; false: these were the last.
  [[nodiscard]] virtual bool next(std::vector<ExportRow>& rows) = 0;
};

/// Units by product and serial, void ones left out. Columns: those of an import of units, `hold` with the kinds of hold
/// on the unit itself. Of the question the page is not used. Errors: those of find_units.
[[nodiscard]] base::Result<std::unique_ptr<ExportRows>> export_units(Ledger& ledger, UnitQuestion const& question);

/// What there is of each lot, a row for each place and status; by product, number and place.
struct LotExport {
  std::string product = {};
  std::string category = {};
};
[[nodiscard]] base::Result<std::unique_ptr<ExportRows>> export_lots(Ledger& ledger, LotExport const& question);

/// Containers, outer ones before those inside them, then by code; void ones left out.
[[nodiscard]] std::unique_ptr<ExportRows> export_containers(Ledger& ledger);

/// Records of one kind by code, parents before what is below them; fields as an import takes them, and `state`.
[[nodiscard]] std::unique_ptr<ExportRows> export_records(Ledger& ledger, domain::RecordKind kind);

/// For reading only: counts and quantities by product, place, status, owner and lot. Errors: those of find_stock.
[[nodiscard]] base::Result<std::unique_ptr<ExportRows>> export_stock(Ledger& ledger, StockQuestion question);
/// For reading only: a row for each subject of each event with a sequence above `after`.
[[nodiscard]] std::unique_ptr<ExportRows> export_events(Ledger& ledger, domain::Sequence after);

}  // namespace nameplate::app

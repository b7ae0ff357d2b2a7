#pragma once

#include "app/imports/content.hpp"
#include "domain/operation.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace nameplate::app {

/// What rows must share to be done by one operation.
struct RowHead {
  std::string status = {};
  std::string location = {};
  std::string container = {};
  std::string party = {};
  std::string owner = {};
  std::optional<base::ZonedInstant> time = {};
  std::vector<domain::Document> documents = {};

  /// A text that is the same for equal heads only.
  [[nodiscard]] std::string group_key() const;
};

/// A row of goods, its cells read, nothing looked up.
struct GoodsRow {
  std::int64_t number = 0;
  RowHead head = {};
  std::string product = {};
  std::string serial = {};  ///< or scan, lot number, code of the container
  bool is_scan = false;
  bool is_container = false;
  bool generates = false;
  std::optional<base::Quantity> quantity = {};
  std::optional<base::Quantity> weight = {};
  std::string uom = {};
  std::string lot = {};
  std::vector<domain::IdentifierGiven> identifiers = {};
  domain::Dates dates = {};
  std::string note = {};
  std::string hold = {};
  domain::TraitsGiven traits = {};
  std::string key = {};                       ///< what it names: one row in a file may
  std::vector<std::string> own_numbers = {};  ///< further numbers that one row in a file may bear

  /// What brings it in as new.
  [[nodiscard]] domain::Item make_item() const;
  /// What it says beside its number; nothing when that is all.
  void add_extra(domain::Item& item) const;
};

/// Why a row is not brought in: refused, or left out as the mapping says.
struct RowRejected {
  RowError error;
  bool skipped = false;
};

/// Reads one row. Errors: row.missing, row.value, spoilt.*, date.*, time.*, number.*, quantity.*, ...
[[nodiscard]] std::expected<GoodsRow, RowRejected> read_goods_row(Mapping const& mapping, MappedRow const& row);

/// The column that a refusal of the ledger speaks of, by its slug; empty when it is the row as a whole.
[[nodiscard]] MappingTarget const* target_of_reason(Mapping const& mapping, std::string_view reason);
/// As an error of this row, with the cell that it speaks of.
[[nodiscard]] RowError row_error(Mapping const& mapping, MappedRow const& row, std::string_view reason,
                                 std::string detail);

/// Whether this status is one with a party: sold, shipped, reported.
[[nodiscard]] bool is_with_party(domain::Status status);
/// Whether something of this status is nowhere.
[[nodiscard]] bool is_nowhere(domain::Status status);

}  // namespace nameplate::app

#pragma once

#include "app/exports/export_rows.hpp"
#include "domain/records/catalog.hpp"
#include "domain/state.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the tables share. Private to the exports.
namespace nameplate::app {

/// Several values in one cell: `a; b`.
[[nodiscard]] std::string joined(std::vector<std::string> const& values);
[[nodiscard]] std::string date_cell(std::optional<std::int32_t> day);

/// Where something is, in the columns `location`, `container` and `party`.
struct Whereabouts {
  std::string location = {};  ///< the destination of what is on its way
  std::string container = {};
  std::string party = {};
};
/// `code_of` gives the number of a container.
[[nodiscard]] Whereabouts whereabouts(domain::Catalog const& catalog, domain::Holder holder,
                                      std::map<domain::SubjectId, std::string> const& container_codes);
/// The codes of the containers among some holders: one call of the store.
[[nodiscard]] std::map<domain::SubjectId, std::string> container_codes(store::ReadSnapshot& snapshot,
                                                                       std::vector<domain::Holder> const& holders);

/// A column for each attribute that may be borne by it, and `tags`.
class TraitColumns {
 public:
  TraitColumns(domain::Catalog const& catalog, domain::Bearer bearer);

  void add_columns(std::vector<std::string>& columns) const;
  void add_cells(std::span<domain::Trait const> traits, ExportRow& row) const;

 private:
  std::vector<std::pair<domain::RecordId, std::string>> attributes_;
};

/// A column for each kind of number that comes beside a subject's own.
class IdentifierColumns {
 public:
  explicit IdentifierColumns(domain::SubjectKind kind);

  void add_columns(std::vector<std::string>& columns) const;
  /// `identifiers` in any order; those that are current count.
  void add_cells(std::span<domain::Identifier const> identifiers, ExportRow& row) const;

 private:
  std::vector<domain::IdentifierKind> kinds_;
};

/// Rows that stand ready, for tables that are small or cannot be cut.
class ReadyRows final : public ExportRows {
 public:
  ReadyRows(std::vector<std::string> columns, std::vector<ExportRow> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)) {}
  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }
  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    rows = std::move(rows_);
    return false;
  }

 private:
  std::vector<std::string> columns_;
  std::vector<ExportRow> rows_;
};

inline constexpr std::size_t export_rows_at_once = 1000;

}  // namespace nameplate::app

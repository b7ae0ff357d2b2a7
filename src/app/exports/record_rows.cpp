#include "app/exports/export_cells.hpp"
#include "app/queries/reading.hpp"
#include "app/queries/records.hpp"
#include "domain/records/validate.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using base::Value;
using domain::RecordKind;

/// A list of plain texts as people write it, as long as an import reads it back so.
bool is_plain(Value::List const& list) {
  return std::ranges::all_of(list, [](Value const& entry) {
    auto const* const text = entry.as_text();
    return text != nullptr && !text->empty() && text->find_first_of(";,[{\"") == std::string::npos &&
           !text->starts_with(' ') && !text->ends_with(' ');
  });
}

std::string cell_of(Value const& value) {
  if (auto const* const text = value.as_text()) {
    return *text;
  }
  if (auto const* const number = value.as_int()) {
    return std::to_string(*number);
  }
  if (auto const* const flag = value.as_bool()) {
    return *flag ? "true" : "false";
  }
  if (value.is_null()) {
    return {};
  }
  if (auto const* const list = value.as_list(); list != nullptr && is_plain(*list)) {
    std::vector<std::string> texts;
    for (auto const& entry : *list) {
      texts.push_back(*entry.as_text());
    }
    return joined(texts);
  }
  std::string json;
  base::append_json(json, value);
  return json;
}

bool is_tree(RecordKind kind) {
  return kind == RecordKind::location || kind == RecordKind::category;
}

class RecordRows final : public ExportRows {
 public:
  RecordRows(Ledger& ledger, RecordKind kind) : ledger_(ledger), rule_(domain::rule_of(kind)) {
    for (auto const& field : rule_.fields) {
      columns_.emplace_back(field.name);
    }
    columns_.emplace_back("state");
  }

  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }

  /// Level by level for what forms a tree; the catalog knows how deep each stands.
  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    auto const reading = begin_reading(ledger_);
    auto const page = list_records(*reading.snapshot, *reading.catalog,
                                   {.kind = rule_.kind, .after_code_norm = after_, .limit = export_rows_at_once});
    for (auto const& record : page.records) {
      if (depth_of(*reading.catalog, record.id) == level_) {
        found_in_level_ = true;
        rows.push_back(row_of(*reading.catalog, record));
      }
    }
    if (page.next_code_norm) {
      after_ = *page.next_code_norm;
      return true;
    }
    bool const more = is_tree(rule_.kind) && found_in_level_;
    ++level_;
    after_.clear();
    found_in_level_ = false;
    return more;
  }

 private:
  [[nodiscard]] std::size_t depth_of(domain::Catalog const& catalog, domain::RecordId id) const {
    switch (rule_.kind) {
      case RecordKind::location: return catalog.with_places_above(id).size() - 1;
      case RecordKind::category: return catalog.with_categories_above(id).size() - 1;
      default: return 0;
    }
  }

  [[nodiscard]] ExportRow row_of(domain::Catalog const& catalog, domain::RecordRow const& record) const {
    auto const value = domain::render(rule_, record.value, catalog);
    ExportRow row;
    for (auto const& field : rule_.fields) {
      auto const* const found = value.find(field.name);
      row.push_back(field.name == rule_.key_field ? record.code : found == nullptr ? std::string() : cell_of(*found));
    }
    row.emplace_back(record.retired ? "retired" : "active");
    return row;
  }

  Ledger& ledger_;
  domain::RecordKindRule const& rule_;
  std::size_t level_ = 0;
  bool found_in_level_ = false;
  std::string after_;
  std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<ExportRows> export_records(Ledger& ledger, RecordKind kind) {
  return std::make_unique<RecordRows>(ledger, kind);
}

}  // namespace nameplate::app

#include "http/handlers/exports.hpp"

#include "app/exports/export_rows.hpp"
#include "http/handlers/writing.hpp"
#include "http/json_writer.hpp"
#include "http/list_request.hpp"
#include "http/read_answer.hpp"
#include "http/waiting.hpp"
#include "tabular/csv_writer.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace nameplate::http {
namespace {

using Rows = std::unique_ptr<app::ExportRows>;

/// Turns rows into text, a piece at a time, for as long as the client takes them.
class ExportPages {
 public:
  ExportPages(Rows rows, bool as_csv) : rows_(std::move(rows)), as_csv_(as_csv) {}

  bool next(std::string& out) {
    if (as_csv_ && !std::exchange(has_header_, true)) {
      write_csv(out, rows_->columns());
    }
    std::vector<app::ExportRow> rows;
    bool const more = rows_->next(rows);
    for (auto const& row : rows) {
      as_csv_ ? write_csv(out, row) : write_json(out, row);
    }
    return more;
  }

 private:
  static void write_csv(std::string& out, std::vector<std::string> const& cells) {
    tabular::CsvWriter writer(out);
    for (auto const& cell : cells) {
      writer.cell(cell);
    }
    writer.end_row();
  }

  /// Cells that are empty are left out.
  void write_json(std::string& out, app::ExportRow const& row) const {
    JsonWriter line(out);
    line.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i].empty()) {
        line.field(rows_->columns()[i], row[i]);
      }
    }
    line.end_object();
    out.push_back('\n');
  }

  Rows rows_;
  bool as_csv_;
  bool has_header_ = false;
};

domain::RecordKindRule const* record_kind_of(std::string_view name) {
  auto const kinds = domain::record_kinds();
  auto const found = std::ranges::find(kinds, name, &domain::RecordKindRule::path);
  return found == kinds.end() || found->kind == domain::RecordKind::account ? nullptr : &*found;
}

template <typename Value>
base::Result<Rows> after_reading(QueryReader& query, Value make) {
  if (auto const fine = query.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return make();
}

/// Errors: export.unknown (404), and those of the questions.
base::Result<Rows> open_rows(app::Ledger& ledger, std::string_view kind, QueryReader& query) {
  if (kind == "units") {
    auto const question = read_unit_filters(query);
    return after_reading(query, [&] { return app::export_units(ledger, question); });
  }
  if (kind == "lots") {
    app::LotExport const question{.product = query.text_or_empty("product"),
                                  .category = query.text_or_empty("category")};
    return after_reading(query, [&] { return app::export_lots(ledger, question); });
  }
  if (kind == "containers") {
    return after_reading(query, [&] { return base::Result<Rows>(app::export_containers(ledger)); });
  }
  if (kind == "stock") {
    auto const question = read_stock_filters(query);
    return after_reading(query, [&] { return app::export_stock(ledger, question); });
  }
  if (kind == "events") {
    auto const after = query.integer("after", 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
    return after_reading(query, [&] { return base::Result<Rows>(app::export_events(ledger, after)); });
  }
  if (auto const* const rule = record_kind_of(kind)) {
    return after_reading(query, [&] { return base::Result<Rows>(app::export_records(ledger, rule->kind)); });
  }
  return base::fail(base::ErrorKind::not_found, "export.unknown",
                    "There is no export of that. There are units, lots, containers, stock, events, and each kind of "
                    "master data, such as products.");
}

}  // namespace

void get_export(Services& services, Request&& request, Respond respond) {
  if (auto const reached = wait_for_sequence(services, request); !reached) {
    return refuse(services, std::move(respond), reached.error());
  }
  constexpr std::string_view formats[] = {"csv", "jsonl"};
  QueryReader query(request.query);
  bool const as_csv = query.choice("format", formats, 0) == 0;
  auto const kind = request.captures.front();
  auto const sequence = services.ledger.writer.sequence();
  auto rows = open_rows(services.ledger, kind, query);
  if (!rows) {
    return refuse(services, std::move(respond), rows.error());
  }
  Response response{.content_type = as_csv ? "text/csv; charset=utf-8" : "application/jsonl"};
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + kind + (as_csv ? ".csv\"" : ".jsonl\""));
  auto pages = std::make_unique<ExportPages>(*std::move(rows), as_csv);
  response.stream = [pages = std::move(pages)](std::string& chunk) { return pages->next(chunk); };
  add_sequence(response, sequence);
  respond(std::move(response));
}

}  // namespace nameplate::http

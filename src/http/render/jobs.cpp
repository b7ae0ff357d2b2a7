#include "http/render/jobs.hpp"

#include "app/external_id.hpp"
#include "app/imports/take_back.hpp"
#include "base/time_text.hpp"
#include "tabular/csv_writer.hpp"

#include <array>

namespace nameplate::http::render {
namespace {

void write_texts(JsonWriter& out, std::string_view name, std::vector<std::string> const& texts) {
  out.begin_array(name);
  for (auto const& text : texts) {
    out.value(text);
  }
  out.end_array();
}

/// 0 to 1 with at most four decimals.
std::string progress_text(std::int64_t hundredths_of_percent) {
  auto digits = std::to_string(hundredths_of_percent % 10'000);
  digits.insert(0, 4 - digits.size(), '0');
  return std::to_string(hundredths_of_percent / 10'000) + "." + digits;
}

void write_counts(JsonWriter& out, store::Job const& job, app::ImportReport const& report) {
  if (report.total) {
    out.field("total", *report.total);
  }
  out.field("done", report.done)
      .field("unchanged", report.unchanged)
      .field("failed", report.failed)
      .field("skipped", report.skipped);
  out.key("progress").raw(progress_text(app::progress_of(job, report)));
}

void write_findings(JsonWriter& out, app::ImportReport const& report) {
  if (report.columns.empty()) {
    return;
  }
  out.field("encoding", report.encoding).field("separator", report.separator);
  write_texts(out, "columns", report.columns);
  write_texts(out, "unmapped", report.unmapped);
  out.begin_object("makes");
  for (auto const& made : report.made) {
    if (made.count > 0) {
      out.begin_object(domain::rule_of(made.kind).path).field("count", made.count);
      write_texts(out, "codes", made.codes);
      out.end_object();
    }
  }
  out.end_object();
}

std::string_view name_of(store::RowOutcome outcome) {
  switch (outcome) {
    case store::RowOutcome::failed: return "failed";
    case store::RowOutcome::skipped: return "skipped";
    case store::RowOutcome::noted: return "done";
    case store::RowOutcome::deferred: return "waiting";
  }
  return {};
}

struct Column {
  std::string_view name;
  std::string const& (*text)(app::RowNote const&);
};
constexpr std::array columns = {
    Column{"column", [](app::RowNote const& note) -> std::string const& { return note.error.column; }},
    Column{"found", [](app::RowNote const& note) -> std::string const& { return note.error.found; }},
    Column{"expected", [](app::RowNote const& note) -> std::string const& { return note.error.expected; }},
    Column{"reason", [](app::RowNote const& note) -> std::string const& { return note.error.reason; }},
    Column{"detail", [](app::RowNote const& note) -> std::string const& { return note.error.detail; }},
    Column{"serial", [](app::RowNote const& note) -> std::string const& { return note.number; }},
    Column{"unit", [](app::RowNote const& note) -> std::string const& { return note.subject; }},
    Column{"warning", [](app::RowNote const& note) -> std::string const& { return note.warning; }},
};

}  // namespace

void write_job(JsonWriter& out, store::Job const& job) {
  auto const report = app::decode_report(job.report);
  out.field("id", app::ExternalId(app::id_letter::job, job.id.value).view()).field("kind", job.kind);
  if (job.kind == app::take_back_job_kind) {
    auto const parameters = app::take_back_parameters(job);
    out.field("takesBack", app::ExternalId(app::id_letter::job, parameters.import.value).view());
  } else {
    out.field("imports", app::import_parameters(job).kind);
  }
  out.field("name", job.name).field("state", app::name_of(job.state));
  if (!job.reason.empty()) {
    out.field("reason", job.reason).field("detail", job.detail);
  }
  out.field("createdAt", base::to_string(job.created_at)).field("updatedAt", base::to_string(job.updated_at));
  write_counts(out, job, report);
  write_findings(out, report);
}

void write_import_row(JsonWriter& out, app::ImportRow const& row) {
  out.begin_object().field("row", row.note.error.row).field("outcome", name_of(row.outcome));
  for (auto const& column : columns) {
    if (auto const& text = column.text(row.note); !text.empty()) {
      out.field(column.name, text);
    }
  }
  out.end_object();
}

void append_csv_header(std::string& out) {
  tabular::CsvWriter csv(out);
  csv.cell("row").cell("outcome");
  for (auto const& column : columns) {
    csv.cell(column.name);
  }
  csv.end_row();
}

void append_csv_rows(std::string& out, std::span<app::ImportRow const> rows) {
  tabular::CsvWriter csv(out);
  for (auto const& row : rows) {
    csv.cell(std::to_string(row.note.error.row)).cell(name_of(row.outcome));
    for (auto const& column : columns) {
      csv.cell(column.text(row.note));
    }
    csv.end_row();
  }
}

}  // namespace nameplate::http::render

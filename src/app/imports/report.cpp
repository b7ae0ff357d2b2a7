#include "app/imports/report.hpp"

#include "base/byte_codec.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

void put_optional(base::ByteWriter& out, std::optional<std::int64_t> value) {
  out.unsigned_int(value ? 1 : 0);
  if (value) {
    out.signed_int(*value);
  }
}
std::optional<std::int64_t> take_optional(base::ByteReader& in) {
  return in.unsigned_int() == 0 ? std::nullopt : std::optional(in.signed_int());
}

void put_texts(base::ByteWriter& out, std::vector<std::string> const& texts) {
  out.unsigned_int(texts.size());
  for (auto const& text : texts) {
    out.text(text);
  }
}
std::vector<std::string> take_texts(base::ByteReader& in) {
  std::vector<std::string> texts(in.count(1));
  for (auto& text : texts) {
    text = in.text();
  }
  return texts;
}

}  // namespace

void ImportReport::note_made(domain::RecordKind kind, std::string_view code) {
  auto& records = *std::ranges::find(made, kind, &MadeRecords::kind);
  ++records.count;
  if (records.codes.size() < MadeRecords::codes_max) {
    records.codes.emplace_back(code);
  }
}

void ImportReport::describe(ImportContent const& content) {
  encoding = tabular::name_of(content.encoding());
  separator = content.separator() == '\t' ? "tab" : std::string(1, content.separator());
  columns = content.columns().columns;
  unmapped = content.columns().unmapped;
  bytes_total = content.bytes_total();
}

void ImportReport::begin_again() {
  auto before = std::move(*this);
  *this = ImportReport();
  total = before.total;
}

std::string encode_report(ImportReport const& report) {
  base::ByteWriter out;
  put_optional(out, report.total);
  for (auto const count : {report.done, report.unchanged, report.failed, report.skipped, report.noted,
                           report.bytes_read, report.bytes_total}) {
    out.signed_int(count);
  }
  put_optional(out, report.began ? std::optional(report.began->microseconds) : std::nullopt);
  out.text(report.encoding);
  out.text(report.separator);
  put_texts(out, report.columns);
  put_texts(out, report.unmapped);
  for (auto const& records : report.made) {
    out.signed_int(records.count);
    put_texts(out, records.codes);
  }
  return out.take();
}

ImportReport decode_report(std::string_view bytes) {
  ImportReport report;
  if (bytes.empty()) {
    return report;
  }
  base::ByteReader in(bytes);
  report.total = take_optional(in);
  for (auto* const count : {&report.done, &report.unchanged, &report.failed, &report.skipped, &report.noted,
                            &report.bytes_read, &report.bytes_total}) {
    *count = in.signed_int();
  }
  if (auto const began = take_optional(in)) {
    report.began = base::Instant{*began};
  }
  report.encoding = in.text();
  report.separator = in.text();
  report.columns = take_texts(in);
  report.unmapped = take_texts(in);
  for (auto& records : report.made) {
    records.count = in.signed_int();
    records.codes = take_texts(in);
  }
  return report;
}

}  // namespace nameplate::app

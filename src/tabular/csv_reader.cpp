#include "tabular/csv_reader.hpp"

#include "tabular/formula_guard.hpp"
#include "tabular/separator.hpp"

namespace nameplate::tabular {
namespace {

constexpr std::size_t head_size = 64 * 1024;

}  // namespace

void CsvReader::feed(std::string_view bytes) {
  if (!parser_) {
    head_.append(bytes);
    if (head_.size() >= head_size) {
      start();
    }
    return;
  }
  std::string utf8;
  decoder_->decode(bytes, utf8);
  parser_->feed(std::move(utf8));
}

void CsvReader::finish() {
  finished_ = true;
  if (!parser_) {
    start();
    return;
  }
  std::string utf8;
  decoder_->finish(utf8);
  parser_->feed(std::move(utf8));
  parser_->finish();
}

void CsvReader::start() {
  decoder_.emplace(options_.encoding.value_or(recognise_encoding(head_)), options_.encoding.has_value());
  std::string utf8;
  decoder_->decode(head_, utf8);
  head_ = {};
  if (finished_) {
    decoder_->finish(utf8);
  }
  char stated = ',';
  auto const line = read_separator_line(utf8, stated);
  utf8.erase(0, line);
  separator_ = options_.separator.value_or(line > 0 ? stated : recognise_separator(utf8));
  parser_.emplace(separator_, line > 0 ? 1 : 0);
  parser_->feed(std::move(utf8));
  if (finished_) {
    parser_->finish();
  }
}

std::expected<bool, CsvError> CsvReader::next(Row& row) {
  if (!parser_) {
    return false;
  }
  auto const more = parser_->next(row);
  if (more && *more && options_.takes_guard_off) {
    for (auto& cell : row.cells) {
      cell = without_guard(cell);
    }
  }
  return more;
}

}  // namespace nameplate::tabular

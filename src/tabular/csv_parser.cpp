#include "tabular/csv_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nameplate::tabular {
namespace {

std::unexpected<CsvError> refuse(std::string_view reason, std::int64_t row, std::string detail) {
  return std::unexpected(
      CsvError{.reason = reason, .row = row, .detail = "Row " + std::to_string(row) + ": " + std::move(detail)});
}

}  // namespace

void CsvParser::feed(std::string utf8) {
  input_ = std::move(utf8);
  at_ = 0;
}

std::expected<bool, CsvError> CsvParser::next(Row& row) {
  while (true) {
    auto const complete = take_row();
    if (!complete || !*complete) {
      return complete;
    }
    auto const number = row_++;
    if (text_.empty()) {
      ends_.clear();
      continue;
    }
    row.number = number;
    give(row);
    return true;
  }
}

void CsvParser::give(Row& row) {
  std::swap(given_, text_);
  std::swap(given_ends_, ends_);
  text_.clear();
  ends_.clear();
  row.cells.clear();
  std::size_t begin = 0;
  for (auto const end : given_ends_) {
    row.cells.push_back(std::string_view(given_).substr(begin, end - begin));
    begin = end;
  }
}

std::expected<bool, CsvError> CsvParser::take_row() {
  while (at_ < input_.size()) {
    if (std::exchange(after_carriage_return_, false) && input_[at_] == '\n') {
      ++at_;
      continue;
    }
    switch (state_) {
      case State::quoted: take_quoted(); break;
      case State::cell_start:
        if (input_[at_] == '"') {
          ++at_;
          quote_row_ = row_;
          state_ = State::quoted;
          break;
        }
        [[fallthrough]];
      case State::quote_in_quoted:
        if (state_ == State::quote_in_quoted && input_[at_] == '"') {
          text_.push_back('"');
          ++at_;
          state_ = State::quoted;
          break;
        }
        [[fallthrough]];
      case State::plain: take_plain(); break;
    }
    if (auto const fine = check_limits(); !fine) {
      return std::unexpected(fine.error());
    }
    if (at_ >= input_.size() || state_ == State::quoted || state_ == State::quote_in_quoted) {
      continue;
    }
    // take_plain() stopped at what ends a cell.
    char const c = input_[at_];
    if (state_ != State::plain) {
      continue;
    }
    ++at_;
    end_cell();
    if (c != separator_) {
      after_carriage_return_ = c == '\r';
      return true;
    }
  }
  if (!finished_) {
    return false;
  }
  if (state_ == State::quoted) {
    return refuse("csv.quote_open", quote_row_,
                  "a quotation mark is opened here and never closed. Close it, or write it twice if it belongs to the "
                  "text.");
  }
  bool const has_begun = state_ != State::cell_start || !ends_.empty();
  if (has_begun) {
    end_cell();
  }
  return has_begun;
}

void CsvParser::take_plain() {
  state_ = State::plain;
  auto const ends_cell = [this](char c) { return c == separator_ || c == '\n' || c == '\r'; };
  auto const begin = input_.begin() + static_cast<std::ptrdiff_t>(at_);
  auto const end = std::find_if(begin, input_.end(), ends_cell);
  text_.append(begin, end);
  at_ = static_cast<std::size_t>(end - input_.begin());
}

void CsvParser::take_quoted() {
  auto const end = std::min(input_.find('"', at_), input_.size());
  text_.append(input_, at_, end - at_);
  at_ = end;
  if (at_ < input_.size()) {
    ++at_;
    state_ = State::quote_in_quoted;
  }
}

std::expected<void, CsvError> CsvParser::check_limits() const {
  auto const cell_size = text_.size() - (ends_.empty() ? 0 : ends_.back());
  if (cell_size > cell_bytes_max) {
    return refuse("csv.cell_too_long", row_,
                  "a cell is longer than 1 MiB. Perhaps a quotation mark is opened here and never closed.");
  }
  if (text_.size() > row_bytes_max) {
    return refuse("csv.row_too_long", row_, "it is longer than 4 MiB. Check the line ends of the file.");
  }
  if (ends_.size() >= columns_max) {
    return refuse("csv.too_many_columns", row_,
                  "it has more than 1,000 columns. Check the separator, and remove columns that are not needed.");
  }
  return {};
}

}  // namespace nameplate::tabular

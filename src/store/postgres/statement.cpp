#include "store/postgres/statement.hpp"

#include "base/check.hpp"
#include "store/failure.hpp"
#include "store/postgres/dialect.hpp"

#include <algorithm>
#include <numeric>

namespace nameplate::store::postgres {

void AnsweringStatement::begin_use() {
  base::check(!in_use_, "a statement is used by one at a time");
  in_use_ = true;
}

void AnsweringStatement::release() noexcept {
  answer_ = Result();
  row_ = -1;
  in_use_ = false;
}

void AnsweringStatement::make_known(Prepare const& prepare, std::span<Parameter const> parameters) {
  if (!is_prepared_) {
    session_.prepare(prepare.name, prepare.text, prepare.types, prepare.name);
    is_prepared_ = true;
  }
  base::check(std::ranges::equal(prepare.types, parameters, {}, {}, &Parameter::type),
              "values are of the types that the catalogue names");
}

void AnsweringStatement::run_prepared(Prepare const& prepare, std::span<Parameter const> parameters) {
  make_known(prepare, parameters);
  answer_ = session_.run(prepare.name, parameters);
}

void AnsweringStatement::send_prepared(Prepare const& prepare, std::span<Parameter const> parameters, Touches touches) {
  make_known(prepare, parameters);
  session_.send(prepare.name, parameters, touches);
}

std::int64_t AnsweringStatement::integer(int column) const {
  return is_null(column) ? 0 : answer_.integer(row_, column);
}

bool AnsweringStatement::is_null(int column) const {
  return answer_.is_null(row_, column);
}

std::string_view AnsweringStatement::blob(int column) const {
  return is_null(column) ? std::string_view() : answer_.bytes(row_, column);
}

tables::ColumnType AnsweringStatement::type(int column) const {
  if (is_null(column)) {
    return tables::ColumnType::null;
  }
  switch (answer_.type(column)) {
    case type_text: return tables::ColumnType::text;
    case type_bytea: return tables::ColumnType::blob;
    default: return tables::ColumnType::integer;
  }
}

OneStatement::OneStatement(Session& session, tables::Sql const& sql)
    : AnsweringStatement(session, sql), prepare_(prepare_for_one(cataloged(sql))) {}

Parameter& OneStatement::at(int index) {
  auto const place = static_cast<std::size_t>(index);
  if (parameters_.size() < place) {
    parameters_.resize(place);
    numbers_.resize(place);
    texts_.resize(place);
  }
  return parameters_[place - 1];
}

void OneStatement::put(int index, std::int64_t value) {
  auto& parameter = at(index);
  auto& number = numbers_[static_cast<std::size_t>(index) - 1];
  number = encode_integer(value);
  parameter = {.type = type_bigint, .is_null = false, .bytes = {number.data(), number.size()}};
}

void OneStatement::put(int index, std::string_view value) {
  auto& parameter = at(index);
  parameter = {.type = type_text,
               .is_null = false,
               .bytes = without_top_byte(value, texts_[static_cast<std::size_t>(index) - 1])};
}

void OneStatement::put(int index, tables::Blob value) {
  at(index) = {.type = type_bytea, .is_null = false, .bytes = value.bytes};
}

void OneStatement::put_null(int index, tables::ColumnType type) {
  at(index) = {.type = type_of(type), .is_null = true};
}

bool OneStatement::step() {
  if (!answer_) {
    run_prepared(prepare_, parameters_);
  }
  ++row_;
  return row_ < answer_.rows();
}

std::int64_t OneStatement::change() {
  base::check(!step(), "a statement without rows");
  return answer_.touched();
}

void OneStatement::change_one(char const* otherwise) {
  if (change() != 1) {
    throw GuardLost(otherwise);
  }
}

void OneStatement::reset() {
  answer_ = Result();
  row_ = -1;
}

SetStatement::SetStatement(Session& session, tables::Sql const& sql)
    : AnsweringStatement(session, sql),
      numbered_(gives_numbers(sql.text)),
      prepare_(prepare_for_a_set(cataloged(sql))) {}

ArrayOfValues& SetStatement::at(int index) {
  auto const place = static_cast<std::size_t>(index);
  if (arrays_.size() < place) {
    arrays_.resize(place);
  }
  return arrays_[place - 1];
}

void SetStatement::put(int index, std::int64_t value) {
  auto const number = encode_integer(value);
  at(index).add(type_bigint, {number.data(), number.size()});
}

void SetStatement::put(int index, std::string_view value) {
  at(index).add(type_text, without_top_byte(value, buffer_));
}

void SetStatement::put(int index, tables::Blob value) {
  at(index).add(type_bytea, value.bytes);
}

void SetStatement::put_null(int index, tables::ColumnType type) {
  at(index).add_null(type_of(type));
}

bool SetStatement::step() {
  ++rows_;
  return false;
}

std::int64_t SetStatement::change() {
  base::unreachable();
}

void SetStatement::change_one(char const* otherwise) {
  otherwise_ = otherwise;
  ++rows_;
}

std::vector<Parameter> SetStatement::parameters() {
  std::vector<Parameter> parameters;
  parameters.reserve(arrays_.size());
  for (auto& array : arrays_) {
    base::check(array.size() == rows_, "every member of a set has every value");
    parameters.push_back(array.as_parameter());
  }
  return parameters;
}

/// Nearly always they come in order: the server reads the arrays from the beginning to the end.
void SetStatement::sort_by_number() {
  order_.resize(static_cast<std::size_t>(answer_.rows()));
  std::iota(order_.begin(), order_.end(), 0);
  if (!numbered_) {
    return;
  }
  auto const number = [&](int row) { return answer_.integer(row, answer_.columns() - 1); };
  if (!std::ranges::is_sorted(order_, {}, number)) {
    std::ranges::stable_sort(order_, {}, number);
  }
}

bool SetStatement::step_rest() {
  if (rows_ == 0) {
    return false;
  }
  if (!answer_) {
    run_prepared(prepare_, parameters());
    sort_by_number();
    next_ = 0;
  }
  if (next_ == order_.size()) {
    return false;
  }
  row_ = order_[next_++];
  return true;
}

void SetStatement::finish() {
  if (rows_ == 0) {
    return;
  }
  send_prepared(prepare_, parameters(), {.rows = static_cast<std::int64_t>(rows_), .otherwise = otherwise_});
  rows_ = 0;
  for (auto& array : arrays_) {
    array.clear();
  }
}

void SetStatement::release() noexcept {
  for (auto& array : arrays_) {
    array.clear();
  }
  rows_ = 0;
  otherwise_ = nullptr;
  order_.clear();
  AnsweringStatement::release();
}

}  // namespace nameplate::store::postgres

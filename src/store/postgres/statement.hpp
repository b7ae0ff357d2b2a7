#pragma once

#include "store/postgres/catalogue.hpp"
#include "store/postgres/session.hpp"
#include "store/tables/connection.hpp"

#include <array>
#include <deque>
#include <string>
#include <vector>

namespace nameplate::store::postgres {

/// What a statement for one and a statement for a set have in common: an answer, and the row that is read.
class AnsweringStatement : public tables::Prepared {
 public:
  AnsweringStatement(Session& session, tables::Sql const& sql) : session_(session), sql_(sql) {}

  /// One use at a time.
  void begin_use();
  void release() noexcept override;

  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override { return blob(column); }
  [[nodiscard]] std::string_view blob(int column) const override;
  [[nodiscard]] std::string_view column_name(int column) const override { return answer_.column_name(column); }
  [[nodiscard]] tables::ColumnType type(int column) const override;

 protected:
  /// Runs it under its name in the catalogue, prepared before at its first use.
  void run_prepared(Prepare const& prepare, std::span<Parameter const> parameters);
  /// The same without waiting for the answer.
  void send_prepared(Prepare const& prepare, std::span<Parameter const> parameters, Touches touches);

  Session& session_;
  tables::Sql const& sql_;
  Result answer_;
  int row_ = -1;

 private:
  void make_known(Prepare const& prepare, std::span<Parameter const> parameters);

  bool is_prepared_ = false;
  bool in_use_ = false;
};

class OneStatement final : public AnsweringStatement {
 public:
  OneStatement(Session& session, tables::Sql const& sql);

  void put(int index, std::int64_t value) override;
  void put(int index, std::string_view value) override;
  void put(int index, tables::Blob value) override;
  void put_null(int index, tables::ColumnType type) override;
  bool step() override;
  std::int64_t change() override;
  void change_one(char const* otherwise) override;
  void reset() override;
  [[nodiscard]] int columns() const override { return answer_.columns(); }

 private:
  Parameter& at(int index);

  Prepare prepare_;
  std::vector<Parameter> parameters_;
  std::deque<std::array<char, 8>> numbers_;  ///< what parameters point to; a deque, so that they stay where they are
  std::deque<std::string> texts_;
};

/// Keeps what is bound in arrays, and does all of it in one round trip at the end.
class SetStatement final : public AnsweringStatement {
 public:
  SetStatement(Session& session, tables::Sql const& sql);

  void put(int index, std::int64_t value) override;
  void put(int index, std::string_view value) override;
  void put(int index, tables::Blob value) override;
  void put_null(int index, tables::ColumnType type) override;
  /// Nothing yet: the rows come with step_rest().
  bool step() override;
  bool step_rest() override;
  std::int64_t change() override;
  void change_one(char const* otherwise) override;
  void finish() override;
  void reset() override {}
  void release() noexcept override;
  [[nodiscard]] int columns() const override { return answer_.columns() - (numbered_ ? 1 : 0); }

 private:
  ArrayOfValues& at(int index);
  [[nodiscard]] std::vector<Parameter> parameters();
  void sort_by_number();

  bool numbered_;
  Prepare prepare_;
  std::vector<ArrayOfValues> arrays_;
  std::size_t rows_ = 0;
  char const* otherwise_ = nullptr;  ///< every member must change one row
  std::vector<int> order_;           ///< of the rows of the answer
  std::size_t next_ = 0;
  std::string buffer_;
};

}  // namespace nameplate::store::postgres

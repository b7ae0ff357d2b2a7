#pragma once

#include "base/clock.hpp"
#include "base/strong_id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// What a database that speaks SQL must offer, so that the statements and questions of this folder run on it. Nothing
/// here knows what Nameplate stores.
namespace nameplate::store::tables {

/// A statement of the program: constants only, so values can never become part of the text. Values are written ?1, ?2
/// ... and indexes are named by INDEXED BY, which an engine may leave out. The name goes to error messages.
struct Sql {
  std::string_view name;
  std::string_view text;
};

struct Blob {
  std::string_view bytes;
};

enum class ColumnType : std::uint8_t { null, integer, text, blob };

/// A statement as an engine has prepared it: used through Statement.
class Prepared {
 public:
  Prepared() = default;
  Prepared(Prepared const&) = delete;
  Prepared& operator=(Prepared const&) = delete;
  virtual ~Prepared() = default;

  // Values, by place, from 1. Not copied before step() or run().
  virtual void put(int index, std::int64_t value) = 0;
  virtual void put(int index, std::string_view value) = 0;
  virtual void put(int index, Blob value) = 0;
  virtual void put_null(int index, ColumnType type) = 0;

  virtual bool step() = 0;
  virtual bool step_rest() { return false; }
  virtual std::int64_t change() = 0;
  virtual void change_one(char const* otherwise) = 0;
  virtual void finish() {}
  virtual void reset() = 0;
  /// Resets it and forgets its values.
  virtual void release() noexcept = 0;

  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual std::string_view blob(int column) const = 0;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string_view column_name(int column) const = 0;
  [[nodiscard]] virtual ColumnType type(int column) const = 0;
};

/// One use of a prepared statement. Resets it and forgets its values at the end of the scope. Values are not copied:
/// they must live until the next bind, reset or the end of the scope.
///
/// Of Connection::use_for_each(): each bind() and step() (or run(), change_one()) stands for one member of a set. An
/// engine may do them one by one, or keep them and do all together in step_rest() or finish(), one of which must come
/// at the end.
class Statement {
 public:
  explicit Statement(Prepared& prepared) : prepared_(&prepared) {}
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;
  ~Statement() { prepared_->release(); }

  /// Binds to ?1, ?2, ... after a reset.
  template <typename... Values>
  Statement& bind(Values const&... values) {
    reset();
    int index = 0;  // NOLINT(misc-const-correctness): counted up, unless there are no values
    (put(++index, values), ...);
    return *this;
  }
  /// For statements whose values are not known before the program runs.
  template <typename Value>
  void bind_at(int index, Value const& value) {
    put(index, value);
  }
  /// Whether there is a row.
  bool step() { return prepared_->step(); }
  /// Whether there is a row of those members of the set that were kept.
  bool step_rest() { return prepared_->step_rest(); }
  /// For statements without rows.
  void run();
  /// Runs and gives the number of rows that were changed. Not for sets.
  std::int64_t change() { return prepared_->change(); }
  /// Runs, and throws GuardLost unless exactly one row was changed.
  void change_one(char const* otherwise) { prepared_->change_one(otherwise); }
  /// Does what was kept.
  void finish() { prepared_->finish(); }
  void reset() { prepared_->reset(); }

  [[nodiscard]] std::int64_t integer(int column) const { return prepared_->integer(column); }
  [[nodiscard]] bool is_null(int column) const { return prepared_->is_null(column); }
  /// Points into the engine's memory: valid until the next step or reset. Empty for NULL.
  [[nodiscard]] std::string_view text(int column) const { return prepared_->text(column); }
  [[nodiscard]] std::string_view blob(int column) const { return prepared_->blob(column); }
  [[nodiscard]] std::optional<std::int64_t> integer_or_none(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  [[nodiscard]] int columns() const { return prepared_->columns(); }
  [[nodiscard]] std::string_view column_name(int column) const { return prepared_->column_name(column); }
  [[nodiscard]] ColumnType type(int column) const { return prepared_->type(column); }

 private:
  void put(int index, std::int64_t value) { prepared_->put(index, value); }
  void put(int index, std::string_view value) { prepared_->put(index, value); }
  void put(int index, Blob value) { prepared_->put(index, value); }
  void put(int index, base::Instant value) { put(index, value.microseconds); }
  template <typename Tag>
  void put(int index, base::StrongId<Tag> value) {
    put(index, value.value);
  }
  template <typename Number>
    requires(std::is_integral_v<Number> && !std::is_same_v<Number, std::int64_t>)
  void put(int index, Number value) {
    put(index, static_cast<std::int64_t>(value));
  }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void put(int index, Enum value) {
    put(index, static_cast<std::int64_t>(value));
  }
  template <typename Value>
  void put(int index, std::optional<Value> const& value) {
    if (value) {
      put(index, *value);
    } else {
      prepared_->put_null(index, std::is_same_v<Value, Blob>                             ? ColumnType::blob
                                 : std::is_convertible_v<Value const&, std::string_view> ? ColumnType::text
                                                                                         : ColumnType::integer);
    }
  }

  Prepared* prepared_;
};

/// Stands for NULL when the id is "none".
template <typename Tag>
[[nodiscard]] std::optional<std::int64_t> null_if_none(base::StrongId<Tag> id) {
  return id ? std::optional(id.value) : std::nullopt;
}
[[nodiscard]] inline std::optional<std::string_view> null_if_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// One connection, used by one thread at a time. Throws StorageFailure, and GuardLost for a key that is taken.
class Connection {
 public:
  Connection() = default;
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  virtual ~Connection() = default;

  /// A prepared statement, from the cache. Not while another use of the same statement lives.
  [[nodiscard]] Statement use(Sql const& sql) { return Statement(prepare(sql)); }
  /// The same for a set of values, see Statement.
  [[nodiscard]] Statement use_for_each(Sql const& sql) { return Statement(prepare_for_each(sql)); }

  /// Nobody else can write meanwhile: a row that was read stays as it is.
  [[nodiscard]] virtual bool is_only_writer() const = 0;
  /// So many rows of an index are counted to find the best plan for a list: what takes a few milliseconds.
  [[nodiscard]] virtual std::int64_t counted_max() const = 0;
  /// What it costs to load one row of a set by its key, in steps along an index.
  [[nodiscard]] virtual double steps_per_row() const = 0;
  /// Whether what is deleted is to be overwritten at once, as far as the engine can.
  virtual void overwrite_deleted(bool all) = 0;
  /// What the engine finds broken in its own files.
  [[nodiscard]] virtual std::vector<std::string> check_structure() = 0;

 protected:
  [[nodiscard]] virtual Prepared& prepare(Sql const& sql) = 0;
  [[nodiscard]] virtual Prepared& prepare_for_each(Sql const& sql) { return prepare(sql); }
};

}  // namespace nameplate::store::tables

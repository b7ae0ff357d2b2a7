#pragma once

#include "base/clock.hpp"
#include "base/strong_id.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// Thin RAII types over the C interface of SQLite: nothing here knows what Nameplate stores.
namespace nameplate::store::sqlite {

/// A statement of the program: constants only, so values can never become part of the text. Prepared once per
/// connection; the name goes to error messages.
struct Sql {
  std::string_view name;
  std::string_view text;
};

struct Blob {
  std::string_view bytes;
};

enum class ColumnType : std::uint8_t { null, integer, text, blob };

/// One use of a prepared statement. Resets it and forgets its values at the end of the scope. Values are not copied:
/// they must live until the next bind, reset or the end of the scope.
class Statement {
 public:
  Statement(sqlite3_stmt* prepared, Sql const& sql) : prepared_(prepared), sql_(&sql) {}
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;
  ~Statement();

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
  bool step();
  /// For statements without rows.
  void run();
  /// Runs and gives the number of rows that were changed.
  std::int64_t change();
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  /// Points into SQLite's memory: valid until the next step or reset. Empty for NULL.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;
  [[nodiscard]] std::optional<std::int64_t> integer_or_none(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string_view column_name(int column) const;
  [[nodiscard]] ColumnType type(int column) const;

 private:
  void put(int index, std::int64_t value);
  void put(int index, std::string_view value);
  void put(int index, Blob value);
  void put(int index, std::nullopt_t);
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
      put(index, std::nullopt);
    }
  }
  void check_bound(int result) const;

  sqlite3_stmt* prepared_;
  Sql const* sql_;
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
  struct Settings {
    std::string path;
    bool read_only = false;
    bool create = false;
    bool immutable = false;  ///< nobody can change the file: for a read-only medium
  };
  explicit Connection(Settings const& settings);
  ~Connection();
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  /// A prepared statement, from the cache. Not while another use of the same statement lives.
  [[nodiscard]] Statement use(Sql const& sql);
  /// For statements without values that are run once. `text` may hold several; `before_each` is told of each.
  void execute(std::string_view text, std::function<void()> const& before_each = {});
  /// The integer that a pragma or a query without values answers.
  [[nodiscard]] std::int64_t ask(std::string_view text);

  [[nodiscard]] std::string ask_text(std::string_view text);

  /// How long a lock that another connection holds is waited for.
  void wait_for_locks(std::int64_t milliseconds);
  [[nodiscard]] bool in_transaction() const;
  /// `pages` is kept at the number of pages in the write-ahead log after each commit of this connection.
  void watch_log(std::atomic<std::int64_t>& pages);
  /// Never throws.
  void roll_back() noexcept;
  /// Breaks off what another thread runs on this connection.
  void interrupt() noexcept;

  struct CheckpointResult {
    bool complete = false;  ///< everything is in the database file; with Restart::yes the log begins anew
    std::int64_t pages_in_log = 0;
    std::int64_t pages_moved = 0;  ///< of those, how many are in the database file
  };
  enum class Restart : std::uint8_t { no, yes };
  /// Moves what is in the write-ahead log into the database file. Throws what the disk says; busy is a result.
  CheckpointResult checkpoint(Restart restart);
  [[nodiscard]] bool is_read_only() const;
  /// Bytes of its page cache and statements are given back to the system.
  void release_memory() noexcept;

  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
  std::unordered_map<Sql const*, sqlite3_stmt*> prepared_;
};

/// Throws what a result code means. `doing` says what was tried.
[[noreturn]] void fail(sqlite3* handle, int result, std::string_view doing);

}  // namespace nameplate::store::sqlite

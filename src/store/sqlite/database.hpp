#pragma once

#include "store/tables/connection.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

/// Thin RAII types over the C interface of SQLite: nothing here knows what Nameplate stores.
namespace nameplate::store::sqlite {

using tables::Blob;
using tables::ColumnType;
using tables::Sql;
using tables::Statement;

class PreparedStatement final : public tables::Prepared {
 public:
  PreparedStatement(sqlite3_stmt* prepared, Sql const& sql) : prepared_(prepared), sql_(&sql) {}
  PreparedStatement(PreparedStatement const&) = delete;
  PreparedStatement& operator=(PreparedStatement const&) = delete;
  ~PreparedStatement() override;

  void put(int index, std::int64_t value) override;
  void put(int index, std::string_view value) override;
  void put(int index, Blob value) override;
  void put_null(int index, ColumnType type) override;
  bool step() override;
  std::int64_t change() override;
  void change_one(char const* otherwise) override;
  void reset() override;
  void release() noexcept override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;
  [[nodiscard]] std::string_view blob(int column) const override;
  [[nodiscard]] int columns() const override;
  [[nodiscard]] std::string_view column_name(int column) const override;
  [[nodiscard]] ColumnType type(int column) const override;

  [[nodiscard]] bool is_busy() const;

 private:
  void check_bound(int result) const;
  void check_absent(int column) const;

  sqlite3_stmt* prepared_;
  Sql const* sql_;
};

/// One connection, used by one thread at a time. Throws StorageFailure, and GuardLost for a key that is taken.
class Connection final : public tables::Connection {
 public:
  struct Settings {
    std::string path;
    bool read_only = false;
    bool create = false;
    bool without_locks = false;  ///< nobody else knows of the file, and its file system may have no locks
    bool immutable = false;      ///< nobody can change the file: for a read-only medium
  };
  explicit Connection(Settings const& settings);
  ~Connection() override;
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  [[nodiscard]] bool is_only_writer() const override { return true; }
  [[nodiscard]] std::int64_t counted_max() const override { return 200'000; }
  [[nodiscard]] double steps_per_row() const override { return 25; }
  void overwrite_deleted(bool all) override;
  [[nodiscard]] std::vector<std::string> check_structure() override;
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
  [[nodiscard]] tables::Prepared& prepare(Sql const& sql) override;

  sqlite3* handle_ = nullptr;
  std::unordered_map<Sql const*, std::unique_ptr<PreparedStatement>> prepared_;
};

/// Throws what a result code means. `doing` says what was tried.
[[noreturn]] void fail(sqlite3* handle, int result, std::string_view doing);

}  // namespace nameplate::store::sqlite

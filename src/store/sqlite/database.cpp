#include "store/sqlite/database.hpp"

#include "base/check.hpp"
#include "store/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <charconv>

namespace nameplate::store::sqlite {
namespace {

/// What failed, as the user must know it. `system_error` is errno of the failed call, 0 when there was none.
FailureKind kind_of(int result, int system_error) {
  if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG) {
    return FailureKind::full;
  }
  if (system_error == EROFS) {
    return FailureKind::read_only;
  }
  switch (result & 0xFF) {
    case SQLITE_FULL: return FailureKind::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: return FailureKind::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return FailureKind::damaged;
    default: return FailureKind::unavailable;
  }
}

/// sqlite3_system_errno keeps the error of an earlier failure; it counts only for results that come from the system.
bool comes_from_system(int result) {
  auto const primary = result & 0xFF;
  return primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;
}

bool is_taken_key(int result) {
  return result == SQLITE_CONSTRAINT_PRIMARYKEY || result == SQLITE_CONSTRAINT_UNIQUE ||
         result == SQLITE_CONSTRAINT_ROWID;
}

}  // namespace

void fail(sqlite3* handle, int result, std::string_view doing) {
  auto const extended = handle == nullptr ? result : sqlite3_extended_errcode(handle);
  auto const code = (extended & 0xFF) == (result & 0xFF) ? extended : result;
  if (is_taken_key(code)) {
    throw GuardLost(fmt::format("{}: somebody else took the key", doing));
  }
  // A constraint of another sort, or wrong use of the interface, is a fault of the program and not of the world.
  base::check((code & 0xFF) != SQLITE_CONSTRAINT, "a row breaks a rule of the schema");
  base::check((code & 0xFF) != SQLITE_MISUSE && (code & 0xFF) != SQLITE_RANGE, "SQLite is used wrongly");

  if ((code & 0xFF) == SQLITE_INTERRUPT) {
    throw StorageFailure(FailureKind::unavailable, fmt::format("{}: the snapshot took too long and was ended", doing));
  }
  auto const system_error = handle != nullptr && comes_from_system(code) ? sqlite3_system_errno(handle) : 0;
  throw StorageFailure(
      kind_of(code, system_error),
      fmt::format("{}: {} (SQLite {}, system {})", doing,
                  handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle), code, system_error));
}

PreparedStatement::~PreparedStatement() {
  sqlite3_finalize(prepared_);
}

void PreparedStatement::release() noexcept {
  sqlite3_reset(prepared_);
  sqlite3_clear_bindings(prepared_);
}

bool PreparedStatement::is_busy() const {
  return sqlite3_stmt_busy(prepared_) != 0;
}

bool PreparedStatement::step() {
  auto const result = sqlite3_step(prepared_);
  if (result == SQLITE_ROW) {
    return true;
  }
  if (result != SQLITE_DONE) [[unlikely]] {
    fail(sqlite3_db_handle(prepared_), result, sql_->name);
  }
  return false;
}

std::int64_t PreparedStatement::change() {
  base::check(!step(), "a statement without rows");
  return sqlite3_changes64(sqlite3_db_handle(prepared_));
}

void PreparedStatement::change_one(char const* otherwise) {
  if (change() != 1) [[unlikely]] {
    throw GuardLost(otherwise);
  }
}

void PreparedStatement::reset() {
  sqlite3_reset(prepared_);
}

void PreparedStatement::check_bound(int result) const {
  if (result != SQLITE_OK) [[unlikely]] {
    fail(sqlite3_db_handle(prepared_), result, sql_->name);
  }
}

void PreparedStatement::put(int index, std::int64_t value) {
  check_bound(sqlite3_bind_int64(prepared_, index, value));
}

void PreparedStatement::put(int index, std::string_view value) {
  // A null pointer would bind NULL instead of the empty text.
  auto const* const data = value.data() == nullptr ? "" : value.data();
  check_bound(sqlite3_bind_text64(prepared_, index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void PreparedStatement::put(int index, Blob value) {
  auto const* const data = value.bytes.data() == nullptr ? "" : value.bytes.data();
  check_bound(sqlite3_bind_blob64(prepared_, index, data, value.bytes.size(), SQLITE_STATIC));
}

void PreparedStatement::put_null(int index, ColumnType /*type*/) {
  check_bound(sqlite3_bind_null(prepared_, index));
}

std::int64_t PreparedStatement::integer(int column) const {
  return sqlite3_column_int64(prepared_, column);
}

bool PreparedStatement::is_null(int column) const {
  return sqlite3_column_type(prepared_, column) == SQLITE_NULL;
}

std::string_view PreparedStatement::text(int column) const {
  auto const* const data = reinterpret_cast<char const*>(sqlite3_column_text(prepared_, column));
  if (data == nullptr) {
    check_absent(column);
    return {};
  }
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

/// SQLite gives nothing for NULL and for what it has no memory to give: only the first is an answer.
void PreparedStatement::check_absent(int column) const {
  auto* const handle = sqlite3_db_handle(prepared_);
  if (sqlite3_column_type(prepared_, column) != SQLITE_NULL && sqlite3_errcode(handle) == SQLITE_NOMEM) [[unlikely]] {
    fail(handle, SQLITE_NOMEM, sql_->name);
  }
}

std::string_view PreparedStatement::blob(int column) const {
  auto const* const data = static_cast<char const*>(sqlite3_column_blob(prepared_, column));
  if (data == nullptr) {
    check_absent(column);  // an empty one has no data either
    return {};
  }
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

int PreparedStatement::columns() const {
  return sqlite3_column_count(prepared_);
}

std::string_view PreparedStatement::column_name(int column) const {
  return sqlite3_column_name(prepared_, column);
}

ColumnType PreparedStatement::type(int column) const {
  switch (sqlite3_column_type(prepared_, column)) {
    case SQLITE_INTEGER: return ColumnType::integer;
    case SQLITE_TEXT: return ColumnType::text;
    case SQLITE_BLOB: return ColumnType::blob;
    default: return ColumnType::null;
  }
}

Connection::Connection(Settings const& settings) {
  // A URI because only that can say "immutable"; the path is quoted so that '?', '#' and '%' in it mean themselves.
  std::string uri = "file:";
  for (char const c : settings.path) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  uri += settings.immutable ? "?immutable=1" : settings.without_locks ? "?nolock=1" : "";
  int const flags =
      SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (settings.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (settings.create ? SQLITE_OPEN_CREATE : 0));
  auto const result = sqlite3_open_v2(uri.c_str(), &handle_, flags, nullptr);
  if (result != SQLITE_OK) {
    std::string const reason = handle_ == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(handle_);
    auto const kind = kind_of(result, handle_ == nullptr ? 0 : sqlite3_system_errno(handle_));
    sqlite3_close_v2(handle_);
    throw StorageFailure(kind, fmt::format("cannot open the database {}: {}", settings.path, reason));
  }
  // Against files that were prepared by somebody else: no writing to internal tables, no functions from the schema.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // Plans must not depend on bound values: otherwise every statement on a table with a partial index is compiled again
  // for each value, which costs half of a look-up.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
}

Connection::~Connection() {
  prepared_.clear();
  sqlite3_close_v2(handle_);
}

tables::Prepared& Connection::prepare(Sql const& sql) {
  auto& prepared = prepared_[&sql];
  if (prepared == nullptr) {
    sqlite3_stmt* made = nullptr;
    auto const result = sqlite3_prepare_v3(handle_, sql.text.data(), static_cast<int>(sql.text.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (result == SQLITE_ERROR) {
      // Every statement fits the schema, so this file's schema is not what its version number says.
      throw StorageFailure(FailureKind::damaged, fmt::format("{}: {}", sql.name, sqlite3_errmsg(handle_)));
    }
    if (result != SQLITE_OK) {
      fail(handle_, result, sql.name);
    }
    prepared = std::make_unique<PreparedStatement>(made, sql);
  }
  base::check(!prepared->is_busy(), "a statement is used by one at a time");
  return *prepared;
}

void Connection::overwrite_deleted(bool all) {
  // Also pages that become free as a whole are overwritten, which is not worth its cost elsewhere.
  execute(all ? "PRAGMA secure_delete = ON" : "PRAGMA secure_delete = FAST");
}

std::vector<std::string> Connection::check_structure() {
  static constexpr Sql quick_check{"quick_check", "PRAGMA quick_check(20)"};
  std::vector<std::string> complaints;
  auto statement = use(quick_check);
  while (statement.step()) {
    if (auto const text = statement.text(0); text != "ok") {
      complaints.emplace_back(text);
    }
  }
  return complaints;
}

void Connection::execute(std::string_view text, std::function<void()> const& before_each) {
  while (!text.empty()) {
    sqlite3_stmt* prepared = nullptr;
    char const* rest = nullptr;
    auto result = sqlite3_prepare_v2(handle_, text.data(), static_cast<int>(text.size()), &prepared, &rest);
    if (result != SQLITE_OK) {
      fail(handle_, result, text.substr(0, 80));
    }
    auto const statement = text.substr(0, static_cast<std::size_t>(rest - text.data()));
    text.remove_prefix(statement.size());
    if (prepared == nullptr) {
      continue;  // only blanks and comments
    }
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> const owner(prepared, sqlite3_finalize);
    if (before_each) {
      before_each();
    }
    do {
      result = sqlite3_step(prepared);
    } while (result == SQLITE_ROW);
    if (result != SQLITE_DONE) {
      fail(handle_, result, statement.substr(0, 80));
    }
  }
}

std::string Connection::ask_text(std::string_view text) {
  sqlite3_stmt* prepared = nullptr;
  auto const result = sqlite3_prepare_v2(handle_, text.data(), static_cast<int>(text.size()), &prepared, nullptr);
  if (result != SQLITE_OK) {
    fail(handle_, result, text);
  }
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> const owner(prepared, sqlite3_finalize);
  auto const stepped = sqlite3_step(prepared);
  if (stepped != SQLITE_ROW) {
    fail(handle_, stepped, text);
  }
  auto const* const answer = reinterpret_cast<char const*>(sqlite3_column_text(prepared, 0));
  return answer == nullptr ? std::string() : std::string(answer);
}

std::int64_t Connection::ask(std::string_view text) {
  auto const answer = ask_text(text);
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), value);
  base::check(error == std::errc() && end == answer.data() + answer.size(), "a question that an integer answers");
  return value;
}

void Connection::wait_for_locks(std::int64_t milliseconds) {
  sqlite3_busy_timeout(handle_, static_cast<int>(milliseconds));
}

void Connection::watch_log(std::atomic<std::int64_t>& pages) {
  // A hook of one's own also turns off SQLite's habit of checkpointing inside a commit.
  sqlite3_wal_hook(
      handle_,
      [](void* context, sqlite3*, char const*, int pages_now) {
        static_cast<std::atomic<std::int64_t>*>(context)->store(pages_now);
        return SQLITE_OK;
      },
      &pages);
}

Connection::CheckpointResult Connection::checkpoint(Restart restart) {
  int in_log = 0;
  int moved = 0;
  auto const mode = restart == Restart::yes ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  auto const result = sqlite3_wal_checkpoint_v2(handle_, "main", mode, &in_log, &moved);
  if (result != SQLITE_OK && (result & 0xFF) != SQLITE_BUSY && (result & 0xFF) != SQLITE_LOCKED) {
    fail(handle_, result, "checkpoint");
  }
  return {.complete = result == SQLITE_OK && in_log == moved, .pages_in_log = in_log, .pages_moved = moved};
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void Connection::roll_back() noexcept {
  if (in_transaction()) {
    // Its own failure leaves nothing to do: the connection is closed, and the log without a commit says the same.
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Connection::interrupt() noexcept {
  sqlite3_interrupt(handle_);
}

bool Connection::is_read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

void Connection::release_memory() noexcept {
  sqlite3_db_release_memory(handle_);
}

}  // namespace nameplate::store::sqlite

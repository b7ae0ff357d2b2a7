#include "store/sqlite/sqlite_store.hpp"

#include "base/hash.hpp"
#include "base/logging.hpp"
#include "migrations.embedded.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/files.hpp"
#include "store/sqlite/jobs.hpp"
#include "store/sqlite/migrate.hpp"
#include "store/sqlite/snapshot.hpp"
#include "store/sqlite/sql_ledger.hpp"
#include "store/sqlite/transaction.hpp"
#include "store/sqlite/write.hpp"

#include <filesystem>
#include <optional>

namespace nameplate::store::sqlite {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(Setup setup, std::unique_ptr<TemporaryFolder> folder, std::unique_ptr<FileLock> lock,
              std::unique_ptr<Connection> connection)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        setup_(std::move(setup)),
        readers_(std::make_unique<Readers>(setup_, figures_)),
        checkpointer_(setup_, figures_, *readers_),
        writer_(setup_, figures_, std::move(connection),
                [this](Connection& between) { checkpointer_.between_writes(between); }) {
    checkpointer_.start(writer_);
  }

  ~SqliteStore() override {
    // The writer's connection goes last: it moves what is in the log into the file and removes the log.
    checkpointer_.stop();
    readers_.reset();
  }
  SqliteStore(SqliteStore const&) = delete;
  SqliteStore& operator=(SqliteStore const&) = delete;

  std::unique_ptr<ReadSnapshot> begin_read() override { return std::make_unique<Snapshot>(*readers_); }
  std::unique_ptr<WriteTransaction> begin_write() override {
    return std::make_unique<Transaction>(writer_, checkpointer_);
  }

  std::int64_t reserve_ids(IdSeries series, std::int64_t count) override;
  void note_token_use(std::span<TokenSecret const> used) override;
  void forget_keys_before(base::Instant limit) override;
  void write_jobs(std::span<JobChange const> changes) override;
  void forget_job_content_before(base::Instant limit) override;
  std::unique_ptr<Store> make_scratch() override;
  std::vector<std::pair<std::string, std::int64_t>> figures() override;

 private:
  /// A small write beside the ledger.
  template <typename Change>
  void change(Change const& apply) {
    auto turn = writer_.begin();
    try {
      apply(turn.connection());
      turn.connection().use(sql::commit).run();
    } catch (StorageFailure const&) {
      turn.mark_suspect();
      throw;
    }
    checkpointer_.note_commit();
  }

  std::unique_ptr<TemporaryFolder> folder_;  // removed last, after all connections
  std::unique_ptr<FileLock> lock_;
  Setup setup_;
  Figures figures_;
  std::unique_ptr<Readers> readers_;
  Checkpointer checkpointer_;
  Writer writer_;
};

std::int64_t SqliteStore::reserve_ids(IdSeries series, std::int64_t count) {
  std::int64_t first = 0;
  change([&](Connection& connection) {
    auto reserve = connection.use(sql::reserve_ids);
    if (!reserve.bind(series, count).step()) {
      throw StorageFailure(FailureKind::damaged, "the id blocks of the ledger are missing");
    }
    first = reserve.integer(0) - count;
  });
  return first;
}

void SqliteStore::note_token_use(std::span<TokenSecret const> used) {
  if (used.empty()) {
    return;
  }
  change([&](Connection& connection) {
    auto note = connection.use(sql::note_secret_use);
    for (auto const& secret : used) {
      note.bind(Blob{base::as_text(secret.hash)}, secret.last_used);
      note.run();
    }
  });
}

void SqliteStore::forget_keys_before(base::Instant limit) {
  // Keys are hashes, so parts of their range are of equal size. An index by time would cost every scan a write; this
  // looks through the table now and then, and holds up the writer only for parts in which something is to go.
  constexpr unsigned parts = 4096;
  auto const bound = [](unsigned part) {
    std::string bytes;
    if (part == parts) {
      bytes.assign(17, '\xFF');  // above every key
    } else {
      bytes = {static_cast<char>(part >> 4U), static_cast<char>((part & 0xFU) << 4U)};
    }
    return bytes;
  };
  for (unsigned part = 0; part < parts; ++part) {
    auto const from = bound(part);
    auto const to = bound(part + 1);
    if (Snapshot(*readers_).has_old_keys(from, to, limit)) {
      change([&](Connection& connection) {
        connection.use(sql::delete_old_keys).bind(Blob{from}, Blob{to}, limit).run();
      });
    }
  }
}

void SqliteStore::write_jobs(std::span<JobChange const> changes) {
  change([&](Connection& connection) { jobs::write(connection, changes); });
}

void SqliteStore::forget_job_content_before(base::Instant limit) {
  // Bit by bit, so that nobody waits for the writer.
  while (auto const job = Snapshot(*readers_).job_with_old_content(limit)) {
    change([&](Connection& connection) { jobs::delete_some_content(connection, *job); });
  }
}

std::vector<std::pair<std::string, std::int64_t>> SqliteStore::figures() {
  std::error_code ignored;
  auto const bytes = [&](std::string const& path) {
    auto const size = std::filesystem::file_size(path, ignored);
    return ignored ? 0 : static_cast<std::int64_t>(size);
  };
  return {{"database_bytes", bytes(setup_.path)},
          {"log_bytes", bytes(setup_.path + "-wal")},
          {"log_pages", figures_.log_pages},
          {"log_pages_moved", figures_.log_pages_moved},
          {"commits", figures_.commits},
          {"snapshots", figures_.snapshots},
          {"snapshots_ended", figures_.snapshots_ended},
          {"read_connections", static_cast<std::int64_t>(readers_->open_connections())},
          {"checkpoints", figures_.checkpoints},
          {"checkpoint_failures", figures_.checkpoint_failures},
          {"log_restarts", figures_.log_restarts},
          {"writer_reopened", figures_.writer_reopened}};
}

/// A read-only medium has no room for the files beside the database; then nobody can change it either.
bool is_immutable(Options const& options) {
  if (options.access != Access::read_only) {
    return false;
  }
  std::filesystem::path const path(options.path);
  auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  auto const log_size = std::filesystem::file_size(options.path + "-wal", ignored);
  return !is_writable(folder) && (ignored || log_size == 0);
}

void check_path(Options const& options) {
  std::error_code ignored;
  auto const status = std::filesystem::status(options.path, ignored);
  if (std::filesystem::is_regular_file(status)) {
    return;
  }
  if (std::filesystem::exists(status)) {
    throw StorageFailure(FailureKind::unavailable, options.path + " is not a file");
  }
  if (options.create == Create::no || options.access == Access::read_only) {
    throw StorageFailure(FailureKind::unavailable, "there is no database at " + options.path);
  }
}

/// Brings a database to the newest schema and sets how it is written. Nothing is written before it is known to be ours.
void prepare(Connection& connection, Setup const& setup) {
  auto const identity = identify(connection);
  refuse_newer(identity, migrations());
  if (setup.options.access == Access::read_only) {
    if (identity.schema != newest_schema(migrations())) {
      throw StorageFailure(FailureKind::read_only,
                           "the database has an older schema and cannot be brought up to date "
                           "while it is read-only");
    }
    return;
  }
  if (connection.is_read_only()) {
    throw StorageFailure(FailureKind::read_only, "the database " + setup.path + " cannot be written");
  }
  if (identity.is_empty) {
    if (setup.options.create == Create::no) {
      throw StorageFailure(FailureKind::damaged, "the database " + setup.path + " is empty");
    }
    connection.execute("PRAGMA page_size = 4096");
  }
  if (connection.ask_text("PRAGMA journal_mode = WAL") != "wal") {
    throw StorageFailure(FailureKind::unavailable, "the file system of " + setup.path +
                                                       " cannot hold a write-ahead log (shared memory is missing)");
  }
  migrate(connection, migrations());
}

std::unique_ptr<Store> open_file(Setup setup, std::unique_ptr<TemporaryFolder> folder) {
  check_path(setup.options);
  std::unique_ptr<FileLock> lock;
  if (setup.options.access == Access::read_write && setup.durable == Durable::yes) {
    refuse_network_file_system(setup.path);
    if (setup.options.lock == Lock::yes) {
      lock = std::make_unique<FileLock>(setup.path);
    }
  }
  setup.immutable = is_immutable(setup.options);
  setup.checkpoints_beside = can_checkpoint_beside_writer();
  auto connection = connect(setup, Purpose::write);
  prepare(*connection, setup);
  setup.page_size = connection->ask("PRAGMA page_size");
  return std::make_unique<SqliteStore>(std::move(setup), std::move(folder), std::move(lock), std::move(connection));
}

/// A store in a folder of its own that goes with it.
std::unique_ptr<Store> open_temporary(Options options, std::filesystem::path const& parent) {
  auto folder = std::make_unique<TemporaryFolder>(parent);
  options.path = (folder->path() / "ledger.db").string();
  options.create = Create::yes;
  options.access = Access::read_write;
  options.lock = Lock::no;
  auto path = options.path;
  return open_file({.path = std::move(path), .options = std::move(options), .durable = Durable::no}, std::move(folder));
}

std::unique_ptr<Store> SqliteStore::make_scratch() {
  return open_temporary(setup_.options, folder_ != nullptr ? folder_in_memory() : folder_beside(setup_.path));
}

}  // namespace

std::unique_ptr<Store> open(Options const& options) {
  if (options.path == ":memory:") {
    return open_temporary(options, folder_in_memory());
  }
  return open_file({.path = options.path, .options = options}, nullptr);
}

}  // namespace nameplate::store::sqlite

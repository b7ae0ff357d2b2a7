#include "store/sqlite/sqlite_store.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/logging.hpp"
#include "migrations.embedded.hpp"
#include "store/sqlite/check_copy.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/copy.hpp"
#include "store/sqlite/files.hpp"
#include "store/sqlite/migrate.hpp"
#include "store/sqlite/snapshot.hpp"
#include "store/sqlite/sql_transaction.hpp"
#include "store/sqlite/swap_projections.hpp"
#include "store/sqlite/transaction.hpp"
#include "store/tables/jobs.hpp"
#include "store/tables/key_parts.hpp"
#include "store/tables/leases.hpp"
#include "store/tables/seals.hpp"
#include "store/tables/side.hpp"
#include "store/tables/sql_ledger.hpp"
#include "store/tables/sql_seals.hpp"
#include "store/tables/write.hpp"

#include <filesystem>
#include <mutex>
#include <optional>

namespace nameplate::store::sqlite {
namespace {

/// Of leases: whoever writes has the file to itself.
constexpr std::int64_t holder = 1;

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
  bool reads_wait() const override { return false; }
  std::unique_ptr<WriteTransaction> begin_write() override {
    return std::make_unique<Transaction>(writer_, checkpointer_);
  }

  std::int64_t reserve_ids(IdSeries series, std::int64_t count) override;
  void note_token_use(std::span<TokenSecret const> used) override;
  std::optional<Lease> take_lease(Work work, base::Instant now, base::Instant until) override;
  void give_up_lease(Lease const& lease) override;
  void forget_keys_before(base::Instant limit, Under const& under) override;
  void write_jobs(std::span<JobChange const> changes, Under const& under) override;
  void forget_job_content_before(base::Instant limit, Under const& under) override;
  std::int64_t follow_past(std::int64_t events_max, Under const& under) override;
  void write_seals(std::span<Seal const> seals, std::span<domain::SealNode const> nodes, Under const& under) override;
  std::unique_ptr<Store> make_scratch() override;
  std::unique_ptr<Copy> begin_copy(std::string const& path) override {
    return std::make_unique<OnlineCopy>(writer_, path);
  }
  CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel) override {
    return sqlite::check_copy(path, cancel);
  }
  std::unique_ptr<Store> open_copy(std::string const& path) override;
  std::string place() const override { return folder_ == nullptr ? setup_.path : std::string(); }
  std::unique_ptr<Store> open_kept_scratch() override;
  void clear_kept_scratch() override;
  bool has_stale_projections() override;
  void take_projections_of(Store& scratch) override;
  std::vector<std::pair<std::string, std::int64_t>> figures() override;

 private:
  /// A small write beside the ledger.
  template <typename Change>
  void change(Change const& apply, Durable durable = Durable::yes) {
    auto turn = writer_.begin(durable);
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
  std::mutex following_;  ///< held by who follows the past
};

std::int64_t SqliteStore::reserve_ids(IdSeries series, std::int64_t count) {
  std::int64_t first = 0;
  change([&](Connection& connection) {
    auto reserve = connection.use(tables::sql::reserve_ids);
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
    auto note = connection.use(tables::sql::note_secret_use);
    for (auto const& secret : used) {
      note.bind(Blob{base::as_text(secret.hash)}, secret.last_used);
      note.run();
    }
  });
}

std::optional<Lease> SqliteStore::take_lease(Work work, base::Instant now, base::Instant until) {
  std::optional<Lease> lease;
  change([&](Connection& connection) { lease = tables::leases::take(connection, holder, work, now, until); },
         Durable::later);
  return lease;
}

void SqliteStore::give_up_lease(Lease const& lease) {
  change([&](Connection& connection) { tables::leases::give_up(connection, holder, lease); }, Durable::later);
}

void SqliteStore::forget_keys_before(base::Instant limit, Under const& under) {
  for (unsigned part = 0; part < tables::key_parts; ++part) {
    auto const from = tables::begin_of_key_part(part);
    auto const to = tables::begin_of_key_part(part + 1);
    if (Snapshot(*readers_).has_old_keys(from, to, limit)) {
      change([&](Connection& connection) {
        tables::leases::check(connection, holder, under);
        connection.use(tables::sql::delete_old_keys).bind(Blob{from}, Blob{to}, limit).run();
      });
    }
  }
}

void SqliteStore::write_jobs(std::span<JobChange const> changes, Under const& under) {
  change([&](Connection& connection) {
    tables::leases::check(connection, holder, under);
    tables::jobs::write(connection, changes);
  });
}

void SqliteStore::forget_job_content_before(base::Instant limit, Under const& under) {
  // Bit by bit, so that nobody waits for the writer.
  while (auto const job = Snapshot(*readers_).job_with_old_content(limit)) {
    change([&](Connection& connection) {
      tables::leases::check(connection, holder, under);
      tables::jobs::delete_some_content(connection, *job);
    });
  }
}

std::unique_ptr<Store> SqliteStore::open_copy(std::string const& path) {
  return sqlite::open(
      {.path = path, .create = Create::no, .access = Access::read_only, .still = true, .lock = Lock::no});
}

void SqliteStore::write_seals(std::span<Seal const> seals, std::span<domain::SealNode const> nodes,
                              Under const& under) {
  // Whoever scans waits for the disk only for what was scanned.
  change(
      [&](Connection& connection) {
        tables::leases::check(connection, holder, under);
        if (under) {
          tables::seals::check_follows(connection, seals);
        }
        tables::seals::write(connection, seals, nodes);
      },
      Durable::later);
}

bool SqliteStore::has_stale_projections() {
  return are_projections_stale(*connect(setup_, Purpose::read));
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
  if (options.still) {
    return true;
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
    if (are_projections_stale(connection)) {
      throw StorageFailure(FailureKind::read_only,
                           "the projections of the database are of an older version; make them anew with `nameplate "
                           "rebuild`, or start `nameplate serve`, which does it");
    }
    tables::side::refuse_half_made(connection, setup.path);
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
  if (setup.options.half_made == HalfMade::allowed && !identity.is_empty &&
      identity.schema != newest_schema(migrations()) && connection.ask("SELECT sequence FROM head") != 0) {
    throw StorageFailure(FailureKind::half_made,
                         setup.path + " was made by another version of nameplate; a copy goes into a new file");
  }
  if (connection.ask_text("PRAGMA journal_mode = WAL") != "wal") {
    throw StorageFailure(FailureKind::unavailable, "the file system of " + setup.path +
                                                       " cannot hold a write-ahead log (shared memory is missing)");
  }
  migrate(connection, migrations());
  if (setup.options.half_made == HalfMade::refused) {
    tables::side::refuse_half_made(connection, setup.path);
  }
}

/// Nobody serves what lies on a read-only medium.
bool can_be_served(std::filesystem::path const& path) {
  return is_writable(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

std::unique_ptr<Store> open_file(Setup setup, std::unique_ptr<TemporaryFolder> folder,
                                 std::unique_ptr<FileLock> lock = nullptr) {
  check_path(setup.options);
  if (setup.options.access == Access::read_write && setup.durable == Durable::yes) {
    refuse_network_file_system(setup.path);
    if (setup.options.lock == Lock::yes) {
      lock = std::make_unique<FileLock>(setup.path);
    }
  } else if (setup.options.alone && can_be_served(setup.path)) {
    lock = std::make_unique<FileLock>(setup.path);
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

std::int64_t SqliteStore::follow_past(std::int64_t events_max, Under const& under) {
  std::scoped_lock const lock(following_);
  auto const step = Snapshot(*readers_).past_step(events_max);
  if (step.to != step.from && setup_.options.access == Access::read_write) {
    change([&](Connection& connection) {
      tables::leases::check(connection, holder, under);
      tables::write_past_step(connection, step);
    });
    return step.head - step.to;
  }
  return step.head - step.from;
}

std::unique_ptr<Store> SqliteStore::make_scratch() {
  return open_temporary(setup_.options, folder_ != nullptr ? folder_in_memory() : folder_beside(setup_.path));
}

std::filesystem::path kept_scratch_of(std::string const& database) {
  return database + ".verify";
}

std::unique_ptr<Store> SqliteStore::open_kept_scratch() {
  auto const folder = kept_scratch_of(setup_.path);
  std::error_code failed;
  std::filesystem::create_directory(folder, failed);
  if (folder_ != nullptr || failed || !is_writable(folder)) {
    return nullptr;
  }
  auto options = setup_.options;
  options.path = (folder / "ledger.db").string();
  options.create = Create::yes;
  options.access = Access::read_write;
  options.lock = Lock::no;
  try {
    auto lock = std::make_unique<FileLock>(options.path);
    return open_file({.path = options.path, .options = options, .durable = Durable::later}, nullptr, std::move(lock));
  } catch (StorageFailure const& failure) {
    if (failure.kind() == FailureKind::full) {
      throw;
    }
    return nullptr;
  }
}

void SqliteStore::clear_kept_scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(kept_scratch_of(setup_.path), ignored);
}

void SqliteStore::take_projections_of(Store& scratch) {
  auto* const other = dynamic_cast<SqliteStore*>(&scratch);
  base::check(other != nullptr, "projections are taken from a store of the same make");
  // No other write may come between, and this one is too large for the writer's own connection to keep its cache.
  auto const turn = writer_.begin();
  turn.connection().roll_back();
  auto const connection = connect(setup_, Purpose::write);
  swap_projections(*connection, other->setup_.path);
  checkpointer_.note_commit();
}

}  // namespace

std::unique_ptr<Store> open(Options const& options) {
  if (options.path == ":memory:") {
    return open_temporary(options, folder_in_memory());
  }
  return open_file({.path = options.path, .options = options}, nullptr);
}

}  // namespace nameplate::store::sqlite

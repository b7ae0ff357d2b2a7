#include "store/postgres/postgres_store.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/logging.hpp"
#include "migrations.embedded.hpp"
#include "store/postgres/check_server.hpp"
#include "store/postgres/failure.hpp"
#include "store/postgres/migrate.hpp"
#include "store/postgres/snapshot.hpp"
#include "store/postgres/standby.hpp"
#include "store/postgres/swap_projections.hpp"
#include "store/postgres/transaction.hpp"
#include "store/tables/jobs.hpp"
#include "store/tables/key_parts.hpp"
#include "store/tables/leases.hpp"
#include "store/tables/load.hpp"
#include "store/tables/seals.hpp"
#include "store/tables/side.hpp"
#include "store/tables/sql_ledger.hpp"
#include "store/tables/sql_seals.hpp"
#include "store/tables/write.hpp"

#include <fmt/format.h>

#include <mutex>

namespace nameplate::store::postgres {
namespace {

enum class Durable : std::uint8_t { yes, later };

/// Of leases: no two opened stores are the same one.
std::int64_t some_holder() {
  auto const random = base::random_bytes(7);
  std::int64_t holder = 1;
  for (auto const byte : random) {
    holder = holder << 8 | static_cast<unsigned char>(byte);
  }
  return holder;
}

class PostgresStore final : public Store {
 public:
  explicit PostgresStore(Setup setup)
      : setup_(std::move(setup)),
        readers_(setup_, figures_, Purpose::read, setup_.options.readers_max),
        writers_(setup_, figures_, Purpose::write, setup_.options.writers_max) {
    readers_.spare_for(writers_);
    writers_.spare_for(readers_);
    if (!setup_.options.standby_url.empty()) {
      standby_.emplace(setup_, figures_);
    }
  }
  ~PostgresStore() override;
  PostgresStore(PostgresStore const&) = delete;
  PostgresStore& operator=(PostgresStore const&) = delete;

  std::unique_ptr<ReadSnapshot> begin_read() override { return std::make_unique<Snapshot>(readers_, figures_); }
  std::unique_ptr<WriteTransaction> begin_write() override;
  std::unique_ptr<ReadSnapshot> begin_question() override;
  bool may_lag() const override { return standby_.has_value(); }
  bool reads_wait() const override { return true; }

  std::int64_t reserve_ids(IdSeries series, std::int64_t count) override;
  void note_token_use(std::span<TokenSecret const> used) override;
  std::optional<Lease> take_lease(Work work, base::Instant now, base::Instant until) override;
  void give_up_lease(Lease const& lease) override;
  void forget_keys_before(base::Instant limit, Under const& under) override;
  void write_jobs(std::span<JobChange const> changes, Under const& under) override;
  void forget_job_content_before(base::Instant limit, Under const& under) override;
  std::int64_t follow_past(std::int64_t events_max, Under const& under) override;
  void write_seals(std::span<Seal const> seals, std::span<domain::SealNode const> nodes, Under const& under) override;
  std::unique_ptr<Store> make_scratch() override { return open_temporary(setup_.options); }
  std::unique_ptr<Store> open_kept_scratch() override { return nullptr; }
  void clear_kept_scratch() override {}
  bool has_stale_projections() override;
  void take_projections_of(Store& scratch) override;
  std::unique_ptr<Copy> begin_copy(std::string const& path) override;
  CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel) override;
  std::unique_ptr<Store> open_copy(std::string const& path) override;
  std::string place() const override { return {}; }
  std::vector<std::pair<std::string, std::int64_t>> figures() override;

 private:
  /// A small write beside the ledger.
  template <typename Change>
  void change(Change const& apply, Durable durable = Durable::yes);

  Setup setup_;
  Figures figures_;
  Pool readers_;
  Pool writers_;
  std::optional<Standby> standby_;
  std::mutex following_;  ///< held by who follows the past
  std::int64_t holder_ = some_holder();
};

PostgresStore::~PostgresStore() {
  if (!setup_.scratch) {
    return;
  }
  try {
    readers_.close_idle();
    writers_.take()->session().script(fmt::format("DROP SCHEMA {} CASCADE", quoted(setup_.schema)), "drop a scratch");
  } catch (std::exception const& failure) {
    base::log::warn("store", "a scratch schema was left behind",
                    {{"schema", setup_.schema}, {"failure", failure.what()}});
  }
}

template <typename Change>
void PostgresStore::change(Change const& apply, Durable durable) {
  if (setup_.options.read_only) {
    throw StorageFailure(FailureKind::read_only, "the database was opened for reading only");
  }
  auto lease = writers_.take();
  try {
    auto& session = lease->session();
    session.script(durable == Durable::later ? "BEGIN; SET LOCAL synchronous_commit = off" : "BEGIN", "begin a write");
    tables::write::refuse_older_program(tables::load::head(*lease));
    apply(*lease);
    session.commit();
  } catch (StorageFailure const&) {
    lease.mark_suspect();
    throw;
  }
  ++figures_.commits;
}

std::unique_ptr<WriteTransaction> PostgresStore::begin_write() {
  if (setup_.options.read_only) {
    throw StorageFailure(FailureKind::read_only, "the database was opened for reading only");
  }
  return std::make_unique<Transaction>(writers_, figures_);
}

std::unique_ptr<ReadSnapshot> PostgresStore::begin_question() {
  auto snapshot = standby_ ? standby_->begin() : nullptr;
  return snapshot ? std::move(snapshot) : std::make_unique<Snapshot>(readers_, figures_, Picture::with_first_question);
}

std::int64_t PostgresStore::reserve_ids(IdSeries series, std::int64_t count) {
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

void PostgresStore::note_token_use(std::span<TokenSecret const> used) {
  if (used.empty()) {
    return;
  }
  change([&](Connection& connection) {
    auto note = connection.use_for_each(tables::sql::note_secret_use);
    for (auto const& secret : used) {
      note.bind(Blob{base::as_text(secret.hash)}, secret.last_used);
      note.run();
    }
    note.finish();
  });
}

std::optional<Lease> PostgresStore::take_lease(Work work, base::Instant now, base::Instant until) {
  std::optional<Lease> lease;
  change([&](Connection& connection) { lease = tables::leases::take(connection, holder_, work, now, until); },
         Durable::later);
  return lease;
}

void PostgresStore::give_up_lease(Lease const& lease) {
  change([&](Connection& connection) { tables::leases::give_up(connection, holder_, lease); }, Durable::later);
}

void PostgresStore::forget_keys_before(base::Instant limit, Under const& under) {
  constexpr unsigned at_once = 64;  // nobody waits for a deletion here, and each part is a round trip
  for (unsigned part = 0; part < tables::key_parts; part += at_once) {
    auto const from = tables::begin_of_key_part(part);
    auto const to = tables::begin_of_key_part(part + at_once);
    if (Snapshot(readers_, figures_).has_old_keys(from, to, limit)) {
      change([&](Connection& connection) {
        tables::leases::check(connection, holder_, under);
        connection.use(tables::sql::delete_old_keys).bind(Blob{from}, Blob{to}, limit).run();
      });
    }
  }
}

void PostgresStore::write_jobs(std::span<JobChange const> changes, Under const& under) {
  change([&](Connection& connection) {
    tables::leases::check(connection, holder_, under);
    tables::jobs::write(connection, changes);
  });
}

void PostgresStore::forget_job_content_before(base::Instant limit, Under const& under) {
  // Bit by bit, so that no transaction is long.
  while (auto const job = Snapshot(readers_, figures_).job_with_old_content(limit)) {
    change([&](Connection& connection) {
      tables::leases::check(connection, holder_, under);
      tables::jobs::delete_some_content(connection, *job);
    });
  }
}

std::int64_t PostgresStore::follow_past(std::int64_t events_max, Under const& under) {
  std::scoped_lock const lock(following_);
  auto const step = Snapshot(readers_, figures_).past_step(events_max);
  if (step.to == step.from || setup_.options.read_only) {
    return step.head - step.from;
  }
  change([&](Connection& connection) {
    tables::leases::check(connection, holder_, under);
    tables::write_past_step(connection, step);
  });
  return step.head - step.to;
}

void PostgresStore::write_seals(std::span<Seal const> seals, std::span<domain::SealNode const> nodes,
                                Under const& under) {
  change(
      [&](Connection& connection) {
        tables::leases::check(connection, holder_, under);
        if (under) {
          tables::seals::check_follows(connection, seals);
        }
        tables::seals::write(connection, seals, nodes);
      },
      Durable::later);
}

bool PostgresStore::has_stale_projections() {
  auto lease = readers_.take();
  auto stale = lease->use(tables::sql::stale_projections);
  return stale.step() && stale.integer(0) == 1;
}

void PostgresStore::take_projections_of(Store& scratch) {
  auto* const other = dynamic_cast<PostgresStore*>(&scratch);
  base::check(other != nullptr && other->setup_.scratch, "projections are taken from a store of the same make");
  other->readers_.close_idle();
  auto lease = writers_.take();
  try {
    swap_projections(lease->session(), setup_.schema, other->setup_.schema);
  } catch (StorageFailure const&) {
    lease.mark_suspect();
    throw;
  }
  lease.mark_suspect();  // it waits for ever by now
}

[[noreturn]] void refuse_copies() {
  throw StorageFailure(FailureKind::not_offered, "PostgreSQL's own tools copy its databases");
}

std::unique_ptr<Copy> PostgresStore::begin_copy(std::string const& /*path*/) {
  refuse_copies();
}

CopyCheck PostgresStore::check_copy(std::string const& /*path*/, std::atomic<bool> const* /*cancel*/) {
  refuse_copies();
}

std::unique_ptr<Store> PostgresStore::open_copy(std::string const& /*path*/) {
  refuse_copies();
}

std::vector<std::pair<std::string, std::int64_t>> PostgresStore::figures() {
  return {{"connections", figures_.connections},
          {"connections_opened", figures_.connections_opened},
          {"connections_lost", figures_.connections_lost},
          {"waits_for_connection", figures_.waits_for_connection},
          {"commits", figures_.commits},
          {"commits_resolved", figures_.commits_resolved},
          {"snapshots", figures_.snapshots},
          {"statements", figures_.statements},
          {"round_trips", figures_.round_trips},
          {"guards_lost", figures_.guards_lost}};
}

/// Brings the tables to the newest schema. Nothing is written before they are known to be ours.
void prepare(Session& session, Setup& setup) {
  refuse_unfit(session);
  if (setup.schema.empty()) {
    setup.schema = session.ask("SELECT current_schema()");
  }
  if (setup.schema.empty()) {
    throw StorageFailure(FailureKind::unavailable,
                         "the user of the database has no schema: CREATE SCHEMA, or set its search_path");
  }
  auto const schema = schema_of(session, setup.schema);
  refuse_newer(schema.value_or(0), migrations());
  // Without events it is one whose making was broken off among the migrations.
  if (setup.options.half_made && schema.value_or(0) != 0 && schema != newest_schema(migrations()) &&
      session.ask("SELECT sequence FROM head WHERE ledger_id = 1") != "0") {
    throw StorageFailure(FailureKind::half_made,
                         "the tables of the database are those of another version of nameplate; a copy goes into an "
                         "empty database");
  }
  if (!setup.options.read_only) {
    migrate(session, setup.schema, migrations());
  } else if (schema != newest_schema(migrations())) {
    throw StorageFailure(FailureKind::read_only,
                         "the database has an older schema and cannot be brought up to date while it is read-only");
  } else if (session.ask(fmt::format("SELECT stale FROM {}.projection_state WHERE ledger_id = 1",
                                     quoted(setup.schema))) == "1") {
    throw StorageFailure(FailureKind::read_only,
                         "the projections of the database are of an older version; make them anew with `nameplate "
                         "rebuild`, or start `nameplate serve`, which does it");
  }
}

}  // namespace

std::unique_ptr<Store> open(Options const& options) {
  Setup setup{.options = options, .schema = options.schema};
  {
    auto const connection = connect(setup, Purpose::write);
    prepare(connection->session(), setup);
    refuse_other_tables(connection->session());
    if (!options.half_made) {
      tables::side::refuse_half_made(*connection, "the database");
    }
    if (options.warns) {
      warn_of_settings(connection->session());
    }
  }
  return std::make_unique<PostgresStore>(std::move(setup));
}

std::unique_ptr<Store> open_temporary(Options options) {
  options.read_only = false;
  Setup setup{.options = options, .schema = {}, .scratch = true};
  auto const random = base::random_bytes(8);
  setup.schema = "nameplate_scratch_" + base::to_hex(random);
  {
    auto const connection = connect(setup, Purpose::write);
    auto& session = connection->session();
    refuse_unfit(session);
    session.script(fmt::format("CREATE SCHEMA {}", quoted(setup.schema)), "make a scratch schema");
    migrate(session, setup.schema, migrations());
  }
  return std::make_unique<PostgresStore>(std::move(setup));
}

}  // namespace nameplate::store::postgres

#include "cli/ledger_access.hpp"

#include "app/initialise.hpp"

#include <chrono>
#include <thread>

namespace nameplate::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr auto pause_between_tries = 50ms;

}  // namespace

int run_on_file(Environment& environment, Database const& database,
                std::function<int(app::Ledger&, domain::Actor const& owner)> const& work) {
  auto const store = environment.open_store(database, OpenFor::writing);
  app::initialise(*store, environment.clock);
  app::MasterData master_data(*store);
  app::Writer writer(*store, master_data, environment.clock);
  app::Access access(*store, master_data, environment.clock);
  app::Ledger ledger{
      .store = *store, .clock = environment.clock, .master_data = master_data, .writer = writer, .access = access};
  return work(ledger, app::owner_actor(*store));
}

int run_on_ledger(Environment& environment, Database const& database, BothWays const& ways) {
  auto const until = std::chrono::steady_clock::now() + patience;
  while (true) {
    if (auto client = OwnerClient::connect(database)) {
      return ways.when_served(*client);
    }
    try {
      return run_on_file(environment, database, ways.when_not);
    } catch (store::StorageFailure const& failure) {
      if (failure.kind() != store::FailureKind::busy || std::chrono::steady_clock::now() >= until) {
        throw;
      }
    }
    std::this_thread::sleep_for(pause_between_tries);
  }
}

base::Error no_such_database(Database const& database) {
  return {.kind = base::ErrorKind::not_found,
          .reason = "database.missing",
          .detail = "There is no database at " + database.path + ". Check the path after sqlite:."};
}

}  // namespace nameplate::cli

#include "assembly.hpp"

#include "app/failure.hpp"
#include "app/initialise.hpp"
#include "authentication.hpp"
#include "http/routes.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <utility>

namespace nameplate {
namespace {

std::unique_ptr<store::Store> open_initialised(std::string const& path, base::Clock const& clock) {
  auto store = store::sqlite::open({.path = path});
  app::initialise(*store, clock);
  return store;
}

}  // namespace

Assembly::Assembly(std::string const& path, base::Clock const& clock, std::string version, Options options)
    : store_(open_initialised(path, clock)),
      owner_(app::owner_actor(*store_)),
      master_data_(*store_),
      writer_(*store_, master_data_, clock, {.queue_max = options.queue_max}),
      access_(*store_, master_data_, clock),
      ledger_{.store = *store_, .clock = clock, .master_data = master_data_, .writer = writer_, .access = access_},
      jobs_(*store_, clock),
      services_{.ledger = ledger_, .jobs = &jobs_, .started_at = clock.now(), .version = std::move(version)},
      dispatcher_(
          http::all_routes(), services_,
          {.authenticate = [this](http::Request const& request) { return authenticate(ledger_, owner_, request); },
           .explain_failure = app::explain_failure,
                   .hosts = std::move(options.hosts)}),
      metrics_(dispatcher_.route_names(), options.io_threads) {
  services_.metrics = &metrics_;
}

}  // namespace nameplate

#include "assembly.hpp"

#include "app/failure.hpp"
#include "app/initialise.hpp"
#include "app/proof/seal_maker.hpp"
#include "app/rebuild.hpp"
#include "authentication.hpp"
#include "http/routes.hpp"

#include <utility>

namespace nameplate {
namespace {

std::unique_ptr<store::Store> initialised(std::unique_ptr<store::Store> store, base::Clock const& clock,
                                          app::ReportProgress const& on_rebuild) {
  if (store->has_stale_projections()) {
    app::rebuild(*store, on_rebuild ? on_rebuild : [](app::Progress const&) {});
  }
  app::initialise(*store, clock);
  return store;
}

}  // namespace

Assembly::Assembly(std::unique_ptr<store::Store> store, base::Clock const& clock, std::string version, Options options)
    : store_(initialised(std::move(store), clock, options.on_rebuild)),
      owner_(app::owner_actor(*store_)),
      master_data_(*store_),
      writer_(*store_, master_data_, clock, {.queue_max = options.queue_max}),
      access_(*store_, master_data_, clock),
      ledger_{.store = *store_, .clock = clock, .master_data = master_data_, .writer = writer_, .access = access_},
      jobs_(*store_, clock),
      seal_key_(std::move(options.seal_key)),
      backups_(ledger_, version, std::move(options.backups)),
      services_{.ledger = ledger_,
                .jobs = &jobs_,
                .backups = &backups_,
                .started_at = clock.now(),
                .version = std::move(version)},
      dispatcher_(
          http::all_routes(), services_,
          {.authenticate = [this](http::Request const& request) { return authenticate(ledger_, owner_, request); },
           .explain_failure = app::explain_failure,
           .hosts = std::move(options.hosts)}),
      metrics_(dispatcher_.route_names(), options.io_threads) {
  services_.metrics = &metrics_;
  services_.seal_now = [this] { app::seal_all(*store_, ledger_.clock); };
  services_.seal_key = seal_key_ ? &*seal_key_ : nullptr;
}

}  // namespace nameplate

#include "http/routes.hpp"

#include "domain/records/record_kind.hpp"
#include "http/handlers/approvals.hpp"
#include "http/handlers/backups.hpp"
#include "http/handlers/clock.hpp"
#include "http/handlers/containers.hpp"
#include "http/handlers/erasures.hpp"
#include "http/handlers/events.hpp"
#include "http/handlers/exceptions.hpp"
#include "http/handlers/exports.hpp"
#include "http/handlers/health.hpp"
#include "http/handlers/holds.hpp"
#include "http/handlers/jobs.hpp"
#include "http/handlers/lots.hpp"
#include "http/handlers/metrics.hpp"
#include "http/handlers/numbers.hpp"
#include "http/handlers/openapi.hpp"
#include "http/handlers/operations.hpp"
#include "http/handlers/record_reads.hpp"
#include "http/handlers/records.hpp"
#include "http/handlers/reference.hpp"
#include "http/handlers/resolve.hpp"
#include "http/handlers/seals.hpp"
#include "http/handlers/stock.hpp"
#include "http/handlers/tokens.hpp"
#include "http/handlers/units.hpp"
#include "http/list_request.hpp"
#include "http/waiting.hpp"

#include <deque>
#include <string>
#include <vector>

namespace nameplate::http {
namespace {

using enum Method;
using enum Weight;

constexpr auto anyone = Access::anyone();
constexpr auto viewer = Access::at_least(Role::viewer);
constexpr auto an_operator = Access::at_least(Role::operator_);
constexpr auto manager = Access::at_least(Role::manager);
constexpr auto admin = Access::at_least(Role::admin);
constexpr auto json_body = Accepts::json;

constexpr Route fixed_routes[] = {
    // Units, and everything about goods
    {get, "/api/v1/units", viewer, light, list_units, "units.list", json_body, is_heavy_unit_list},
    {get, "/api/v1/units/{id}", viewer, light, get_unit, "units.get", json_body, waits_or_asks_for_past},
    {get, "/api/v1/units/{id}/history", viewer, heavy, get_unit_history, "units.history"},
    {get, "/api/v1/units/{id}/proof", viewer, heavy, get_unit_proof, "units.proof"},
    {get, "/api/v1/containers", viewer, heavy, list_containers, "containers.list"},
    {get, "/api/v1/containers/{id}", viewer, heavy, get_container, "containers.get"},
    {get, "/api/v1/containers/{id}/history", viewer, heavy, get_container_history, "containers.history"},
    {get, "/api/v1/lots", viewer, heavy, list_lots, "lots.list"},
    {get, "/api/v1/lots/{id}", viewer, heavy, get_lot, "lots.get"},
    {get, "/api/v1/lots/{id}/history", viewer, heavy, get_lot_history, "lots.history"},
    {get, "/api/v1/stock", viewer, heavy, get_stock, "stock.get"},
    {get, "/api/v1/holds", viewer, heavy, list_holds, "holds.list"},
    {get, "/api/v1/holds/{id}", viewer, heavy, get_hold, "holds.get"},
    {get, "/api/v1/resolve", viewer, light, resolve_code, "resolve", json_body, must_wait},

    // Numbers
    {post, "/api/v1/serial-formats/preview", an_operator, heavy, preview_serial_format, "numbers.preview"},
    {get, "/api/v1/numbers/disagreements", viewer, heavy, list_number_disagreements, "numbers.disagreements"},
    {get, "/api/v1/numbers/near-duplicates", viewer, heavy, list_near_duplicates, "numbers.near_duplicates"},
    {get, "/api/v1/numbers/gaps", viewer, heavy, list_number_gaps, "numbers.gaps"},
    {post, "/api/v1/numbers/expand", an_operator, heavy, expand_numbers, "numbers.expand"},

    // The ledger
    {get, "/api/v1/events", viewer, heavy, list_events, "events.list"},
    {get, "/api/v1/events/{id}", viewer, heavy, get_event, "events.get"},
    {get, "/api/v1/changes", viewer, heavy, list_changes, "changes.list"},
    {post, "/api/v1/operations", an_operator, write, perform_batch, "operations.batch"},
    {get, "/api/v1/seals/head", viewer, heavy, get_seal_head, "seals.head"},
    {post, "/api/v1/operations/{verb}", an_operator, write, perform_operation, "operations.perform"},
    {get, "/api/v1/exceptions", viewer, heavy, list_exceptions, "exceptions.list"},
    {get, "/api/v1/exceptions/{id}", viewer, heavy, get_exception, "exceptions.get"},
    {post, "/api/v1/exceptions/{id}/resolve", manager, heavy, resolve_exception, "exceptions.resolve"},
    {get, "/api/v1/approvals", viewer, heavy, list_approvals, "approvals.list"},
    {get, "/api/v1/approvals/{id}", viewer, heavy, get_approval, "approvals.get"},
    {post, "/api/v1/approvals/{id}/approve", manager, heavy, approve, "approvals.approve"},
    {post, "/api/v1/approvals/{id}/reject", manager, heavy, reject, "approvals.reject"},

    {post, "/api/v1/erasures", admin, heavy, create_erasure, "erasures.create"},

    // Long work
    {get, "/api/v1/exports/{kind}", viewer, heavy, get_export, "exports.get"},
    {post, "/api/v1/imports", manager, heavy, create_import, "imports.create"},
    {put, "/api/v1/imports/{id}/parts/{part}", manager, heavy, put_import_part, "imports.part", Accepts::any},
    {post, "/api/v1/imports/{id}/check", manager, heavy, check_import, "imports.check"},
    {post, "/api/v1/imports/{id}/run", manager, heavy, run_import, "imports.run"},
    {post, "/api/v1/imports/{id}/take-back", manager, heavy, take_back_import, "imports.take_back"},
    {get, "/api/v1/jobs", viewer, heavy, list_jobs, "jobs.list"},
    {get, "/api/v1/jobs/{id}", viewer, heavy, get_job, "jobs.get"},
    {get, "/api/v1/jobs/{id}/result", viewer, heavy, get_job_result, "jobs.result"},
    {post, "/api/v1/jobs/{id}/cancel", manager, heavy, cancel_job, "jobs.cancel"},
    {post, "/api/v1/jobs/{id}/resume", manager, heavy, resume_job, "jobs.resume"},

    // The server
    {get, "/api/v1/backups", admin, heavy, list_backups, "backups.list"},
    {post, "/api/v1/backups", admin, heavy, create_backup, "backups.create"},
    {get, "/api/v1/backups/run", admin, heavy, get_backup_run, "backups.run"},
    {post, "/api/v1/backups/run/cancel", admin, heavy, cancel_backup_run, "backups.cancel"},
    {get, "/api/v1/reference/verbs", viewer, light, list_verbs, "reference.verbs"},
    {post, "/api/v1/clock/confirm", admin, write, confirm_clock, "clock.confirm"},
    {get, "/health/live", anyone, light, health_live, "health.live"},
    {get, "/health/ready", anyone, light, health_ready, "health.ready", json_body, must_wait},
    {get, "/metrics", viewer, heavy, get_metrics, "metrics"},
    {get, "/openapi.yaml", anyone, light, get_openapi, "openapi"},
};

/// The fixed routes and, for each kind of master data, the same set.
class RouteTable {
 public:
  RouteTable() : routes_(std::begin(fixed_routes), std::end(fixed_routes)) {
    for (auto const& kind : domain::record_kinds()) {
      if (kind.kind == domain::RecordKind::account) {
        add_tokens(kind);
      } else {
        add_records(kind);
      }
    }
  }

  [[nodiscard]] std::span<Route const> routes() const { return routes_; }

 private:
  void add_records(domain::RecordKindRule const& kind) {
    auto const path = std::string(api_base) + "/" + std::string(kind.path);
    auto const name = std::string(kind.path);
    auto const writer = Access::at_least(kind.role_min);
    routes_.push_back({get, kept(path), viewer, heavy, list_records, kept(name + ".list")});
    routes_.push_back(
        {get, kept(path + "/{id}"), viewer, light, get_record, kept(name + ".get"), json_body, waits_or_asks_for_past});
    routes_.push_back({get, kept(path + "/{id}/history"), viewer, heavy, get_record_history, kept(name + ".history")});
    routes_.push_back({post, kept(path), writer, write, create_record, kept(name + ".create")});
    routes_.push_back({put, kept(path + "/{id}"), writer, write, put_record, kept(name + ".put")});
    routes_.push_back({patch, kept(path + "/{id}"), writer, write, patch_record, kept(name + ".patch")});
  }

  /// Accounts are records too, but each begins with a token, and only administrators see who may do what.
  void add_tokens(domain::RecordKindRule const& kind) {
    auto const path = std::string(api_base) + "/" + std::string(kind.path);
    auto const name = std::string(kind.path);
    routes_.push_back({get, kept(path), admin, heavy, list_tokens, kept(name + ".list")});
    routes_.push_back(
        {get, kept(path + "/{id}"), admin, light, get_record, kept(name + ".get"), json_body, waits_or_asks_for_past});
    routes_.push_back({get, kept(path + "/{id}/history"), admin, heavy, get_record_history, kept(name + ".history")});
    routes_.push_back({post, kept(path), admin, write, create_token, kept(name + ".create")});
    routes_.push_back({patch, kept(path + "/{id}"), admin, write, patch_record, kept(name + ".patch")});
  }

  /// Routes hold views; a deque never moves what it holds.
  std::string_view kept(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::deque<std::string> texts_;
  std::vector<Route> routes_;
};

}  // namespace

std::span<Route const> all_routes() {
  static RouteTable const table;
  return table.routes();
}

}  // namespace nameplate::http

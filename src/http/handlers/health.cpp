#include "http/handlers/health.hpp"

#include "app/failure.hpp"
#include "base/logging.hpp"
#include "http/json_writer.hpp"
#include "http/read_answer.hpp"

namespace nameplate::http {

void health_live(Services& /*services*/, Request&& /*request*/, Respond respond) {
  respond(json(200, R"({"status":"live"})"));
}

void health_ready(Services& services, Request&& /*request*/, Respond respond) {
  auto const& writer = services.ledger.writer;
  std::optional<base::Error> failed;
  store::Head head;
  try {
    head = services.ledger.store.begin_read()->head();
  } catch (std::exception const& exception) {
    failed = app::explain_failure(std::current_exception());
    if (!failed) {
      throw;
    }
    base::log::warn("health", "the database cannot be read", {{"what", exception.what()}});
  }
  bool const clock_suspect = writer.clock_is_suspect();

  auto response = json(failed ? 503 : 200, {});
  JsonWriter out(response.body);
  out.begin_object().field("status", failed ? "not_ready" : "ready").field("reads", failed ? "failing" : "ok");
  out.field("writes", failed                                      ? "failing"
                      : clock_suspect || head.needs_newer_program ? "refused"
                                                                  : "ok")
      .field("clock", clock_suspect ? "suspect" : "ok");
  if (services.backups != nullptr && !services.backups->plan().folder.empty()) {
    out.field("backups", services.backups->is_late() ? "late" : "ok");
  }
  if (failed) {
    out.field("reason", failed->reason);
  } else {
    out.field("sequence", head.sequence);
    if (head.needs_newer_program) {
      out.field("reason", "schema.newer");
    }
  }
  out.end_object();
  respond(std::move(response));
}

}  // namespace nameplate::http

#include "http/handlers/backups.hpp"

#include "base/time_text.hpp"
#include "http/handlers/writing.hpp"
#include "http/json_writer.hpp"
#include "http/object_reader.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"

#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;

void write_backup(JsonWriter& out, app::Backup const& backup) {
  out.field("file", backup.file)
      .field("ledger", backup.ledger)
      .field("sequence", backup.sequence)
      .field("recordedAt", base::to_string(backup.recorded_at))
      .field("madeAt", base::to_string(backup.made_at))
      .field("bytes", backup.bytes)
      .field("sha256", backup.sha256)
      .field("schema", backup.schema)
      .field("program", backup.program)
      .field("scheduled", backup.scheduled)
      .field("verified", backup.verified);
}

void write_run(JsonWriter& out, app::BackupRun const& run) {
  out.field("run", run.number)
      .field("state", app::name_of(run.state))
      .field("scheduled", run.scheduled)
      .field("verify", run.verify)
      .field("startedAt", base::to_string(run.started_at));
  if (run.state == app::BackupRunState::running) {
    out.field("step", run.step).field("done", run.done).field("total", run.total);
  } else {
    out.field("endedAt", base::to_string(run.ended_at));
  }
  if (run.made) {
    out.begin_object("backup");
    write_backup(out, *run.made);
    out.end_object();
  }
  if (run.error) {
    out.begin_object("error").field("reason", run.error->reason).field("detail", run.error->detail).end_object();
  }
}

void answer_run(Services& services, Respond respond, base::Result<app::BackupRun> const& run, int status) {
  if (!run) {
    return refuse(services, std::move(respond), run.error());
  }
  auto response = json(status, {});
  JsonWriter out(response.body);
  out.begin_object();
  write_run(out, *run);
  out.end_object();
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

/// A path is the owner's to give: nobody else may say what the server writes where.
base::Result<app::BackupRequest> read_request(Request& request) {
  bool const is_owner = request.from_owner_socket && !request.headers.authorization;
  auto const body = JsonDocument::parse(request.body.empty() ? std::string("{}") : std::move(request.body));
  if (!body) {
    return std::unexpected(body.error());
  }
  if (!body->root().is_object()) {
    return base::fail(ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  ObjectReader reader(body->root());
  app::BackupRequest wanted{.verify = reader.optional_boolean("verify").value_or(false)};
  auto const path = reader.optional_text("path");
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  if (path && !is_owner) {
    return base::fail(ErrorKind::forbidden, "backup.path_not_allowed",
                      "Where a backup goes is for the owner of the database to say, with `nameplate backup` on the "
                      "server's machine. Leave `path` out: it goes into the folder of the server's settings.");
  }
  if (path && path->contains('\0')) {
    return base::fail(ErrorKind::invalid, "backup.path_malformed", "A path cannot hold a zero byte.");
  }
  wanted.path = path.value_or("");
  return wanted;
}

}  // namespace

void list_backups(Services& services, Request&& request, Respond respond) {
  if (auto const fine = QueryReader(request.query).finish(); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  auto const backups = services.backups->list();
  if (!backups) {
    return refuse(services, std::move(respond), backups.error());
  }
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object().begin_array("backups");
  for (auto const& backup : *backups) {
    out.begin_object();
    write_backup(out, backup);
    out.end_object();
  }
  auto const& plan = services.backups->plan();
  out.end_array()
      .begin_object("plan")
      .field("everySeconds", plan.every_seconds)
      .field("keep", static_cast<std::int64_t>(plan.keep))
      .field("late", services.backups->is_late())
      .end_object();
  if (auto const run = services.backups->run()) {
    out.begin_object("run");
    write_run(out, *run);
    out.end_object();
  }
  out.end_object();
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

void create_backup(Services& services, Request&& request, Respond respond) {
  auto const wanted = read_request(request);
  answer_run(services, std::move(respond), wanted ? services.backups->start(*wanted) : std::unexpected(wanted.error()),
             202);
}

void get_backup_run(Services& services, Request&& request, Respond respond) {
  if (auto const fine = QueryReader(request.query).finish(); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  auto run = services.backups->run();
  base::Result<app::BackupRun> const none =
      base::fail(ErrorKind::not_found, "backup.no_run", "No backup was made since the server started.");
  answer_run(services, std::move(respond), run ? *std::move(run) : none, 200);
}

void cancel_backup_run(Services& services, Request&& request, Respond respond) {
  if (!request.body.empty()) {
    auto const body = JsonDocument::parse(std::move(request.body));
    auto const fine = !body ? std::unexpected(body.error())
                      : !body->root().is_object()
                          ? base::fail(ErrorKind::bad_request, "field.type", "The body must be an object.")
                          : ObjectReader(body->root()).finish();
    if (!fine) {
      return refuse(services, std::move(respond), fine.error());
    }
  }
  answer_run(services, std::move(respond), services.backups->cancel(), 200);
}

}  // namespace nameplate::http

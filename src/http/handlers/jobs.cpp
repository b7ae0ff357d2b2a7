#include "http/handlers/jobs.hpp"

#include "app/external_id.hpp"
#include "app/imports/imports.hpp"
#include "app/imports/take_back.hpp"
#include "http/codec/object_fields.hpp"
#include "http/handlers/writing.hpp"
#include "http/list_request.hpp"
#include "http/object_reader.hpp"
#include "http/problem.hpp"
#include "http/query_reader.hpp"
#include "http/read_answer.hpp"
#include "http/render/jobs.hpp"
#include "http/routes.hpp"

#include <charconv>
#include <functional>
#include <memory>
#include <utility>

namespace nameplate::http {
namespace {

constexpr std::size_t rows_per_piece = 1000;

base::Result<domain::JobId> job_in_path(Request const& request) {
  auto const id = app::parse_external_id(app::id_letter::job, request.captures.front());
  if (!id) {
    return base::fail(base::ErrorKind::not_found, "job.unknown", "There is no such job. Its id looks like j7.");
  }
  return domain::JobId{*id};
}

/// What needs to say nothing: an empty body, or an object without members.
base::Result<void> check_empty_body(Request& request) {
  if (request.body.empty()) {
    return {};
  }
  auto const body = JsonDocument::parse(std::move(request.body));
  if (!body) {
    return std::unexpected(body.error());
  }
  if (!body->root().is_object()) {
    return base::fail(base::ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  return ObjectReader(body->root()).finish();
}

Response job_response(int status, store::Job const& job) {
  auto response = json(status, {});
  JsonWriter out(response.body);
  out.begin_object();
  render::write_job(out, job);
  out.end_object();
  return response;
}

void answer_job(Services& services, Respond respond, base::Result<store::Job> const& job, int status) {
  if (!job) {
    return refuse(services, std::move(respond), job.error());
  }
  auto response = job_response(status, *job);
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

/// Of a job that was just made, or made by the same request before.
void answer_made(Services& services, Respond respond, base::Result<app::MadeJob> const& made) {
  if (!made) {
    return refuse(services, std::move(respond), made.error());
  }
  auto response = job_response(201, made->job);
  response.headers.emplace_back(
      "Location", std::string(api_base) + "/jobs/" + app::ExternalId(app::id_letter::job, made->job.id.value).text());
  if (made->replayed) {
    response.headers.emplace_back("Nameplate-Replayed", "true");
  }
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

/// A change of a job that its path alone names.
using JobChange = std::function<base::Result<store::Job>(domain::Actor const&, domain::JobId)>;
void change_job(Services& services, Request& request, Respond respond, JobChange const& change) {
  auto const id = job_in_path(request);
  if (!id) {
    return refuse(services, std::move(respond), id.error());
  }
  if (auto const fine = check_empty_body(request); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  answer_job(services, std::move(respond), change(actor_of(request), *id), 202);
}

base::Result<app::ImportRequest> read_import(JsonValue body) {
  if (!body.is_object()) {
    return base::fail(base::ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  ObjectReader reader(body);
  app::ImportRequest read{.kind = std::string(reader.optional_text("kind").value_or(""))};
  if (auto const mapping = reader.required_object("mapping")) {
    mapping->append_to(read.mapping);
  }
  read.name = reader.optional_text("name").value_or("");
  if (auto const fault = find_fault(read.name, code_length_max, Lines::one); fault && !read.name.empty()) {
    reader.refuse("name", base::ErrorKind::invalid, fault->reason, fault->what);
  }
  if (auto const fine = reader.finish(); !fine) {
    return std::unexpected(fine.error());
  }
  return read;
}

base::Result<std::int64_t> part_in_path(Request const& request) {
  auto const& text = request.captures.back();
  std::int64_t part = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
  if (error != std::errc() || end != text.data() + text.size() || part < 1) {
    return base::fail(base::ErrorKind::not_found, "part.unknown", "Parts are numbered 1, 2, 3, ...");
  }
  return part;
}

/// The rows of a result, a page at a time, for as long as the client takes them.
class ResultPages {
 public:
  ResultPages(store::Store& store, domain::JobId job, bool only_failed, bool as_csv)
      : store_(store), job_(job), only_failed_(only_failed), as_csv_(as_csv) {}

  bool next(std::string& out) {
    if (as_csv_ && !std::exchange(has_header_, true)) {
      render::append_csv_header(out);
    }
    auto const rows = app::import_rows(store_, job_, only_failed_, after_, rows_per_piece);
    if (as_csv_) {
      render::append_csv_rows(out, rows);
    } else {
      for (auto const& row : rows) {
        JsonWriter line(out);
        render::write_import_row(line, row);
        out.push_back('\n');
      }
    }
    after_ = rows.empty() ? after_ : rows.back().note.error.row;
    return rows.size() == rows_per_piece;
  }

 private:
  store::Store& store_;
  domain::JobId job_;
  bool only_failed_;
  bool as_csv_;
  bool has_header_ = false;
  std::int64_t after_ = 0;
};

}  // namespace

void create_import(Services& services, Request&& request, Respond respond) {
  auto const actor = actor_of(request);
  auto written = read_write(request, KeyNeed::optional);
  if (!written) {
    return refuse(services, std::move(respond), written.error());
  }
  auto wanted = read_import(written->body.root());
  if (!wanted) {
    return refuse(services, std::move(respond), wanted.error());
  }
  wanted->key = written->key;
  answer_made(services, std::move(respond), app::create_import(*services.jobs, actor, *std::move(wanted)));
}

void take_back_import(Services& services, Request&& request, Respond respond) {
  auto const actor = actor_of(request);
  auto const id = job_in_path(request);
  if (!id) {
    return refuse(services, std::move(respond), id.error());
  }
  auto written = read_write(request, KeyNeed::optional);
  if (!written) {
    return refuse(services, std::move(respond), written.error());
  }
  ObjectReader reader(written->body.root());
  app::TakeBackRequest wanted{.import = *id, .key = written->key};
  wanted.check_only = reader.optional_boolean("check").value_or(false);
  wanted.proceeds = read_choice(reader, "onError", "proceed", "rollback");
  wanted.reason = read_text(reader, "reason", note_length_max, Lines::many);
  if (auto const fine = reader.finish(); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  answer_made(services, std::move(respond),
              app::create_take_back(services.ledger, *services.jobs, actor, std::move(wanted)));
}

void put_import_part(Services& services, Request&& request, Respond respond) {
  auto const id = job_in_path(request);
  auto const part = part_in_path(request);
  if (!id || !part) {
    return refuse(services, std::move(respond), !id ? id.error() : part.error());
  }
  auto const job = services.jobs->add_part(actor_of(request), *id, *part, std::move(request.body));
  answer_job(services, std::move(respond), job, 200);
}

void check_import(Services& services, Request&& request, Respond respond) {
  change_job(services, request, std::move(respond), std::bind_front(&app::Jobs::check, &*services.jobs));
}

void run_import(Services& services, Request&& request, Respond respond) {
  change_job(services, request, std::move(respond), [&](domain::Actor const& actor, domain::JobId id) {
    return app::run_job(services.ledger, *services.jobs, actor, id);
  });
}

void cancel_job(Services& services, Request&& request, Respond respond) {
  change_job(services, request, std::move(respond), std::bind_front(&app::Jobs::cancel, &*services.jobs));
}

void resume_job(Services& services, Request&& request, Respond respond) {
  change_job(services, request, std::move(respond), std::bind_front(&app::Jobs::resume, &*services.jobs));
}

void list_jobs(Services& services, Request&& request, Respond respond) {
  QueryReader query(request.query);
  auto const page = read_id_page(query, request);
  if (!page) {
    return refuse(services, std::move(respond), page.error());
  }
  auto const jobs = services.jobs->list(actor_of(request), {page->after}, page->limit);
  auto response = json(200, {});
  JsonWriter out(response.body);
  out.begin_object().begin_array("jobs");
  for (auto const& job : jobs.jobs) {
    out.begin_object();
    render::write_job(out, job);
    out.end_object();
  }
  out.end_array();
  if (jobs.next) {
    out.field("next", make_id_cursor(request, jobs.next->value));
  }
  out.end_object();
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

void get_job(Services& services, Request&& request, Respond respond) {
  if (auto const fine = QueryReader(request.query).finish(); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  auto const id = job_in_path(request);
  auto const job = id ? services.jobs->find(actor_of(request), *id) : std::unexpected(id.error());
  answer_job(services, std::move(respond), job, 200);
}

void get_job_result(Services& services, Request&& request, Respond respond) {
  constexpr std::string_view formats[] = {"jsonl", "csv"};
  constexpr std::string_view choices[] = {"all", "failed"};
  QueryReader query(request.query);
  bool const as_csv = query.choice("format", formats, 0) == 1;
  bool const only_failed = query.choice("only", choices, 0) == 1;
  if (auto const fine = query.finish(); !fine) {
    return refuse(services, std::move(respond), fine.error());
  }
  auto const id = job_in_path(request);
  auto const job = id ? services.jobs->find(actor_of(request), *id) : std::unexpected(id.error());
  if (!job) {
    return refuse(services, std::move(respond), job.error());
  }
  Response response{.content_type = as_csv ? "text/csv; charset=utf-8" : "application/jsonl"};
  auto pages = std::make_unique<ResultPages>(services.ledger.store, *id, only_failed, as_csv);
  response.stream = [pages = std::move(pages)](std::string& chunk) { return pages->next(chunk); };
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

}  // namespace nameplate::http

#include "http/handlers/operations.hpp"

#include "base/logging.hpp"
#include "http/codec/answer_json.hpp"
#include "http/codec/batch_codec.hpp"
#include "http/codec/kept_request.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/handlers/writing.hpp"
#include "http/problem.hpp"
#include "http/read_answer.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

struct Prepared {
  app::Command command;
  AnswerDetail detail = AnswerDetail::items;
};

base::Result<Prepared> prepare(Request& request) {
  auto const verb = read_verb(request.captures.front());
  if (!verb) {
    return std::unexpected(verb.error());
  }
  auto const body = JsonDocument::parse(std::move(request.body));
  if (!body) {
    return std::unexpected(body.error());
  }
  auto const key = claim_operation_key(request, *verb, body->root());
  if (!key) {
    return std::unexpected(key.error());
  }
  auto read = read_operation(body->root(), *verb);
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  return Prepared{.command = {.actor = actor_of(request),
                              .key = *key,
                              .what = std::move(read->operation),
                              .request = kept_request(*verb, body->root())},
                  .detail = read->detail};
}

/// What broke the machinery broke it for each of them: then there are no results to tell.
base::Error const* failure_of_all(std::vector<app::Outcome> const& outcomes) {
  bool const failed = !outcomes.empty() && std::ranges::all_of(outcomes, [](app::Outcome const& outcome) {
    return !outcome && status_of(outcome.error().kind) >= 500;
  });
  return failed ? &outcomes.front().error() : nullptr;
}

}  // namespace

void perform_operation(Services& services, Request&& request, Respond respond) {
  auto prepared = prepare(request);
  if (!prepared) {
    return refuse(services, std::move(respond), prepared.error());
  }
  submit(services, std::move(prepared->command), std::move(respond),
         [&services, detail = prepared->detail](app::Answer const& answer) {
           return operation_response(*services.ledger.master_data.now(), answer, detail);
         });
}

void perform_batch(Services& services, Request&& request, Respond respond) {
  // The keys of the operations are what makes it safe to repeat; one of the whole is welcome, and has nothing to do.
  auto const written = read_write(request, KeyNeed::optional);
  auto batch = written ? read_batch(written->body.root(), request.principal) : std::unexpected(written.error());
  if (!batch) {
    return refuse(services, std::move(respond), batch.error());
  }
  services.ledger.writer.submit_batch(
      std::move(batch->commands), [&services, respond = std::move(respond), entries = std::move(batch->entries)](
                                      std::vector<app::Outcome> const& outcomes) mutable {
        // As in `submit`: nothing may get out of here into the writer.
        try {
          auto const* const failure = failure_of_all(outcomes);
          auto response = failure != nullptr ? problem(*failure)
                                             : batch_response(*services.ledger.master_data.now(), entries, outcomes);
          add_sequence(response, services.ledger.writer.sequence());
          respond(std::move(response));
        } catch (std::exception const& thrown) {
          base::log::error("http", "an answer could not be made", {{"what", thrown.what()}});
        }
      });
}

}  // namespace nameplate::http

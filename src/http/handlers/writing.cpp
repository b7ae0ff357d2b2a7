#include "http/handlers/writing.hpp"

#include "base/logging.hpp"
#include "http/problem.hpp"
#include "http/read_answer.hpp"

#include <exception>
#include <utility>

namespace nameplate::http {
namespace {

Response response_to(app::Writer const& writer, app::Outcome const& outcome, RenderAnswer& render) {
  auto response = outcome ? render(*outcome) : problem(outcome.error());
  if (outcome && outcome->replayed) {
    response.headers.emplace_back("Nameplate-Replayed", "true");
  }
  add_sequence(response, writer.sequence());
  return response;
}

}  // namespace

base::Result<WriteRequest> read_write(Request& request, KeyNeed need) {
  auto body = JsonDocument::parse(std::move(request.body));
  if (!body) {
    return std::unexpected(std::move(body).error());
  }
  auto key = claim_key(request, body->root(), need);
  if (!key) {
    return std::unexpected(std::move(key).error());
  }
  return WriteRequest{.body = std::move(*body), .key = *key};
}

void submit(Services& services, app::Command command, Respond respond, RenderAnswer render) {
  auto& writer = services.ledger.writer;
  writer.submit(std::move(command), [&writer, respond = std::move(respond),
                                     render = std::move(render)](app::Outcome const& outcome) mutable {
    // The change is durable by now, and the writer has others to answer: nothing may get out of here. Dropping
    // `respond` answers 500, and a repetition with the same key then gets the stored answer.
    try {
      respond(response_to(writer, outcome, render));
    } catch (std::exception const& failure) {
      base::log::error("http", "an answer could not be made", {{"what", failure.what()}});
    }
  });
}

void refuse(Services& services, Respond respond, base::Error const& error) {
  auto response = problem(error);
  add_sequence(response, services.ledger.writer.sequence());
  respond(std::move(response));
}

domain::Actor actor_of(Request const& request) {
  return {.account = request.principal.account, .role = request.principal.role};
}

}  // namespace nameplate::http

#include "http/handlers/operations.hpp"

#include "http/codec/answer_json.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/handlers/writing.hpp"
#include "http/nearest_name.hpp"

#include <string>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

std::unexpected<base::Error> unknown_verb(std::string_view name) {
  std::vector<std::string_view> names;
  for (auto const& rule : domain::verb_rules()) {
    names.push_back(rule.name);
  }
  auto const nearest = nearest_name(name, names);
  return base::fail(base::ErrorKind::not_found, "verb.unknown",
                    "There is no operation \"" + std::string(name.substr(0, 100)) + "\"." +
                        (nearest.empty() ? std::string(" GET /api/v1/reference/verbs lists them.")
                                         : " Did you mean " + std::string(nearest) + "?"));
}

struct Prepared {
  app::Command command;
  AnswerDetail detail = AnswerDetail::items;
};

base::Result<Prepared> prepare(Request& request) {
  auto const verb = domain::parse_verb(request.captures.front());
  if (!verb) {
    return unknown_verb(request.captures.front());
  }
  auto written = read_write(request, KeyNeed::required);
  if (!written) {
    return std::unexpected(std::move(written).error());
  }
  auto read = read_operation(written->body.root(), *verb);
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  return Prepared{.command = {.actor = actor_of(request), .key = written->key, .what = std::move(read->operation)},
                  .detail = read->detail};
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

}  // namespace nameplate::http

#include "cli/api/ask.hpp"

#include "base/hash.hpp"
#include "base/time_text.hpp"
#include "cli/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace nameplate::cli {
namespace {

base::ErrorKind kind_of(int status) {
  switch (status) {
    case 400: return base::ErrorKind::bad_request;
    case 401: return base::ErrorKind::unauthorised;
    case 403: return base::ErrorKind::forbidden;
    case 404: return base::ErrorKind::not_found;
    case 409: return base::ErrorKind::conflict;
    case 412: return base::ErrorKind::stale;
    case 413: return base::ErrorKind::too_large;
    case 428: return base::ErrorKind::precondition_required;
    case 507: return base::ErrorKind::storage_full;
    default: return status >= 500 ? base::ErrorKind::unavailable : base::ErrorKind::invalid;
  }
}

/// `2026-11-25T12:00:00Z`; the beginning of time when it is none.
base::Instant instant_in(boost::json::object const& object, std::string_view name) {
  auto const read = base::parse_time(text_in(object, name));
  return read ? read->instant : base::Instant();
}

/// The first of several members that is there.
std::string first_of(boost::json::object const& object, std::initializer_list<std::string_view> names) {
  for (auto const name : names) {
    if (auto text = text_in(object, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::vector<base::Contradicted> contradicts_of(boost::json::object const& problem) {
  std::vector<base::Contradicted> all;
  auto const* const listed = problem.if_contains("contradicts");
  if (listed == nullptr || !listed->is_array()) {
    return all;
  }
  for (auto const& entry : listed->get_array()) {
    if (auto const* const one = entry.if_object()) {
      all.push_back({.event = text_in(*one, "event"),
                     .verb = text_in(*one, "verb"),
                     .time = instant_in(*one, "time"),
                     .recorded_at = instant_in(*one, "recordedAt"),
                     .subject = first_of(*one, {"unit", "container", "lot"}),
                     .product = text_in(*one, "product"),
                     .number = first_of(*one, {"serial", "code", "number"}),
                     .reason = text_in(*one, "reason"),
                     .detail = text_in(*one, "detail")});
    }
  }
  return all;
}

std::vector<base::ItemError> items_of(boost::json::object const& problem) {
  std::vector<base::ItemError> items;
  auto const* const listed = problem.if_contains("items");
  if (listed == nullptr || !listed->is_array()) {
    return items;
  }
  for (auto const& entry : listed->get_array()) {
    if (auto const* const item = entry.if_object()) {
      items.push_back({.index = static_cast<std::size_t>(number_in(*item, "index")),
                       .reason = text_in(*item, "reason"),
                       .detail = text_in(*item, "detail"),
                       .contradicts = contradicts_of(*item)});
      if (auto const* const matches = item->if_contains("matches"); matches != nullptr && matches->is_array()) {
        for (auto const& match : matches->get_array()) {
          items.back().matches.push_back(shown(match));
        }
      }
    }
  }
  return items;
}

}  // namespace

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

std::string target_of(std::string_view path, std::span<Parameter const> parameters) {
  auto target = std::string(api_base) + std::string(path);
  char mark = '?';
  for (auto const& [name, value] : parameters) {
    target += mark + encoded(name) + "=" + encoded(value);
    mark = '&';
  }
  return target;
}

std::string new_key() {
  return base::to_hex(base::random_bytes(16));
}

ApiRequest change(std::string_view method, std::string_view path, std::string body, std::string_view key) {
  return {.method = std::string(method),
          .target = target_of(path),
          .headers = {{"Content-Type", "application/json"},
                      {"Idempotency-Key", key.empty() ? new_key() : std::string(key)}},
          .body = std::move(body)};
}

base::Result<ApiAnswer> ask(Api& api, ApiRequest const& request, BodySink const& sink) {
  auto answer = api.send(request, sink);
  if (!answer.is_success()) {
    return std::unexpected(explain(answer));
  }
  return answer;
}

base::Result<boost::json::object> ask_json(Api& api, ApiRequest const& request) {
  auto const answer = ask(api, request);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  return read_object(answer->body);
}

base::Result<boost::json::object> get_json(Api& api, std::string_view path, std::span<Parameter const> parameters) {
  return ask_json(api, {.target = target_of(path, parameters)});
}

boost::json::object read_object(std::string_view body) {
  boost::json::error_code malformed;
  auto const value = boost::json::parse({body.data(), body.size()}, malformed);
  auto const* const object = malformed ? nullptr : value.if_object();
  if (object == nullptr) {
    throw ApiFailure("The answer is not one of a Nameplate server. Check the address.");
  }
  return *object;
}

void read_refusal(boost::json::object const& refusal, base::Error& error) {
  auto const reason = text_in(refusal, "reason");
  error.reason = reason.empty() ? error.reason : reason;
  auto const detail = text_in(refusal, "detail");
  error.detail = detail.empty() ? error.detail : detail;
  error.items = items_of(refusal);
  error.contradicts = contradicts_of(refusal);
}

base::Error explain(ApiAnswer const& answer) {
  base::Error error{.kind = kind_of(answer.status),
                    .reason = "server.refused",
                    .detail = "The server answered with status " + std::to_string(answer.status) + "."};
  if (answer.status >= 300 && answer.status < 400) {
    error.reason = "server.redirects";
    error.detail = "The server sends us on to " + answer.header("Location") +
                   ". A token is not sent to where it was not meant for: name that address yourself if it is right.";
    return error;
  }
  boost::json::error_code malformed;
  auto const problem = boost::json::parse(answer.body, malformed);
  if (auto const* const fields = malformed ? nullptr : problem.if_object()) {
    read_refusal(*fields, error);
  }
  return error;
}

}  // namespace nameplate::cli

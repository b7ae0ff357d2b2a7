#include "http/problem.hpp"

#include "base/check.hpp"
#include "http/codec/contradicts_json.hpp"

namespace nameplate::http {
namespace {

constexpr std::string_view retry_after_seconds = "1";

void write_items(JsonWriter& writer, std::vector<base::ItemError> const& items) {
  if (items.empty()) {
    return;
  }
  writer.begin_array("items");
  for (auto const& item : items) {
    writer.begin_object().field("index", item.index).field("reason", item.reason).field("detail", item.detail);
    if (!item.matches.empty()) {
      writer.begin_array("matches");
      for (auto const& match : item.matches) {
        writer.value(match);
      }
      writer.end_array();
    }
    write_contradicts(writer, item.contradicts);
    writer.end_object();
  }
  writer.end_array();
}

Response made(int status, base::Error const& error) {
  Response response{.status = status, .content_type = "application/problem+json"};
  JsonWriter writer(response.body);
  writer.begin_object().field("type", "about:blank").field("title", status_phrase(status)).field("status", status);
  write_refusal(writer, error);
  writer.end_object();
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  if (status == 503) {
    response.headers.emplace_back("Retry-After", retry_after_seconds);
  }
  return response;
}

}  // namespace

int status_of(base::ErrorKind kind) {
  using enum base::ErrorKind;
  switch (kind) {
    case bad_request: return 400;
    case unauthorised: return 401;
    case forbidden: return 403;
    case not_found: return 404;
    case conflict: return 409;
    case stale: return 412;
    case too_large: return 413;
    case invalid: return 422;
    case precondition_required: return 428;
    case unavailable: return 503;
    case internal: return 500;
    case storage_full: return 507;
  }
  base::unreachable();
}

void write_refusal(JsonWriter& writer, base::Error const& error) {
  writer.field("reason", error.reason).field("detail", error.detail);
  write_items(writer, error.items);
  write_contradicts(writer, error.contradicts);
}

Response problem(base::Error const& error) {
  return made(status_of(error.kind), error);
}

Response problem(int status, std::string_view reason, std::string_view detail) {
  return made(status, {.reason = std::string(reason), .detail = std::string(detail)});
}

std::string_view status_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

}  // namespace nameplate::http

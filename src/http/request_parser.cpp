#include "http/request_parser.hpp"

#include <boost/beast/core/string.hpp>

#include <optional>
#include <string>

namespace nameplate::http {
namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

std::optional<Method> method_of(verb method) {
  switch (method) {
    case verb::get: return Method::get;
    case verb::head: return Method::head;
    case verb::post: return Method::post;
    case verb::put: return Method::put;
    case verb::patch: return Method::patch;
    case verb::delete_: return Method::delete_;
    case verb::options: return Method::options;
    default: return std::nullopt;
  }
}

}  // namespace

RequestParser::RequestParser(std::uint32_t header_bytes_max, std::uint64_t body_bytes_max) {
  header_limit(header_bytes_max);
  body_limit(body_bytes_max);
}

void RequestParser::on_request_impl(verb method, View, View target, int version, ErrorCode&) {
  auto const known = method_of(method);
  method_is_known_ = known.has_value();
  request_.method = known.value_or(Method::get);
  request_.target.assign(target.data(), target.size());
  is_http_1_0_ = version == 10;
}

void RequestParser::on_field_impl(field name, View name_text, View value, ErrorCode&) {
  if (head_is_done_) {
    return;  // a trailer: what comes after the access check must not change what was checked
  }
  auto const is = [&](View wanted) { return boost::beast::iequals(name_text, wanted); };
  auto& headers = request_.headers;
  std::optional<std::string>* into = nullptr;
  switch (name) {
    case field::authorization: into = &headers.authorization; break;
    case field::if_match: into = &headers.if_match; break;
    case field::if_none_match: into = &headers.if_none_match; break;
    case field::content_type: into = &headers.content_type; break;
    case field::content_encoding: into = &headers.content_encoding; break;
    case field::cookie: into = &headers.cookie; break;
    case field::origin: into = &headers.origin; break;
    case field::expect: expects_continue_ = true; return;  // HeadScanner lets through 100-continue only
    case field::transfer_encoding: request_.has_body = true; return;
    case field::content_length: request_.has_body = value != "0"; return;
    case field::accept:
      if (headers.accept) {
        headers.accept->append(", ").append(value.data(), value.size());
        return;
      }
      into = &headers.accept;
      break;
    case field::unknown:
      if (is("idempotency-key")) {
        into = &headers.idempotency_key;
      } else if (is("nameplate-min-sequence")) {
        into = &headers.nameplate_min_sequence;
      } else if (is("sec-fetch-site")) {
        into = &headers.sec_fetch_site;
      }
      break;
    default: break;
  }
  if (into != nullptr) {
    into->emplace(value.data(), value.size());
  }
}

void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) {
  if (length) {
    request_.body.reserve(*length);  // below the limit; memory that no byte comes for is never touched
  }
}

std::size_t RequestParser::on_body_impl(View part, ErrorCode&) {
  request_.body.append(part.data(), part.size());
  return part.size();
}

}  // namespace nameplate::http

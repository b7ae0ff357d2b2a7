#include "http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

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

/// A field that may be sent several times means one list.
void append_to_list(std::optional<std::string>& list, boost::beast::string_view value) {
  if (list) {
    list->append(", ").append(value.data(), value.size());
  } else {
    list.emplace(value.data(), value.size());
  }
}

}  // namespace

class RequestParser::Impl final : public boost::beast::http::basic_parser<true> {
 public:
  Request request;
  bool method_is_known = true;
  bool expects_continue = false;
  bool is_http_1_0 = false;

 private:
  using View = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(verb method, View, View target, int version, ErrorCode&) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(field name, View name_text, View value, ErrorCode&) override;
  void on_header_impl(ErrorCode&) override { head_is_done_ = true; }
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) override;
  std::size_t on_body_impl(View part, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View part, ErrorCode& code) override {
    return on_body_impl(part, code);
  }
  void on_finish_impl(ErrorCode&) override {}

  bool head_is_done_ = false;
};

void RequestParser::Impl::on_request_impl(verb method, View, View target, int version, ErrorCode&) {
  auto const known = method_of(method);
  method_is_known = known.has_value();
  request.method = known.value_or(Method::get);
  request.target.assign(target.data(), target.size());
  is_http_1_0 = version == 10;
}

void RequestParser::Impl::on_field_impl(field name, View name_text, View value, ErrorCode&) {
  if (head_is_done_) {
    return;  // a trailer: what comes after the access check must not change what was checked
  }
  auto const is = [&](View wanted) { return boost::beast::iequals(name_text, wanted); };
  auto& headers = request.headers;
  std::optional<std::string>* into = nullptr;
  switch (name) {
    case field::authorization: into = &headers.authorization; break;
    case field::if_match: into = &headers.if_match; break;
    case field::if_none_match: into = &headers.if_none_match; break;
    case field::content_type: into = &headers.content_type; break;
    case field::content_encoding: into = &headers.content_encoding; break;
    case field::cookie: into = &headers.cookie; break;
    case field::origin: into = &headers.origin; break;
    case field::expect: expects_continue = true; return;  // HeadScanner lets through 100-continue only
    case field::transfer_encoding: request.has_body = true; return;
    case field::content_length: request.has_body = value != "0"; return;
    case field::host: into = &headers.host; break;
    case field::accept: append_to_list(headers.accept, value); return;
    case field::unknown:
      if (is("idempotency-key")) {
        into = &headers.idempotency_key;
      } else if (is("nameplate-min-sequence")) {
        into = &headers.nameplate_min_sequence;
      } else if (is("sec-fetch-site")) {
        into = &headers.sec_fetch_site;
      } else if (is("x-forwarded-for")) {
        append_to_list(headers.x_forwarded_for, value);
      } else if (is("x-forwarded-proto")) {
        append_to_list(headers.x_forwarded_proto, value);
      }
      break;
    default: break;
  }
  if (into != nullptr) {
    into->emplace(value.data(), value.size());
  }
}

void RequestParser::Impl::on_body_init_impl(boost::optional<std::uint64_t> const& length, ErrorCode&) {
  if (length) {
    request.body.reserve(*length);  // below the limit; memory that no byte comes for is never touched
  }
}

std::size_t RequestParser::Impl::on_body_impl(View part, ErrorCode&) {
  request.body.append(part.data(), part.size());
  return part.size();
}

RequestParser::RequestParser(std::size_t header_bytes_max, std::uint64_t body_bytes_max)
    : impl_(std::make_unique<Impl>()) {
  impl_->header_limit(static_cast<std::uint32_t>(header_bytes_max + 1));  // HeadScanner has checked it, and says more
  impl_->body_limit(body_bytes_max);
}

RequestParser::~RequestParser() = default;

bool RequestParser::parse_head(std::string_view head) {
  boost::beast::error_code error;
  auto const used = impl_->put(boost::asio::buffer(head), error);
  impl_->eager(true);  // from here on, as much of the body as there is
  return !error && used == head.size() && impl_->is_header_done();
}

RequestParser::Body RequestParser::parse_body(std::string_view& bytes) {
  boost::beast::error_code error;
  bytes.remove_prefix(impl_->put(boost::asio::buffer(bytes), error));
  if (error == boost::beast::http::error::body_limit) {
    return Body::too_large;
  }
  if (error && error != boost::beast::http::error::need_more) {
    return Body::malformed;
  }
  return impl_->is_done() ? Body::done : Body::needs_more;
}

Request& RequestParser::request() {
  return impl_->request;
}

bool RequestParser::is_done() const {
  return impl_->is_done();
}

bool RequestParser::method_is_known() const {
  return impl_->method_is_known;
}

bool RequestParser::expects_continue() const {
  return impl_->expects_continue;
}

bool RequestParser::is_http_1_0() const {
  return impl_->is_http_1_0;
}

bool RequestParser::keeps_connection() const {
  return impl_->keep_alive() && !impl_->is_http_1_0;
}

std::optional<std::uint64_t> RequestParser::content_length() const {
  auto const length = impl_->content_length();
  return length ? std::optional(*length) : std::nullopt;
}

}  // namespace nameplate::http

// The part of a session that reads.

#include "http/request_parser.hpp"
#include "http/session.hpp"

#include <string>
#include <tuple>
#include <utility>

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 sees Asio's operator delete for coroutine frames, but not that its operator new was inlined.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace nameplate::http {
namespace {

constexpr std::size_t head_read_bytes = 4096;
constexpr std::size_t body_read_bytes = 64 * 1024;

// From functions, as in session.cpp: GCC 12 destroys an aggregate twice that is made inside a co_return expression.

HeadScanner::Refusal too_slow(std::string_view what) {
  return {.status = 408, .reason = "request.too_slow", .detail = "The " + std::string(what) + " came too slowly."};
}

HeadScanner::Refusal chunks_broken() {
  return {.status = 400, .reason = "body.malformed", .detail = "The chunks of the body are broken."};
}

HeadScanner::Refusal body_too_large(std::size_t bytes_max) {
  return {.status = 413,
          .reason = "body.too_large",
          .detail = "The body is larger than " + std::to_string(bytes_max) + " bytes. Send it in parts."};
}

}  // namespace

Awaitable<Session::Head> Session::receive_head() {
  HeadScanner scanner({.target_bytes_max = options_.target_bytes_max,
                       .header_bytes_max = options_.header_bytes_max,
                       .header_count_max = options_.header_count_max,
                       .body_bytes_max = options_.body_bytes_max});
  bool has_begun = false;
  for (;;) {
    if (!received_.is_empty()) {
      if (!has_begun) {
        has_begun = true;
        set_deadline(options_.header_timeout);
      }
      auto outcome = scanner.scan(received_.view());
      if (auto* const refusal = std::get_if<HeadScanner::Refusal>(&outcome)) {
        co_return std::move(*refusal);
      }
      if (auto const* const complete = std::get_if<HeadScanner::Complete>(&outcome)) {
        co_return *complete;
      }
    } else {
      if (host_.draining) {
        co_return Gone{};
      }
      waits_for_request_ = true;
      set_deadline(served_before_ ? options_.idle_timeout : options_.header_timeout);
    }
    bool const came = co_await receive_more(head_read_bytes);
    waits_for_request_ = false;
    if (!came && expired_ && has_begun) {
      co_return too_slow("header of the request");
    }
    if (!came) {
      co_return Gone{};
    }
  }
}

Awaitable<Session::BodyOutcome> Session::receive_body(RequestParser& parser) {
  if (parser.is_done()) {
    co_return std::monostate{};
  }
  if (parser.expects_continue() && !parser.is_http_1_0() && received_.is_empty()) {
    bool const written = co_await write_all("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!written) {
      co_return Gone{};
    }
  }
  auto const begun = Clock::now();
  auto const bytes_before = bytes_received_;
  for (;;) {
    if (!received_.is_empty()) {
      auto rest = received_.view();
      auto const outcome = parser.parse_body(rest);
      received_.consume(received_.size() - rest.size());
      if (outcome == RequestParser::Body::too_large) {
        co_return body_too_large(options_.body_bytes_max);
      }
      if (outcome == RequestParser::Body::done) {
        clear_deadline();
        co_return std::monostate{};
      }
      // What the parser leaves standing is the start of a chunk's size line or of the trailer: never long.
      if (outcome == RequestParser::Body::malformed || rest.size() > options_.header_bytes_max) {
        co_return chunks_broken();
      }
    }
    auto const bytes = bytes_received_ - bytes_before;
    deadline_ =
        begun + options_.body_grace + std::chrono::milliseconds(bytes * 1000 / options_.body_bytes_per_second_min);
    bool const came = co_await receive_more(body_read_bytes);
    if (!came && expired_) {
      co_return too_slow("body");
    }
    if (!came) {
      co_return Gone{};
    }
  }
}

Awaitable<bool> Session::receive_more(std::size_t bytes_max) {
  auto const space = received_.prepare(bytes_max);
  std::size_t size = 0;
  if (tls_) {
    size = co_await tls_->read_some(space);
  } else {
    boost::system::error_code error;
    std::tie(error, size) = co_await socket_.async_read_some(asio::buffer(space.data(), space.size()), as_result);
  }
  if (size == 0 || expired_) {
    co_return false;
  }
  received_.commit(size);
  bytes_received_ += size;
  co_return true;
}

}  // namespace nameplate::http

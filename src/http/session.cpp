#include "http/session.hpp"

#include "base/logging.hpp"
#include "http/forwarded.hpp"
#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"

#include <exception>
#include <utility>

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 sees Asio's operator delete for coroutine frames, but not that its operator new was inlined.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace nameplate::http {
namespace {

/// An idle connection keeps no more, whatever it sent before.
constexpr std::size_t idle_buffer_bytes_max = 8 * 1024;
/// The body of a refused request is read, and the connection kept, up to this size.
constexpr std::size_t refused_body_bytes_max = 64 * 1024;

// GCC 12 destroys an aggregate twice when it is made inside a co_await or co_return expression. So such
// values come from functions, and coroutines take them by reference.

HeadScanner::Refusal not_http() {
  return {.status = 400, .reason = "request.malformed", .detail = "The request is not HTTP/1.1."};
}

HeadScanner::Refusal method_unknown() {
  return {.status = 501, .reason = "method.unknown", .detail = "This method is not implemented here."};
}

}  // namespace

class Session::Exchange final : public AnswerSlot {
 public:
  explicit Exchange(std::shared_ptr<asio::io_context> loop) : answer(std::move(loop)) {}
  OneShot<Response> answer;

 protected:
  void deliver(Response response) override { answer.set(std::move(response)); }
};

Session::Session(LoopState& host, Socket socket, Connection connection)
    : host_(host),
      options_(host.transport.options),
      socket_(std::move(socket)),
      connection_(std::move(connection)),
      behind_proxy_(is_trusted(connection_.peer, options_.trusted_proxies)) {
  host_.sessions.insert(this);
}

Session::~Session() {
  host_.sessions.erase(this);
}

Awaitable<void> Session::run() {
  try {
    bool const begun = co_await begin_tls();
    if (begun) {
      co_await serve_all();
    }
  } catch (std::exception const& exception) {
    base::log::error("http", "a connection failed", {{"what", exception.what()}});
  }
  if (in_request_) {
    end_request(499);  // the client went away, or was cut, before its answer was out
  } else if (tls_ && !is_cut_) {
    tls_->say_goodbye();
  }
  boost::system::error_code ignored;
  static_cast<void>(socket_.close(ignored));
}

Awaitable<void> Session::serve_all() {
  for (;;) {
    auto const next = co_await serve_one();
    if (next == Next::close) {
      co_return;
    }
    served_before_ = true;
    received_.release_above(idle_buffer_bytes_max);
  }
}

Awaitable<Session::Next> Session::serve_one() {
  auto head = co_await receive_head();
  if (std::holds_alternative<Gone>(head)) {
    co_return Next::close;
  }
  begin_request();
  if (auto* const refusal = std::get_if<HeadScanner::Refusal>(&head)) {
    co_return co_await refuse(*refusal);
  }
  auto const head_bytes = std::get<HeadScanner::Complete>(head).size;
  RequestParser parser(options_.header_bytes_max, options_.body_bytes_max);
  bool const parsed = parser.parse_head(received_.view().substr(0, head_bytes));
  received_.consume(head_bytes);
  if (!parsed) {
    auto const refusal = not_http();
    co_return co_await refuse(refusal);
  }
  if (!parser.method_is_known()) {
    auto const refusal = method_unknown();
    co_return co_await refuse(refusal);
  }
  co_return co_await serve(parser);
}

Awaitable<Session::Next> Session::serve(RequestParser& parser) {
  auto& request = parser.request();
  request.from_owner_socket = connection_.from_owner_socket;
  request.request_id = host_.request_ids.next();
  Asked asked{.request_id = request.request_id,
              .method = request.method,
              .is_http_1_0 = parser.is_http_1_0(),
              .next = parser.keeps_connection() ? Next::request : Next::close};
  identify_client(request, asked);

  auto admission = host_.transport.dispatcher.admit(request);
  route_index_ = admission.route_index;
  if (admission.ends_connection) {
    asked.next = Next::close;
  }
  if (admission.refusal && !parser.is_done()) {
    auto const length = parser.content_length();
    if (parser.expects_continue() || !length || *length > refused_body_bytes_max) {
      asked.next = Next::close;
      co_return co_await answer(*admission.refusal, asked);
    }
  }
  auto body = co_await receive_body(parser);
  if (std::holds_alternative<Gone>(body)) {
    co_return Next::close;
  }
  if (auto* const refusal = std::get_if<HeadScanner::Refusal>(&body)) {
    co_return co_await refuse(*refusal);
  }
  if (admission.refusal) {
    co_return co_await answer(*admission.refusal, asked);
  }

  exchange_ = std::make_shared<Exchange>(host_.loop);
  host_.transport.dispatcher.run(*admission.route, std::move(request), exchange_, host_.transport.workers);
  auto response = co_await exchange_->answer.wait();
  exchange_.reset();
  if (!response) {
    co_return Next::close;
  }
  co_return co_await answer(*response, asked);
}

void Session::identify_client(Request& request, Asked& asked) const {
  request.peer = connection_.peer;
  asked.by_https =
      tls_ != nullptr || (options_.base_url && options_.base_url->is_https && !connection_.from_owner_socket);
  if (behind_proxy_) {
    request.peer =
        client_behind(connection_.peer, request.headers.x_forwarded_for.value_or(""), options_.trusted_proxies);
    asked.by_https = asked.by_https || says_https(request.headers.x_forwarded_proto.value_or(""));
  }
}

Awaitable<Session::Next> Session::refuse(HeadScanner::Refusal const& refusal) {
  auto response = problem(refusal.status, refusal.reason, refusal.detail);
  Asked const asked{.request_id = host_.request_ids.next(), .by_https = tls_ != nullptr};
  co_return co_await answer(response, asked);
}

void Session::expire_if_due(Clock::time_point now) {
  if (now >= deadline_) {
    expired_ = true;
    clear_deadline();
    cancel_waiting();
  }
}

void Session::drain() {
  if (waits_for_request_) {
    cancel_waiting();
  }
}

void Session::cancel_waiting() {
  if (tls_) {
    tls_->cancel();
    return;
  }
  boost::system::error_code ignored;
  static_cast<void>(socket_.cancel(ignored));
}

void Session::abort() {
  boost::system::error_code ignored;
  if (tls_) {
    // Not closed yet: OpenSSL holds the number of the descriptor, which might be somebody else's by the next call.
    static_cast<void>(socket_.shutdown(Socket::shutdown_both, ignored));
    tls_->cancel();
  } else {
    static_cast<void>(socket_.close(ignored));
  }
  if (exchange_) {
    exchange_->answer.abandon();
  }
  if (piece_) {
    piece_->abandon();
  }
}

void Session::set_deadline(std::chrono::milliseconds from_now) {
  expired_ = false;
  deadline_ = Clock::now() + from_now;
}

void Session::begin_request() {
  in_request_ = true;
  started_ = Clock::now();
  route_index_ = host_.transport.dispatcher.unrouted();
  host_.transport.metrics.request_started();
  clear_deadline();
  expired_ = false;
}

void Session::end_request(int status) {
  in_request_ = false;
  auto& metrics = host_.transport.metrics;
  metrics.request_ended();
  metrics.count_request(host_.index, route_index_, status,
                        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_));
  metrics.count_request_bytes(host_.index, std::exchange(bytes_received_, 0), std::exchange(bytes_sent_, 0));
}

}  // namespace nameplate::http

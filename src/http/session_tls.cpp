// The part of a session that begins TLS.

#include "http/metrics.hpp"
#include "http/session.hpp"
#include "http/tls_certificate.hpp"

#include <array>
#include <cstddef>

#include <sys/socket.h>

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 sees Asio's operator delete for coroutine frames, but not that its operator new was inlined.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace nameplate::http {
namespace {

/// The head of a record (type, two bytes of version, two of length), then that of a message (type, three of length).
using FirstBytes = std::array<unsigned char, 9>;

/// OpenSSL sets memory aside as soon as it knows how long the client's first message claims to be, and takes up to 128
/// KiB. Those of browsers and libraries stay below 3.
constexpr std::size_t hello_bytes_max = 16 * 1024;

enum class Beginning { tls, plain_http, neither };

Beginning judge(FirstBytes const& bytes) {
  static constexpr unsigned char handshake_record = 22;
  static constexpr unsigned char client_hello = 1;
  static constexpr std::size_t message_head_bytes = 4;
  if (bytes[0] >= 'A' && bytes[0] <= 'Z') {
    return Beginning::plain_http;
  }
  auto const record_bytes = bytes[3] * 256U + bytes[4];
  auto const hello_bytes = (bytes[6] * 256U + bytes[7]) * 256U + bytes[8];
  bool const is_hello = bytes[0] == handshake_record && record_bytes >= message_head_bytes && bytes[5] == client_hello;
  return is_hello && hello_bytes <= hello_bytes_max ? Beginning::tls : Beginning::neither;
}

void wake_reader_at(int descriptor, int bytes) {
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

HeadScanner::Refusal not_encrypted() {
  return {.status = 400,
          .reason = "request.not_encrypted",
          .detail = "This server speaks HTTPS here. Write https:// in place of http://."};
}

}  // namespace

Awaitable<bool> Session::begin_tls() {
  if (!speaks_tls()) {
    co_return true;
  }
  if (host_.draining) {
    co_return false;
  }
  set_deadline(options_.header_timeout);
  waits_for_request_ = true;
  // Nothing is set aside for who connects and says nothing.
  int const descriptor = socket_.native_handle();
  FirstBytes bytes{};
  wake_reader_at(descriptor, bytes.size());
  auto const [error] = co_await socket_.async_wait(Socket::wait_read, as_result);
  auto const peeked = error || expired_ ? 0 : ::recv(descriptor, bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
  wake_reader_at(descriptor, 1);
  auto const beginning = peeked == std::ssize(bytes) ? judge(bytes) : Beginning::neither;
  if (beginning == Beginning::plain_http) {
    waits_for_request_ = false;
    begin_request();
    auto const refusal = not_encrypted();
    co_await refuse(refusal);
    co_return false;
  }
  bool agreed = false;
  if (beginning == Beginning::tls) {
    tls_ = std::make_unique<TlsStream>(socket_, *options_.tls->current());
    agreed = co_await tls_->shake_hands();
  }
  waits_for_request_ = false;
  if (!agreed) {
    host_.transport.metrics.handshake_failed();
  }
  co_return agreed;
}

}  // namespace nameplate::http

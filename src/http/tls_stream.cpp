#include "http/tls_stream.hpp"

#include "base/check.hpp"
#include "base/logging.hpp"
#include "http/tls_context.hpp"

#include <boost/asio/post.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 sees Asio's operator delete for coroutine frames, but not that its operator new was inlined.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace nameplate::http {

void TlsStream::Free::operator()(ssl_st* stream) const {
  SSL_free(stream);
}

TlsStream::TlsStream(Socket& socket, TlsContext const& context) : socket_(socket), stream_(SSL_new(context.get())) {
  base::check(stream_ != nullptr && SSL_set_fd(stream_.get(), socket_.native_handle()) == 1,
              "OpenSSL takes an open socket");
  SSL_set_accept_state(stream_.get());
}

Awaitable<bool> TlsStream::shake_hands() {
  is_cancelled_ = false;
  for (;;) {
    ERR_clear_error();
    int const outcome = SSL_do_handshake(stream_.get());
    if (outcome == 1) {
      co_return true;
    }
    bool const goes_on = co_await wait_after(outcome);
    if (!goes_on) {
      co_return false;
    }
  }
}

Awaitable<std::size_t> TlsStream::read_some(std::span<char> into) {
  is_cancelled_ = false;
  for (bool has_waited = false;; has_waited = true) {
    ERR_clear_error();
    std::size_t size = 0;
    int const outcome = SSL_read_ex(stream_.get(), into.data(), into.size(), &size);
    if (outcome == 1) {
      if (!has_waited) {
        co_await let_others_in();
      }
      co_return size;
    }
    bool const goes_on = co_await wait_after(outcome);
    if (!goes_on) {
      co_return 0;
    }
  }
}

Awaitable<std::size_t> TlsStream::write_some(std::string_view bytes) {
  is_cancelled_ = false;
  for (;;) {
    ERR_clear_error();
    std::size_t size = 0;
    int const outcome = SSL_write_ex(stream_.get(), bytes.data(), bytes.size(), &size);
    if (outcome == 1) {
      co_return size;
    }
    bool const goes_on = co_await wait_after(outcome);
    if (!goes_on) {
      co_return 0;
    }
  }
}

void TlsStream::say_goodbye() {
  bool const was_said = (static_cast<unsigned>(SSL_get_shutdown(stream_.get())) & SSL_SENT_SHUTDOWN) != 0;
  if (!has_failed_ && !was_said && SSL_is_init_finished(stream_.get()) == 1) {
    ERR_clear_error();
    static_cast<void>(SSL_shutdown(stream_.get()));
  }
}

void TlsStream::cancel() {
  is_cancelled_ = true;
  boost::system::error_code ignored;
  static_cast<void>(socket_.cancel(ignored));
}

Awaitable<bool> TlsStream::wait_after(int outcome) {
  auto const what = SSL_get_error(stream_.get(), outcome);
  if (what != SSL_ERROR_WANT_READ && what != SSL_ERROR_WANT_WRITE) {
    has_failed_ = what != SSL_ERROR_ZERO_RETURN;
    if (auto const code = ERR_get_error(); code != 0) {
      char const* const why = ERR_reason_error_string(code);
      base::log::write(base::log::Level::debug, "tls", "a connection failed", {{"what", why == nullptr ? "" : why}});
    }
    co_return false;
  }
  // A cut may come between the end of one wait and the beginning of the next, where the socket knows nothing of it.
  if (is_cancelled_) {
    co_return false;
  }
  auto const [error] =
      co_await socket_.async_wait(what == SSL_ERROR_WANT_READ ? Socket::wait_read : Socket::wait_write, as_result);
  co_return !error && !is_cancelled_;
}

Awaitable<void> TlsStream::let_others_in() {
  // Who sends without a pause would otherwise have the thread to itself: nothing here ever waits.
  co_await asio::post(socket_.get_executor(), asio::use_awaitable_t<Executor>{});
}

}  // namespace nameplate::http

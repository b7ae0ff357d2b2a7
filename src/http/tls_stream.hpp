#pragma once

#include "http/asio_types.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

struct ssl_st;

/// For the .cpp files of the transport only.
namespace nameplate::http {

class TlsContext;

/// TLS over a connection's socket. OpenSSL reads and writes the non-blocking socket itself, and this waits when it
/// must: a connection then costs what OpenSSL keeps and no buffers beside it, as a pair of BIOs would. (OpenSSL writes
/// without MSG_NOSIGNAL: the thread must have SIGPIPE blocked or ignored.)
class TlsStream {
 public:
  /// `socket` is open, and outlives it.
  TlsStream(Socket& socket, TlsContext const& context);

  /// False: they did not agree, or the client went away. The client has been told why, as far as TLS has words for it.
  Awaitable<bool> shake_hands();
  /// At least one byte; 0: the connection has ended, or was cut.
  Awaitable<std::size_t> read_some(std::span<char> into);
  Awaitable<std::size_t> write_some(std::string_view bytes);

  /// Tells the client that nothing more comes, so that it can tell the end from a cut. Does not wait.
  void say_goodbye();
  /// Ends what is waited for, and what the same call would wait for next.
  void cancel();

 private:
  struct Free {
    void operator()(ssl_st* stream) const;
  };

  Awaitable<bool> wait_after(int outcome);
  Awaitable<void> let_others_in();

  Socket& socket_;
  std::unique_ptr<ssl_st, Free> stream_;
  bool is_cancelled_ = false;
  bool has_failed_ = false;
};

}  // namespace nameplate::http

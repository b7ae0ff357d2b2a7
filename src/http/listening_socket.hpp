#pragma once

#include "http/server_options.hpp"

#include <cstdint>
#include <string>

namespace nameplate::http {

/// An open file descriptor; closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
  [[nodiscard]] int release();

 private:
  int number_ = -1;
};

// Both are non-blocking and throw std::system_error, with the address in the text.
[[nodiscard]] Descriptor listen_on_tcp(std::string const& address, std::uint16_t port);
/// The file is made with mode 0600.
[[nodiscard]] Descriptor listen_on_unix(std::string const& path, StaleSocket stale);

/// The port that a listening TCP socket got.
[[nodiscard]] std::uint16_t port_of(Descriptor const& socket);

/// The client's address as text; "unix" on a Unix socket.
[[nodiscard]] std::string peer_of(int descriptor);

}  // namespace nameplate::http

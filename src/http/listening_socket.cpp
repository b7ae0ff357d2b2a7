#include "http/listening_socket.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

constexpr int backlog = 1024;

[[noreturn]] void fail_at(std::string const& what, int code) {
  throw std::system_error(code, std::generic_category(), what);
}

union AnyAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
  sockaddr_un unix_path;
};

Descriptor open_socket(int family, std::string const& what) {
  Descriptor made(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made) {
    fail_at(what, errno);
  }
  return made;
}

void bind_and_listen(Descriptor const& socket, AnyAddress const& address, socklen_t size, std::string const& what) {
  if (::bind(socket.number(), &address.any, size) != 0 || ::listen(socket.number(), backlog) != 0) {
    fail_at(what, errno);
  }
}

void remove_stale(std::string const& path, std::string const& what) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) {
    return;
  }
  if (!S_ISSOCK(found.st_mode)) {
    fail_at(what + ": there is a file that is no socket", EEXIST);
  }
  ::unlink(path.c_str());
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  Descriptor const previous(std::exchange(number_, other.release()));
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

int Descriptor::release() {
  return std::exchange(number_, -1);
}

Descriptor listen_on_tcp(std::string const& address, std::uint16_t port) {
  auto const what = "cannot listen on " + address + " port " + std::to_string(port);
  AnyAddress where{};
  socklen_t size = 0;
  if (::inet_pton(AF_INET, address.c_str(), &where.v4.sin_addr) == 1) {
    where.v4.sin_family = AF_INET;
    where.v4.sin_port = htons(port);
    size = sizeof where.v4;
  } else if (::inet_pton(AF_INET6, address.c_str(), &where.v6.sin6_addr) == 1) {
    where.v6.sin6_family = AF_INET6;
    where.v6.sin6_port = htons(port);
    size = sizeof where.v6;
  } else {
    fail_at(what + ": the address must be an IP address", EINVAL);
  }
  auto made = open_socket(where.any.sa_family, what);
  int const yes = 1;
  ::setsockopt(made.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  bind_and_listen(made, where, size, what);
  return made;
}

Descriptor listen_on_unix(std::string const& path, StaleSocket stale) {
  auto const what = "cannot listen on " + path;
  AnyAddress where{};
  where.unix_path.sun_family = AF_UNIX;
  if (path.size() >= sizeof where.unix_path.sun_path) {
    fail_at(what + ": the path is too long for a socket", ENAMETOOLONG);
  }
  std::memcpy(where.unix_path.sun_path, path.c_str(), path.size() + 1);
  if (stale == StaleSocket::remove) {
    remove_stale(path, what);
  }
  auto made = open_socket(AF_UNIX, what);
  // Before bind, so that the file never exists with a wider mode; Linux makes it with the mode of the descriptor.
  if (::fchmod(made.number(), S_IRUSR | S_IWUSR) != 0) {
    fail_at(what, errno);
  }
  bind_and_listen(made, where, sizeof where.unix_path, what);
  return made;
}

std::uint16_t port_of(Descriptor const& socket) {
  AnyAddress bound{};
  socklen_t size = sizeof bound;
  if (!socket || ::getsockname(socket.number(), &bound.any, &size) != 0) {
    return 0;
  }
  return ntohs(bound.any.sa_family == AF_INET6 ? bound.v6.sin6_port : bound.v4.sin_port);
}

std::string peer_of(int descriptor) {
  AnyAddress peer{};
  socklen_t size = sizeof peer;
  char text[INET6_ADDRSTRLEN] = "";
  if (::getpeername(descriptor, &peer.any, &size) != 0) {
    return "gone";
  }
  if (peer.any.sa_family == AF_UNIX) {
    return "unix";
  }
  if (peer.any.sa_family == AF_INET) {
    return ::inet_ntop(AF_INET, &peer.v4.sin_addr, text, sizeof text);
  }
  std::string_view v6 = ::inet_ntop(AF_INET6, &peer.v6.sin6_addr, text, sizeof text);
  static constexpr std::string_view mapped = "::ffff:";
  if (v6.starts_with(mapped) && v6.contains('.')) {
    v6.remove_prefix(mapped.size());
  }
  return std::string(v6);
}

}  // namespace nameplate::http

#include "service_manager.hpp"

#include "base/logging.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// One datagram to a socket (sd_notify(3)): not worth linking libsystemd for.
namespace nameplate::service_manager {
namespace {

/// The socket's name; empty: nobody asked to be told.
std::string_view socket_name() {
  char const* const name = std::getenv("NOTIFY_SOCKET");
  return name == nullptr ? "" : name;
}

/// errno when it cannot be sent; 0 when it was.
int send(std::string_view name, std::string_view state) {
  union {
    sockaddr any;
    sockaddr_un unix_path;
  } address{};
  address.unix_path.sun_family = AF_UNIX;
  if (name.size() >= sizeof address.unix_path.sun_path) {
    return ENAMETOOLONG;
  }
  std::ranges::copy(name, address.unix_path.sun_path);
  if (name.front() == '@') {
    address.unix_path.sun_path[0] = '\0';  // a name outside the file system
  }
  int const socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) {
    return errno;
  }
  auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  auto const sent = ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, &address.any, size);
  int const failed = sent < 0 ? errno : 0;
  ::close(socket);
  return failed;
}

}  // namespace

bool is_there() {
  return !socket_name().empty();
}

void tell(std::string_view state) {
  auto const name = socket_name();
  if (name.empty()) {
    return;
  }
  if (int const failed = send(name, state); failed != 0) {
    base::log::warn("serve", "systemd cannot be told", {{"what", std::strerror(failed)}});
  }
}

}  // namespace nameplate::service_manager

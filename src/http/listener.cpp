#include "http/listener.hpp"

#include "base/logging.hpp"
#include "http/listening_socket.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

/// Which file a path names, so that at the end only our own socket is removed and not that of a successor.
std::pair<dev_t, ino_t> file_at(std::string const& path) {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0 ? std::pair(found.st_dev, found.st_ino) : std::pair<dev_t, ino_t>();
}

}  // namespace

struct Listener::Parts {
  Descriptor tcp;
  Descriptor unix_socket;
  Descriptor wake;
  std::string unix_path;
  std::pair<dev_t, ino_t> unix_file;
  OnConnection on_connection;
  std::thread thread;

  void run() const;
  void accept_from(Descriptor const& socket, bool is_unix) const;
};

Listener::Listener(ServerOptions const& options, OnConnection on_connection) : parts_(std::make_unique<Parts>()) {
  parts_->on_connection = std::move(on_connection);
  if (!options.address.empty()) {
    parts_->tcp = listen_on_tcp(options.address, options.port);
  }
  if (!options.unix_socket_path.empty()) {
    parts_->unix_socket = listen_on_unix(options.unix_socket_path, options.stale_socket);
    parts_->unix_path = options.unix_socket_path;
    parts_->unix_file = file_at(options.unix_socket_path);
  }
  parts_->wake = Descriptor(::eventfd(0, EFD_CLOEXEC));
  parts_->thread = std::thread([parts = parts_.get()] { parts->run(); });
}

Listener::~Listener() {
  std::uint64_t const one = 1;
  if (::write(parts_->wake.number(), &one, sizeof one) != sizeof one) {
    base::log::error("http", "the listener cannot be woken", {{"what", std::strerror(errno)}});
  }
  parts_->thread.join();
  if (!parts_->unix_path.empty() && file_at(parts_->unix_path) == parts_->unix_file) {
    ::unlink(parts_->unix_path.c_str());
  }
}

std::uint16_t Listener::port() const {
  return port_of(parts_->tcp);
}

void Listener::Parts::run() const {
  // poll passes over negative descriptors.
  std::array<pollfd, 3> watched = {pollfd{.fd = wake.number(), .events = POLLIN, .revents = 0},
                                   pollfd{.fd = tcp.number(), .events = POLLIN, .revents = 0},
                                   pollfd{.fd = unix_socket.number(), .events = POLLIN, .revents = 0}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
      base::log::error("http", "the listener failed", {{"what", std::strerror(errno)}});
      return;
    }
    if (watched[0].revents != 0) {
      return;
    }
    if (watched[1].revents != 0) {
      accept_from(tcp, false);
    }
    if (watched[2].revents != 0) {
      accept_from(unix_socket, true);
    }
  }
}

void Listener::Parts::accept_from(Descriptor const& socket, bool is_unix) const {
  Descriptor accepted(::accept4(socket.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!accepted) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      base::log::warn("http", "no connection can be accepted", {{"what", std::strerror(errno)}});
      std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until some connection has ended
    }
    return;
  }
  if (!is_unix) {
    int const yes = 1;
    ::setsockopt(accepted.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  auto peer = peer_of(accepted.number());
  on_connection({.descriptor = accepted.release(), .peer = std::move(peer), .from_owner_socket = is_unix});
}

}  // namespace nameplate::http

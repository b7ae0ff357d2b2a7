#include "http_load.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nameplate::bench {
namespace {

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

class Socket {
 public:
  explicit Socket(std::uint16_t port) : handle_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(handle_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      std::string const why = std::strerror(errno);
      ::close(handle_);  // nobody else does: the object does not come into being
      throw std::runtime_error("the server does not take connections: " + why);
    }
    int const yes = 1;
    ::setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  ~Socket() { ::close(handle_); }
  Socket(Socket const&) = delete;
  Socket& operator=(Socket const&) = delete;

  void send_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        throw std::runtime_error("the server closed a connection");
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  [[nodiscard]] int handle() const { return handle_; }

 private:
  int handle_;
};

/// Collects the bytes of one answer with a Content-Length.
class AnswerReader {
 public:
  /// True when the answer is complete.
  bool read_some(int handle) {
    std::array<char, 65536> buffer;
    auto const got = ::recv(handle, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
      throw std::runtime_error("the server closed a connection");
    }
    bytes_.append(buffer.data(), static_cast<std::size_t>(got));
    if (size_ == 0) {
      find_size();
    }
    return size_ != 0 && bytes_.size() >= size_;
  }

  Reply take() {
    Reply reply;
    std::from_chars(bytes_.data() + 9, bytes_.data() + 12, reply.status);
    reply.body = bytes_.substr(head_, size_ - head_);
    bytes_.clear();
    size_ = 0;
    return reply;
  }

  /// `asks_to_retry` becomes whether it says after how long.
  [[nodiscard]] int take_status(bool& asks_to_retry) {
    int status = 0;
    std::from_chars(bytes_.data() + 9, bytes_.data() + 12, status);
    asks_to_retry =
        status == 503 && std::string_view(bytes_).substr(0, head_).find("\r\nRetry-After: ") != std::string::npos;
    bytes_.clear();
    size_ = 0;
    return status;
  }

 private:
  void find_size() {
    auto const end = bytes_.find("\r\n\r\n");
    if (end == std::string::npos) {
      return;
    }
    head_ = end + 4;
    static constexpr std::string_view name = "content-length:";
    auto const found =
        std::ranges::search(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(end), name.begin(), name.end(),
                            [](char left, char right) { return (left | 0x20) == right || left == right; });
    std::size_t length = 0;
    if (!found.empty()) {
      auto const* first = &*found.end();
      while (*first == ' ') {
        ++first;
      }
      std::from_chars(first, bytes_.data() + end, length);
    }
    size_ = head_ + length;
  }

  std::string bytes_;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

struct Connection {
  explicit Connection(std::uint16_t port) : socket(port) {}
  Socket socket;
  AnswerReader reader;
  std::int64_t due_us = 0;
  bool busy = false;
};

class Poller {
 public:
  Poller() : handle_(::epoll_create1(0)) {}
  ~Poller() { ::close(handle_); }
  Poller(Poller const&) = delete;
  Poller& operator=(Poller const&) = delete;

  void watch(Connection& connection) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    ::epoll_ctl(handle_, EPOLL_CTL_ADD, connection.socket.handle(), &event);
  }

  template <typename Ready>
  void wait(int milliseconds, Ready ready) const {
    std::array<epoll_event, 256> events;
    int const count = ::epoll_wait(handle_, events.data(), static_cast<int>(events.size()), milliseconds);
    for (int i = 0; i < count; ++i) {
      ready(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
  }

 private:
  int handle_;
};

void note(LoadResult& result, Connection& connection) {
  bool asks_to_retry = false;
  int const status = connection.reader.take_status(asks_to_retry);
  ++result.answers;
  result.asked_to_retry += asks_to_retry ? 1 : 0;
  if (status == 200 || status == 201) {
    result.latencies_us.push_back(now_us() - connection.due_us);
  } else {
    ++result.failures;
  }
  connection.busy = false;
}

void finish(LoadResult& result, std::int64_t start_us) {
  result.seconds = static_cast<double>(now_us() - start_us) / 1e6;
  std::ranges::sort(result.latencies_us);
}

}  // namespace

std::int64_t LoadResult::percentile_us(double part) const {
  if (latencies_us.empty()) {
    return 0;
  }
  auto const index = static_cast<std::size_t>(part * static_cast<double>(latencies_us.size()));
  return latencies_us[std::min(index, latencies_us.size() - 1)];
}

std::string make_request(std::string_view method, std::string_view target, std::string_view token,
                         std::string_view body, std::string_view key) {
  std::string request;
  request.reserve(256 + body.size());
  request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
  request.append("Authorization: Bearer ").append(token).append("\r\n");
  if (!key.empty()) {
    request.append("Idempotency-Key: ").append(key).append("\r\n");
  }
  if (method != "GET") {
    request.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  }
  return request.append("\r\n").append(body);
}

Reply ask(std::uint16_t port, std::string const& request) {
  Connection connection(port);
  connection.socket.send_all(request);
  while (!connection.reader.read_some(connection.socket.handle())) {
  }
  return connection.reader.take();
}

LoadResult closed_loop(std::vector<std::uint16_t> const& ports, std::size_t connections, double seconds,
                       std::function<std::string()> const& next_request) {
  LoadResult result;
  Poller poller;
  std::vector<std::unique_ptr<Connection>> all;
  auto const start = now_us();
  auto const end = start + static_cast<std::int64_t>(seconds * 1e6);
  auto const send = [&](Connection& connection) {
    connection.due_us = now_us();
    connection.busy = true;
    connection.socket.send_all(next_request());
  };
  for (std::size_t i = 0; i < connections; ++i) {
    all.push_back(std::make_unique<Connection>(ports[i % ports.size()]));
    poller.watch(*all.back());
    send(*all.back());
  }
  std::size_t busy = connections;
  while (busy > 0) {
    poller.wait(1000, [&](Connection& connection) {
      if (!connection.reader.read_some(connection.socket.handle())) {
        return;
      }
      note(result, connection);
      if (now_us() < end) {
        send(connection);
      } else {
        --busy;
      }
    });
  }
  finish(result, start);
  return result;
}

namespace {

/// Connections of an open loop: as many as there are requests without an answer, used again afterwards.
class OpenConnections {
 public:
  OpenConnections(std::uint16_t port, LoadResult& result) : port_(port), result_(result) {}

  void send(std::int64_t due_us, std::string const& request) {
    if (free_.empty()) {
      all_.push_back(std::make_unique<Connection>(port_));
      poller_.watch(*all_.back());
      free_.push_back(all_.back().get());
    }
    auto& connection = *free_.back();
    connection.due_us = due_us;
    connection.busy = true;
    connection.socket.send_all(request);
    free_.pop_back();
  }

  void read(int wait_milliseconds) {
    poller_.wait(wait_milliseconds, [&](Connection& connection) {
      if (connection.reader.read_some(connection.socket.handle())) {
        note(result_, connection);
        free_.push_back(&connection);
      }
    });
  }

 private:
  std::uint16_t port_;
  LoadResult& result_;
  Poller poller_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection*> free_;
};

}  // namespace

LoadResult open_loop(std::uint16_t port, double rate, double seconds,
                     std::function<std::string()> const& next_request) {
  constexpr int sent_without_looking_max = 16;  // what is late must not keep answers waiting
  LoadResult result;
  OpenConnections connections(port, result);
  auto const start = now_us();
  auto const total = static_cast<std::int64_t>(rate * seconds);
  std::int64_t sent = 0;
  auto const due = [&] { return start + static_cast<std::int64_t>(static_cast<double>(sent) * 1e6 / rate); };
  while (result.answers < total) {
    for (int i = 0; i < sent_without_looking_max && sent < total && now_us() >= due(); ++i) {
      connections.send(due(), next_request());
      ++sent;
    }
    // Close to the next due time it looks without sleeping: oversleeping would count as latency.
    connections.read(due() - now_us() > 1500 || sent == total ? 1 : 0);
  }
  finish(result, start);
  return result;
}

}  // namespace nameplate::bench

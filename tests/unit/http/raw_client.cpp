#include "unit/http/raw_client.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

void set_time_limit(int descriptor) {
  timeval const limit{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::size_t number_after(std::string_view text, std::string_view mark) {
  auto const at = text.find(mark);
  std::size_t number = 0;
  if (at != std::string_view::npos) {
    std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), number);
  }
  return number;
}

}  // namespace

RawClient::RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  set_time_limit(descriptor_);
  connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

RawClient::RawClient(std::string const& unix_path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, unix_path.c_str(), std::min(unix_path.size() + 1, sizeof address.sun_path));
  set_time_limit(descriptor_);
  connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

RawClient::~RawClient() {
  ::close(descriptor_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::close_sending() {
  ::shutdown(descriptor_, SHUT_WR);
}

std::string RawClient::read_some(std::size_t bytes_max) {
  std::string bytes(bytes_max, '\0');
  auto const size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return bytes;
}

bool RawClient::fill_until(std::string_view mark, std::size_t from) {
  while (received_.find(mark, from) == std::string::npos) {
    auto const more = read_some();
    if (more.empty()) {
      return false;
    }
    received_ += more;
  }
  return true;
}

std::string RawClient::read_answer() {
  if (!fill_until("\r\n\r\n", 0)) {
    return {};
  }
  auto end = received_.find("\r\n\r\n") + 4;
  auto const head = received_.substr(0, end);
  if (head.contains("Transfer-Encoding: chunked")) {
    if (!fill_until("0\r\n\r\n", end)) {
      return {};
    }
    end = received_.find("0\r\n\r\n", end) + 5;
  }
  end += number_after(head, "Content-Length: ");
  while (received_.size() < end) {
    auto const more = read_some();
    if (more.empty()) {
      return {};
    }
    received_ += more;
  }
  auto answer = received_.substr(0, end);
  received_.erase(0, end);
  return answer;
}

std::string RawClient::read_to_end() {
  for (auto more = read_some(); !more.empty(); more = read_some()) {
    received_ += more;
  }
  return std::exchange(received_, {});
}

int status_of_answer(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? static_cast<int>(number_after(answer, "HTTP/1.1 ")) : 0;
}

std::string body_of_answer(std::string_view answer) {
  auto const end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}

}  // namespace nameplate::http

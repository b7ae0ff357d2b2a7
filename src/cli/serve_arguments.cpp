#include "cli/serve_arguments.hpp"

#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace nameplate::cli {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return port;
}

bool is_ip_address(std::string const& text) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

}  // namespace

base::Result<ListenAddress> parse_listen_address(std::string_view text) {
  auto const colon = text.rfind(':');
  auto const port = colon == std::string_view::npos ? std::nullopt : parse_port(text.substr(colon + 1));
  auto address = std::string(text.substr(0, port ? colon : 0));
  if (address == "localhost") {
    address = "127.0.0.1";
  } else if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  } else if (address.contains(':')) {
    address.clear();  // an IPv6 address without brackets: the port cannot be told from it
  }
  if (!port || !is_ip_address(address)) {
    return base::fail(base::ErrorKind::bad_request, "listen.malformed",
                      "--listen takes an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080.");
  }
  return ListenAddress{.address = std::move(address), .port = *port};
}

bool ListenAddress::is_loopback() const {
  return address.starts_with("127.") || address == "::1";
}

std::string ListenAddress::to_string() const {
  auto const host = address.contains(':') ? "[" + address + "]" : address;
  return host + ":" + std::to_string(port);
}

}  // namespace nameplate::cli

#include "http/forwarded.hpp"

#include "base/ascii.hpp"
#include "base/web_address.hpp"

#include <algorithm>

namespace nameplate::http {
namespace {

/// Takes the last entry off a list with commas.
std::string_view take_last(std::string_view& list) {
  auto const comma = list.rfind(',');
  auto const last = list.substr(comma == std::string_view::npos ? 0 : comma + 1);
  list = list.substr(0, comma == std::string_view::npos ? 0 : comma);
  return base::trim_blanks(last);
}

/// The address in an entry; some proxies write the port with it. Empty when there is none (`unknown`).
std::string address_in(std::string_view entry) {
  if (base::parse_ip_address(entry)) {
    return std::string(entry);
  }
  auto host = base::host_of(entry);
  return base::parse_ip_address(host) ? host : std::string();
}

}  // namespace

bool is_trusted(std::string_view peer, std::span<base::IpNetwork const> proxies) {
  auto const address = base::parse_ip_address(peer);
  return address && std::ranges::any_of(proxies, [&](auto const& proxy) { return proxy.contains(*address); });
}

std::string client_behind(std::string_view proxy, std::string_view x_forwarded_for,
                          std::span<base::IpNetwork const> proxies) {
  std::string client(proxy);
  while (!x_forwarded_for.empty()) {
    auto address = address_in(take_last(x_forwarded_for));
    if (address.empty()) {
      break;  // whoever wrote this knew no more
    }
    client = std::move(address);
    if (!is_trusted(client, proxies)) {
      break;
    }
  }
  return client;
}

bool says_https(std::string_view x_forwarded_proto) {
  return take_last(x_forwarded_proto) == "https";
}

}  // namespace nameplate::http

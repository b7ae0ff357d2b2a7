#include "base/web_address.hpp"

#include "base/ip_network.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace nameplate::base {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_name(std::string_view host) {
  auto const fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  return !host.empty() && std::ranges::all_of(host, fits);
}

/// What stands behind the host: nothing, or a colon and a port.
bool is_port(std::string_view rest) {
  if (rest.empty()) {
    return true;
  }
  std::uint16_t port = 0;
  auto const [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), port);
  return rest.front() == ':' && error == std::errc() && end == rest.data() + rest.size() && port != 0;
}

/// The end of the host in an authority, its brackets included.
std::size_t host_size(std::string_view authority) {
  if (authority.starts_with('[')) {
    return std::min(authority.find(']'), authority.size() - 1) + 1;
  }
  return std::min(authority.find(':'), authority.size());
}

bool is_path(std::string_view path) {
  return std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7F && c != '?' && c != '#' && c != '\\'; });
}

}  // namespace

std::string host_of(std::string_view authority) {
  auto const size = host_size(authority);
  auto host = authority.substr(0, size);
  if (!is_port(authority.substr(size))) {
    return {};
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  std::string out(host);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

Result<WebAddress> parse_web_address(std::string_view text) {
  static constexpr std::string_view schemes[] = {"http://", "https://"};
  auto const* const scheme =
      std::ranges::find_if(schemes, [&](std::string_view known) { return text.starts_with(known); });
  auto rest = scheme == std::end(schemes) ? std::string_view() : text.substr(scheme->size());
  while (rest.ends_with('/')) {
    rest.remove_suffix(1);
  }
  auto const authority = rest.substr(0, rest.find('/'));
  auto host = host_of(authority);
  bool const is_host = authority.starts_with('[') ? parse_ip_address(host).has_value() : is_name(host);
  if (!is_host || !is_path(rest)) {
    return fail(ErrorKind::bad_request, "base_url.malformed",
                "'" + std::string(text) +
                    "' is no address of a server. Write it as https://stock.example.com or http://10.0.0.5:8080.");
  }
  return WebAddress{
      .text = std::string(*scheme) + std::string(rest), .host = std::move(host), .is_https = *scheme == schemes[1]};
}

}  // namespace nameplate::base

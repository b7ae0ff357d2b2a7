#include "http/host_rule.hpp"

#include "base/ip_network.hpp"
#include "base/web_address.hpp"

#include <utility>

namespace nameplate::http {

HostRule::HostRule(std::string name, std::string listen_address)
    : name_(std::move(name)),
      address_(std::move(listen_address)),
      is_any_address_(address_ == "0.0.0.0" || address_ == "::"),
      is_loopback_(address_.starts_with("127.") || address_ == "::1") {}

bool HostRule::accepts(std::string_view host_field) const {
  if (name_.empty()) {
    return true;
  }
  auto const host = base::host_of(host_field);
  if (host == name_) {
    return true;
  }
  if (host == "localhost") {
    return is_loopback_ || is_any_address_;
  }
  auto const address = base::parse_ip_address(host);
  return address && (is_any_address_ || address == base::parse_ip_address(address_));
}

}  // namespace nameplate::http

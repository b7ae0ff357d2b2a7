#pragma once

#include <string>
#include <string_view>

namespace nameplate::http {

/// Which names in the field Host are ours. A page that somebody lures a user to can have its own name lead to our
/// address (DNS rebinding), and would then count as our page to the browser; but it cannot change the name in Host.
class HostRule {
 public:
  /// Every name.
  HostRule() = default;
  /// That name, and the address that the server listens on: with it `localhost` when it is the loopback address, and
  /// every IP address when it is that for all (0.0.0.0).
  HostRule(std::string name, std::string listen_address);

  [[nodiscard]] bool accepts(std::string_view host_field) const;

 private:
  std::string name_;
  std::string address_;
  bool is_any_address_ = false;
  bool is_loopback_ = false;
};

}  // namespace nameplate::http

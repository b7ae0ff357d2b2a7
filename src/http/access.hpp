#pragma once

#include "domain/role.hpp"

#include <cstdint>
#include <string>

namespace nameplate::http {

using domain::Role;

/// Who asks, once known. Account 0 is nobody: the route was open to anyone.
struct Principal {
  std::int64_t account = 0;
  Role role = Role::viewer;
  std::string name;
};

/// Who may use a route. Has no default, so that a route without it does not compile.
class Access {
 public:
  /// Nobody is asked who they are (health checks, the API description).
  [[nodiscard]] static constexpr Access anyone() { return {Kind::anyone, Role::viewer}; }
  /// Only through the Unix socket beside the database, whatever the token says.
  [[nodiscard]] static constexpr Access owner_socket() { return {Kind::owner_socket, Role::admin}; }
  [[nodiscard]] static constexpr Access at_least(Role role) { return {Kind::role, role}; }

  [[nodiscard]] constexpr bool is_open() const { return kind_ == Kind::anyone; }
  [[nodiscard]] constexpr bool needs_owner_socket() const { return kind_ == Kind::owner_socket; }
  [[nodiscard]] constexpr Role role_min() const { return role_min_; }

 private:
  enum class Kind : std::uint8_t { anyone, owner_socket, role };
  constexpr Access(Kind kind, Role role_min) : kind_(kind), role_min_(role_min) {}

  Kind kind_;
  Role role_min_;
};

}  // namespace nameplate::http

#include "domain/role.hpp"

#include "base/check.hpp"

namespace nameplate::domain {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::viewer: return "viewer";
    case Role::operator_: return "operator";
    case Role::manager: return "manager";
    case Role::admin: return "admin";
  }
  base::unreachable();
}

std::optional<Role> parse_role(std::string_view name) {
  for (auto const role : {Role::viewer, Role::operator_, Role::manager, Role::admin}) {
    if (name_of(role) == name) {
      return role;
    }
  }
  return std::nullopt;
}

}  // namespace nameplate::domain

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nameplate::domain {

/// Each role may do all that the ones before it may. The numbers stand in the ledger: never renumber.
enum class Role : std::uint8_t { viewer = 1, operator_ = 2, manager = 3, admin = 4 };

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

/// Who asks, as the access check found out.
struct Actor {
  std::int64_t account = 0;  ///< RecordId of the account
  Role role = Role::viewer;
};

}  // namespace nameplate::domain

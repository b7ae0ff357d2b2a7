#pragma once

#include "store/approval.hpp"
#include "store/tables/connection.hpp"

#include <optional>
#include <span>
#include <vector>

/// The table of approvals, on one connection.
namespace nameplate::store::tables::approvals {

[[nodiscard]] std::vector<Approval> load(Connection& connection, std::span<ApprovalId const> ids);
[[nodiscard]] std::vector<Approval> list(Connection& connection, std::optional<ApprovalState> state, ApprovalId before,
                                         std::size_t limit);
/// Throws GuardLost when one is not as it was read.
void write(Connection& connection, std::span<Approval const> approvals);

}  // namespace nameplate::store::tables::approvals

#pragma once

#include "base/result.hpp"
#include "store/store.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// What waits, or waited, for a second person.
namespace nameplate::app {

struct ApprovalList {
  std::vector<store::Approval> approvals;  ///< newest first
  store::ApprovalId next;                  ///< none: the last page
};

/// Those below `before` (none: from the newest on), of one state or of all.
[[nodiscard]] ApprovalList list_approvals(store::ReadSnapshot& snapshot, std::optional<store::ApprovalState> state,
                                          store::ApprovalId before, std::size_t limit);

/// By `p12`. Errors: approval.unknown (404).
[[nodiscard]] base::Result<store::Approval> find_approval(store::ReadSnapshot& snapshot, std::string_view id);

}  // namespace nameplate::app

#include "app/queries/approvals.hpp"

#include "app/external_id.hpp"

#include <limits>
#include <string>

namespace nameplate::app {

ApprovalList list_approvals(store::ReadSnapshot& snapshot, std::optional<store::ApprovalState> state,
                            store::ApprovalId before, std::size_t limit) {
  store::ApprovalId const from = before ? before : store::ApprovalId{std::numeric_limits<std::int64_t>::max()};
  ApprovalList list{.approvals = snapshot.list_approvals(state, from, limit + 1)};
  if (list.approvals.size() > limit) {
    list.approvals.pop_back();
    list.next = list.approvals.back().id;
  }
  return list;
}

base::Result<store::Approval> find_approval(store::ReadSnapshot& snapshot, std::string_view id) {
  if (auto const number = parse_external_id(id_letter::approval, id)) {
    store::ApprovalId const wanted{*number};
    if (auto found = snapshot.load_approvals({&wanted, 1}); !found.empty()) {
      return std::move(found.front());
    }
  }
  return base::fail(base::ErrorKind::not_found, "approval.unknown",
                    "Nothing waits for approval as \"" + std::string(id.substr(0, 40)) + "\". Ids look like p12.");
}

}  // namespace nameplate::app

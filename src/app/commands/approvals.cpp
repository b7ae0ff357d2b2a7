#include "app/commands/approvals.hpp"

#include "app/external_id.hpp"
#include "domain/records/settings.hpp"

namespace nameplate::app {

using base::ErrorKind;
using domain::Verb;
using store::ApprovalState;

bool is_correction(Verb verb) {
  return verb == Verb::relabel || verb == Verb::reverse || verb == Verb::amend;
}

bool needs_approval(domain::Catalog const& catalog, domain::Operation const& operation) {
  // What goods bear from now on is no correction; nor is a look at what would have to be reversed.
  bool const corrects = operation.verb == Verb::relabel ||
                        (operation.verb == Verb::reverse && !operation.preview_cascade) ||
                        (operation.verb == Verb::amend && (operation.event || operation.corrects));
  return corrects && domain::is_on(catalog, domain::corrections_need_approval);
}

store::Approval new_approval(store::ApprovalId id, Command const& command, base::Instant now) {
  return {.id = id,
          .verb = std::get<domain::Operation>(command.what).verb,
          .request = command.request,
          .asked_by = {command.actor.account},
          .asked_at = now};
}

base::Result<store::Approval> find_undecided(store::Reader& reader, store::ApprovalId id, domain::RecordId decider) {
  auto found = reader.load_approvals({&id, 1});
  if (found.empty()) {
    return base::fail(ErrorKind::not_found, "approval.unknown",
                      "Nothing waits for approval under this id. GET /api/v1/approvals lists what does.");
  }
  auto& approval = found.front();
  if (approval.state != ApprovalState::open) {
    return base::fail(ErrorKind::conflict, "approval.decided",
                      ExternalId(id).text() + " was " +
                          (approval.state == ApprovalState::approved ? "approved" : "rejected") +
                          " already. Ask for the correction again if it is still wanted.");
  }
  if (approval.asked_by == decider) {
    return base::fail(ErrorKind::conflict, "approval.own",
                      "This account asked for " + ExternalId(id).text() +
                          " itself. Four eyes are wanted: another manager has to decide on it.");
  }
  return std::move(approval);
}

void note_refusal(store::Approval& approval, base::Error const& refusal) {
  approval.refusal = refusal.reason;
  // The reason of the one item, or of the first, says more than that there are refused items.
  approval.detail = refusal.items.empty() ? refusal.detail : refusal.items.front().detail;
}

base::Error needs_second_person() {
  return {.kind = ErrorKind::conflict,
          .reason = "approval.needed",
          .detail =
              "This ledger wants corrections approved by a second person. Ask for it with POST "
              "/api/v1/operations: it then waits for approval."};
}

}  // namespace nameplate::app

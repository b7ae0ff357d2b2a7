#pragma once

#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

/// Corrections that a second person has to agree to, where the ledger's settings ask for it.
namespace nameplate::app {

/// Whether operations of this verb may correct what was recorded.
[[nodiscard]] bool is_correction(domain::Verb verb);
/// Whether the operation corrects what was recorded, and may not be done by one person alone.
[[nodiscard]] bool needs_approval(domain::Catalog const& catalog, domain::Operation const& operation);

/// A new one. `id` was reserved for it.
[[nodiscard]] store::Approval new_approval(store::ApprovalId id, Command const& command, base::Instant now);

/// The approval, if `decider` may decide on it. Errors: approval.unknown (404), approval.decided, approval.own (409).
[[nodiscard]] base::Result<store::Approval> find_undecided(store::Reader& reader, store::ApprovalId id,
                                                           domain::RecordId decider);

/// It could not be done when somebody approved it: it stays open, and says why.
void note_refusal(store::Approval& approval, base::Error const& refusal);

/// For work that nobody could ask a second person about.
[[nodiscard]] base::Error needs_second_person();

}  // namespace nameplate::app

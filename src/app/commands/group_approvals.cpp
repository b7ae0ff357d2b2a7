// What waits for a second person: asked for, carried out, rejected. Each command is a matter of its own.

#include "app/commands/approvals.hpp"
#include "app/commands/group.hpp"
#include "app/commands/outcome_codec.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

bool concerns_approval(domain::Catalog const& catalog, Command const& command) {
  auto const* const operation = std::get_if<domain::Operation>(&command.what);
  return std::holds_alternative<RejectCommand>(command.what) || command.approved.has_value() ||
         (operation != nullptr && !command.approver && needs_approval(catalog, *operation));
}

}  // namespace

GroupCommit::Result GroupCommit::run_apart(std::span<Pending> group, Result (GroupCommit::*how)(std::span<Pending>)) {
  auto const catalog = master_data_.now();
  std::vector<std::size_t> apart;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (concerns_approval(*catalog, group[i].command)) {
      apart.push_back(i);
    }
  }
  if (apart.empty()) {
    return (this->*how)(group);
  }
  std::vector<Pending> others;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!std::ranges::binary_search(apart, i)) {
      others.push_back(std::move(group[i]));
    }
  }
  auto result = others.empty() ? nothing_recorded() : (this->*how)(others);
  std::size_t next = 0;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!std::ranges::binary_search(apart, i)) {
      group[i] = std::move(others[next++]);
    }
  }
  for (auto const place : apart) {
    auto const done = run_about_approval(group[place]);
    result.head = done.head;
    result.events += done.events;
  }
  return result;
}

GroupCommit::Result GroupCommit::nothing_recorded() {
  return {.head = store_.begin_read()->head()};
}

GroupCommit::Result GroupCommit::run_about_approval(Pending& pending) {
  if (std::holds_alternative<RejectCommand>(pending.command.what)) {
    reject(pending);
    return nothing_recorded();
  }
  return pending.command.approved ? carry_out(pending) : ask_for_approval(pending);
}

GroupCommit::Result GroupCommit::ask_for_approval(Pending& pending) {
  if (pending.command.request.empty()) {
    pending.outcome = std::unexpected(needs_second_person());
    return nothing_recorded();
  }
  if (is_known(pending)) {
    return try_again([&] { return run_alone(pending, {}); });  // answers what it answered
  }
  auto const key = std::exchange(pending.command.key, {});
  auto const previewed = try_again([&] { return run_alone(pending, {.preview = true}); });
  pending.command.key = key;
  bool const would_change = pending.outcome && (pending.outcome->done > 0 || pending.outcome->unchanged == 0);
  if (would_change) {
    keep_asked(pending);
  }
  return previewed;
}

/// Whether the key was used before: then it was asked for, or done, already.
bool GroupCommit::is_known(Pending& pending) {
  return pending.command.key && !store_.begin_write()->claim_keys({&*pending.command.key, 1}).empty();
}

/// It could be done now, but two have to agree: nothing is done, and it is kept with what was asked for.
void GroupCommit::keep_asked(Pending& pending) {
  auto const now = clock_.now();
  KeptOutcome const kept{.recorded_at = now, .approval = {store_.reserve_ids(store::IdSeries::approval, 1)}};
  auto const approval = new_approval(kept.approval, pending.command, now);
  auto const transaction = store_.begin_write();
  transaction->write_approvals({&approval, 1});
  if (auto const& key = pending.command.key) {
    store::StoredOutcome const outcome{.key = key->key, .body = key->body, .outcome = encode_outcome(kept), .at = now};
    transaction->store_outcomes({&outcome, 1});
  }
  transaction->commit();
  pending.outcome = make_answer(nullptr, kept, {});
}

GroupCommit::Result GroupCommit::carry_out(Pending& pending) {
  auto const given = *pending.command.approved;
  return try_again([&]() -> Result {
    auto found = find_undecided(*store_.begin_read(), given.approval, given.approver);
    if (!found) {
      pending.outcome = std::unexpected(std::move(found).error());
      return nothing_recorded();
    }
    auto approval = *found;
    approval.state = store::ApprovalState::approved;
    approval.decided_by = given.approver;
    approval.reason = given.reason;
    approval.refusal.clear();
    approval.detail.clear();
    auto const done = run_alone(pending, {.approval = approval});
    if (!pending.outcome) {
      note_refusal(*found, pending.outcome.error());
      write_approval(*found);
    }
    return done;
  });
}

void GroupCommit::reject(Pending& pending) {
  auto const& rejected = std::get<RejectCommand>(pending.command.what);
  domain::RecordId const decider{pending.command.actor.account};
  static_cast<void>(try_again([&]() -> Result {
    auto found = find_undecided(*store_.begin_read(), rejected.approval, decider);
    if (!found) {
      pending.outcome = std::unexpected(std::move(found).error());
      return {};
    }
    found->state = store::ApprovalState::rejected;
    found->decided_by = decider;
    found->decided_at = clock_.now();
    found->reason = rejected.reason;
    write_approval(*found);
    pending.outcome = Answer();
    return {};
  }));
}

void GroupCommit::write_approval(store::Approval const& approval) {
  auto const transaction = store_.begin_write();
  transaction->write_approvals({&approval, 1});
  transaction->commit();
}

}  // namespace nameplate::app

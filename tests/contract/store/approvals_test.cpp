// Approvals: what waits for a second person, and what became of it.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using store::Approval;
using store::ApprovalId;
using store::ApprovalState;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t newest = 1'000'000;

class Approvals : public StoreContract {
 protected:
  static Approval an_approval(std::int64_t id, ApprovalState state = ApprovalState::open) {
    return {.id = {id},
            .state = state,
            .verb = domain::Verb::relabel,
            .request = R"({"items":[]})",
            .asked_by = {5},
            .asked_at = {1000}};
  }
  void put(Approval const& approval) {
    auto const transaction = store_->begin_write();
    transaction->write_approvals({&approval, 1});
    transaction->commit();
  }
  Approval read(std::int64_t id) {
    ApprovalId const approval{id};
    auto const found = store_->begin_read()->load_approvals({&approval, 1});
    return found.empty() ? Approval() : found.front();
  }
  std::vector<std::int64_t> list(std::optional<ApprovalState> state, std::int64_t before, std::size_t limit) {
    std::vector<std::int64_t> ids;
    for (auto const& approval : store_->begin_read()->list_approvals(state, {before}, limit)) {
      ids.push_back(approval.id.value);
    }
    return ids;
  }
};
NAMEPLATE_ON_EVERY_STORE(Approvals);

TEST_P(Approvals, OneIsKeptAsItWasWritten) {
  put(an_approval(3));

  auto wanted = an_approval(3);
  wanted.version = 1;
  EXPECT_EQ(read(3), wanted);
  EXPECT_EQ(read(4), Approval());
}

TEST_P(Approvals, ADecisionIsKeptWithWhoMadeIt) {
  put(an_approval(3));
  auto approval = read(3);
  approval.state = ApprovalState::approved;
  approval.decided_by = {6};
  approval.decided_at = {2000};
  approval.event = {77};
  approval.reason = "looked at it";
  approval.refusal = "unit.held";
  approval.detail = "It is held.";
  put(approval);

  ++approval.version;
  EXPECT_EQ(read(3), approval);
}

TEST_P(Approvals, WhoReadAnOlderOneLoses) {
  put(an_approval(3));
  auto const read_first = read(3);
  put(read(3));

  EXPECT_THROW(put(read_first), store::GuardLost);
  EXPECT_EQ(read(3).version, 2);
}

TEST_P(Approvals, TheyAreListedNewestFirstByState) {
  put(an_approval(1, ApprovalState::rejected));
  put(an_approval(2));
  put(an_approval(3, ApprovalState::approved));
  put(an_approval(4));

  EXPECT_THAT(list({}, newest, 10), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(list({}, 3, 1), ElementsAre(2));
  EXPECT_THAT(list(ApprovalState::open, newest, 10), ElementsAre(4, 2));
  EXPECT_THAT(list(ApprovalState::open, 4, 10), ElementsAre(2));
  EXPECT_THAT(list(ApprovalState::rejected, newest, 10), ElementsAre(1));
  EXPECT_THAT(list(ApprovalState::approved, 3, 10), IsEmpty());
}

TEST_P(Approvals, WhatIsNotCommittedIsGone) {
  {
    auto const transaction = store_->begin_write();
    auto const approval = an_approval(3);
    transaction->write_approvals({&approval, 1});
  }
  EXPECT_EQ(read(3), Approval());
}

}  // namespace
}  // namespace nameplate::test

// Jobs: who may do what with them in which state.

#include "app/jobs/jobs.hpp"

#include "store/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>

namespace nameplate::app {
namespace {

class JobRules : public testing::Test {
 protected:
  domain::JobId make() { return jobs_.create(clerk_, {.kind = "import", .name = "a"})->job.id; }
  domain::JobId made_with_content() {
    auto const id = make();
    EXPECT_TRUE(jobs_.add_part(clerk_, id, 1, "a,b\n"));
    return id;
  }
  template <typename T>
  static std::string reason(base::Result<T> const& result) {
    return result ? "" : result.error().reason;
  }

  std::unique_ptr<store::Store> store_ = store::sqlite::open({.path = ":memory:"});
  base::FixedClock clock_{{1'000'000}};
  Jobs jobs_{*store_, clock_};
  domain::Actor clerk_{.account = 5, .role = domain::Role::operator_};
  domain::Actor other_{.account = 6, .role = domain::Role::operator_};
  domain::Actor manager_{.account = 7, .role = domain::Role::manager};
};

TEST_F(JobRules, AnAccountSeesItsOwnAndManagersSeeAll) {
  auto const id = make();
  EXPECT_TRUE(jobs_.find(clerk_, id));
  EXPECT_TRUE(jobs_.find(manager_, id));
  EXPECT_EQ(reason(jobs_.find(other_, id)), "job.unknown");
  EXPECT_EQ(jobs_.list(other_, {}, 10).jobs.size(), 0U);
  EXPECT_EQ(jobs_.list(manager_, {}, 10).jobs.size(), 1U);
}

TEST_F(JobRules, TheSameKeyMakesOneJob) {
  store::KeyClaim const key{.key = {1}, .body = {2}};
  auto const first = jobs_.create(clerk_, {.kind = "import", .key = key});
  auto const second = jobs_.create(clerk_, {.kind = "import", .key = key});
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->job.id, first->job.id);
  EXPECT_EQ(reason(jobs_.create(clerk_, {.kind = "import", .key = store::KeyClaim{.key = {1}, .body = {3}}})),
            "key.other_body");
}

TEST_F(JobRules, PartsComeInOrderAndOnce) {
  auto const id = make();
  EXPECT_EQ(reason(jobs_.check(clerk_, id)), "job.no_content");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 2, "x")), "part.gap");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 1, "x")), "");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 1, "x")), "");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 1, "y")), "part.differs");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 2, "")), "part.empty");
  EXPECT_EQ(reason(jobs_.run(clerk_, id)), "");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 2, "z")), "job.state");
  EXPECT_EQ(reason(jobs_.add_part(clerk_, id, 1, "x")), "") << "a late repetition";
}

TEST_F(JobRules, FromStateToState) {
  auto const id = made_with_content();
  EXPECT_EQ(jobs_.next(), std::nullopt);
  EXPECT_EQ(jobs_.check(clerk_, id)->state, store::JobState::checking);
  EXPECT_EQ(reason(jobs_.run(clerk_, id)), "job.state");
  EXPECT_EQ(jobs_.next()->id, id);
  EXPECT_EQ(jobs_.cancel(clerk_, id)->state, store::JobState::cancelled);
  EXPECT_EQ(jobs_.next(), std::nullopt);
  EXPECT_EQ(jobs_.resume(clerk_, id)->state, store::JobState::uploading) << "it had not begun to run";
  EXPECT_EQ(jobs_.run(clerk_, id)->state, store::JobState::running);
  EXPECT_EQ(reason(jobs_.check(clerk_, id)), "job.state");
  EXPECT_EQ(jobs_.cancel(clerk_, id)->state, store::JobState::cancelled);
  EXPECT_EQ(jobs_.resume(clerk_, id)->state, store::JobState::running);
  jobs_.fail(id, {.reason = "storage.full", .detail = "No space."});
  EXPECT_EQ(jobs_.find(clerk_, id)->reason, "storage.full");
  EXPECT_EQ(jobs_.resume(clerk_, id)->state, store::JobState::running);
  EXPECT_EQ(jobs_.find(clerk_, id)->reason, "");
}

TEST_F(JobRules, WhatWasCancelledIsNotWrittenOver) {
  auto const id = made_with_content();
  EXPECT_TRUE(jobs_.run(clerk_, id));
  store::JobChange change{.job = *jobs_.next()};
  EXPECT_TRUE(jobs_.save(change));
  EXPECT_TRUE(jobs_.save(change)) << "its version goes on";
  EXPECT_TRUE(jobs_.cancel(clerk_, id));
  EXPECT_FALSE(jobs_.save(change));
  EXPECT_EQ(jobs_.find(clerk_, id)->state, store::JobState::cancelled);
}

}  // namespace
}  // namespace nameplate::app

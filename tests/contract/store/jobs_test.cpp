// Jobs: their rows, what was uploaded for them, what became of their rows.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::JobId;
using domain::RecordId;
using store::Job;
using store::JobChange;
using store::JobRow;
using store::JobState;
using store::RowOutcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Jobs : public StoreContract {
 protected:
  static Job a_job(std::int64_t id, JobState state = JobState::uploading, std::int64_t account = 5) {
    return {.id = {id},
            .kind = "import",
            .state = state,
            .account = {account},
            .name = "units.csv",
            .parameters = std::string("p\0q", 3),
            .report = "r",
            .position = 0,
            .plan = "",
            .reason = "",
            .detail = "",
            .created_at = {1000},
            .updated_at = {1000}};
  }
  void put(JobChange const& change) { store_->write_jobs({&change, 1}, {}); }
  Job read(std::int64_t id) {
    JobId const job{id};
    auto const found = store_->begin_read()->load_jobs({&job, 1});
    return found.empty() ? Job() : found.front();
  }
};
NAMEPLATE_ON_EVERY_STORE(Jobs);

TEST_P(Jobs, AJobIsKeptAsItWasWritten) {
  put({.job = a_job(7)});

  auto wanted = a_job(7);
  wanted.version = 1;
  EXPECT_EQ(read(7), wanted);
  EXPECT_EQ(read(8), Job());
}

TEST_P(Jobs, AChangeMovesItOn) {
  put({.job = a_job(7)});
  auto job = read(7);
  job.state = JobState::failed;
  job.report = "more";
  job.position = 12;
  job.plan = std::string("\0plan", 5);
  job.reason = "storage.full";
  job.detail = "No space.";
  job.updated_at = {2000};

  put({.job = job});

  job.version = 2;
  EXPECT_EQ(read(7), job);
}

TEST_P(Jobs, AJobThatSomebodyElseChangedIsNotWrittenOver) {
  put({.job = a_job(7)});
  auto const job = read(7);
  put({.job = job});

  EXPECT_THROW(put({.job = job, .rows = {{.row = 2, .outcome = RowOutcome::failed, .body = "x"}}}), store::GuardLost);

  EXPECT_THAT(store_->begin_read()->job_rows({7}, std::nullopt, 0, 10), IsEmpty()) << "all or nothing";
}

TEST_P(Jobs, AListIsNewestFirstAndOfOneAccountOrAll) {
  put({.job = a_job(1)});
  put({.job = a_job(2, JobState::done, 6)});
  put({.job = a_job(3)});

  auto const ids = [&](std::optional<RecordId> account, std::int64_t before, std::size_t limit) {
    std::vector<std::int64_t> found;
    for (auto const& job : store_->begin_read()->list_jobs(account, {before}, limit)) {
      found.push_back(job.id.value);
    }
    return found;
  };
  EXPECT_THAT(ids({}, 100, 10), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids({}, 3, 1), ElementsAre(2));
  EXPECT_THAT(ids(RecordId{5}, 100, 10), ElementsAre(3, 1));
}

TEST_P(Jobs, ThoseAtWorkAreCheckingOrRunning) {
  std::int64_t id = 0;
  for (auto const state : {JobState::uploading, JobState::checking, JobState::checked, JobState::running,
                           JobState::done, JobState::cancelled, JobState::failed}) {
    put({.job = a_job(++id, state)});
  }

  EXPECT_THAT(store_->begin_read()->jobs_at_work(), ElementsAre(JobId{2}, JobId{4}));
}

TEST_P(Jobs, PartsAreKeptInOrderAndOnce) {
  put({.job = a_job(7)});
  put({.job = read(7), .parts = {{.part = 1, .bytes = std::string("a\0b", 3)}}});
  put({.job = read(7), .parts = {{.part = 2, .bytes = "cd"}}});

  auto const parts = store_->begin_read()->job_parts({7});
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_EQ(parts[0].size, 3);
  EXPECT_EQ(parts[1].part, 2);
  EXPECT_NE(parts[0].hash, parts[1].hash);
  EXPECT_EQ(store_->begin_read()->load_job_part({7}, 1), std::string("a\0b", 3));
  EXPECT_EQ(store_->begin_read()->load_job_part({7}, 3), std::nullopt);
  EXPECT_THROW(put({.job = read(7), .parts = {{.part = 2, .bytes = "other"}}}), store::GuardLost);
}

TEST_P(Jobs, WhatBecameOfRowsIsPagedAndReplaced) {
  put({.job = a_job(7),
       .rows = {{.row = 2, .outcome = RowOutcome::deferred, .body = ""},
                {.row = 4, .outcome = RowOutcome::failed, .body = "no"},
                {.row = 9, .outcome = RowOutcome::noted, .body = "S-1"}}});
  JobRow const failed{.row = 4, .outcome = RowOutcome::failed, .body = "no"};
  JobRow const noted{.row = 9, .outcome = RowOutcome::noted, .body = "S-1"};
  EXPECT_THAT(store_->begin_read()->job_rows({7}, std::nullopt, 2, 1), ElementsAre(failed));
  EXPECT_THAT(store_->begin_read()->job_rows({7}, RowOutcome::noted, 0, 10), ElementsAre(noted));

  JobRow const now_failed{.row = 9, .outcome = RowOutcome::failed, .body = "hm"};
  put({.job = read(7), .rows = {now_failed}, .rows_done = {2}});
  EXPECT_THAT(store_->begin_read()->job_rows({7}, std::nullopt, 0, 10), ElementsAre(failed, now_failed));

  put({.job = read(7), .forgets_rows = true, .rows = {noted}});
  EXPECT_THAT(store_->begin_read()->job_rows({7}, std::nullopt, 0, 10), ElementsAre(noted));
}

TEST_P(Jobs, OldContentIsForgottenUnlessItIsBeingWorkedOn) {
  for (auto const& [id, state] : {std::pair(1, JobState::done), std::pair(2, JobState::running)}) {
    put({.job = a_job(id, state),
         .parts = {{.part = 1, .bytes = "a"}, {.part = 2, .bytes = "b"}},
         .rows = {{.row = 2, .outcome = RowOutcome::failed, .body = "x"}}});
  }

  store_->forget_job_content_before({1000}, {});
  EXPECT_THAT(store_->begin_read()->job_parts({1}), SizeIs(2)) << "it is not old yet";
  store_->forget_job_content_before({1001}, {});

  EXPECT_THAT(store_->begin_read()->job_parts({1}), IsEmpty());
  EXPECT_THAT(store_->begin_read()->job_rows({1}, std::nullopt, 0, 10), IsEmpty());
  EXPECT_EQ(read(1).id, JobId{1}) << "the job itself stays";
  EXPECT_THAT(store_->begin_read()->job_parts({2}), SizeIs(2));
}

TEST_P(Jobs, TheirIdsAreASeriesOfTheirOwn) {
  EXPECT_EQ(store_->reserve_ids(store::IdSeries::job, 1), 1);
  EXPECT_EQ(store_->reserve_ids(store::IdSeries::job, 1), 2);
}

TEST_P(Jobs, WhatAJobRecordedIsKept) {
  put({.job = a_job(7), .events = {{5}, {3}}});
  put({.job = a_job(8), .events = {{4}}});
  put({.job = read(7), .events = {{3}, {9}}});

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->job_events({7}), ElementsAre(domain::EventId{3}, domain::EventId{5}, domain::EventId{9}));
  EXPECT_THAT(snapshot->job_events({8}), ElementsAre(domain::EventId{4}));
  EXPECT_THAT(snapshot->job_events({9}), IsEmpty());
}

}  // namespace
}  // namespace nameplate::test

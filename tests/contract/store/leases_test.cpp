// Leases, by which one of several servers does the work in the background.

#include "contract/store/store_contract.hpp"
#include "store/failure.hpp"
#include "store/postgres/connect.hpp"
#include "store/postgres/postgres_store.hpp"
#include "support/postgres_for_tests.hpp"

namespace nameplate::test {
namespace {

using store::Lease;
using store::Under;
using store::Work;

constexpr base::Instant start{1'000};
constexpr base::Instant end{2'000};

store::Seal first_seal() {
  return {.block = 1, .first = 1, .last = 1, .hash = {}, .sealed_at = {7}};
}

class Leases : public StoreContract {};
NAMEPLATE_ON_EVERY_STORE(Leases);

TEST_P(Leases, AreProlongedByWhoHasThem) {
  auto const taken = store_->take_lease(Work::seals, start, end);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->until, end);

  auto const prolonged = store_->take_lease(Work::seals, start.plus(1), end.plus(1));

  ASSERT_TRUE(prolonged);
  EXPECT_EQ(prolonged->epoch, taken->epoch);
  EXPECT_EQ(prolonged->until, end.plus(1));
  store_->give_up_lease(*prolonged);
  EXPECT_TRUE(store_->take_lease(Work::seals, start, end));
}

TEST_P(Leases, AreOnePerWork) {
  for (auto const work : {Work::seals, Work::past, Work::clean_up, Work::jobs}) {
    EXPECT_TRUE(store_->take_lease(work, start, end));
  }
}

TEST_P(Leases, OfAnotherEpochLetNothingBeWritten) {
  auto stale = store_->take_lease(Work::seals, start, end);
  ASSERT_TRUE(stale);
  --stale->epoch;
  store::JobChange const job{.job = {.id = {1}, .kind = "import", .account = {1}}};

  auto const seal = first_seal();
  EXPECT_THROW(store_->write_seals({&seal, 1}, {}, stale), store::GuardLost);
  EXPECT_THROW(store_->write_jobs({&job, 1}, stale), store::GuardLost);

  EXPECT_EQ(store_->begin_read()->newest_seal(), std::nullopt);
  EXPECT_TRUE(store_->begin_read()->load_jobs(std::vector{domain::JobId{1}}).empty());
  ++stale->epoch;
  store_->write_seals({&seal, 1}, {}, stale);
  EXPECT_EQ(store_->begin_read()->newest_seal(), seal);
}

TEST_P(Leases, SealsFollowTheBlockBefore) {
  auto const lease = store_->take_lease(Work::seals, start, end);
  auto const first = first_seal();
  store::Seal const third{.block = 3, .first = 3, .last = 3, .hash = {}, .sealed_at = {7}};
  store::Seal const second{.block = 2, .first = 2, .last = 2, .hash = {}, .sealed_at = {7}};
  store_->write_seals({&first, 1}, {}, lease);
  EXPECT_THROW(store_->write_seals({&third, 1}, {}, lease), store::GuardLost) << "the second one was lost";
  store_->write_seals({&second, 1}, {}, lease);
  store_->write_seals({&third, 1}, {}, lease);
  EXPECT_EQ(store_->begin_read()->newest_seal(), third);
}

/// Two servers on one database.
class LeasesOfTwo : public testing::Test {
 protected:
  void SetUp() override {
    auto const url = postgres_for_tests();
    if (!url) {
      GTEST_SKIP() << "no PostgreSQL";
    }
    store::postgres::Options const options{.url = *url, .schema = "leases"};
    connection_ =
        store::postgres::connect({.options = options, .schema = options.schema}, store::postgres::Purpose::write);
    session().script("DROP SCHEMA IF EXISTS leases CASCADE; CREATE SCHEMA leases", "make a schema");
    one_ = store::postgres::open(options);
    other_ = store::postgres::open(options);
  }
  void TearDown() override {
    one_.reset();
    other_.reset();
    if (connection_) {
      session().script("DROP SCHEMA leases CASCADE", "drop the schema");
    }
  }

  std::unique_ptr<store::Store> one_;
  std::unique_ptr<store::Store> other_;

 private:
  store::postgres::Session& session() { return connection_->session(); }

  std::unique_ptr<store::postgres::Connection> connection_;
};

TEST_F(LeasesOfTwo, GoToTheOtherWhenTheirTimeIsOver) {
  auto const mine = one_->take_lease(Work::past, start, end);
  ASSERT_TRUE(mine);
  EXPECT_FALSE(other_->take_lease(Work::past, start, end));
  EXPECT_FALSE(other_->take_lease(Work::past, end.plus(-1), end.plus(1000)));

  auto const theirs = other_->take_lease(Work::past, end, end.plus(1000));

  ASSERT_TRUE(theirs);
  EXPECT_EQ(theirs->epoch, mine->epoch + 1);
  EXPECT_FALSE(one_->take_lease(Work::past, end, end.plus(1000)));
}

TEST_F(LeasesOfTwo, StopAWriterThatSleptThroughItsTime) {
  auto const mine = one_->take_lease(Work::seals, start, end);
  auto const theirs = other_->take_lease(Work::seals, end, end.plus(1000));
  ASSERT_TRUE(theirs);

  auto const seal = first_seal();
  EXPECT_THROW(one_->write_seals({&seal, 1}, {}, mine), store::GuardLost);
  // The epoch alone is not enough: the row of the other may have been lost in a crash of the database.
  EXPECT_THROW(one_->write_seals({&seal, 1}, {}, theirs), store::GuardLost);
  other_->write_seals({&seal, 1}, {}, theirs);
  EXPECT_EQ(one_->begin_read()->newest_seal(), seal);
}

TEST_F(LeasesOfTwo, AreFreeAtOnceWhenGivenUp) {
  auto const mine = one_->take_lease(Work::jobs, start, end);
  ASSERT_TRUE(mine);
  one_->give_up_lease(*mine);
  EXPECT_TRUE(other_->take_lease(Work::jobs, start, end));
  one_->give_up_lease(*mine);
  EXPECT_FALSE(one_->take_lease(Work::jobs, start, end)) << "what is the other's was given up";
}

}  // namespace
}  // namespace nameplate::test

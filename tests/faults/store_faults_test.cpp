// Every write, sync, truncation and allocation of the store is refused in turn, the n-th for n = 1, 2, 3 ... until the
// operation succeeds: it is done or not done, never half; the answer is an error whenever it is not done; and the same
// request with the same key then succeeds, once.

#include "base/hash.hpp"
#include "faults/fault_injection.hpp"
#include "support/temporary_database.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <utility>

namespace nameplate::test {
namespace {

using domain::Verb;

constexpr base::Instant before{1'800'000'000'000'000};
constexpr base::Instant start_time{before.microseconds + 60 * base::microseconds_per_second};

/// In the plain run every so many-th allocation; with NAMEPLATE_LONG=1 each.
std::int64_t stride_of(FaultKind kind) {
  char const* const is_long = std::getenv("NAMEPLATE_LONG");
  bool const all = is_long != nullptr && std::string_view(is_long) == "1";
  return kind != FaultKind::allocation || all ? 1 : 23;
}

store::KeyClaim key_of(std::string const& name) {
  store::KeyClaim claim{};
  auto const hash = base::sha256(name);
  std::copy_n(hash.begin(), claim.key.size(), claim.key.begin());
  std::copy_n(hash.begin() + 16, claim.body.size(), claim.body.begin());
  return claim;
}

/// Operations are moved, never copied.
template <typename... Items>
domain::Operation operation(Verb verb, Items... items) {
  domain::Operation asked{.verb = verb};
  (asked.items.push_back(std::move(items)), ...);
  return asked;
}

domain::Operation goods_registered() {
  auto asked = operation(Verb::register_, generated("CAM", 3), some_of_lot("MILK", "L-2", 5'000'000));
  asked.location = "DOCK";
  asked.note = "Left by the side door";
  return asked;
}

domain::Operation pallet_moved() {
  auto asked = operation(Verb::move, container("PAL-1"), serial("CAM", "OUT-1"));
  asked.location = "BIN-2";
  asked.operator_name = "A. Person";
  return asked;
}

domain::Operation pallet_shipped() {
  auto asked = operation(Verb::ship, container("PAL-1"));
  asked.party = "ACME";
  asked.documents = {{.kind = "delivery", .number = "D-1"}};
  return asked;
}

/// Dated before something on record of what it concerns: put into the history.
domain::Operation late_move() {
  auto asked = operation(Verb::move, serial("CAM", "OUT-1"));
  asked.location = "BIN-2";
  asked.time = base::ZonedInstant{.instant = {start_time.microseconds - base::microseconds_per_second}};
  return asked;
}

app::RecordCommand party_made() {
  return {.kind = domain::RecordKind::party,
          .value = base::Value(base::Value::Object{
              {"code", "NEW"}, {"name", "New"}, {"roles", base::Value::List{base::Value("customer")}}})};
}

/// What is asked while the faults are about.
struct Work {
  std::string name;
  std::function<decltype(app::Command::what)()> make;

  [[nodiscard]] app::Command command(domain::Actor const& actor) const {
    return {.actor = actor, .key = key_of(name), .what = make()};
  }
};

std::vector<Work> all_work() {
  return {{"register", goods_registered},
          {"move", pallet_moved},
          {"ship", pallet_shipped},
          {"late move", late_move},
          {"record", party_made}};
}

/// A ledger with something in it, as a file that is copied for each try.
class Faults : public testing::TestWithParam<std::tuple<FaultKind, FaultLasts>> {
 protected:
  Faults() {
    TestLedger ledger(before, database_.options());
    ledger.add_business();
    auto first = operation(Verb::register_, serial("CAM", "IN-1"), serial("CAM", "IN-2"), serial("CAM", "OUT-1"),
                           some_of_lot("MILK", "L-1", 7'000'000));
    first.location = "BIN-1";
    ledger.perform(std::move(first));
    ledger.clock().advance(start_time.microseconds - before.microseconds);
    auto sighted = operation(Verb::observe, serial("CAM", "OUT-1"));
    ledger.perform(std::move(sighted));
    auto packed = operation(Verb::pack, serial("CAM", "IN-1"), serial("CAM", "IN-2"));
    packed.container = "PAL-1";
    ledger.perform(std::move(packed));
    sequence_before_ = ledger.read()->head().sequence;
  }

  /// One round: a copy, the n-th call refused, and everything asked again. False once nothing was refused any more.
  bool try_with(Work const& work, std::int64_t n) {
    auto const [kind, lasts] = GetParam();
    TemporaryDatabase tried;
    std::filesystem::copy_file(database_.path(), tried.path());
    auto const place = std::string(name_of(kind)) + " " + std::to_string(n) + " of " + work.name;
    bool fired = false;
    {
      TestLedger ledger(start_time, tried.options());
      auto command = work.command(ledger.owner());
      faults::arm(kind, lasts, n);
      auto const outcome = ledger.ledger().writer.execute(std::move(command));
      fired = faults::disarm();
      if (!outcome) {
        EXPECT_TRUE(fired) << place << ": " << outcome.error().detail;
        auto const kind_of_error = outcome.error().kind;
        EXPECT_TRUE(kind_of_error == base::ErrorKind::unavailable || kind_of_error == base::ErrorKind::storage_full)
            << place << ": " << outcome.error().reason;
      }
      expect_whole(ledger, outcome.has_value(), place);
      if (n % 2 == 0) {
        expect_once(ledger, work.command(ledger.owner()), place + ", asked again at once");
      }
    }
    TestLedger again(start_time, tried.options());
    expect_once(again, work.command(again.owner()), place + ", asked again after another start");
    auto const found = again.verify();
    EXPECT_TRUE(found.is_clean()) << place << ": " << found.differences.front().projection << " "
                                  << found.differences.front().key;
    return fired;
  }

  /// Done when it was acknowledged; otherwise done as a whole or not at all.
  void expect_whole(TestLedger& ledger, bool acknowledged, std::string const& place) {
    auto const sequence = ledger.read()->head().sequence;
    EXPECT_LE(sequence, sequence_before_ + 1) << place;
    if (acknowledged) {
      EXPECT_EQ(sequence, sequence_before_ + 1) << place;
    }
  }

  void expect_once(TestLedger& ledger, app::Command command, std::string const& place) {
    auto const outcome = ledger.ledger().writer.execute(std::move(command));
    ASSERT_TRUE(outcome) << place << ": " << outcome.error().reason << " " << outcome.error().detail;
    EXPECT_EQ(outcome->sequence, sequence_before_ + 1) << place;
    EXPECT_EQ(ledger.read()->head().sequence, sequence_before_ + 1) << place;
  }

  TemporaryDatabase database_;
  domain::Sequence sequence_before_ = 0;
};

TEST_P(Faults, AreNeverHalfAnOperation) {
  auto const kind = std::get<0>(GetParam());
  std::int64_t tried = 0;
  for (auto const& work : all_work()) {
    std::int64_t n = 1;
    while (try_with(work, n)) {
      n += stride_of(kind);
      ++tried;
      if (HasFailure()) {
        return;  // the next one says the same
      }
    }
  }
  RecordProperty("faults", std::to_string(tried));
  std::printf("[          ] %lld faults\n", static_cast<long long>(tried));
}

INSTANTIATE_TEST_SUITE_P(All, Faults,
                         testing::Combine(testing::Values(FaultKind::write, FaultKind::sync, FaultKind::truncate,
                                                          FaultKind::allocation),
                                          testing::Values(FaultLasts::once, FaultLasts::onward)),
                         [](auto const& parameters) {
                           auto const lasts = std::get<1>(parameters.param) == FaultLasts::once ? "Once" : "Onward";
                           return std::string(name_of(std::get<0>(parameters.param))) + lasts;
                         });

}  // namespace
}  // namespace nameplate::test

int main(int argc, char** argv) {
  nameplate::test::faults::install();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

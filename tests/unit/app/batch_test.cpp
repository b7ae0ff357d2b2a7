// Operations that come as one batch: a transaction of their own, an outcome for each.

#include "app/writer.hpp"
#include "support/test_ledger.hpp"

#include <gmock/gmock.h>

#include <future>

namespace nameplate::app {
namespace {

using domain::Operation;
using domain::Verb;

Operation registering(std::string const& serial, std::string const& location = "BIN-1") {
  Operation operation{.verb = Verb::register_, .location = location};
  operation.items.push_back({.kind = domain::ItemKind::serial, .product = "CAM", .number = serial});
  return operation;
}

store::KeyClaim a_key(std::uint8_t key, std::uint8_t body) {
  store::KeyClaim claim{};
  claim.key.front() = key;
  claim.body.front() = body;
  return claim;
}

class Batches : public testing::Test {
 protected:
  Batches() { ledger_.add_business(); }

  std::vector<Outcome> send(std::vector<Command> commands) {
    std::promise<std::vector<Outcome>> promise;
    auto answer = promise.get_future();
    ledger_.writer().submit_batch(std::move(commands),
                                  [&](std::vector<Outcome> outcomes) { promise.set_value(std::move(outcomes)); });
    return answer.get();
  }
  Command command(Operation operation, std::optional<store::KeyClaim> key = {}) {
    return {.actor = ledger_.owner(), .key = key, .what = std::move(operation)};
  }

  test::TestLedger ledger_;
};

TEST_F(Batches, EachOperationHasAnOutcomeInTheOrderOfTheRequest) {
  std::vector<Command> commands;
  commands.push_back(command(registering("A-1")));
  commands.push_back(command(registering("A-2", "NOWHERE")));
  commands.push_back(command(registering("A-3")));

  auto const outcomes = send(std::move(commands));

  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_EQ(outcomes[0].value().items.at(0).number, "A-1");
  EXPECT_EQ(outcomes[1].error().reason, "location.unknown");
  EXPECT_EQ(outcomes[2].value().items.at(0).number, "A-3");
}

TEST_F(Batches, ABatchIsOneTransaction) {
  auto const groups = ledger_.writer().figures().groups;
  std::vector<Command> commands;
  for (int i = 0; i < 1000; ++i) {
    commands.push_back(command(registering("N-" + std::to_string(i))));
  }

  auto const outcomes = send(std::move(commands));

  EXPECT_TRUE(std::ranges::all_of(outcomes, [](Outcome const& outcome) { return outcome.has_value(); }));
  EXPECT_EQ(ledger_.writer().figures().groups, groups + 1);
  EXPECT_EQ(ledger_.writer().figures().waiting, 0U);
}

TEST_F(Batches, SentAgainItDoesNothingTwice) {
  auto const batch = [&] {
    std::vector<Command> commands;
    commands.push_back(command(registering("A-1"), a_key(1, 1)));
    commands.push_back(command(registering("A-2"), a_key(2, 2)));
    return commands;
  };
  auto const first = send(batch());
  auto const sequence = ledger_.writer().sequence();

  auto const second = send(batch());

  EXPECT_EQ(ledger_.writer().sequence(), sequence);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(second[i].value().replayed);
    EXPECT_EQ(second[i].value().event, first[i].value().event);
  }
}

TEST_F(Batches, AStoppedWriterRefusesEachOfThem) {
  ledger_.writer().stop();
  std::vector<Command> commands;
  commands.push_back(command(registering("A-1")));
  commands.push_back(command(registering("A-2")));

  auto const outcomes = send(std::move(commands));

  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].error().reason, "writer.stopping");
  EXPECT_EQ(outcomes[1].error().reason, "writer.stopping");
}

TEST_F(Batches, APreviewSaysWhatWouldHappenAndDoesNothing) {
  auto const sequence = ledger_.writer().sequence();

  auto const fine = ledger_.writer().preview(command(registering("A-1")));
  auto const refused = ledger_.writer().preview(command(registering("A-1", "NOWHERE")));

  EXPECT_EQ(fine.value().done, 1);
  EXPECT_FALSE(fine.value().event);
  EXPECT_EQ(refused.error().reason, "location.unknown");
  EXPECT_EQ(ledger_.writer().sequence(), sequence);
  EXPECT_EQ(ledger_.ask(registering("A-1")).value().unchanged, 0) << "it is not there yet";
}

}  // namespace
}  // namespace nameplate::app

// The same random operations through the real program: HTTP, and each store. Each answer is compared with what a naive
// ledger predicts, every ten steps all that there is, and at the end `nameplate verify` must find nothing.
//
// 10,000 steps, on PostgreSQL 4,000, ten times as many with NAMEPLATE_LONG=1; NAMEPLATE_SEED asks for the same again.
#include "model_run.hpp"
#include "seed.hpp"
#include "server_world.hpp"
#include "support/postgres_for_tests.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace nameplate::model {
namespace {

constexpr int steps_per_run = 100;
constexpr int runs = 100;
constexpr int runs_on_postgres = 40;
constexpr std::int64_t days_back_us = 3 * 24 * base::microseconds_per_hour;

/// Every step says when it happened: the server's own clock is another one.
Step with_time(Step step) {
  if (!step.time_us && step.verb != "reverse") {
    step.time_us = step.clock_us;
  }
  return step;
}

/// What is taken back has the server's time, not that of the step: nothing can be dated to that very moment.
bool is_dated_to_reversal(Step const& step, NaiveLedger const& naive) {
  return std::ranges::any_of(
      naive.facts(), [&](Fact const& fact) { return fact.step.verb == "reverse" && step.time_us == fact.time_us; });
}

/// What a server is asked for of the naive ledger's picture.
NaiveLedger::Picture of_server(NaiveLedger::Picture picture) {
  std::erase_if(picture, [](auto const& line) {
    return !line.first.starts_with("unit ") && !line.first.starts_with("container ") && !line.first.starts_with("lot ");
  });
  return picture;
}

std::optional<Finding> run_on_server(ServedBusiness& business, std::uint64_t seed, std::string prefix,
                                     std::int64_t epoch_us) {
  RandomSteps random(seed, {.future = false});
  NaiveLedger naive;
  ServerWorld world(business, std::move(prefix), epoch_us);
  std::vector<Step> steps;
  for (int i = 0; i < steps_per_run; ++i) {
    steps.push_back(with_time(random.next(naive)));
    auto prediction = naive.predict(steps.back());
    if (prediction.is_open || is_dated_to_reversal(steps.back(), naive)) {
      continue;
    }
    auto disagreement = compare(prediction, world.ask(steps.back()));
    if (!disagreement) {
      naive.accept(std::move(prediction));
      if (i % 10 == 9) {
        disagreement = compare(of_server(naive.picture()), world.picture(naive));
      }
    }
    if (disagreement) {
      return Finding{.steps = std::move(steps), .disagreement = *std::move(disagreement)};
    }
  }
  return std::nullopt;
}

void compare_through_server(bench::StoreKind store, int count) {
  auto const seed = model_seed();
  auto const now = base::SystemClock().now().microseconds;
  ServedBusiness business(store);
  for (int run = 0; run < (is_long_run() ? 10 : 1) * count; ++run) {
    auto const its_seed = seed + static_cast<std::uint64_t>(run);
    auto const finding = run_on_server(business, its_seed, "R" + std::to_string(run) + "-", now - days_back_us);
    if (finding) {
      // Fewer steps are found without the server, where that disagrees as well.
      auto const shown = replay(finding->steps) ? shrink(*finding) : *finding;
      FAIL() << "NAMEPLATE_SEED=" << its_seed << ":\n" << to_text(shown) << finding->disagreement;
    }
  }
  business.stop();
  auto const verify = std::string(NAMEPLATE_BINARY) + " verify --database '" + business.database() + "'";
  EXPECT_EQ(std::system((verify + " >&2").c_str()), 0) << "NAMEPLATE_SEED=" << seed;
}

TEST(Model, ThroughTheServerItIsWhatANaiveLedgerExpects) {
  compare_through_server(bench::StoreKind::sqlite, runs);
}

TEST(Model, ThroughTheServerOnPostgresToo) {
  if (!test::postgres_for_tests()) {
    GTEST_SKIP() << "no PostgreSQL is installed";
  }
  compare_through_server(bench::StoreKind::postgres, runs_on_postgres);
}

}  // namespace
}  // namespace nameplate::model

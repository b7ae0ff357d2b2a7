// Random operations through the use cases of the program, on a store out of plain maps, against a naive ledger that
// shares no code with them. After each step the answer is compared, with its reasons, and everything that there is:
// states, places, quantities, counts, holds, attributes, histories. A failing run is shrunk to the steps that matter.
//
// 500 runs of 100 steps in order of time, and 1,500 late and reversed; ten times as many with NAMEPLATE_LONG=1; with
// NAMEPLATE_MODEL_SECONDS=N as many as fit into that time. NAMEPLATE_SEED asks for the same again.
#include "model_run.hpp"
#include "seed.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace nameplate::model {
namespace {

constexpr int steps_per_run = 100;
constexpr std::uint64_t runs_in_order = 500;
constexpr std::uint64_t runs_late = 1'500;

/// Asks for run after run, each with the next seed.
void look_for_disagreements(Mix mix, std::uint64_t runs) {
  auto const seed = model_seed();
  auto const* const seconds = std::getenv("NAMEPLATE_MODEL_SECONDS");
  auto const until =
      std::chrono::steady_clock::now() + std::chrono::seconds(seconds == nullptr ? 0 : std::atoi(seconds));
  auto const* const fewer = std::getenv("NAMEPLATE_MODEL_RUNS");
  auto const count = fewer != nullptr ? std::stoull(fewer) : is_long_run() ? 10 * runs : runs;
  for (std::uint64_t i = 0; seconds == nullptr ? i < count : std::chrono::steady_clock::now() < until; ++i) {
    if (auto const finding = look(seed + i, steps_per_run, mix)) {
      auto const shrunk = shrink(*finding);
      FAIL() << "NAMEPLATE_SEED=" << seed + i << ": after " << finding->steps.size()
             << " steps, of which these matter:\n"
             << to_text(shrunk) << "the first disagreement: " << finding->disagreement;
    }
  }
}

TEST(Model, InOrderOfTimeItIsWhatANaiveLedgerExpects) {
  look_for_disagreements({.late = false, .reversals = false, .records = false}, runs_in_order);
}

TEST(Model, LateAndReversedItIsWhatANaiveLedgerExpects) {
  look_for_disagreements({.records = false}, runs_late);
}

TEST(Model, RecordedAgainstTheFactsItIsWhatANaiveLedgerExpects) {
  look_for_disagreements({}, runs_in_order);
}

}  // namespace
}  // namespace nameplate::model

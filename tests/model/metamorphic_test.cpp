// What must come to the same: done and reversed, and never done; one operation on many things, and many on one each;
// late, and in time. NAMEPLATE_SEED asks for the same again.
#include "app_world.hpp"
#include "day.hpp"
#include "model_run.hpp"
#include "seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace nameplate::model {
namespace {

/// What is so now, without what tells how it came to be, and without what never was.
NaiveLedger::Picture of_today(AppWorld const& world) {
  auto picture = world.picture();
  std::erase_if(picture, [](auto const& line) {
    return line.first.starts_with("history of ") || line.first.starts_with("void ");
  });
  return picture;
}

TEST(Metamorphic, WhatWasDoneAndReversedIsAsIfItHadNeverBeenDone) {
  auto const seed = model_seed();
  for (std::uint64_t i = 0; i < 300; ++i) {
    SCOPED_TRACE("NAMEPLATE_SEED=" + std::to_string(seed + i));
    std::mt19937_64 random(seed + i);
    auto day = make_day(seed + i, 60);
    AppWorld world;
    std::vector<Step> reversible;
    for (auto const& step : day) {
      auto const before = of_today(world);
      ASSERT_FALSE(world.ask(step).is_refused) << to_text(step);
      if (step.verb == "amend" || random() % 3 != 0) {
        continue;
      }
      auto const reversal =
          world.ask({.id = 10'000 + step.id, .verb = "reverse", .clock_us = step.clock_us + 1, .about = step.id});

      ASSERT_FALSE(reversal.is_refused) << to_text(step) << '\n' << reversal.detail;
      auto const disagreement = compare(before, of_today(world));
      ASSERT_FALSE(disagreement) << to_text(step) << '\n' << *disagreement;
      auto again = step;  // nothing stands in its way
      again.id = 20'000 + step.id;
      again.time_us.reset();
      again.clock_us = step.clock_us + 2;
      auto const second = world.ask(again);
      ASSERT_FALSE(second.is_refused) << to_text(again) << '\n' << second.detail;
    }
  }
}

TEST(Metamorphic, OneOperationOnAThousandThingsIsAThousandOnOneEach) {
  constexpr int things = 1'000;
  constexpr std::array<char const*, 12> course = {"receive", "move",   "pack",   "unpack", "stage", "unstage",
                                                  "ship",    "return", "accept", "repair", "lose",  "find"};
  AppWorld at_once;
  AppWorld one_by_one;
  int id = 0;
  std::int64_t clock_us = 0;
  for (auto const* const verb : course) {
    Step step{.id = ++id, .verb = verb, .clock_us = clock_us += 10'000'000};
    std::string const name = verb;
    step.time_us = step.clock_us;
    if (name == "receive" || name == "move" || name == "pack" || name == "unpack" || name == "return" ||
        name == "find") {
      step.location = name == "receive" ? "DOCK" : "BIN-1";
    }
    step.party = name == "ship" ? "ACME" : "";
    step.container = name == "pack" ? "P0001" : "";
    for (int i = 0; i < things; ++i) {
      step.items.push_back({.kind = StepKind::unit, .number = "U" + std::to_string(i)});
    }
    if (name == "receive" || name == "move" || name == "ship") {
      step.items.push_back({.kind = StepKind::lot,
                            .number = "L1",
                            .quantity = 500'000'000,
                            .from = name == "receive" ? ""
                                    : name == "move"  ? "DOCK"
                                                      : "BIN-1"});
    }
    auto const reply = at_once.ask(step);
    ASSERT_FALSE(reply.is_refused) << verb << ": " << reply.detail;
    for (auto const& item : step.items) {
      auto single = step;
      single.id = ++id;
      single.items = {item};
      auto const answer = one_by_one.ask(single);
      ASSERT_FALSE(answer.is_refused) << verb << ' ' << item.number << ": " << answer.detail;
    }

    auto disagreement = compare(of_today(at_once), of_today(one_by_one));
    ASSERT_FALSE(disagreement) << verb << ": " << disagreement->substr(0, 2000);
  }
}

TEST(Metamorphic, WhatComesLateIsAsIfItHadComeInTime) {
  auto const seed = model_seed();
  for (std::uint64_t i = 0; i < 300; ++i) {
    SCOPED_TRACE("NAMEPLATE_SEED=" + std::to_string(seed + i));
    std::mt19937_64 random(seed + i);
    auto day = make_day(seed + i, 60);
    auto const evening = day.back().clock_us + 1;
    AppWorld in_time;
    for (auto& step : day) {
      step.clock_us = evening;
      ASSERT_FALSE(in_time.ask(step).is_refused) << to_text(step);
    }
    auto const late = day.begin() + static_cast<std::ptrdiff_t>(random() % day.size());
    AppWorld world;
    bool is_needed = false;  // something else needs it to have happened
    for (auto step = day.begin(); step != day.end() && !is_needed; ++step) {
      is_needed = step != late && world.ask(*step).is_refused;
    }
    if (is_needed) {
      continue;
    }
    auto const reply = world.ask(*late);

    ASSERT_FALSE(reply.is_refused) << to_text(*late) << '\n' << reply.detail;
    auto const disagreement = compare(in_time.picture(), world.picture());
    ASSERT_FALSE(disagreement) << "late: " << to_text(*late) << '\n' << *disagreement;
  }
}

}  // namespace
}  // namespace nameplate::model

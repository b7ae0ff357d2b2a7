// A day's work, recorded by ten devices, arrives in any order. What was refused is sent again in order of time, in
// batches, until nothing changes: then all of it is in, and everything is as if it had arrived in order.
//
// 2,000 events, sent in 50 orders; NAMEPLATE_SEED asks for the same day and the same orders again.
#include "app_world.hpp"
#include "day.hpp"
#include "model_run.hpp"
#include "seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nameplate::model {
namespace {

constexpr std::size_t events = 2'000;
constexpr std::size_t devices = 10;
constexpr int orders = 50;
constexpr std::size_t batch_max = 1'000;
constexpr std::size_t kind_length = 20;          ///< of a difference, by which one is known as the same
constexpr std::int64_t evening_us = 60'000'000;  ///< after the last event

/// What was done by ten devices, each of which sends its own in order: their scans come in mixed.
std::vector<Step> mixed_by_devices(std::vector<Step> const& day, std::mt19937_64& random) {
  std::vector<std::vector<Step>> by_device(devices);
  for (auto const& step : day) {
    by_device[random() % devices].push_back(step);
  }
  std::vector<Step> mixed;
  std::vector<std::size_t> next(devices);
  while (mixed.size() < day.size()) {
    auto const device = random() % devices;
    // A device that comes back from the far end of the yard sends several at once.
    for (auto count = 1 + random() % 20; count > 0 && next[device] < by_device[device].size(); --count) {
      mixed.push_back(by_device[device][next[device]++]);
    }
  }
  return mixed;
}

/// Sends again what was refused, until all is in or nothing changes. Returns what is left, and why.
std::string send_again(AppWorld& world, std::vector<Step> refused) {
  std::string why;
  for (auto before = SIZE_MAX; !refused.empty() && refused.size() < before;) {
    before = refused.size();
    std::ranges::sort(refused, {}, &Step::time_us);
    std::vector<Step> left;
    why.clear();
    for (std::size_t begin = 0; begin < refused.size(); begin += batch_max) {
      auto const end = std::min(begin + batch_max, refused.size());
      std::vector<Step> const batch(refused.begin() + static_cast<std::ptrdiff_t>(begin),
                                    refused.begin() + static_cast<std::ptrdiff_t>(end));
      auto const replies = world.ask_batch(batch);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        if (replies[i].is_refused) {
          left.push_back(batch[i]);
          why += "\n  " + to_text(batch[i]) + "\n    " + replies[i].reason + ": " + replies[i].detail;
        }
      }
    }
    refused = std::move(left);
  }
  return why;
}

/// Everything, after the steps in the order in which they happened; nothing: one of them is refused.
std::optional<NaiveLedger::Picture> in_order(std::vector<Step> steps) {
  std::ranges::sort(steps, {}, &Step::time_us);
  AppWorld world;
  for (auto const& step : steps) {
    if (world.ask(step).is_refused) {
      return std::nullopt;
    }
  }
  return world.picture();
}

/// How the steps, arriving in this order, end otherwise.
Disagreement difference_of(std::vector<Step> const& arriving, NaiveLedger::Picture const& expected) {
  try {
    AppWorld world;
    std::vector<Step> refused;
    for (auto const& step : arriving) {
      if (world.ask(step).is_refused) {
        refused.push_back(step);
      }
    }
    if (auto const why = send_again(world, std::move(refused)); !why.empty()) {
      return "not everything is in:" + why;
    }
    return compare(expected, world.picture());
  } catch (std::exception const& exception) {
    return std::string("it threw: ") + exception.what();
  }
}

Disagreement difference_of(std::vector<Step> const& arriving) {
  auto const expected = in_order(arriving);
  return expected ? difference_of(arriving, *expected) : std::nullopt;
}

/// The fewest steps that still differ.
std::string shrunk(std::vector<Step> arriving, std::string const& difference) {
  auto const kind = difference.substr(0, kind_length);
  arriving = without_steps(std::move(arriving), [&](auto const& steps) {
    auto const found = difference_of(steps);
    return found && found->starts_with(kind);
  });
  return to_text(Finding{.steps = arriving, .disagreement = difference_of(arriving).value_or("")});
}

TEST(AnyOrder, ADayEndsTheSameInWhateverOrderItArrives) {
  auto const seed = model_seed();
  auto day = make_day(seed, events);
  auto const evening = day.back().clock_us + evening_us;
  for (auto& step : day) {
    step.clock_us = evening;
  }
  auto const expected = in_order(day);
  ASSERT_TRUE(expected);
  std::mt19937_64 random(seed);
  for (int order = 0; order < (is_long_run() ? 10 : 1) * orders; ++order) {
    auto arriving = mixed_by_devices(day, random);
    if (order % 2 == 1) {
      std::ranges::shuffle(arriving, random);
    }

    auto const difference = difference_of(arriving, *expected);

    ASSERT_FALSE(difference) << "order " << order << ":\n" << shrunk(arriving, *difference) << *difference;
  }
}

}  // namespace
}  // namespace nameplate::model

#include "app/commands/group.hpp"

#include "app/commands/attempt.hpp"
#include "base/hash.hpp"

#include <chrono>
#include <thread>

namespace nameplate::app {
namespace {

/// Each round one of those who meet goes through: enough for as many processes as may work on one database at once.
constexpr int attempts_max = 16;

}  // namespace

GroupCommit::GroupCommit(store::Store& store, MasterData& master_data, base::Clock const& clock)
    : store_(store),
      master_data_(master_data),
      clock_(clock),
      subject_ids_(store, clock, store::IdSeries::subject),
      event_ids_(store, clock, store::IdSeries::event) {}

GroupCommit::Result GroupCommit::run(std::span<Pending> group) {
  return run_apart(group, &GroupCommit::run_now);
}

GroupCommit::Result GroupCommit::run_now(std::span<Pending> group) {
  std::vector<std::size_t> late;
  auto result = try_again([&] {
    Attempt attempt(*this, group);
    auto const done = attempt.run();
    late = attempt.late();
    return done;
  });
  // What turns up late is put into the history one by one: each may concern what the one before changed.
  for (auto const place : late) {
    auto const told = retell(group.subspan(place, 1));
    result.head = told.head;
    result.events += told.events;
  }
  return result;
}

GroupCommit::Result GroupCommit::run_batch(std::span<Pending> batch) {
  return run_apart(batch, &GroupCommit::retell);
}

GroupCommit::Result GroupCommit::run_alone(Pending& pending, Purpose const& purpose) {
  std::span<Pending> const one(&pending, 1);
  {
    Attempt attempt(*this, one, purpose);
    auto const result = attempt.run();
    if (attempt.late().empty()) {
      return result;
    }
  }
  return Attempt(*this, one, purpose).run_retelling();
}

GroupCommit::Result GroupCommit::preview(std::span<Pending> one) {
  return try_again([&] { return run_alone(one.front(), {.preview = true}); });
}

GroupCommit::Result GroupCommit::retell(std::span<Pending> batch) {
  return try_again([&] { return Attempt(*this, batch).run_retelling(); });
}

GroupCommit::Result GroupCommit::try_again(std::function<Result()> const& attempt) {
  for (int tries = 1;; ++tries) {
    try {
      return attempt();
    } catch (store::GuardLost const&) {
      if (tries == attempts_max) {
        throw store::StorageFailure(store::FailureKind::unavailable, "others were faster, again and again");
      }
      // Jitter, so that two servers do not meet again.
      auto const pause_us = 500 * tries + static_cast<unsigned char>(base::random_bytes(1).front()) * 20;
      std::this_thread::sleep_for(std::chrono::microseconds(pause_us));
      master_data_.reload(store_);
    }
  }
}

}  // namespace nameplate::app

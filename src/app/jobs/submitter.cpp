#include "app/jobs/submitter.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace nameplate::app {
namespace {

/// Commands of a job that wait at the same time. Two full groups: the writer never runs dry, and who comes after waits
/// for two transactions at most.
constexpr std::size_t window = 512;
constexpr auto pause_when_busy = std::chrono::milliseconds(20);

class Flight {
 public:
  Flight(Writer& writer, std::size_t commands) : writer_(writer), outcomes_(commands) {}

  void start(std::size_t index, Command command) {
    std::unique_lock lock(mutex_);
    landed_.wait(lock, [this] { return in_flight_ < window; });
    ++in_flight_;
    outcomes_[index].reset();
    lock.unlock();
    writer_.submit(std::move(command), [this, index](Outcome outcome) {
      std::lock_guard const guard(mutex_);
      outcomes_[index] = std::move(outcome);
      --in_flight_;
      landed_.notify_one();
    });
  }
  void wait() {
    std::unique_lock lock(mutex_);
    landed_.wait(lock, [this] { return in_flight_ == 0; });
  }
  [[nodiscard]] std::vector<std::optional<Outcome>>& outcomes() { return outcomes_; }

 private:
  Writer& writer_;
  std::mutex mutex_;
  std::condition_variable landed_;
  std::size_t in_flight_ = 0;
  std::vector<std::optional<Outcome>> outcomes_;
};

bool is_busy(std::optional<Outcome> const& outcome) {
  return outcome && !*outcome && outcome->error().reason == "writer.busy";
}

store::ShortHash short_hash(std::string_view text) {
  auto const digest = base::sha256(text);
  store::ShortHash half{};
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

}  // namespace

std::vector<Outcome> submit_all(Writer& writer, std::size_t count, std::function<Command(std::size_t)> const& make) {
  Flight flight(writer, count);
  for (std::size_t index = 0; index < count; ++index) {
    flight.start(index, make(index));
  }
  flight.wait();
  while (std::ranges::any_of(flight.outcomes(), is_busy)) {
    std::this_thread::sleep_for(pause_when_busy);
    for (std::size_t index = 0; index < count; ++index) {
      if (is_busy(flight.outcomes()[index])) {
        flight.start(index, make(index));
      }
    }
    flight.wait();
  }
  std::vector<Outcome> outcomes;
  outcomes.reserve(count);
  for (auto& outcome : flight.outcomes()) {
    outcomes.push_back(*std::move(outcome));
  }
  return outcomes;
}

store::KeyClaim job_key(std::int64_t account, domain::JobId job, std::string_view step) {
  // A key of a request holds no blank, so none is ever like this one. What the step does follows from the job alone,
  // so there is nothing else to compare.
  auto const text = std::to_string(account) + '\0' + "job " + std::to_string(job.value) + " " + std::string(step);
  return {.key = short_hash(text), .body = short_hash("body of " + text)};
}

bool is_machinery(base::Error const& error) {
  return error.kind == base::ErrorKind::unavailable || error.kind == base::ErrorKind::storage_full ||
         error.kind == base::ErrorKind::internal;
}

}  // namespace nameplate::app

// Step (b) of the write path: numbers are drawn before anything is loaded.
#include "app/commands/attempt.hpp"
#include "app/commands/block_commands.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

/// Behind so many usable counts of what was drawn.
std::int64_t last_needed(DrawnNumbers::Drawn const& drawn, std::int64_t wanted) {
  auto end = drawn.range.first + wanted;
  for (auto const passed : drawn.passed_over) {
    end += passed < end ? 1 : 0;
  }
  return std::min(end, drawn.range.first + drawn.range.count);
}

}  // namespace

void GroupCommit::Attempt::draw_numbers() {
  numbering_ = std::move(wanted_.numbering);
  auto const draws = numbering_.draws();
  if (draws.empty()) {
    return;
  }
  auto ranges = transaction_->draw_counters(draws);
  numbering_.take_secret(ranges);
  for (auto const& range : ranges) {
    numbers_.add(free_numbers(range));
  }
}

/// Numbers that somebody entered by hand, and those that would hold an unwanted word, are passed over: for each of them
/// one more is drawn. Each round draws twice as many, so that a long stretch of taken ones costs few rounds.
DrawnNumbers::Drawn GroupCommit::Attempt::free_numbers(store::CounterRange const& range) {
  DrawnNumbers::Drawn drawn{.range = range};
  auto const wanted = range.count;
  // A format that makes hardly anything but unwanted words ends here, and is refused when a number is taken.
  constexpr std::int64_t unwanted_max = 100'000;
  std::int64_t more = wanted;
  for (std::int64_t looked_at = 0; looked_at < drawn.range.count;) {
    pass_over_unusable(drawn, range.first + looked_at);
    looked_at = drawn.range.count;
    bool const is_hopeless = drawn.unwanted > unwanted_max + 10 * wanted;
    if (drawn.range.count - std::ssize(drawn.passed_over) < wanted && !is_hopeless) {
      store::CounterDraw const again{.counter = range.counter, .start = 1, .count = more};
      static_cast<void>(transaction_->draw_counters({&again, 1}));
      drawn.range.count += more;
      more *= 2;
    }
  }
  // What was drawn too much.
  auto& count = drawn.range.count;
  auto const end = last_needed(drawn, wanted);
  store::CounterRange const rest{range.counter, end, range.first + count - end};
  if (rest.count > 0) {
    transaction_->give_back({&rest, 1});
    count -= rest.count;
  }
  return drawn;
}

/// Of the counts from `first` on those that make a number which is on record, or none. Beyond the last number of a
/// format all of them stay: that it is full is said when they are taken. Which of many makers will take a count is not
/// known yet; no more than a million numbers are looked at, and the unique key of numbers answers for the rest.
void GroupCommit::Attempt::pass_over_unusable(DrawnNumbers::Drawn& drawn, std::int64_t first) {
  constexpr std::size_t candidates_max = 1'000'000;
  auto const end = drawn.range.first + drawn.range.count;
  std::vector<std::int64_t> unusable;
  std::vector<std::pair<std::string, std::int64_t>> candidates;
  for (auto const& maker : numbering_.makers_of(drawn.range.counter)) {
    for (auto const& [from, to] : blocked_ranges(*catalog_, *maker)) {
      for (auto count = std::max(first, from); count < std::min(end, to + 1); ++count) {
        unusable.push_back(count);
      }
    }
    if (candidates.size() > candidates_max) {
      break;
    }
    for (auto number = first; number < end && number <= maker->capacity(); ++number) {
      if (auto made = maker->make(number)) {
        candidates.emplace_back(domain::normalise_code(*made), number);
      } else {
        unusable.push_back(number);
        ++drawn.unwanted;
      }
    }
  }
  std::ranges::sort(candidates);
  std::vector<std::string> norms;
  norms.reserve(candidates.size());
  std::ranges::transform(candidates, std::back_inserter(norms), &std::pair<std::string, std::int64_t>::first);
  auto const taken = norms.empty() ? std::vector<domain::Identifier>() : transaction_->find_identifiers(norms);
  for (auto const& identifier : taken) {
    auto const known = std::ranges::lower_bound(candidates, identifier.key.value_norm, {},
                                                &std::pair<std::string, std::int64_t>::first);
    if (known != candidates.end() && known->first == identifier.key.value_norm) {
      unusable.push_back(known->second);
    }
  }
  std::ranges::sort(unusable);
  unusable.erase(std::ranges::unique(unusable).begin(), unusable.end());
  drawn.passed_over.insert(drawn.passed_over.end(), unusable.begin(), unusable.end());
}

}  // namespace nameplate::app

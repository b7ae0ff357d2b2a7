#include "app/commands/id_blocks.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

constexpr std::int64_t block_size = 4096;
constexpr std::int64_t lapse_us = 10 * 60 * base::microseconds_per_second;

}  // namespace

void IdBlock::ensure(std::int64_t count) {
  auto const now = clock_.monotonic_microseconds();
  if (end_ - next_ >= count && now - reserved_at_us_ < lapse_us) {
    return;
  }
  // The rest of the block before is given up: gaps are allowed, ids in two places at once are not.
  auto const size = std::max(count, block_size);
  next_ = store_.reserve_ids(series_, size);
  end_ = next_ + size;
  reserved_at_us_ = now;
}

std::int64_t IdBlock::take() {
  base::check(next_ < end_, "ids are reserved before they are taken");
  return next_++;
}

}  // namespace nameplate::app

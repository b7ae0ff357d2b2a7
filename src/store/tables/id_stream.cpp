#include "store/tables/id_stream.hpp"

#include <algorithm>

namespace nameplate::store::tables {

std::optional<std::int64_t> IdStream::at_least(std::int64_t id) {
  while (!at_end_) {
    auto const from = block_.begin() + static_cast<std::ptrdiff_t>(next_);
    auto const found = std::lower_bound(from, block_.end(), id);
    next_ = static_cast<std::size_t>(found - block_.begin());
    if (found != block_.end()) {
      return *found;
    }
    block_ = read_(id - 1);
    next_ = 0;
    at_end_ = block_.empty();
  }
  return std::nullopt;
}

std::optional<std::int64_t> IdUnion::at_least(std::int64_t id) {
  auto const later = std::greater<>();
  auto const enter = [&](std::size_t stream) {
    if (auto const first = streams_[stream].at_least(id)) {
      heads_.push_back({*first, stream});
      std::ranges::push_heap(heads_, later);
    }
  };
  if (!begun_) {
    begun_ = true;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      enter(i);
    }
  }
  while (!heads_.empty() && heads_.front().id < id) {
    auto const stream = heads_.front().stream;
    std::ranges::pop_heap(heads_, later);
    heads_.pop_back();
    enter(stream);
  }
  return heads_.empty() ? std::nullopt : std::optional(heads_.front().id);
}

std::optional<std::int64_t> IdIntersection::at_least(std::int64_t id) {
  if (parts_.empty()) {
    return std::nullopt;
  }
  for (std::size_t agreed = 0, i = 0; agreed < parts_.size(); i = (i + 1) % parts_.size()) {
    auto const found = parts_[i].at_least(id);
    if (!found) {
      return std::nullopt;
    }
    agreed = *found == id ? agreed + 1 : 1;
    id = *found;
  }
  return id;
}

}  // namespace nameplate::store::tables

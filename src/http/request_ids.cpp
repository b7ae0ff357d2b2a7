#include "http/request_ids.hpp"

#include "base/hash.hpp"

#include <cstring>

namespace nameplate::http {

RequestIds::RequestIds() {
  auto const bytes = base::random_bytes(sizeof state_);
  std::memcpy(&state_, bytes.data(), sizeof state_);
}

std::string RequestIds::next() {
  // splitmix64: each state gives another number, and neighbours look nothing alike.
  state_ += 0x9E3779B97F4A7C15ULL;
  auto mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  mixed ^= mixed >> 31U;
  std::string text(16, '0');
  for (auto& digit : text) {
    digit = "0123456789abcdef"[mixed & 0xFU];
    mixed >>= 4U;
  }
  return text;
}

}  // namespace nameplate::http

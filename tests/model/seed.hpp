#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace nameplate::model {

/// NAMEPLATE_SEED, otherwise another one each time. Printed, so that a failure can be asked for again.
[[nodiscard]] inline std::uint64_t model_seed() {
  auto const* const given = std::getenv("NAMEPLATE_SEED");
  auto const seed = given == nullptr ? std::uint64_t{std::random_device()()} : std::stoull(given);
  std::cout << "NAMEPLATE_SEED=" << seed << '\n';
  return seed;
}

[[nodiscard]] inline bool is_long_run() {
  return std::getenv("NAMEPLATE_LONG") != nullptr;
}

}  // namespace nameplate::model

#pragma once

#include "step.hpp"

#include <cstdint>
#include <vector>

namespace nameplate::model {

/// A day's work of several devices, in the order in which it happened: every step states its time, and is right when
/// all that happened before it is known. Nothing in it means something else when something is not known yet: places are
/// stated, and quantities are taken from where only one sort of them lies.
[[nodiscard]] std::vector<Step> make_day(std::uint64_t seed, std::size_t events);

}  // namespace nameplate::model

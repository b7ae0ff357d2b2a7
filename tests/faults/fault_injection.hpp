#pragma once

#include <cstdint>
#include <string_view>

namespace nameplate::test {

/// What SQLite asks of the world and may be refused.
enum class FaultKind : std::uint8_t { write, sync, truncate, allocation };
[[nodiscard]] std::string_view name_of(FaultKind kind);

/// How it goes on after the first refusal.
enum class FaultLasts : std::uint8_t {
  once,    ///< the next call succeeds again
  onward,  ///< every later one is refused too, until the faults are taken away
};

/// Stands between SQLite and the system in this whole program, and refuses the n-th call of a kind when told to.
/// One process, one set of faults: all threads count together.
namespace faults {

/// Before anything else uses SQLite.
void install();
/// The `n`-th call from now on is refused; n = 1: the next one.
void arm(FaultKind kind, FaultLasts lasts, std::int64_t n);
/// No more faults. Whether there was one.
bool disarm();

}  // namespace faults
}  // namespace nameplate::test

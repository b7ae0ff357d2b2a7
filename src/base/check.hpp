#pragma once

#include <source_location>

namespace nameplate::base {

/// Ends the process: one of our own rules is broken, and going on could write nonsense. Active in every build.
[[noreturn]] void fail_check(char const* what, std::source_location where);

/// A rule that only a bug of ours can break.
inline void check(bool holds, char const* what, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]] {
    fail_check(what, where);
  }
}

/// For the end of a switch that names every enumerator.
[[noreturn]] inline void unreachable(std::source_location where = std::source_location::current()) {
  fail_check("a value outside its enumeration", where);
}

}  // namespace nameplate::base

#include "store/postgres/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nameplate::store::postgres {
namespace {

// https://www.postgresql.org/docs/15/errcodes-appendix.html

/// Somebody else took the key, or both waited for each other, or a lock was waited for too long.
constexpr std::array<std::string_view, 4> lost_races = {"23505", "40001", "40P01", "55P03"};
/// The server ends the connection: shutting down, starting, or tired of waiting for us.
/// Or it became a standby under us.
constexpr std::array<std::string_view, 7> lost_connections = {"57P01", "57P02", "57P03", "57P05",
                                                              "25P03", "57P04", "25006"};

bool is_one_of(std::string_view state, auto const& states) {
  return std::ranges::find(states, state) != states.end();
}

FailureKind kind_of(std::string_view state) {
  if (state == "53100") {
    return FailureKind::full;
  }
  if (state == "42501") {  // a right that is missing
    return FailureKind::read_only;
  }
  if (state.starts_with("XX") || state.starts_with("42") || state.starts_with("23")) {
    return FailureKind::damaged;  // every statement fits the schema, so this is not our schema any more
  }
  return FailureKind::unavailable;
}

}  // namespace

void fail(std::string_view sqlstate, std::string_view doing, std::string_view message) {
  auto const text = fmt::format("{}: {} (PostgreSQL {})", doing, message, sqlstate);
  if (is_one_of(sqlstate, lost_races)) {
    throw GuardLost(text);
  }
  if (sqlstate.starts_with("08") || is_one_of(sqlstate, lost_connections)) {
    throw ConnectionLost(text);
  }
  throw StorageFailure(kind_of(sqlstate), text);
}

}  // namespace nameplate::store::postgres

#pragma once

#include "store/failure.hpp"

#include <string>
#include <string_view>

namespace nameplate::store::postgres {

/// The connection is gone, and with it a transaction that was not committed.
class ConnectionLost : public StorageFailure {
 public:
  explicit ConnectionLost(std::string const& message) : StorageFailure(FailureKind::unavailable, message) {}
};

/// Throws what an SQLSTATE means: GuardLost where somebody else was faster, so that the transaction is to be decided
/// again; otherwise StorageFailure. `doing` says what was tried, `message` is the server's, without values.
[[noreturn]] void fail(std::string_view sqlstate, std::string_view doing, std::string_view message);

}  // namespace nameplate::store::postgres

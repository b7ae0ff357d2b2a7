#pragma once

#include "domain/ids.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Copies of the whole store, made while it works.
namespace nameplate::store {

/// A copy being made, bit by bit, into a file of its own. Not whole until `finish` was called; then it is the state of
/// one moment, the last one. Whoever gives up removes the file. All calls throw StorageFailure; afterwards there is
/// nothing to do but to give up.
class Copy {
 public:
  virtual ~Copy() = default;

  /// Copies on for some milliseconds, between two writes, and then leaves the writer time of its own. False once all is
  /// there.
  [[nodiscard]] virtual bool step() = 0;
  [[nodiscard]] virtual std::int64_t bytes_done() const = 0;
  [[nodiscard]] virtual std::int64_t bytes_total() const = 0;
  /// Once, after the last step: on disk when it returns. The head of the state that was copied.
  [[nodiscard]] virtual Head finish() = 0;
};

/// What a copy says of itself when it is looked through.
struct CopyCheck {
  Head head;
  std::int64_t schema = 0;
  std::string ledger;               ///< domain::ledger_name; empty when there are no events
  std::vector<std::string> faults;  ///< the first twenty; none: it is sound
};

}  // namespace nameplate::store

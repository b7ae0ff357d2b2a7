#pragma once

#include <stdexcept>
#include <string>

namespace nameplate::store {

/// Why the machinery failed. Mapped once, in app/failure.cpp, to what the user sees.
enum class FailureKind {
  unavailable,   ///< try again later
  full,          ///< no space left
  read_only,     ///< the file or its file system cannot be written
  damaged,       ///< not a database of ours, or broken
  newer_schema,  ///< written by a newer program
  busy,          ///< served by another process
  half_made,     ///< a copy that is not whole
  not_offered,   ///< done by the database's own tools
};

/// Broken machinery: an exception, caught once per request and once in main.
class StorageFailure : public std::runtime_error {
 public:
  StorageFailure(FailureKind kind, std::string const& message) : std::runtime_error(message), kind_(kind) {}
  [[nodiscard]] FailureKind kind() const { return kind_; }

 private:
  FailureKind kind_;
};

/// Somebody was faster: a row is not as it was loaded. The whole transaction is to be rolled back and decided again.
class GuardLost : public std::runtime_error {
 public:
  explicit GuardLost(std::string const& what) : std::runtime_error(what) {}
};

}  // namespace nameplate::store

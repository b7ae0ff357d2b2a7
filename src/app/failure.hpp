#pragma once

#include "base/result.hpp"
#include "store/failure.hpp"

#include <exception>
#include <optional>

namespace nameplate::app {

/// What a user is told when the machinery fails: storage.full (507); storage.read_only, storage.unavailable,
/// storage.damaged, storage.busy, schema.newer (503).
[[nodiscard]] base::Error describe(store::StorageFailure const& failure);

/// The same for whatever was thrown; nothing for an exception that does not come from the store.
[[nodiscard]] std::optional<base::Error> explain_failure(std::exception_ptr thrown);

}  // namespace nameplate::app

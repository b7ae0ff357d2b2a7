#pragma once

#include "store/copy.hpp"

#include <atomic>
#include <string>

namespace nameplate::store::sqlite {

/// Reads a whole copy that nobody changes: its structure, and that the ledger in it is complete. Writes nothing, also
/// not beside it. A copy of an older schema is fine. Throws StorageFailure: `damaged` no database of ours or too broken
/// to be read, `newer_schema`, `unavailable` not there, or broken off by `cancel`.
[[nodiscard]] CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel = nullptr);

}  // namespace nameplate::store::sqlite

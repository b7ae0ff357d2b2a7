#pragma once

#include "base/hash.hpp"
#include "store/store.hpp"

#include <atomic>

namespace nameplate::app {

/// What stands beside a ledger, in short.
struct SideDigest {
  std::int64_t rows = 0;
  base::Digest digest{};

  bool operator==(SideDigest const&) const = default;
};

[[nodiscard]] SideDigest digest_side(store::Store& store);

/// Puts what stands beside one ledger beside another, in the place of what was there. Throws store::StorageFailure.
/// False: broken off.
[[nodiscard]] bool copy_side(store::Store& source, store::Store& target, std::atomic<bool> const* cancel);

}  // namespace nameplate::app

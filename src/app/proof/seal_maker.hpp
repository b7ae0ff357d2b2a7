#pragma once

#include "base/clock.hpp"
#include "domain/seal.hpp"
#include "store/store.hpp"

#include <optional>

namespace nameplate::app {

/// Seals what was recorded, block by block, in the order of sequences. Never steps over one. Not thread-safe.
class SealMaker {
 public:
  SealMaker(store::Store& store, base::Clock const& clock) : store_(store), clock_(clock) {}

  enum class Step : std::uint8_t {
    sealed,
    nothing_left,
    overtaken  ///< another process sealed it, or has the lease by now
  };
  /// Seals one block of what is not sealed yet. Safe to be broken off anywhere. Throws store::StorageFailure, of kind
  /// damaged when the ledger is not what was sealed: then nothing more is sealed.
  Step seal_some(store::Under const& under);
  /// When another process seals: how far it is.
  void look();
  /// The newest sequence that is known to be sealed.
  [[nodiscard]] domain::Sequence sealed() const { return tree_ ? tree_->size() : 0; }

 private:
  void start(store::ReadSnapshot& snapshot);

  store::Store& store_;
  base::Clock const& clock_;
  domain::SealHasher hasher_;
  std::optional<domain::SealTree> tree_;  ///< over what is sealed; none: to be read again
  std::int64_t block_ = 0;                ///< the newest one
};

/// Seals all there is.
void seal_all(store::Store& store, base::Clock const& clock);

}  // namespace nameplate::app

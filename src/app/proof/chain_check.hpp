#pragma once

#include "app/proof/difference.hpp"
#include "domain/seal.hpp"
#include "store/store.hpp"

#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <vector>

namespace nameplate::app {

/// The ledger has a hole or an end where none may be: what comes after it cannot be judged. Reported already.
class BrokenLedger : public std::exception {};

/// Walks over the ledger and compares each seal and each kept node with what the events give.
///
/// Where 256 events do not give the node that is kept for them, the walk goes on in two ways: with what they give, and
/// with what is kept. The next seal tells which of the two was changed, the events or the node; so a second change
/// further on is found as well.
class ChainCheck {
 public:
  ChainCheck(domain::SealHasher& hasher, Differences& differences) : hasher_(hasher), differences_(differences) {}

  /// Begins behind a seal instead of with the first event. `tree` ends with it.
  void start_behind(store::Seal const& seal, domain::SealTree const& tree);
  /// Begins behind events that an earlier walk found to be right.
  void start_behind(domain::SealTree const& tree) { tree_ = group_start_ = tree; }
  /// Called with the number of events so far, the hash over them, and the newest of them, when `sequence` is reached.
  void watch(domain::Sequence sequence,
             std::function<void(domain::StoredEvent const&, base::Digest const& root)> reached);
  /// Called with each node that is completed.
  void keep_nodes(std::function<void(domain::SealNode const&)> keep) { keep_ = std::move(keep); }

  /// Some events of a snapshot, up to `until` at most; false: there is none. Throws BrokenLedger.
  bool step(store::ReadSnapshot& snapshot, domain::Sequence until);
  /// At the end: what was put off, and whether the seals reach further than the ledger.
  void finish(store::ReadSnapshot& snapshot);

  [[nodiscard]] domain::Sequence position() const { return tree_.size(); }
  /// The newest sequence under a seal that was compared or seen.
  [[nodiscard]] domain::Sequence sealed() const { return last_sealed_; }

 private:
  void add(domain::StoredEvent const& event);
  void check_order(domain::StoredEvent const& event);
  void fetch_seals(store::ReadSnapshot& snapshot, domain::Sequence last);
  void fetch_nodes(store::ReadSnapshot& snapshot, domain::Sequence last);
  void take_seal(store::Seal const& seal);
  void check_seal(store::Seal const& seal);
  void check_nodes();
  void report_edited_nodes();
  void report_changed_events();
  void report_unfit_seals();

  [[nodiscard]] bool is_in_doubt() const { return !doubtful_.empty(); }
  void end_doubt();

  domain::SealHasher& hasher_;
  Differences& differences_;
  std::function<void(domain::SealNode const&)> keep_;
  std::function<void(domain::StoredEvent const&, base::Digest const&)> reached_;
  domain::Sequence watched_ = 0;
  std::int64_t recorded_at_ = 0;

  domain::SealTree tree_;                    ///< what the events give
  domain::SealTree group_start_;             ///< the same at the last multiple of 256
  std::vector<domain::SealNode> completed_;  ///< by the newest event, of the levels that are kept

  struct Doubt {
    domain::SealNode given;
    base::Digest kept;
  };
  std::vector<Doubt> doubtful_;  ///< groups whose events do not give what is kept
  domain::SealTree kept_;        ///< while in doubt: with the kept nodes of those groups
  domain::SealTree kept_group_start_;

  struct Unfit {
    store::Seal seal;
    base::Digest found;
  };
  std::vector<Unfit> unfit_;  ///< seals that fit neither, until one does; the first ones

  std::deque<store::Seal> seals_;        ///< read and still before us
  std::vector<domain::SealNode> nodes_;  ///< kept ones, of this step
  std::int64_t block_ = 0;               ///< of the newest seal that was read
  domain::Sequence last_sealed_ = 0;
};

}  // namespace nameplate::app

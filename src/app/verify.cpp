#include "app/verify.hpp"

#include "app/fold_events.hpp"
#include "app/proof/chain_check.hpp"
#include "app/proof/compare_rows.hpp"
#include "app/proof/ledger_tree.hpp"
#include "domain/event_builder.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <set>
#include <utility>

namespace nameplate::app {
namespace {

using domain::Event;
using store::Projection;

constexpr store::EventLimit at_once{.events = 2000, .items = 50'000};
constexpr std::size_t rows_at_once = 5000;

constexpr std::array<std::pair<Projection, std::string_view>, 18> projections = {{
    {Projection::unit, "unit"},
    {Projection::container, "container"},
    {Projection::lot, "lot"},
    {Projection::lot_balance, "lot_balance"},
    {Projection::unit_count, "unit_count"},
    {Projection::identifier, "identifier"},
    {Projection::identifier_of_subject, "identifier_of_subject"},
    {Projection::containment, "containment"},
    {Projection::contents, "contents"},
    {Projection::hold, "hold"},
    {Projection::hold_member, "hold_member"},
    {Projection::record, "record"},
    {Projection::event_subject, "event_subject"},
    {Projection::document, "document"},
    {Projection::trait, "trait"},
    {Projection::reversal, "reversal"},
    {Projection::amendment, "amendment"},
    {Projection::exception, "exception"},
}};

class Verification {
 public:
  Verification(store::Store& store, VerifyRun const& run) : store_(store), run_(run), chain_(hasher_, differences_) {}

  VerifyReport run() {
    open_scratch();
    chain_.keep_nodes([this](domain::SealNode const& node) { nodes_.push_back(node); });
    try {
      fold_ledger();
      chain_.finish(*store_.begin_read());
      check_private_rows();
      for (auto const& [projection, name] : projections) {
        compare(projection, name);
      }
    } catch (BrokenLedger const&) {  // NOLINT(bugprone-empty-catch): reported already
    }
    return finish();
  }

 private:
  /// One that stays when this is broken off; otherwise, and for a store in memory, one that goes.
  void open_scratch() {
    scratch_ = store_.open_kept_scratch();
    if (scratch_ != nullptr && !take_up()) {
      scratch_.reset();
      store_.clear_kept_scratch();
      scratch_ = store_.open_kept_scratch();
      folded_ = 0;
    }
    is_kept_ = scratch_ != nullptr;
    if (!is_kept_) {
      scratch_ = store_.make_scratch();
    }
  }

  /// Whether what is in the scratch store can be gone on with. Empty is fine.
  bool take_up() {
    try {
      auto const kept = scratch_->begin_read();
      folded_ = kept->head().sequence;
      if (kept->newest_seal()) {
        return false;  // something was found
      }
      if (folded_ == 0) {
        return true;
      }
      auto const snapshot = store_.begin_read();
      if (!run_.resume || scratch_->has_stale_projections() || snapshot->head().sequence < folded_) {
        return false;
      }
      auto const tree = load_tree(*kept, *snapshot, hasher_, folded_);
      if (tree.root(hasher_) != load_tree(*snapshot, hasher_, folded_).root(hasher_)) {
        return false;
      }
      chain_.start_behind(tree);
      result_.events = folded_;
      return true;
    } catch (store::StorageFailure const& failure) {
      if (failure.kind() == store::FailureKind::full) {
        throw;
      }
      return false;
    }
  }

  VerifyReport finish() {
    result_.cancelled = run_.is_cancelled();
    result_.can_be_resumed = is_kept_ && result_.cancelled && differences_.count() == 0 && folded_ > 0;
    result_.differences = differences_.shown();
    result_.difference_count = differences_.count();
    result_.sealed = std::min(chain_.sealed(), chain_.position());
    scratch_.reset();
    if (is_kept_ && !result_.can_be_resumed) {
      store_.clear_kept_scratch();
    }
    return std::move(result_);
  }

  /// Snapshots end before their events are folded: folding many takes longer than a snapshot may last.
  void fold_ledger() {
    while (!run_.is_cancelled()) {
      auto snapshot = store_.begin_read();
      auto const total = snapshot->head().sequence;
      if (!walk(*snapshot, total) && folded_ == chain_.position()) {
        return;
      }
      snapshot.reset();
      while (folded_ < chain_.position()) {
        snapshot = store_.begin_read();
        auto const events = read_next(*snapshot);
        snapshot.reset();
        fold(events);
      }
      run_.report({.step = "fold the ledger", .done = folded_, .total = total});
    }
  }

  /// Some events further along the chain.
  bool walk(store::ReadSnapshot& snapshot, domain::Sequence newest) {
    bool const went_on = chain_.step(snapshot, newest);
    if (!went_on && newest > chain_.position()) {
      differences_.add("event", "sequence " + std::to_string(chain_.position() + 1), "an event", "");
      throw BrokenLedger();
    }
    if (!went_on) {
      snapshot.for_each_stored_event(newest, {.events = 1}, [&](domain::StoredEvent const& event) {
        differences_.add("event", "sequence " + std::to_string(event.sequence), "",
                         "an event above the newest sequence, which is " + std::to_string(newest));
        throw BrokenLedger();
      });
    }
    note_findings();
    return went_on;
  }

  /// What was found is not written down, so one that is killed later must begin anew: a seal in the scratch store says
  /// so.
  void note_findings() {
    if (is_kept_ && !is_noted_ && differences_.count() > 0) {
      store::Seal const mark{.block = 1};
      scratch_->write_seals({&mark, 1}, {}, {});
      is_noted_ = true;
    }
  }

  /// The next events that the chain has passed; never a part of what was put into the history as one.
  std::vector<Event> read_next(store::ReadSnapshot& snapshot) {
    auto limit = at_once;
    limit.events = std::min(limit.events, static_cast<std::size_t>(chain_.position() - folded_));
    try {
      auto events = read_whole_batches(snapshot, folded_, limit);
      auto const newest = snapshot.head().sequence;
      for (bool more = true; more && !events.empty() && chain_.position() < events.back().sequence;) {
        more = walk(snapshot, newest);
      }
      if (!events.empty()) {
        return events;
      }
      differences_.add("event", "sequence " + std::to_string(folded_ + 1), "an event", "");
      throw BrokenLedger();
    } catch (store::StorageFailure const& failure) {
      if (failure.kind() != store::FailureKind::damaged) {
        throw;
      }
      chain_.finish(snapshot);
      differences_.add("event", "after sequence " + std::to_string(folded_), "events that can be read", failure.what());
      throw BrokenLedger();
    }
  }

  void fold(std::span<Event const> events) {
    for (auto const& event : events) {
      check(event);
    }
    if (!nodes_.empty()) {
      scratch_->write_seals({}, nodes_, {});
      nodes_.clear();
    }
    try {
      auto const transaction = scratch_->begin_write();
      fold_events(*transaction, events,
                  [&](std::span<domain::EventId const> ids) { return store_.begin_read()->load_events(ids); });
      auto const rules_version = transaction->head().rules_version;
      static_cast<void>(transaction->advance_head(static_cast<std::int64_t>(events.size()), events.back().recorded_at,
                                                  rules_version, false));
      transaction->commit();
    } catch (std::exception const& failure) {
      if (auto const* const broken = dynamic_cast<store::StorageFailure const*>(&failure);
          broken != nullptr && broken->kind() != store::FailureKind::damaged) {
        throw;
      }
      differences_.add(
          "event",
          "sequences " + std::to_string(events.front().sequence) + " to " + std::to_string(events.back().sequence),
          "events that follow from those before", failure.what());
      throw BrokenLedger();
    }
    folded_ = events.back().sequence;
    result_.events += static_cast<std::int64_t>(events.size());
    note_findings();
  }

  void check(Event const& event) {
    if (auto const* const field = domain::changed_private_field(event)) {
      differences_.add("event_private", "e" + std::to_string(event.id.value) + " " + field->field,
                       "the value that was hashed", "another one");
    }
  }

  /// Those of an event were compared with it; others are of no event that there is.
  void check_private_rows() {
    domain::ErasedValue after;
    for (bool more = true; more && !run_.is_cancelled();) {
      auto const snapshot = store_.begin_read();
      auto const rows = snapshot->private_after(after, rows_at_once);
      std::vector<domain::EventId> events;
      for (auto const& row : rows) {
        if (events.empty() || events.back() != row.key.event) {
          events.push_back(row.key.event);
        }
      }
      std::set<domain::EventId> known;
      for (auto const& moment : snapshot->moments_of(events)) {
        known.insert(moment.event);
      }
      for (auto const& row : rows) {
        if (!known.contains(row.key.event)) {
          differences_.add("event_private", "e" + std::to_string(row.key.event.value) + " " + row.key.field,
                           "a value of an event that there is", "one of an event that there is not");
        }
      }
      more = rows.size() == rows_at_once;
      if (more) {
        after = rows.back().key;
      }
    }
  }

  /// Range by range, each against a snapshot of its own, up to which the scratch store is folded first: all but the few
  /// events of the last moment before the snapshot begins.
  void compare(Projection projection, std::string_view name) {
    std::optional<std::string> after;
    for (bool more = true; more && !run_.is_cancelled();) {
      fold_ledger();
      auto const snapshot = store_.begin_read();
      auto const newest = snapshot->head().sequence;
      while (walk(*snapshot, newest)) {
        while (folded_ < chain_.position()) {
          fold(read_next(*snapshot));
        }
      }
      auto const found = snapshot->dump(projection, after, rows_at_once);
      auto const expected = scratch_->begin_read()->dump(projection, after, rows_at_once);
      more = compare_rows({.projection = name, .expected = expected, .found = found, .limit = rows_at_once}, after,
                          result_.rows, differences_);
      run_.report({.step = "compare " + std::string(name), .done = result_.rows, .total = 0});
    }
  }

  store::Store& store_;
  VerifyRun const& run_;
  std::unique_ptr<store::Store> scratch_;
  bool is_kept_ = false;   ///< the scratch store
  bool is_noted_ = false;  ///< in it, that something was found
  domain::SealHasher hasher_;
  Differences differences_;
  ChainCheck chain_;
  std::vector<domain::SealNode> nodes_;  ///< for the scratch store, to go on with
  VerifyReport result_;
  domain::Sequence folded_ = 0;
};

}  // namespace

VerifyReport verify(store::Store& store, VerifyRun const& run) {
  return Verification(store, run).run();
}

}  // namespace nameplate::app

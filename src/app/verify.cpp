#include "app/verify.hpp"

#include "app/fold_events.hpp"
#include "domain/event_builder.hpp"

#include <array>
#include <exception>
#include <optional>
#include <utility>

namespace nameplate::app {
namespace {

using domain::Event;
using store::Projection;

constexpr store::EventLimit at_once{.events = 2000, .items = 50'000};
constexpr std::size_t rows_at_once = 5000;
constexpr std::size_t differences_shown = 100;

constexpr std::array<std::pair<Projection, std::string_view>, 15> projections = {{
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
}};

/// A projection may have nothing but its key.
std::string shown(store::ProjectionRow const& row) {
  return row.values.empty() ? "a row" : row.values;
}

/// The ledger cannot be folded on: the rest would only report what follows from it.
class BrokenLedger : public std::exception {};

class Verification {
 public:
  Verification(store::Store& store, std::function<void(VerifyProgress const&)> const& report,
               std::atomic<bool> const* cancel)
      : store_(store), scratch_(store.make_scratch()), report_(report), cancel_(cancel) {}

  VerifyReport run() {
    try {
      fold_ledger();
      for (auto const& [projection, name] : projections) {
        compare(projection, name);
      }
    } catch (BrokenLedger const&) {  // NOLINT(bugprone-empty-catch): reported already
    }
    result_.cancelled = is_cancelled();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_cancelled() const { return cancel_ != nullptr && cancel_->load(); }

  void differ(std::string_view projection, std::string key, std::string expected, std::string found) {
    ++result_.difference_count;
    if (result_.differences.size() < differences_shown) {
      result_.differences.push_back({std::string(projection), std::move(key), std::move(expected), std::move(found)});
    }
  }

  /// The snapshot ends before its events are folded: folding many takes longer than a snapshot may last.
  void fold_ledger() {
    while (!is_cancelled()) {
      auto snapshot = store_.begin_read();
      auto const events = read_next(*snapshot);
      auto const total = snapshot->head().sequence;
      snapshot.reset();
      if (events.empty()) {
        return;
      }
      fold(events);
      report_({.step = "fold the ledger", .done = folded_, .total = total});
    }
  }

  /// Some events that this snapshot holds and the scratch store does not.
  std::vector<Event> read_next(store::ReadSnapshot& snapshot) {
    std::vector<Event> events;
    try {
      events = snapshot.events_after(folded_, at_once);
    } catch (store::StorageFailure const& failure) {
      if (failure.kind() != store::FailureKind::damaged) {
        throw;
      }
      differ("event", "after sequence " + std::to_string(folded_), "events that can be read", failure.what());
      throw BrokenLedger();
    }
    auto const newest = snapshot.head().sequence;
    if (events.empty() && newest > folded_) {
      differ("event", "sequence " + std::to_string(folded_ + 1), "an event", "");
      throw BrokenLedger();
    }
    if (!events.empty() && events.back().sequence > newest) {
      differ("event", "sequence " + std::to_string(events.back().sequence), "",
             "an event above the newest sequence, which is " + std::to_string(newest));
      throw BrokenLedger();
    }
    return events;
  }

  void fold(std::span<Event const> events) {
    for (auto const& event : events) {
      check(event);
    }
    try {
      auto const transaction = scratch_->begin_write();
      fold_events(*transaction, events);
      transaction->commit();
    } catch (std::exception const& failure) {
      differ("event",
             "sequences " + std::to_string(events.front().sequence) + " to " + std::to_string(events.back().sequence),
             "events that follow from those before", failure.what());
      throw BrokenLedger();
    }
    folded_ = events.back().sequence;
    result_.events += static_cast<std::int64_t>(events.size());
  }

  /// What an event must be by itself: the next one, not older than the one before, its private texts unchanged.
  void check(Event const& event) {
    if (event.sequence != expected_sequence_) {
      differ("event", "sequence " + std::to_string(expected_sequence_), "an event",
             "the next one is " + std::to_string(event.sequence));
      throw BrokenLedger();
    }
    ++expected_sequence_;
    if (event.recorded_at < recorded_at_) {
      differ("event", "e" + std::to_string(event.id.value), "a recorded time not before the one before",
             "an earlier one");
    }
    recorded_at_ = event.recorded_at;
    if (auto const* const field = domain::changed_private_field(event)) {
      differ("event_private", "e" + std::to_string(event.id.value) + " " + field->field, "the value that was hashed",
             "another one");
    }
  }

  /// Range by range, each against a snapshot of its own, up to which the scratch store is folded first: all but the few
  /// events of the last moment before the snapshot begins.
  void compare(Projection projection, std::string_view name) {
    std::optional<std::string> after;
    for (bool more = true; more && !is_cancelled();) {
      fold_ledger();
      auto const snapshot = store_.begin_read();
      for (auto events = read_next(*snapshot); !events.empty(); events = read_next(*snapshot)) {
        fold(events);
      }
      auto const found = snapshot->dump(projection, after, rows_at_once);
      auto const expected = scratch_->begin_read()->dump(projection, after, rows_at_once);
      more = compare_rows(name, expected, found, after);
      report_({.step = "compare " + std::string(name), .done = result_.rows, .total = 0});
    }
  }

  /// Compares as far as both sides reach; false when both ended.
  bool compare_rows(std::string_view name, std::vector<store::ProjectionRow> const& expected,
                    std::vector<store::ProjectionRow> const& found, std::optional<std::string>& after) {
    bool const expected_ended = expected.size() < rows_at_once;
    bool const found_ended = found.size() < rows_at_once;
    auto left = expected.begin();
    auto right = found.begin();
    // A side that was cut off says nothing about what comes after its last row.
    auto const left_open = [&] { return left == expected.end() && !expected_ended; };
    auto const right_open = [&] { return right == found.end() && !found_ended; };
    while ((left != expected.end() || right != found.end()) && !left_open() && !right_open()) {
      ++result_.rows;
      if (right == found.end() || (left != expected.end() && left->key < right->key)) {
        differ(name, left->key, shown(*left), "");
        after = (left++)->key;
      } else if (left == expected.end() || right->key < left->key) {
        differ(name, right->key, "", shown(*right));
        after = (right++)->key;
      } else {
        if (left->values != right->values) {
          differ(name, left->key, left->values, right->values);
        }
        after = left->key;
        ++left;
        ++right;
      }
    }
    return !(expected_ended && found_ended);
  }

  store::Store& store_;
  std::unique_ptr<store::Store> scratch_;
  std::function<void(VerifyProgress const&)> const& report_;
  std::atomic<bool> const* cancel_;
  VerifyReport result_;
  domain::Sequence folded_ = 0;
  domain::Sequence expected_sequence_ = 1;
  base::Instant recorded_at_;
};

}  // namespace

VerifyReport verify(store::Store& store, std::function<void(VerifyProgress const&)> const& report,
                    std::atomic<bool> const* cancel) {
  return Verification(store, report, cancel).run();
}

}  // namespace nameplate::app

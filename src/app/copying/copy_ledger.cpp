#include "app/copying/copy_ledger.hpp"

#include "app/copying/copy_seals.hpp"
#include "app/copying/copy_side.hpp"
#include "app/ledger_copy.hpp"
#include "base/file_hash.hpp"

#include <fmt/format.h>

#include <future>
#include <utility>
#include <vector>

namespace nameplate::app {
namespace {

constexpr store::EventLimit at_once{.events = 2000, .items = 50'000};
/// How often what was recorded meanwhile is fetched after a comparison.
constexpr int rounds_max = 5;

std::unexpected<base::Error> refused(std::string reason, std::string detail) {
  return std::unexpected(
      base::Error{.kind = base::ErrorKind::conflict, .reason = std::move(reason), .detail = std::move(detail)});
}

class LedgerCopier {
 public:
  LedgerCopier(store::Store& source, store::Store& target, CopyRun const& run)
      : source_(source), target_(target), run_(run) {}

  base::Result<CopyReport> copy() {
    if (auto const begun = begin(); !begun) {
      return std::unexpected(begun.error());
    }
    for (int round = 0; round < rounds_max; ++round) {
      auto const done = do_round();
      if (!done || report_.cancelled) {
        return done ? base::Result<CopyReport>(report_) : std::unexpected(done.error());
      }
      if (*done) {
        auto const transaction = target_.begin_write();
        transaction->mark_whole();
        transaction->commit();
        return report_;
      }
    }
    return refused("copy.source_moves",
                   fmt::format("The ledger was written while it was copied, again and again. {} events are there; stop "
                               "its servers and run the same command again, which goes on where it was.",
                               report_.events));
  }

 private:
  /// Marks a new store, or finds where an earlier call was broken off.
  base::Result<void> begin() {
    if (source_.begin_read()->head().sequence == 0) {
      return std::unexpected(no_source());
    }
    auto snapshot = target_.begin_read();
    auto const head = snapshot->head();
    if (!snapshot->is_half_made()) {
      snapshot.reset();
      return head.sequence == 0 ? mark() : not_empty();
    }
    report_.gone_on_after = head.sequence;
    report_.events = head.sequence;
    if (head.sequence == 0) {
      return {};
    }
    auto const is_same = [&](domain::Sequence sequence) {
      auto const ours = snapshot->events_after(sequence - 1, {.events = 1});
      auto const theirs = source_.begin_read()->events_after(sequence - 1, {.events = 1});
      return !ours.empty() && !theirs.empty() &&
             run_.line(without_private(ours.front())) == run_.line(without_private(theirs.front()));
    };
    if (!is_same(1) || !is_same(head.sequence)) {
      return refused("copy.other_source",
                     "A copy of another ledger was begun there. Finish that one with the command that began it, or "
                     "name an empty database.");
    }
    return {};
  }

  base::Result<void> mark() {
    try {
      auto const transaction = target_.begin_write();
      transaction->mark_half_made();
      transaction->commit();
    } catch (store::GuardLost const&) {
      return not_empty();
    }
    return {};
  }

  static base::Result<void> not_empty() {
    return refused("copy.not_empty", "There is a ledger in the database to copy to already. Name an empty one.");
  }

  /// What was erased in the source since it was copied makes no other ledger of it.
  static domain::Event without_private(domain::Event event) {
    event.private_fields.clear();
    return event;
  }

  [[nodiscard]] bool is_cancelled() {
    report_.cancelled = report_.cancelled || (run_.cancel != nullptr && *run_.cancel);
    return report_.cancelled;
  }

  /// Copies what is missing and compares. False: the source went on meanwhile.
  base::Result<bool> do_round() {
    if (auto const copied = copy_events(); !copied) {
      return std::unexpected(copied.error());
    }
    if (is_cancelled()) {
      return false;
    }
    run_.report({.step = "copy the seals", .done = report_.events, .total = report_.events});
    if (!copy_seals(source_, target_, run_.cancel)) {
      return differs("what was copied is not what was sealed");
    }
    run_.report({.step = "copy what stands beside the ledger", .done = report_.events, .total = report_.events});
    auto const beside = digest_side(source_);
    if (!is_cancelled() && digest_side(target_) != beside) {
      report_.cancelled = !copy_side(source_, target_, run_.cancel);
    }
    if (is_cancelled()) {
      return false;
    }
    return compare();
  }

  base::Result<void> copy_events() {
    LedgerLoader loader(target_, target_.begin_read()->head());
    auto next = read_ahead(loader.newest());
    while (!is_cancelled()) {
      auto events = next.get();
      auto const total = source_.begin_read()->head().sequence;
      if (events.empty()) {
        if (loader.newest() != total) {
          return differs(fmt::format("the event after {} is missing", loader.newest()));
        }
        break;
      }
      next = read_ahead(events.back().sequence);
      for (auto& event : events) {
        if (auto added = loader.add(std::move(event)); !added) {
          return with_advice(std::move(added.error()));
        }
      }
      run_.report({.step = "copy the ledger", .done = loader.newest(), .total = total});
    }
    if (report_.cancelled) {
      report_.events = target_.begin_read()->head().sequence;  // what the loader still holds is read again
      return {};
    }
    if (auto flushed = loader.flush(); !flushed) {
      return with_advice(std::move(flushed.error()));
    }
    report_.events = loader.newest();
    return {};
  }

  /// The source is read while the target is written.
  std::future<std::vector<domain::Event>> read_ahead(domain::Sequence after) {
    return std::async(std::launch::async, [this, after] { return source_.begin_read()->events_after(after, at_once); });
  }

  static std::unexpected<base::Error> with_advice(base::Error error) {
    error.detail += " `nameplate verify` on the database to copy from says more.";
    return std::unexpected(std::move(error));
  }

  static std::unexpected<base::Error> differs(std::string const& what) {
    return refused("copy.differs", "The two ledgers are not the same: " + what +
                                       ". The copy is not to be used; run `nameplate verify` on the database to copy "
                                       "from, remove the copy, and begin anew.");
  }

  /// The lines of a ledger up to an event; fewer when this was broken off.
  base::Digest digest_lines(store::Store& store, bool reports) {
    base::Hasher hash;
    for (domain::Sequence done = 0; done < report_.events && (run_.cancel == nullptr || !*run_.cancel);) {
      auto const events = store.begin_read()->events_after(done, at_once);
      if (events.empty()) {
        break;
      }
      for (auto const& event : events) {
        if (event.sequence <= report_.events) {
          hash.add(run_.line(event));
          hash.add("\n");
        }
      }
      done = events.back().sequence;
      if (reports) {
        run_.report({.step = "compare", .done = done, .total = report_.events});
      }
    }
    return hash.finish();
  }

  base::Result<bool> compare() {
    auto theirs = std::async(std::launch::async, [this] { return digest_lines(source_, false); });
    auto const ours = digest_lines(target_, true);
    bool const is_same = theirs.get() == ours;
    if (is_cancelled()) {
      return false;
    }
    auto snapshot = source_.begin_read();
    auto const head = snapshot->head().sequence;
    auto const seal = snapshot->newest_seal();
    snapshot.reset();
    report_.seal = target_.begin_read()->newest_seal();
    auto const beside = digest_side(target_);
    if (head != report_.events || seal != report_.seal || beside != digest_side(source_)) {
      return false;
    }
    if (!is_same) {
      return differs("their exports differ");
    }
    report_.lines = ours;
    report_.side_rows = beside.rows;
    return true;
  }

  store::Store& source_;
  store::Store& target_;
  CopyRun const& run_;
  CopyReport report_;
};

}  // namespace

base::Error no_source() {
  return {.kind = base::ErrorKind::conflict,
          .reason = "copy.source_empty",
          .detail = "There is no ledger in the database to copy from. Check what --from says."};
}

base::Result<CopyReport> copy_ledger(store::Store& source, store::Store& target, CopyRun const& run) {
  return LedgerCopier(source, target, run).copy();
}

}  // namespace nameplate::app

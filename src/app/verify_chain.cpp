// The two strengths of verify that look at the ledger and its seals only.
#include "app/proof/chain_check.hpp"
#include "app/proof/ledger_tree.hpp"
#include "app/verify.hpp"
#include "base/time_text.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Sequence;

/// So many of the newest seals are looked at quickly, and so many of the newest events.
constexpr std::int64_t newest_seals = 100;
constexpr Sequence newest_events = 20'000;

VerifyReport report_of(Differences const& differences, ChainCheck const& chain, bool cancelled) {
  return {.events = chain.position(),
          .sealed = std::min(chain.sealed(), chain.position()),
          .differences = differences.shown(),
          .difference_count = differences.count(),
          .cancelled = cancelled};
}

void compare_with_head(Differences& differences, domain::SealHead const& head, domain::StoredEvent const& event,
                       base::Digest const& root) {
  if (root != head.hash) {
    differences.add("head", "sequences 1 to " + std::to_string(head.sequence),
                    "the hash " + base::to_hex(head.hash) + " of the exported head",
                    "the hash " + base::to_hex(root) + ": an event up to there is not what it was");
  } else if (event.recorded_at != head.recorded_at.microseconds) {
    differences.add("head", "recorded time of sequence " + std::to_string(head.sequence),
                    base::to_string(base::Instant{event.recorded_at}), base::to_string(head.recorded_at));
  }
}

/// The number of nodes that are kept for so many events.
std::int64_t kept_nodes_for(Sequence events) {
  std::int64_t nodes = 0;
  for (auto of_level = events >> domain::kept_level_min; of_level > 0; of_level /= 2) {
    nodes += of_level;
  }
  return nodes;
}

void check_counts(store::ReadSnapshot& snapshot, Differences& differences) {
  auto const head = snapshot.head();
  auto const counts = snapshot.ledger_counts();
  auto const compare = [&](std::string_view where, std::string what, std::int64_t expected, std::int64_t found) {
    if (expected != found) {
      differences.add(where, std::move(what), std::to_string(expected), std::to_string(found));
    }
  };
  compare("head", "the newest sequence", counts.last, head.sequence);
  compare("head", "when it was recorded, in microseconds", counts.recorded_at.microseconds,
          head.recorded_at.microseconds);
  compare("event", "the first sequence", counts.events == 0 ? 0 : 1, counts.first);
  compare("event", "the number of events", head.sequence, counts.events);
  auto const newest = snapshot.newest_seal();
  compare("seal", "the number of blocks", newest ? newest->block : 0, counts.seals);
  compare("seal_node", "the number of nodes", newest ? kept_nodes_for(newest->last) : 0, counts.seal_nodes);
  for (auto const& count : snapshot.compare_counts()) {
    differences.add("unit_total", count.what, std::to_string(count.expected), std::to_string(count.found));
  }
}

void check_structure(store::Store& store, Differences& differences) {
  try {
    for (auto const& complaint : store.begin_read()->check_structure()) {
      differences.add("structure", "the file", "one that is whole", complaint);
    }
  } catch (store::StorageFailure const& failure) {
    if (failure.kind() != store::FailureKind::damaged) {
      throw;
    }
    differences.add("structure", "the file", "one that can be read", failure.what());
  }
}

/// The oldest of the newest seals behind which the walk begins; none: with the first event.
std::optional<store::Seal> begin_of_newest(store::ReadSnapshot& snapshot) {
  auto const newest = snapshot.newest_seal();
  if (!newest || newest->last <= newest_events) {
    return std::nullopt;
  }
  auto const seals = snapshot.seals_after(std::max<std::int64_t>(newest->block - newest_seals - 1, 0), newest_seals);
  auto const begin =
      std::ranges::find_if(seals, [&](store::Seal const& seal) { return newest->last - seal.last <= newest_events; });
  return begin == seals.end() ? newest : *begin;
}

void walk_newest(store::Store& store, ChainCheck& chain, domain::SealHasher& hasher, VerifyRun const& run) {
  auto const snapshot = store.begin_read();
  if (auto const begin = begin_of_newest(*snapshot)) {
    chain.start_behind({.block = begin->block - 1, .last = begin->first - 1},
                       load_tree(*snapshot, hasher, begin->first - 1));
  }
  auto const newest = snapshot->head().sequence;
  while (!run.is_cancelled() && chain.step(*snapshot, newest)) {
    run.report({.step = "check the newest seals", .done = chain.position(), .total = newest});
  }
  chain.finish(*snapshot);
}

}  // namespace

VerifyReport verify_against_head(store::Store& store, domain::SealHead const& head, VerifyRun const& run) {
  domain::SealHasher hasher;
  Differences differences;
  ChainCheck chain(hasher, differences);
  chain.watch(head.sequence, [&](domain::StoredEvent const& event, base::Digest const& root) {
    compare_with_head(differences, head, event, root);
  });
  auto const name = ledger_name(*store.begin_read(), hasher);
  if (name != head.ledger) {
    differences.add("head", "ledger", head.ledger, name + ": another ledger, or one whose first event was changed");
  }
  try {
    while (!run.is_cancelled()) {
      auto const snapshot = store.begin_read();
      auto const newest = snapshot->head().sequence;
      if (!chain.step(*snapshot, newest)) {
        chain.finish(*snapshot);
        break;
      }
      run.report({.step = "walk the chain of seals", .done = chain.position(), .total = newest});
    }
    if (!run.is_cancelled() && chain.position() < head.sequence) {
      differences.add("head", "sequence " + std::to_string(head.sequence), "a ledger that reaches it",
                      "it ends with sequence " + std::to_string(chain.position()) +
                          ": its end was cut, or it is a copy from before the head was exported");
    }
  } catch (BrokenLedger const&) {  // NOLINT(bugprone-empty-catch): reported already
  }
  return report_of(differences, chain, run.is_cancelled());
}

VerifyReport verify_quickly(store::Store& store, VerifyRun const& run) {
  domain::SealHasher hasher;
  Differences differences;
  ChainCheck chain(hasher, differences);
  run.report({.step = "check the structure", .done = 0});
  check_structure(store, differences);
  try {
    run.report({.step = "compare counts", .done = 0});
    check_counts(*store.begin_read(), differences);
    walk_newest(store, chain, hasher, run);
  } catch (BrokenLedger const&) {  // NOLINT(bugprone-empty-catch): reported already
  } catch (store::StorageFailure const& failure) {
    if (failure.kind() != store::FailureKind::damaged) {
      throw;
    }
    differences.add("structure", "the ledger", "one that can be read", failure.what());
  }
  return report_of(differences, chain, run.is_cancelled());
}

}  // namespace nameplate::app

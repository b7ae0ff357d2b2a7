#include "app/proof/subject_proof.hpp"

#include "app/proof/ledger_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nameplate::app {
namespace {

constexpr std::size_t events_max = 1000;
constexpr std::size_t items_max = 1'000'000;

std::unexpected<base::Error> too_large() {
  return base::fail(base::ErrorKind::too_large, "proof.too_large",
                    "So many events, or such large ones, name this unit that a proof would be no shorter than the "
                    "ledger. Export the ledger and check that (tools/check_ledger.py).");
}

}  // namespace

base::Result<SubjectProof> prove_subject(store::ReadSnapshot& snapshot, Subject const& subject,
                                         std::optional<domain::Sequence> sequence) {
  auto head = seal_head(snapshot, sequence);
  if (!head) {
    return std::unexpected(head.error());
  }
  std::vector<domain::EventId> ids;
  for (auto const& row : snapshot.history_of({&subject.id, 1})) {
    ids.push_back(row.event);
  }
  if (ids.size() > events_max) {
    return too_large();
  }
  SubjectProof proof{.head = *std::move(head)};
  domain::SealHasher hasher;
  std::size_t items = 0;
  for (auto& event : snapshot.load_events(ids)) {
    items += event.items.size();
    if (event.sequence > proof.head.sequence) {
      continue;
    }
    if (items > items_max) {
      return too_large();
    }
    auto path = path_to_root(snapshot, hasher, event.sequence, proof.head.sequence);
    proof.events.push_back({.event = std::move(event), .path = std::move(path)});
  }
  if (proof.events.empty()) {
    return base::fail(base::ErrorKind::conflict, "proof.empty",
                      fmt::format("Up to sequence {} no event names this unit. Ask for a later one, or wait until the "
                                  "newest events are sealed.",
                                  proof.head.sequence));
  }
  std::ranges::sort(proof.events, {}, [](ProvenEvent const& proven) { return proven.event.sequence; });
  return proof;
}

}  // namespace nameplate::app

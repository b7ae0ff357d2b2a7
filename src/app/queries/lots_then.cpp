#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/lots.hpp"
#include "app/queries/past_subject.hpp"
#include "domain/event_codec.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nameplate::app {
namespace {

bool is_empty(domain::Balance const& balance) {
  return balance.quantity.millionths == 0 && balance.weight.millionths == 0;
}

/// What a fold says of one lot.
void take_folded(LotView& view, domain::Changes const& changes) {
  auto const id = view.lot.id;
  for (auto const& row : changes.lots) {
    if (row.state.id == id) {
      view.lot = row.state;
    }
  }
  for (auto const& identifier : changes.identifiers_opened) {
    if (identifier.subject == id && !(identifier.key.kind == domain::IdentifierKind::lot && identifier.is_current())) {
      view.identifiers.push_back(identifier);
    }
  }
  for (auto const& write : changes.traits) {
    if (write.trait.subject == id && !write.removed) {
      view.traits.push_back(write.trait);
    }
  }
  for (auto const& change : changes.balances) {
    if (change.key.lot == id) {
      view.balances.push_back({.key = change.key,
                               .quantity = change.quantity,
                               .weight = change.weight,
                               .trail = {.last_event = change.last_event, .latest_time = change.latest_time}});
    }
  }
}

bool has_lot(domain::Changes const& changes, domain::SubjectId id) {
  return std::ranges::any_of(changes.lots, [&](auto const& row) { return row.state.id == id; });
}

}  // namespace

std::vector<domain::Balance> balances_then(store::ReadSnapshot& snapshot, std::span<domain::SubjectId const> lots,
                                           base::Instant at) {
  std::map<domain::BalanceKey, domain::Balance> sums;
  for (auto const& row : snapshot.history_of(lots)) {
    if (row.event_time > at || row.state.empty()) {
      continue;
    }
    for (auto const& change : domain::decode_state(domain::SubjectKind::lot, row.state).changes) {
      domain::BalanceKey const key{.lot = row.subject, .holder = change.holder, .status = change.status};
      auto& sum = sums[key];
      sum.key = key;
      sum.quantity.millionths += change.quantity.millionths;
      sum.weight.millionths += change.weight.millionths;
      sum.trail = {.last_event = row.event, .latest_time = row.event_time};
    }
  }
  std::vector<domain::Balance> balances;
  for (auto const& [key, sum] : sums) {
    if (!is_empty(sum)) {
      balances.push_back(sum);
    }
  }
  return balances;
}

base::Result<LotView> view_lot_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::string_view id,
                                    AsOf const& as_of) {
  auto const number = parse_external_id(id_letter::lot, id);
  auto const ids = std::array{domain::SubjectId{number.value_or(0)}};
  auto const now = number ? snapshot.load_lots(ids) : std::vector<domain::LotState>();
  if (now.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "lot", id);
  }
  auto const changes = fold_past(snapshot, as_of,
                                 {.subject = {domain::SubjectKind::lot, ids.front()},
                                  .through_containers = as_of.known.has_value(),
                                  .after_each = {}});
  if (!has_lot(changes, ids.front())) {
    return not_yet(snapshot, as_of, "Lot " + std::string(id), ids.front());
  }
  LotView view{.lot = now.front(),
               .around = Surroundings(snapshot, catalog, as_of),
               .identifiers = {},
               .traits = {},
               .balances = {}};
  take_folded(view, changes);
  if (!as_of.known) {
    view.balances = balances_then(snapshot, ids, *as_of.at);
  }
  std::erase_if(view.balances, is_empty);
  std::ranges::sort(view.balances, {}, &domain::Balance::key);
  view.around.load_for(std::span<domain::Balance const>(view.balances));
  view.around.load_for(std::span<domain::LotState const>(&view.lot, 1));
  return view;
}

}  // namespace nameplate::app

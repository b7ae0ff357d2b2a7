#include "app/queries/stock_then.hpp"

#include "app/queries/members.hpp"
#include "app/queries/past_subject.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace nameplate::app {
namespace {

using domain::SubjectId;
using domain::SubjectKind;

/// So many histories are folded again for one answer.
constexpr std::size_t rewritten_max = 5000;

/// Rows of several parts added up.
class Sum {
 public:
  void add(std::vector<store::StockRow> const& rows) {
    for (auto const& row : rows) {
      std::tuple const key(row.product.value, row.place, row.status, row.owner.value, row.lot.value);
      auto const [known, added] = rows_.try_emplace(key, row);
      if (!added) {
        known->second.units += row.units;
        known->second.quantity.millionths += row.quantity.millionths;
        known->second.weight.millionths += row.weight.millionths;
      }
    }
  }
  [[nodiscard]] std::vector<store::StockRow> take() const {
    std::vector<store::StockRow> rows;
    for (auto const& [key, row] : rows_) {
      if (row.units != 0 || row.quantity != base::Quantity() || row.weight != base::Quantity()) {
        rows.push_back(row);
      }
    }
    return rows;
  }

 private:
  std::map<std::tuple<std::int64_t, domain::Holder, std::optional<domain::Status>, std::int64_t, std::int64_t>,
           store::StockRow>
      rows_;
};

/// Whose histories were told anew since.
base::Result<store::Rewritten> find_rewritten(OpenSnapshot const& open, domain::Sequence known) {
  store::Rewritten all{.units = {}, .containers = {}, .lots = {}, .until = known};
  while (!all.at_end) {
    auto part = open()->rewritten_since(all.until);
    std::ranges::copy(part.units, std::back_inserter(all.units));
    std::ranges::copy(part.containers, std::back_inserter(all.containers));
    std::ranges::copy(part.lots, std::back_inserter(all.lots));
    all.until = part.until;
    all.at_end = part.at_end;
    make_id_set(all.units);
    make_id_set(all.containers);
    make_id_set(all.lots);
    if (all.units.size() + all.containers.size() + all.lots.size() > rewritten_max) {
      return base::fail(base::ErrorKind::invalid, "stock.too_much_changed",
                        "Late events and reversals have changed the histories of more than 5,000 things since then, so "
                        "what was known of the stock cannot be counted in one answer. Ask for a later knownAt, or for "
                        "single units.");
    }
  }
  return all;
}

template <typename State>
std::optional<domain::StateAfter> state_in(std::vector<domain::Guarded<State>> const& rows, SubjectId id,
                                           SubjectKind kind) {
  auto const found = std::ranges::find(rows, id, [](auto const& row) { return row.state.id; });
  return found == rows.end() ? std::nullopt
                             : std::optional(domain::decode_state(kind, domain::encode_state(found->state)));
}

base::Result<store::KnownOnce> find_known(OpenSnapshot const& open, AsOf const& as_of) {
  auto const rewritten = find_rewritten(open, *as_of.known);
  if (!rewritten) {
    return std::unexpected(rewritten.error());
  }
  store::KnownOnce known{.until = *as_of.known};
  auto const folded = [&](SubjectKind kind, SubjectId id) {
    auto const snapshot = open();
    return fold_past(*snapshot, as_of, {.subject = {kind, id}, .through_containers = true, .after_each = {}});
  };
  for (auto const id : rewritten->units) {
    known.states[id] = state_in(folded(SubjectKind::unit, id).units, id, SubjectKind::unit);
  }
  for (auto const id : rewritten->containers) {
    known.states[id] = state_in(folded(SubjectKind::container, id).containers, id, SubjectKind::container);
  }
  for (auto const id : rewritten->lots) {
    auto& balances = known.lots[id];
    for (auto const& change : folded(SubjectKind::lot, id).balances) {
      if (change.key.lot == id) {
        balances.push_back({.key = change.key, .quantity = change.quantity, .weight = change.weight, .trail = {}});
      }
    }
  }
  return known;
}

}  // namespace

base::Result<std::vector<store::StockRow>> count_stock_then(OpenSnapshot const& open, store::StockFilter const& filter,
                                                            std::vector<StockGroup> const& group_by,
                                                            AsOf const& as_of) {
  std::optional<store::KnownOnce> known;
  if (as_of.known) {
    auto found = find_known(open, as_of);
    if (!found) {
      return std::unexpected(found.error());
    }
    known = *std::move(found);
  }
  auto const at = as_of.at.value_or(as_of.day);
  Sum sum;
  SubjectId after;
  while (true) {
    auto const part = open()->stock_at(filter, group_by, at, known ? &*known : nullptr, after);
    sum.add(part.rows);
    if (!part.next) {
      return sum.take();
    }
    after = *part.next;
  }
}

}  // namespace nameplate::app

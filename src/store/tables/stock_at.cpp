#include "store/tables/past_places.hpp"
#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"
#include "store/tables/sql_units.hpp"
#include "store/tables/stock_rows.hpp"

#include <limits>
#include <optional>

namespace nameplate::store::tables::question {
namespace {

using domain::SubjectKind;

/// So many units may have changed since, for the counts of now to be the quicker way.
constexpr std::int64_t changed_max = 50'000;
/// Otherwise every unit is looked at, so many in one call: some tenths of a second.
constexpr std::int64_t units_of_part = 50'000;
constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();

class StockThen {
 public:
  StockThen(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by, base::Instant at,
            KnownOnce const* known)
      : connection_(connection),
        filter_(filter),
        at_(at),
        known_(known),
        then_(connection, at, known),
        rows_(filter, group_by, [this](domain::Holder holder) { return then_.place_of(holder); }) {}

  StockPart part(domain::SubjectId after) {
    StockPart part;
    if (known_ == nullptr && !after && changed_since() <= changed_max) {
      count_back();
    } else {
      part.next = count_units(after);
    }
    if (!part.next) {
      add_lots();
    }
    part.rows = rows_.take();
    return part;
  }

 private:
  std::int64_t changed_since() {
    auto count = connection_.use(sql::count_units_by_latest);
    count.bind(changed_max + 1, at_.microseconds + 1, end_of_time).step();
    return count.integer(0);
  }

  void add(domain::StateAfter const& state, std::int64_t units) {
    if (state.status != domain::Status::void_) {
      rows_.add_units({.product = state.product,
                       .holder = state.holder,
                       .status = state.status,
                       .owner = state.owner,
                       .lot = state.lot},
                      units);
    }
  }

  static domain::StateAfter state_of(domain::UnitState const& unit) {
    domain::StateAfter state;
    state.product = unit.product;
    state.status = unit.status;
    state.holder = unit.holder;
    state.owner = unit.owner;
    state.lot = unit.lot;
    return state;
  }

  void add_then(std::int64_t unit) {
    if (auto const then = then_.of(SubjectKind::unit, unit)) {
      add(*then, 1);
    }
  }

  /// From the counts of now: what changed since is taken out as it is and put in as it was.
  void count_back() {
    {
      auto counts = connection_.use(sql::stock_counts);
      counts.bind();
      while (counts.step()) {
        rows_.add_units({.product = {counts.integer(2)},
                         .holder = {static_cast<domain::HolderKind>(counts.integer(0)), counts.integer(1)},
                         .status = static_cast<domain::Status>(counts.integer(3)),
                         .owner = {counts.integer(4)},
                         .lot = {counts.integer(5)}},
                        counts.integer(6));
      }
    }
    auto changed = connection_.use(sql::units_by_latest);
    changed.bind(end_of_time, at_.microseconds + 1);
    while (changed.step()) {
      auto const unit = read_unit(changed);
      add(state_of(unit), -1);
      add_then(unit.id.value);
    }
  }

  std::optional<domain::SubjectId> count_units(domain::SubjectId after) {
    auto units = connection_.use(sql::units_ascending);
    units.bind(after, units_of_part);
    std::int64_t looked_at = 0;
    domain::SubjectId last;
    while (units.step()) {
      auto const unit = read_unit(units);
      ++looked_at;
      last = unit.id;
      if (known_ == nullptr && unit.trail.latest_time <= at_) {
        add(state_of(unit), 1);
      } else {
        add_then(unit.id.value);
      }
    }
    return looked_at < units_of_part ? std::nullopt : std::optional(last);
  }

  void add_lots() {
    auto lots = connection_.use(sql::all_lots);
    lots.bind();
    while (lots.step()) {
      auto const lot = read_lot(lots);
      if (filter_.lot && *filter_.lot != lot.id) {
        continue;
      }
      if (known_ != nullptr) {
        add_known(lot);
        continue;
      }
      add_balances(lot);
      if (lot.trail.latest_time > at_) {
        take_back(lot);
      }
    }
  }

  void add_quantity(domain::LotState const& lot, domain::Holder holder, domain::Status status, base::Quantity quantity,
                    base::Quantity weight) {
    rows_.add_quantity({.product = lot.product, .holder = holder, .status = status, .owner = lot.owner, .lot = lot.id},
                       quantity, weight);
  }

  void add_balances(domain::LotState const& lot) {
    auto balances = connection_.use(sql::load_balances);
    balances.bind(lot.id);
    while (balances.step()) {
      auto const balance = read_balance(balances);
      add_quantity(lot, balance.key.holder, balance.key.status, balance.quantity, balance.weight);
    }
  }

  /// The sum of the changes that were known.
  void add_known(domain::LotState const& lot) {
    if (auto const told = known_->lots.find(lot.id); told != known_->lots.end()) {
      for (auto const& balance : told->second) {
        add_quantity(lot, balance.key.holder, balance.key.status, balance.quantity, balance.weight);
      }
      return;
    }
    auto rows = connection_.use(sql::past_states_back);
    rows.bind(lot.id, at_);
    while (rows.step()) {
      auto moment = connection_.use(sql::event_moment);
      if (moment.bind(rows.integer(1)).step() && moment.integer(1) <= known_->until) {
        add_changes(lot, rows.blob(2), 1);
      }
    }
  }

  void add_changes(domain::LotState const& lot, std::string_view stored, std::int64_t sign) {
    domain::StateAfter state;
    decode_stored("the state of a lot", [&] { state = domain::decode_state(SubjectKind::lot, stored); });
    for (auto const& change : state.changes) {
      add_quantity(lot, change.holder, change.status, {sign * change.quantity.millionths},
                   {sign * change.weight.millionths});
    }
  }

  /// What events after that time changed.
  void take_back(domain::LotState const& lot) {
    auto rows = connection_.use(sql::past_states_from);
    rows.bind(lot.id, at_.microseconds + 1, std::numeric_limits<std::int64_t>::min());
    while (rows.step()) {
      add_changes(lot, rows.blob(2), -1);
    }
  }

  Connection& connection_;
  StockFilter const& filter_;
  base::Instant at_;
  KnownOnce const* known_;
  StatesThen then_;
  StockRows rows_;
};

}  // namespace

StockPart stock_at(Connection& connection, StockFilter const& filter, std::span<StockGroup const> group_by,
                   base::Instant at, KnownOnce const* known, domain::SubjectId after) {
  return StockThen(connection, filter, group_by, at, known).part(after);
}

}  // namespace nameplate::store::tables::question

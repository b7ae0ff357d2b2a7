#include "app/commands/number_rules.hpp"
#include "app/commands/references.hpp"
#include "app/imports/compare.hpp"
#include "app/imports/goods_planner.hpp"

#include <algorithm>
#include <vector>

namespace nameplate::app {
namespace {

using domain::Holder;
using domain::RecordId;

/// Where and in what status the row says that the quantity lies.
Found<domain::BalanceKey> place_in_row(PlanningContext const& context, GoodsRow const& goods) {
  auto const& head = goods.head;
  auto const status = domain::parse_status(head.status.empty() ? "in_stock" : head.status);
  domain::BalanceKey key{.status = *status};
  if (is_nowhere(*status)) {
    return key;
  }
  if (is_with_party(*status)) {
    auto const party = find_party(context.catalog, head.party);
    return party ? Found<domain::BalanceKey>({.holder = Holder::with(*party), .status = *status})
                 : std::unexpected(party.error());
  }
  auto const& code = head.container.empty() ? head.location : head.container;
  auto const holder = find_place_or_container(context.catalog, context.state, code);
  return holder ? Found<domain::BalanceKey>({.holder = *holder, .status = *status}) : std::unexpected(holder.error());
}

/// The quantity of the row in the base unit.
base::Result<base::Quantity> base_quantity(domain::Product const& product, GoodsRow const& goods) {
  auto const unit = std::ranges::find(product.units, goods.uom, &domain::UnitOfMeasure::name);
  return goods.uom.empty() || unit == product.units.end() ? base::Result<base::Quantity>(*goods.quantity)
                                                          : base::convert(*goods.quantity, unit->factor);
}

class LotPlanner {
 public:
  explicit LotPlanner(PlanningContext const& context) : context_(context) {}

  void plan(PlannedRow& row) {
    auto const& goods = *row.goods;
    auto const product = find_product(context_.catalog, goods.product);
    if (!product) {
      return fail_row(row, context_.mapping, product.error().reason, product.error().detail);
    }
    auto const& owner_code = goods.head.owner;
    auto const owner =
        owner_code.empty() || owner_code == owner_us ? Found<RecordId>() : find_party(context_.catalog, owner_code);
    if (!owner) {
      return fail_row(row, context_.mapping, owner.error().reason, owner.error().detail);
    }
    row.plan.step = RowStep::fresh;
    auto const* const lot = context_.state.lot(find_lot(context_.state, (*product)->id, goods.lot, *owner));
    if (lot != nullptr) {
      plan_known(row, **product, *lot);
    }
  }

 private:
  void plan_known(PlannedRow& row, domain::Product const& product, domain::LotState const& lot) {
    auto const& goods = *row.goods;
    auto key = place_in_row(context_, goods);
    if (!key) {
      return fail_row(row, context_.mapping, key.error().reason, key.error().detail);
    }
    if (!goods.head.owner.empty() &&
        !agrees_with_ledger(context_, row, {.status = key->status, .holder = key->holder, .owner = lot.owner})) {
      return;
    }
    key->lot = lot.id;
    auto const* const balance = context_.state.balance(*key);
    if (balance == nullptr || balance->quantity.millionths == 0) {
      return plan_elsewhere(row, lot);
    }
    auto const quantity = base_quantity(product, goods);
    if (!quantity) {
      return fail_row(row, context_.mapping, quantity.error().reason, quantity.error().detail);
    }
    if (*quantity != balance->quantity) {
      return fail_contradiction(row, context_.mapping, GoodsField::quantity,
                                base::to_string(balance->quantity) + " " + product.uom);
    }
    if (goods.weight && *goods.weight != balance->weight) {
      return fail_contradiction(row, context_.mapping, GoodsField::weight, base::to_string(balance->weight));
    }
    row.plan.subject = lot.id;
    bool const differs = (goods.dates.produced && goods.dates.produced != lot.dates.produced) ||
                         (goods.dates.expires && goods.dates.expires != lot.dates.expires);
    row.plan.step = differs || !goods.traits.is_empty() ? RowStep::change : RowStep::unchanged;
  }

  /// The lot is known, and nothing of it is where the row says. One file may bring a lot in at several places; but a
  /// lot that was there before was moved or used up, and must not be brought in a second time.
  void plan_elsewhere(PlannedRow& row, domain::LotState const& lot) {
    if (is_of_this_job(lot)) {
      return;
    }
    std::string where;
    for (auto const& balance : context_.state.balances_of(lot.id)) {
      if (balance.quantity.millionths > 0) {
        where += (where.empty() ? "" : "; ") + base::to_string(balance.quantity) + " " +
                 std::string(domain::name_of(balance.key.status)) + " " + describe_holder(context_, balance.key.holder);
      }
    }
    fail_contradiction(row, context_.mapping, GoodsField::quantity, where.empty() ? "nothing is left" : where);
  }

  bool is_of_this_job(domain::LotState const& lot) {
    if (!context_.job_began) {
      return false;
    }
    for (auto const& identifier : context_.state.identifiers(norm_of(lot))) {
      if (identifier.subject == lot.id && identifier.key.kind == domain::IdentifierKind::lot) {
        auto const events = context_.reader.load_events({&identifier.opened_by, 1});
        return !events.empty() && events.front().recorded_at >= *context_.job_began;
      }
    }
    return false;
  }
  static std::string norm_of(domain::LotState const& lot) {
    return lot.number.empty() ? domain::WorkingSet::unnumbered_lot_norm(lot.product, lot.owner)
                              : normalise_number(domain::IdentifierKind::lot, lot.number).value_or("");
  }

  PlanningContext const& context_;
};

}  // namespace

void plan_lots(PlanningContext const& context, std::vector<PlannedRow>& rows) {
  LotPlanner planner(context);
  for (auto& row : rows) {
    if (row.goods) {
      planner.plan(row);
    }
  }
}

}  // namespace nameplate::app

#include "app/imports/compare.hpp"

#include "app/commands/references.hpp"

namespace nameplate::app {
namespace {

using domain::Holder;
using domain::HolderKind;
using domain::RecordKind;

/// Fails the row when what it names cannot be found.
template <typename Value>
bool is_found(Found<Value> const& found, PlanningContext const& context, PlannedRow& row) {
  if (!found) {
    fail_row(row, context.mapping, found.error().reason, found.error().detail);
  }
  return found.has_value();
}

bool check_location(PlanningContext const& context, PlannedRow& row, Holder place) {
  auto const& code = row.goods->head.location;
  if (code.empty()) {
    return true;
  }
  auto const location = find_location(context.catalog, code);
  if (!is_found(location, context, row)) {
    return false;
  }
  // Of what is on its way, the location is where it goes.
  if (place == Holder::at(*location) || place == Holder::on_the_way_to(*location)) {
    return true;
  }
  fail_contradiction(row, context.mapping, GoodsField::location, describe_holder(context, place));
  return false;
}

bool check_container(PlanningContext const& context, PlannedRow& row, Holder holder) {
  auto const& code = row.goods->head.container;
  if (code.empty()) {
    return true;
  }
  auto const inside = find_place_or_container(context.catalog, context.state, code);
  if (!is_found(inside, context, row)) {
    return false;
  }
  if (holder == *inside) {
    return true;
  }
  fail_contradiction(row, context.mapping, GoodsField::container, describe_holder(context, holder));
  return false;
}

/// Who has it; of what is in our hands the party is only who it came from.
bool check_party(PlanningContext const& context, PlannedRow& row, Standing const& now, Holder place) {
  auto const& code = row.goods->head.party;
  if (code.empty() || !is_with_party(now.status)) {
    return true;
  }
  auto const party = find_party(context.catalog, code);
  if (!is_found(party, context, row)) {
    return false;
  }
  if (place == Holder::with(*party)) {
    return true;
  }
  fail_contradiction(row, context.mapping, GoodsField::party, describe_holder(context, place));
  return false;
}

bool check_owner(PlanningContext const& context, PlannedRow& row, Standing const& now) {
  auto const& code = row.goods->head.owner;
  if (code.empty()) {
    return true;
  }
  auto const owner = code == owner_us ? Found<domain::RecordId>() : find_party(context.catalog, code);
  if (!is_found(owner, context, row)) {
    return false;
  }
  if (now.owner == *owner) {
    return true;
  }
  fail_contradiction(row, context.mapping, GoodsField::owner,
                     now.owner ? std::string(context.catalog.code_of(RecordKind::party, now.owner)) : "us");
  return false;
}

}  // namespace

std::string describe_holder(PlanningContext const& context, Holder holder) {
  switch (holder.kind) {
    case HolderKind::nowhere: return "nowhere";
    case HolderKind::location: return std::string(context.catalog.code_of(RecordKind::location, {holder.id}));
    case HolderKind::party: return "with " + std::string(context.catalog.code_of(RecordKind::party, {holder.id}));
    case HolderKind::transit:
      return "on the way to " + std::string(context.catalog.code_of(RecordKind::location, {holder.id}));
    case HolderKind::unit: return "built into u" + std::to_string(holder.id);
    case HolderKind::container: {
      auto const* const container = context.state.container(holder.container());
      return "in " + (container == nullptr ? "c" + std::to_string(holder.id) : container->code);
    }
  }
  return {};
}

bool agrees_with_ledger(PlanningContext const& context, PlannedRow& row, Standing const& now) {
  auto const& stated = row.goods->head.status;
  if (!stated.empty() && domain::parse_status(stated) != now.status) {
    fail_contradiction(row, context.mapping, GoodsField::status, std::string(domain::name_of(now.status)));
    return false;
  }
  auto const place = context.state.place_of(now.holder);
  return check_location(context, row, place) && check_container(context, row, now.holder) &&
         check_party(context, row, now, place) && check_owner(context, row, now);
}

}  // namespace nameplate::app

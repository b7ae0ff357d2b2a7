#include "app/commands/bind.hpp"
#include "app/commands/label_items.hpp"
#include "app/commands/number_rules.hpp"
#include "app/commands/references.hpp"
#include "app/imports/compare.hpp"
#include "app/imports/goods_planner.hpp"

#include <algorithm>
#include <unordered_map>

namespace nameplate::app {
namespace {

using domain::RecordKind;
using domain::SubjectId;

/// Which unit each row names, in the way in which an operation would find it.
class UnitFinder {
 public:
  UnitFinder(PlanningContext const& context, std::vector<PlannedRow>& rows) : context_(context) {
    if (context.mapping.key) {
      return;
    }
    domain::Operation looking{.verb = domain::Verb::observe};
    std::vector<PlannedRow*> looked_for;
    for (auto& row : rows) {
      if (row.goods && !row.goods->generates) {
        looking.items.push_back({.kind = row.goods->is_scan ? domain::ItemKind::scan : domain::ItemKind::serial,
                                 .product = row.goods->product,
                                 .number = row.goods->serial});
        looked_for.push_back(&row);
      }
    }
    read_labels(context.catalog, looking, {});
    Numbering const no_numbering;
    DrawnNumbers numbers;
    std::function<SubjectId()> const none = [] { return SubjectId(); };
    // Nothing new is made here, so no number is judged by its format.
    std::function<std::shared_ptr<ReadableFormats const>()> const no_formats = [] { return nullptr; };
    auto const bound = bind({.catalog = context.catalog,
                             .state = context.state,
                             .numbering = no_numbering,
                             .numbers = numbers,
                             .next_subject = none,
                             .readable_formats = no_formats,
                             .event = {},
                             .now = {}},
                            looking);
    for (auto const& item : bound.items) {
      take(*looked_for[item.place], item);
    }
  }

  /// None: it is new. The row's plan is failed when it names nothing that could be brought in.
  [[nodiscard]] domain::UnitState const* find(PlannedRow const& row) const {
    if (context_.mapping.key) {
      return find_by_number(*row.goods, domain::rule_of(*context_.mapping.key).name);
    }
    if (row.goods->generates) {
      // Without a number of its own a unit may still be known by another one, and is not brought in once more.
      return find_by_number(*row.goods, {});
    }
    auto const found = found_.find(&row);
    return found == found_.end() ? nullptr : context_.state.unit(found->second);
  }

 private:
  void take(PlannedRow& row, domain::BoundItem const& item) {
    if (!item.extra || (!item.extra->refusal && item.extra->warnings.empty())) {
      found_.emplace(&row, item.subject);
      return;
    }
    if (!item.extra->refusal) {
      return;  // by an old label: whether the number may be given again is decided with the registration
    }
    auto const& refusal = *item.extra->refusal;
    if (refusal.reason != "unit.unknown" && refusal.reason != "scan.unknown") {
      fail_row(row, context_.mapping, refusal.reason, refusal.detail);
      row.goods.reset();
    }
  }

  /// The unit that bears a further number of the row, of this kind, or of any that is unique in the whole ledger.
  [[nodiscard]] domain::UnitState const* find_by_number(GoodsRow const& goods, std::string_view kind_name) const {
    for (auto const& given : goods.identifiers) {
      auto const kind = *domain::parse_identifier_kind(given.kind);
      bool const counts =
          kind_name.empty() ? domain::rule_of(kind).scope == domain::Scope::ledger : given.kind == kind_name;
      auto const norm = normalise_number(kind, given.value).value_or("");
      for (auto const& identifier : context_.state.identifiers(norm)) {
        if (counts && identifier.key.kind == kind && identifier.is_current()) {
          return context_.state.unit(identifier.subject);
        }
      }
    }
    return nullptr;
  }

  PlanningContext const& context_;
  std::unordered_map<PlannedRow const*, SubjectId> found_;
};

bool is_still_to_come(domain::UnitState const& unit, GoodsRow const& goods) {
  using enum domain::Status;
  if (unit.status == void_) {
    return true;
  }
  bool const is_announced = unit.status == ordered || unit.status == reported;
  auto const stated = goods.head.status.empty() ? in_stock : domain::parse_status(goods.head.status);
  return is_announced && stated != unit.status;
}

/// Whether the row says something of a known unit that the ledger does not know yet.
bool adds_something(PlanningContext const& context, GoodsRow const& goods, domain::UnitState const& unit) {
  if (!goods.traits.is_empty()) {
    return true;  // whether they are so already is decided with the change
  }
  if (auto const& wanted = goods.dates; (wanted.produced && wanted.produced != unit.dates.produced) ||
                                        (wanted.expires && wanted.expires != unit.dates.expires)) {
    return true;
  }
  if (!goods.lot.empty()) {
    auto const* const lot = context.state.lot(unit.lot);
    if (lot == nullptr || domain::normalise_code(lot->number) != domain::normalise_code(goods.lot)) {
      return true;
    }
  }
  return std::ranges::any_of(goods.identifiers, [&](domain::IdentifierGiven const& given) {
    auto const kind = domain::parse_identifier_kind(given.kind);
    auto const norm = normalise_number(*kind, given.value).value_or("");
    return std::ranges::none_of(context.state.identifiers(norm), [&](domain::Identifier const& identifier) {
      return identifier.key.kind == *kind && identifier.subject == unit.id && identifier.is_current();
    });
  });
}

/// Whether the number by which the file calls a unit that it knows by another one is the ledger's too.
bool check_name(PlanningContext const& context, PlannedRow& row, domain::UnitState const& unit) {
  auto const& goods = *row.goods;
  if (!context.mapping.key && !goods.generates) {
    return true;
  }
  if (!goods.product.empty() && context.catalog.find(RecordKind::product, goods.product) != unit.product) {
    fail_contradiction(row, context.mapping, GoodsField::product,
                       std::string(context.catalog.code_of(RecordKind::product, unit.product)));
    return false;
  }
  if (!goods.serial.empty() && domain::normalise_code(goods.serial) != domain::normalise_code(unit.serial)) {
    fail_contradiction(row, context.mapping, GoodsField::serial, unit.serial);
    return false;
  }
  return true;
}

/// The hold that the row names; false: there is no such kind.
bool plan_hold(PlanningContext const& context, PlannedRow& row, domain::UnitState const* unit) {
  auto const& wanted = row.goods->hold;
  if (wanted.empty()) {
    return true;
  }
  auto const kind = context.catalog.find(RecordKind::hold_kind, wanted);
  if (!kind) {
    fail_row(row, context.mapping, "hold_kind.unknown", "There is no such kind of hold. GET /hold-kinds lists them.");
    return false;
  }
  auto const members = unit == nullptr ? std::vector<domain::HoldMember>() : context.state.active_members_of(unit->id);
  row.plan.adds_hold =
      std::ranges::none_of(members, [&](domain::HoldMember const& member) { return member.kind == kind; });
  return true;
}

void plan_known(PlanningContext const& context, PlannedRow& row, domain::UnitState const& unit) {
  auto const& goods = *row.goods;
  Standing const now{.status = unit.status, .holder = unit.holder, .owner = unit.owner};
  if (!check_name(context, row, unit) || !agrees_with_ledger(context, row, now) || !plan_hold(context, row, &unit)) {
    return;
  }
  row.plan.subject = unit.id;
  row.plan.step = adds_something(context, goods, unit) ? RowStep::change : RowStep::unchanged;
}

}  // namespace

void plan_units(PlanningContext const& context, std::vector<PlannedRow>& rows) {
  UnitFinder const finder(context, rows);
  for (auto& row : rows) {
    if (!row.goods) {
      continue;
    }
    auto const* const unit = finder.find(row);
    if (unit != nullptr && !is_still_to_come(*unit, *row.goods)) {
      plan_known(context, row, *unit);
      continue;
    }
    if (unit == nullptr && row.goods->serial.empty() && !row.goods->generates) {
      fail_row(row, context.mapping, "row.missing",
               "No unit has this number, and the row has no serial for a new one. See `emptySerial`.");
      continue;
    }
    if (plan_hold(context, row, unit)) {
      row.plan.step = RowStep::fresh;
    }
  }
}

}  // namespace nameplate::app

#include "app/imports/goods_planner.hpp"

#include "app/commands/load.hpp"
#include "app/commands/number_rules.hpp"

#include <map>
#include <utility>

namespace nameplate::app {
namespace {

constexpr auto changing_verb = domain::Verb::amend;

domain::Operation bare_operation(domain::Verb verb, std::vector<PlannedRow> const& rows) {
  domain::Operation operation{.verb = verb};
  for (auto const& row : rows) {
    if (row.goods) {
      operation.items.push_back(row.goods->make_item());
    }
  }
  return operation;
}

/// An operation without items, with what the rows of a group share.
domain::Operation registering(RowHead const& head) {
  domain::Operation operation{.verb = domain::Verb::register_,
                              .location = head.location,
                              .party = head.party,
                              .owner = head.owner,
                              .documents = head.documents,
                              .time = head.time,
                              .status = head.status,
                              .holder = head.container,
                              .on_error = domain::OnError::proceed};
  return operation;
}

void refuse_twice(PlannedRow& row, Mapping const& mapping, std::int64_t first) {
  fail_row(row, mapping, "row.twice",
           "Row " + std::to_string(first) + " names the same already. Only the first is brought in.");
  auto const* target = mapping.target_of(GoodsField::serial);
  for (auto const field : {GoodsField::scan, GoodsField::code, GoodsField::lot}) {
    target = target == nullptr ? mapping.target_of(field) : target;
  }
  if (target != nullptr) {
    row.plan.error.column = target->column.empty() ? target->to : target->column;
    row.plan.error.found = shown_cell(row.mapped->cells[static_cast<std::size_t>(target - mapping.targets.data())]);
  }
}

}  // namespace

void fail_row(PlannedRow& row, Mapping const& mapping, std::string_view reason, std::string detail) {
  row.plan.step = RowStep::failed;
  row.plan.error = row_error(mapping, *row.mapped, reason, std::move(detail));
}

void fail_contradiction(PlannedRow& row, Mapping const& mapping, GoodsField field, std::string ledger_state) {
  auto const* const target = mapping.target_of(field);
  row.plan.step = RowStep::failed;
  row.plan.error = {.row = row.mapped->number,
                    .expected = std::move(ledger_state),
                    .reason = "row.contradicts",
                    .detail =
                        "The ledger says otherwise. If the file is right, book what happened (move, ship, return, "
                        "...); an import never overwrites it."};
  if (target != nullptr) {
    row.plan.error.column = target->column.empty() ? target->to : target->column;
    row.plan.error.found = shown_cell(row.mapped->cells[static_cast<std::size_t>(target - mapping.targets.data())]);
  }
}

std::vector<PlannedRow> read_rows(Mapping const& mapping, std::vector<MappedRow> const& rows, SeenRows& seen) {
  std::vector<PlannedRow> read;
  read.reserve(rows.size());
  for (auto const& mapped : rows) {
    auto& row = read.emplace_back(PlannedRow{.mapped = &mapped, .plan = {.row = mapped.number}});
    auto goods = read_goods_row(mapping, mapped);
    if (!goods) {
      row.plan.step = goods.error().skipped ? RowStep::skipped : RowStep::failed;
      row.plan.error = std::move(goods.error().error);
      continue;
    }
    auto const first = goods->key.empty() ? std::nullopt : seen.first_row_of("k" + goods->key, mapped.number);
    if (first) {
      refuse_twice(row, mapping, *first);
      continue;
    }
    bool is_fine = true;
    for (auto const& number : goods->own_numbers) {
      if (auto const other = seen.first_row_of("n" + number, mapped.number); other && is_fine) {
        is_fine = false;
        fail_row(row, mapping, "identifier.twice",
                 "Row " + std::to_string(*other) + " bears the same " + number.substr(0, number.find('\0')) +
                     " number. Check both.");
      }
    }
    if (is_fine) {
      row.goods = *std::move(goods);
    }
  }
  return read;
}

void settle_attributes(Mapping const& mapping, domain::Catalog const& catalog, std::vector<PlannedRow>& rows) {
  for (auto& row : rows) {
    if (!row.goods) {
      continue;
    }
    for (auto& given : row.goods->traits.attributes) {
      auto const* const attribute = catalog.attribute(catalog.find(domain::RecordKind::attribute, given.attribute));
      if (attribute == nullptr) {
        continue;
      }
      if (attribute->type == domain::TraitType::number) {
        given.value = tabular::plain_decimal(*given.value, mapping.decimal);
      } else if (attribute->type == domain::TraitType::date) {
        // What is no date is refused by the attribute, with what it takes.
        auto const day = tabular::read_date(*given.value, mapping.dates);
        given.value = day ? base::date_to_string(*day) : *given.value;
      }
    }
  }
}

void load_for_rows(store::Reader& reader, Mapping const& mapping, domain::Catalog const& catalog,
                   std::vector<PlannedRow> const& rows, domain::WorkingSet& state) {
  Wanted wanted;
  auto const all = bare_operation(domain::Verb::register_, rows);
  collect_wanted(all, catalog, {}, wanted);
  domain::Operation containers{.verb = domain::Verb::observe};
  for (auto const& row : rows) {
    if (!row.goods) {
      continue;
    }
    if (!row.goods->head.container.empty()) {
      containers.items.push_back({.kind = domain::ItemKind::container, .number = row.goods->head.container});
    }
    if (mapping.kind.kind == ImportKind::containers) {
      containers.items.push_back({.kind = domain::ItemKind::container, .number = row.goods->serial});
    }
    if (!row.goods->head.owner.empty() && mapping.kind.kind == ImportKind::lots) {
      domain::Operation of_owner{.verb = domain::Verb::observe, .owner = row.goods->head.owner};
      of_owner.items.push_back(row.goods->make_item());
      collect_wanted(of_owner, catalog, {}, wanted);
    }
  }
  collect_wanted(containers, catalog, {}, wanted);
  load_wanted(reader, std::move(wanted), state);
}

std::vector<RowsOperation> operations_of(std::vector<PlannedRow> const& rows) {
  std::vector<RowsOperation> operations;
  std::map<std::string, std::size_t> groups;
  RowsOperation changes{.operation = {.verb = changing_verb, .on_error = domain::OnError::proceed}};
  for (std::size_t index = 0; index < rows.size(); ++index) {
    auto const& row = rows[index];
    if (!row.goods) {
      continue;
    }
    if (row.plan.step == RowStep::fresh) {
      auto const [group, is_new] = groups.try_emplace(row.goods->head.group_key(), operations.size());
      if (is_new) {
        operations.push_back({.operation = registering(row.goods->head)});
      }
      auto& [operation, members] = operations[group->second];
      operation.items.push_back(row.goods->make_item());
      members.push_back(index);
    } else if (row.plan.step == RowStep::change) {
      domain::Item item{.kind = row.goods->quantity ? domain::ItemKind::lot : domain::ItemKind::unit};
      if (row.goods->is_container) {
        item.kind = domain::ItemKind::container;
        item.number = "c" + std::to_string(row.plan.subject.value);
      } else if (row.goods->quantity) {
        item.product = row.goods->product;
        item.number = "l" + std::to_string(row.plan.subject.value);
      } else {
        item.amount = row.plan.subject.value;
      }
      row.goods->add_extra(item);
      if (item.extra) {
        item.extra->note.clear();  // it belongs to the event that brought the thing in
      }
      changes.operation.items.push_back(std::move(item));
      changes.rows.push_back(index);
    }
  }
  if (!changes.rows.empty()) {
    operations.push_back(std::move(changes));
  }
  return operations;
}

std::vector<RowsOperation> hold_operations_of(std::vector<PlannedRow> const& rows,
                                              std::vector<domain::SubjectId> const& subjects) {
  std::map<std::pair<std::string, std::optional<base::Instant>>, RowsOperation> by_kind;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    auto const& row = rows[index];
    if (!row.plan.adds_hold || !subjects[index]) {
      continue;
    }
    // What comes in held is held since then; what was here before, from now on.
    auto const time = row.plan.step == RowStep::fresh ? row.goods->head.time : std::nullopt;
    auto& [operation, members] =
        by_kind[{domain::normalise_code(row.goods->hold), time ? std::optional(time->instant) : std::nullopt}];
    operation.verb = domain::Verb::hold;
    operation.time = time;
    operation.hold_kind = row.goods->hold;
    operation.on_error = domain::OnError::proceed;
    operation.items.push_back({.kind = domain::ItemKind::unit, .amount = subjects[index].value});
    members.push_back(index);
  }
  std::vector<RowsOperation> operations;
  for (auto& [kind, operation] : by_kind) {
    operations.push_back(std::move(operation));
  }
  return operations;
}

}  // namespace nameplate::app

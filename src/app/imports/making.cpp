#include "app/imports/making.hpp"

#include "app/commands/references.hpp"

#include <set>

namespace nameplate::app {
namespace {

using base::Value;
using domain::RecordKind;

/// What a record needs that the mapping does not say.
Value defaults_of(RecordKind kind, Mapping const& mapping, bool is_supplier) {
  Value value{Value::Object()};
  if (kind == RecordKind::product) {
    value.set("tracking", Value(mapping.kind.kind == ImportKind::lots ? "lot" : "serial"));
  } else if (kind == RecordKind::location) {
    value.set("kind", Value("bin"));
  } else {
    value.set("roles", Value(Value::List{Value(is_supplier ? "supplier" : "customer")}));
  }
  return value;
}

class Collector {
 public:
  Collector(Mapping const& mapping, domain::Catalog const& catalog) : mapping_(mapping), catalog_(catalog) {}

  void add(RecordKind kind, std::string const& code, bool is_supplier = false) {
    auto const* const rule = mapping_.make_rule(kind);
    if (rule == nullptr || code.empty() || catalog_.find(kind, code)) {
      return;
    }
    if (!seen_.emplace(kind, domain::normalise_code(code)).second) {
      return;
    }
    RecordCommand command{.kind = kind, .action = RecordCommand::Action::create};
    command.value = defaults_of(kind, mapping_, is_supplier);
    command.value.set("name", Value(code));
    for (auto const& [field, value] : *rule->defaults.as_object()) {
      command.value.set(field, value);
    }
    command.value.set(domain::rule_of(kind).key_field, Value(code));
    missing_.push_back({.command = std::move(command), .code = code});
  }
  [[nodiscard]] std::vector<MissingRecord> take() { return std::move(missing_); }

 private:
  Mapping const& mapping_;
  domain::Catalog const& catalog_;
  std::set<std::pair<RecordKind, std::string>> seen_;
  std::vector<MissingRecord> missing_;
};

}  // namespace

std::vector<MissingRecord> missing_records(Mapping const& mapping, domain::Catalog const& catalog,
                                           std::vector<PlannedRow> const& rows) {
  Collector collector(mapping, catalog);
  if (mapping.make.empty()) {
    return {};
  }
  bool const is_supplier = mapping.target_of(GoodsField::supplier) != nullptr;
  for (auto const& row : rows) {
    if (!row.goods) {
      continue;
    }
    collector.add(RecordKind::product, row.goods->product);
    collector.add(RecordKind::location, row.goods->head.location);
    collector.add(RecordKind::party, row.goods->head.party, is_supplier);
    if (row.goods->head.owner != owner_us) {
      collector.add(RecordKind::party, row.goods->head.owner);
    }
  }
  return collector.take();
}

}  // namespace nameplate::app

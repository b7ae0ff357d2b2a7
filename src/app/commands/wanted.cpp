#include "app/commands/bind.hpp"
#include "app/commands/number_rules.hpp"
#include "app/commands/references.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::Item;
using domain::ItemKind;
using domain::Operation;

class Collector {
 public:
  Collector(Operation const& operation, domain::Catalog const& catalog, base::Instant now, Wanted& wanted)
      : operation_(operation), catalog_(catalog), now_(now), wanted_(wanted) {}

  void run() {
    auto const& rule = domain::rule_of(operation_.verb);
    wanted_.numbers_norm.reserve(wanted_.numbers_norm.size() + operation_.items.size());
    for (auto const& item : operation_.items) {
      collect(item);
    }
    collect_container(operation_.container);
    collect_container(operation_.holder);
    if (operation_.rule) {
      collect_container(operation_.rule->container);
      collect_lot(operation_.rule->product, operation_.rule->lot);
    }
    if (operation_.hold) {
      wanted_.holds.push_back(*operation_.hold);
    }
    wanted_.contents = wanted_.contents || rule.carries_contents;
    wanted_.traits =
        wanted_.traits || !operation_.traits.is_empty() || catalog_.has_required_attributes(operation_.verb);
    wanted_.own_numbers =
        wanted_.own_numbers || operation_.verb == domain::Verb::relabel || !operation_.set_product.empty();
    if (!operation_.set_lot.empty()) {
      collect_lot(operation_.set_product, operation_.set_lot);
    }
    wanted_.past_holds = wanted_.past_holds || operation_.time.has_value();
    wanted_.holds_of_items = wanted_.holds_of_items || operation_.verb == domain::Verb::release;
    // Each item may make a subject and a lot; then a container and a hold.
    wanted_.new_subjects_max += (rule.makes_new ? 2 * operation_.items.size() : 0) + 2;
  }

 private:
  void collect(Item const& item) {
    switch (item.kind) {
      case ItemKind::serial: collect_number(domain::IdentifierKind::serial, item.number); break;
      case ItemKind::scan:
        for (auto& number : numbers_of_scan(item.number)) {
          wanted_.numbers_norm.push_back(std::move(number));
        }
        collect_quantity_scan(item);
        break;
      case ItemKind::generate:
        wanted_.numbering.plan(operation_, item, catalog_, now_);
        wanted_.new_subjects_max += static_cast<std::size_t>(std::max<std::int64_t>(item.amount, 0));
        break;
      case ItemKind::unit: wanted_.units.push_back({item.amount}); break;
      case ItemKind::lot:
      case ItemKind::quantity:
        collect_lot(item.product.empty() ? operation_.product : item.product, item.number);
        break;
      case ItemKind::container: collect_container(item.number); break;
    }
    if (item.extra) {
      collect_extra(item);
    }
  }

  void collect_extra(Item const& item) {
    auto const& extra = *item.extra;
    wanted_.traits = wanted_.traits || !extra.traits.is_empty();
    if (!extra.lot.empty()) {
      collect_lot(item.product.empty() ? operation_.product : item.product, extra.lot);
    }
    for (auto const& identifier : extra.identifiers) {
      if (auto const kind = domain::parse_identifier_kind(identifier.kind)) {
        collect_number(*kind, identifier.value);
      }
    }
    if (!extra.new_serial.empty()) {
      auto const kind = domain::parse_identifier_kind(extra.identifier_kind);
      collect_number(kind.value_or(domain::IdentifierKind::serial), extra.new_serial);
    }
    collect_container(extra.from);
  }

  void collect_number(domain::IdentifierKind kind, std::string_view value) {
    if (auto normalised = normalise_number(kind, value)) {
      wanted_.numbers_norm.push_back(*std::move(normalised));
    }
  }

  /// A product's own barcode stands for some of its one lot.
  void collect_quantity_scan(Item const& item) {
    auto const numbers = numbers_of_scan(item.number);
    for (auto const& match : catalog_.products_by_code(numbers.empty() ? item.number : numbers.front())) {
      collect_unnumbered_lot(match.product);
    }
  }

  void collect_lot(std::string_view sku, std::string_view lot) {
    if (auto const id = parse_id('l', lot)) {
      wanted_.lots.push_back({*id});
      return;
    }
    if (!lot.empty()) {
      collect_number(domain::IdentifierKind::lot, lot);
      return;
    }
    if (auto const product = catalog_.find(domain::RecordKind::product, sku)) {
      collect_unnumbered_lot(product);
    }
  }

  void collect_unnumbered_lot(domain::RecordId product) {
    auto const owner =
        operation_.owner == owner_us ? domain::RecordId() : catalog_.find(domain::RecordKind::party, operation_.owner);
    wanted_.numbers_norm.push_back(domain::WorkingSet::unnumbered_lot_norm(product, owner));
  }

  void collect_container(std::string_view reference) {
    if (auto const id = parse_id('c', reference)) {
      wanted_.containers.push_back({*id});
    } else if (!reference.empty()) {
      collect_number(domain::IdentifierKind::container, reference);
    }
  }

  Operation const& operation_;
  domain::Catalog const& catalog_;
  base::Instant now_;
  Wanted& wanted_;
};

}  // namespace

void collect_wanted(Operation const& operation, domain::Catalog const& catalog, base::Instant now, Wanted& wanted) {
  Collector(operation, catalog, now, wanted).run();
}

}  // namespace nameplate::app

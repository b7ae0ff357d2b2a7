#include "app/commands/label_items.hpp"

#include "app/commands/bind.hpp"
#include "base/ascii.hpp"
#include "identify/gs1/label.hpp"

#include <algorithm>
#include <limits>

namespace nameplate::app {
namespace {

using domain::Catalog;
using domain::Item;
using domain::ItemKind;
using domain::Tracking;
using identify::gs1::Label;

std::unexpected<base::Error> refuse(std::string_view reason, std::string detail) {
  return base::fail(base::ErrorKind::conflict, std::string(reason), std::move(detail));
}

std::chrono::year_month_day date_of(base::Instant instant) {
  using std::chrono::microseconds;
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<microseconds>(microseconds(instant.microseconds)));
}

std::int32_t days_since_1970(std::chrono::year_month_day date) {
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// The product that the label names, and how much a pack of it holds.
base::Result<Catalog::CodeMatch> product_of(Catalog const& catalog, std::string_view named, Label const& label) {
  auto const matches = catalog.products_by_code(label.gtin);
  if (!named.empty()) {
    auto const product = catalog.find(domain::RecordKind::product, named);
    auto const match = std::ranges::find(matches, product, &Catalog::CodeMatch::product);
    if (match != matches.end()) {
      return *match;
    }
    if (product && matches.empty()) {
      return Catalog::CodeMatch{.product = product};
    }
    return refuse("scan.other_product", "The label says GTIN " + label.gtin + ", which is not " +
                                            std::string(named.substr(0, 80)) +
                                            ". Scan the right label, or leave the product out.");
  }
  if (matches.empty()) {
    return refuse("scan.product_unknown", "The label says GTIN " + label.gtin +
                                              ", and no product has it. Give it to a product, as gtin or among its "
                                              "codes, or name the product.");
  }
  if (matches.size() > 1) {
    return refuse("scan.ambiguous", "Several products have GTIN " + label.gtin + ". Name the product.");
  }
  return matches.front();
}

std::optional<base::Quantity> quantity_of(domain::Product const& product, Label const& label,
                                          std::int64_t pack_quantity) {
  if (!label.kilograms.empty() && base::to_upper(product.uom) == "KG") {
    auto const weight = base::parse_quantity(label.kilograms);
    return weight ? std::optional(*weight) : std::nullopt;
  }
  auto const packs = label.count.value_or(1);
  constexpr auto most = std::numeric_limits<std::int64_t>::max() / base::millionths_per_one;
  if (pack_quantity <= 0 || packs > most / pack_quantity) {
    return std::nullopt;
  }
  return base::Quantity{packs * pack_quantity * base::millionths_per_one};
}

/// Lot and dates belong to what comes in; later they are on record.
void add_what_is_new(Item& item, Label const& label, bool with_lot) {
  if (!item.extra) {
    item.extra = std::make_unique<domain::ItemExtra>();
  }
  auto& extra = *item.extra;
  if (with_lot && extra.lot.empty()) {
    extra.lot = label.lot;
  }
  if (!extra.dates.produced && label.produced) {
    extra.dates.produced = days_since_1970(*label.produced);
  }
  auto const expires = label.expires ? label.expires : label.best_before;
  if (!extra.dates.expires && expires) {
    extra.dates.expires = days_since_1970(*expires);
  }
}

base::Result<void> fill(Item& item, domain::Product const& product, Label const& label, std::int64_t pack_quantity) {
  if (product.tracking == Tracking::serial) {
    if (label.serial.empty()) {
      return refuse("scan.needs_serial", "This label names the product " + product.sku +
                                             " only. Scan the label with the serial number of the unit.");
    }
    if (pack_quantity > 1) {
      return refuse("scan.pack", "This is the label of a pack of " + std::to_string(pack_quantity) + " " + product.sku +
                                     ". Scan the label of each unit in it.");
    }
    item.kind = ItemKind::serial;
    item.number = label.serial;
    return {};
  }
  if (product.tracking == Tracking::lot && label.lot.empty()) {
    return refuse("scan.needs_lot",
                  "This label names the product " + product.sku + " only. Scan the label with the lot number.");
  }
  item.kind = product.tracking == Tracking::lot ? ItemKind::lot : ItemKind::quantity;
  item.number = product.tracking == Tracking::lot ? label.lot : std::string();
  return {};
}

}  // namespace

base::Result<std::optional<Item>> item_of_label(Catalog const& catalog, domain::Operation const& operation,
                                                Item const& item, identify::Scan const& scan, base::Instant now) {
  // Any web address may stand on a label, and be a number by itself.
  if (scan.gs1_problem && scan.gs1_problem->reason != "label.link") {
    return std::unexpected(*scan.gs1_problem);
  }
  auto const label = identify::gs1::read_label(scan.elements, date_of(now).year());
  if (label.gtin.empty() || !label.sscc.empty()) {
    return std::optional<Item>();
  }
  auto const match = product_of(catalog, item.product.empty() ? operation.product : item.product, label);
  if (!match) {
    return std::unexpected(match.error());
  }
  auto const& product = *catalog.product(match->product);
  Item said{.product = product.sku, .quantity = item.quantity};
  if (item.extra) {
    said.extra = std::make_unique<domain::ItemExtra>(*item.extra);
  }
  if (auto const filled = fill(said, product, label, match->pack_quantity); !filled) {
    return std::unexpected(filled.error());
  }
  if (said.kind != ItemKind::serial && !said.quantity && !is_about_whole_lot(operation.verb)) {
    said.quantity = quantity_of(product, label, match->pack_quantity);
  }
  if (domain::rule_of(operation.verb).makes_new) {
    add_what_is_new(said, label, said.kind == ItemKind::serial);
  }
  return std::optional(std::move(said));
}

void read_labels(Catalog const& catalog, domain::Operation& operation, base::Instant now) {
  for (auto& item : operation.items) {
    if (item.kind != ItemKind::scan) {
      continue;
    }
    auto const scan = identify::parse_scan(item.number);
    if (scan.elements.empty()) {
      continue;
    }
    if (auto said = item_of_label(catalog, operation, item, scan, now); said && *said) {
      item = *std::move(*said);
    }
  }
}

}  // namespace nameplate::app

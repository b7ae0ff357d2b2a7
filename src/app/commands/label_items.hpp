#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "domain/records/catalog.hpp"
#include "identify/scan.hpp"

#include <optional>

/// Scans of labels that say more than a number: a maker's GS1 label names product, lot, serial and dates at once.
namespace nameplate::app {

/// The item that a scanned label stands for, as if it had been written out. Nothing: it names no goods, and is looked
/// up as a number. What the item says itself comes before what the label says.
/// Errors: scan.product_unknown, scan.ambiguous, scan.other_product, scan.needs_serial, scan.needs_lot, scan.pack, and
/// those of gs1 when it claims to follow GS1.
[[nodiscard]] base::Result<std::optional<domain::Item>> item_of_label(domain::Catalog const& catalog,
                                                                      domain::Operation const& operation,
                                                                      domain::Item const& item,
                                                                      identify::Scan const& scan, base::Instant now);

/// Puts that item in the place of each scan for which there is one; the others stay, for binding to say why not.
void read_labels(domain::Catalog const& catalog, domain::Operation& operation, base::Instant now);

}  // namespace nameplate::app

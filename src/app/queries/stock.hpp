#pragma once

#include "app/queries/surroundings.hpp"
#include "app/queries/traits.hpp"
#include "base/result.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nameplate::app {

using store::StockGroup;

struct StockQuestion {
  std::vector<std::string> products = {};
  std::string category = {};  ///< with those below it
  TraitQuestion traits = {};  ///< of products
  std::string location = {};  ///< with everything below it
  bool location_only = false;
  domain::StatusSet statuses = {};
  std::string owner = {};  ///< a party's code, `us`, or `all`; empty: us
  std::string lot = {};    ///< id, or number together with one product
  std::vector<StockGroup> group_by = {StockGroup::product, StockGroup::status};
};

struct Stock {
  std::vector<store::StockRow> rows;
  Surroundings around;
};

/// Opens a snapshot for a part of a long answer.
using OpenSnapshot = std::function<std::unique_ptr<store::ReadSnapshot>()>;
/// The same as it was. In parts, each in a snapshot of its own: every unit is counted once. Cost: what changed since,
/// or one look at every unit (some seconds a million). Errors besides: stock.too_much_changed (422).
[[nodiscard]] base::Result<Stock> find_stock_then(store::ReadSnapshot& snapshot, OpenSnapshot const& open,
                                                  domain::Catalog const& catalog, StockQuestion const& question,
                                                  AsOf const& as_of);

/// How many there are: units counted, quantities added up. Errors (422): product.unknown, location.unknown,
/// party.unknown, lot.unknown, lot.product_missing, category.unknown, attribute.unknown.
[[nodiscard]] base::Result<Stock> find_stock(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                             StockQuestion const& question);

}  // namespace nameplate::app

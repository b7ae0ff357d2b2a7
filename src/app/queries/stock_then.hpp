#pragma once

#include "app/queries/stock.hpp"

namespace nameplate::app {

/// Counts what there was. Errors: stock.too_much_changed.
[[nodiscard]] base::Result<std::vector<store::StockRow>> count_stock_then(OpenSnapshot const& open,
                                                                          store::StockFilter const& filter,
                                                                          std::vector<StockGroup> const& group_by,
                                                                          AsOf const& as_of);

}  // namespace nameplate::app

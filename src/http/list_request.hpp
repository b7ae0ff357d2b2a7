#pragma once

#include "app/queries/find_units.hpp"
#include "app/queries/stock.hpp"
#include "domain/status.hpp"
#include "http/cursor.hpp"
#include "http/query_reader.hpp"

namespace nameplate::http {

/// `status=in_stock,returned&status=shipped`
[[nodiscard]] domain::StatusSet read_statuses(QueryReader& query);

/// `attribute.colour=red&attribute.size=5..10&tag=demo`
[[nodiscard]] app::TraitQuestion read_trait_question(QueryReader& query);

/// What restricts a list of units, without how it is paged and shown.
[[nodiscard]] app::UnitQuestion read_unit_filters(QueryReader& query);
/// What restricts an answer about stock.
[[nodiscard]] app::StockQuestion read_stock_filters(QueryReader& query);

/// Ends the reading of a list that pages by id: `limit`, `cursor`, and no parameter that nobody asked for.
struct IdPage {
  std::int64_t after = 0;
  std::size_t limit = 100;
};
[[nodiscard]] base::Result<IdPage> read_id_page(QueryReader& query, Request const& request);

}  // namespace nameplate::http

#pragma once

#include "app/queries/find_units.hpp"
#include "app/queries/reading.hpp"
#include "app/queries/stock.hpp"
#include "domain/status.hpp"
#include "http/cursor.hpp"
#include "http/query_reader.hpp"
#include "http/services.hpp"

namespace nameplate::http {

/// `status=in_stock,returned&status=shipped`
[[nodiscard]] domain::StatusSet read_statuses(QueryReader& query);

/// `attribute.colour=red&attribute.size=5..10&tag=demo`
[[nodiscard]] app::TraitQuestion read_trait_question(QueryReader& query);

/// What restricts a list of units, without how it is paged and shown.
[[nodiscard]] app::UnitQuestion read_unit_filters(QueryReader& query);
/// What restricts an answer about stock.
[[nodiscard]] app::StockQuestion read_stock_filters(QueryReader& query);

/// `at=2026-03-01T00:00:00Z&knownAt=4711`
[[nodiscard]] app::AsOfQuestion read_as_of(QueryReader& query);
/// For requests that take nothing else. Errors as app::find_as_of, and those of QueryReader::finish.
[[nodiscard]] base::Result<app::AsOf> find_as_of(Request const& request, app::Reading& reading);
/// Whether a request asks about the past, and so may take longer.
[[nodiscard]] bool asks_for_past(Request const& request);
/// For a read of one thing: whether it must wait, or asks about the past.
[[nodiscard]] bool waits_or_asks_for_past(Services const& services, Request const& request);

/// Ends the reading of a list that pages by id: `limit`, `cursor`, and no parameter that nobody asked for.
struct IdPage {
  std::int64_t after = 0;
  std::size_t limit = 100;
};
[[nodiscard]] base::Result<IdPage> read_id_page(QueryReader& query, Request const& request);

}  // namespace nameplate::http

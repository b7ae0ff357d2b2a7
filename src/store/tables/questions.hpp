#pragma once

#include "store/store.hpp"
#include "store/tables/connection.hpp"

/// The larger questions of ReadSnapshot, one file each.
namespace nameplate::store::tables::question {

[[nodiscard]] std::vector<domain::UnitState> list_units(Connection& connection, UnitFilter const& filter,
                                                        UnitPage const& page);
[[nodiscard]] UnitsThen list_units_at(Connection& connection, UnitFilter const& filter, base::Instant at,
                                      UnitPage const& page);
[[nodiscard]] Count count_units(Connection& connection, UnitFilter const& filter, std::int64_t limit);
[[nodiscard]] std::vector<StockRow> stock(Connection& connection, StockFilter const& filter,
                                          std::span<StockGroup const> group_by);
[[nodiscard]] StockPart stock_at(Connection& connection, StockFilter const& filter,
                                 std::span<StockGroup const> group_by, base::Instant at, KnownOnce const* known,
                                 domain::SubjectId after);
[[nodiscard]] Rewritten rewritten_since(Connection& connection, domain::Sequence after);
[[nodiscard]] std::vector<domain::ContainerState> list_containers(
    Connection& connection, std::optional<std::vector<domain::RecordId>> const& locations, domain::SubjectId after,
    std::size_t limit);
[[nodiscard]] std::vector<ProjectionRow> dump(Connection& connection, Projection projection,
                                              std::optional<std::string> const& after, std::size_t limit);

}  // namespace nameplate::store::tables::question

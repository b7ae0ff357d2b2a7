#pragma once

#include "store/sqlite/database.hpp"
#include "store/store.hpp"

/// The larger questions of ReadSnapshot, one file each.
namespace nameplate::store::sqlite::question {

[[nodiscard]] std::vector<domain::UnitState> list_units(Connection& connection, UnitFilter const& filter,
                                                        UnitPage const& page);
[[nodiscard]] Count count_units(Connection& connection, UnitFilter const& filter, std::int64_t limit);
[[nodiscard]] std::vector<StockRow> stock(Connection& connection, StockFilter const& filter,
                                          std::span<StockGroup const> group_by);
[[nodiscard]] std::vector<domain::ContainerState> list_containers(
    Connection& connection, std::optional<std::vector<domain::RecordId>> const& locations, domain::SubjectId after,
    std::size_t limit);
[[nodiscard]] std::vector<ProjectionRow> dump(Connection& connection, Projection projection,
                                              std::optional<std::string> const& after, std::size_t limit);

}  // namespace nameplate::store::sqlite::question

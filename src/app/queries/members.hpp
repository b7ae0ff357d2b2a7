#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

/// Sets of units that are named through something else. All answers are sorted, each id once.
namespace nameplate::app {

void make_id_set(std::vector<domain::SubjectId>& ids);

/// These containers and all inside them, at any depth.
[[nodiscard]] std::vector<domain::SubjectId> with_containers_inside(store::ReadSnapshot& snapshot,
                                                                    std::vector<domain::SubjectId> containers);
[[nodiscard]] std::vector<domain::SubjectId> units_inside(store::ReadSnapshot& snapshot,
                                                          std::vector<domain::SubjectId> containers);

/// Units that the events with this paper were about, those inside a container at that time included.
[[nodiscard]] std::vector<domain::SubjectId> units_on_document(store::ReadSnapshot& snapshot, std::string const& number,
                                                               std::string const& kind);

/// Units under holds that were placed on items: on themselves, their lots, or containers around them.
/// Errors: filter.too_broad.
[[nodiscard]] base::Result<std::vector<domain::SubjectId>> units_under(store::ReadSnapshot& snapshot,
                                                                       std::vector<domain::HoldId> const& holds);

/// Adds a rule to a filter. False: nothing can fit both.
[[nodiscard]] bool narrow_by_rule(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                  domain::HoldRule const& rule, store::UnitFilter& filter);
/// Keeps only these. False: nothing is left.
[[nodiscard]] bool narrow_among(store::UnitFilter& filter, std::vector<domain::SubjectId> ids);

/// How many ids a filter may stand for.
inline constexpr std::size_t among_max = 100'000;
[[nodiscard]] std::unexpected<base::Error> too_broad(std::string detail);

}  // namespace nameplate::app

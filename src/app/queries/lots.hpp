#pragma once

#include "app/queries/surroundings.hpp"
#include "app/queries/traits.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace nameplate::app {

struct LotQuestion {
  std::string product = {};
  std::string category = {};  ///< of the product, with those below it
  TraitQuestion traits = {};
  std::string number = {};  ///< of the product
  domain::SubjectId after = {};
  std::size_t limit = 100;
};

struct LotList {
  std::vector<domain::LotState> lots;
  Surroundings around;
  domain::SubjectId next;  ///< none: the last page
};

/// Errors (422): product.unknown, lot.product_missing, category.unknown, attribute.unknown.
[[nodiscard]] base::Result<LotList> find_lots(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                              base::Instant now, LotQuestion const& question);

/// One lot with what there is of it, by place and status.
struct LotView {
  domain::LotState lot;
  Surroundings around;
  std::vector<domain::Identifier> identifiers;
  std::vector<domain::Trait> traits;
  std::vector<domain::Balance> balances;
};

/// Errors: lot.unknown (404).
[[nodiscard]] base::Result<LotView> view_lot(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                             base::Instant now, std::string_view id);

/// One lot as it was. Errors: lot.unknown, subject.not_yet (404).
[[nodiscard]] base::Result<LotView> view_lot_then(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                                  std::string_view id, AsOf const& as_of);
/// What there was of these lots, by all that is known today: what the history index says was changed up to then, summed
/// up. Without empty balances; by key.
[[nodiscard]] std::vector<domain::Balance> balances_then(store::ReadSnapshot& snapshot,
                                                         std::span<domain::SubjectId const> lots, base::Instant at);

}  // namespace nameplate::app

#include "app/queries/lots.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/reading.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

base::Result<void> list_lots(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, LotQuestion const& question,
                             std::optional<domain::RecordId> product, LotList& list) {
  auto const conditions = find_traits(catalog, question.traits, domain::Bearer::lot);
  if (!conditions) {
    return std::unexpected(conditions.error());
  }
  auto const within = products_with(catalog, question.category, {});
  if (!within) {
    return std::unexpected(within.error());
  }
  auto const fits = [&](domain::LotState const& lot) {
    auto const* const known = catalog.product(lot.product);
    return (!*within || std::ranges::find(**within, lot.product) != (*within)->end()) &&
           (conditions->of_product.empty() || (known != nullptr && meets(catalog, *known, conditions->of_product)));
  };
  auto page = page_bearing<domain::LotState>(
      snapshot, conditions->of_subject, question.after, question.limit,
      [&](domain::SubjectId after, std::size_t limit) { return snapshot.list_lots(product, after, limit); });
  std::erase_if(page.found, [&](domain::LotState const& lot) { return !fits(lot); });
  list.lots = std::move(page.found);
  list.next = page.next;
  return {};
}

}  // namespace

base::Result<LotList> find_lots(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                                LotQuestion const& question) {
  std::optional<domain::RecordId> product;
  if (!question.product.empty()) {
    auto const found = find_code(catalog, domain::RecordKind::product, question.product);
    if (!found) {
      return std::unexpected(found.error());
    }
    product = *found;
  }
  LotList list{.lots = {}, .around = Surroundings(snapshot, catalog, day_of(now)), .next = {}};
  if (!question.number.empty()) {
    auto const id = find_lot(snapshot, question.number, product.value_or(domain::RecordId()), base::ErrorKind::invalid);
    if (!id && id.error().reason != "lot.unknown") {
      return std::unexpected(id.error());
    }
    if (id) {
      list.lots = snapshot.load_lots(std::array{*id});
      std::erase_if(list.lots, [&](domain::LotState const& lot) { return product && lot.product != *product; });
    }
  } else if (auto const listed = list_lots(snapshot, catalog, question, product, list); !listed) {
    return std::unexpected(listed.error());
  }
  list.around.load_for(list.lots);
  return list;
}

base::Result<LotView> view_lot(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, base::Instant now,
                               std::string_view id) {
  auto const number = parse_external_id(id_letter::lot, id);
  auto const ids = std::array{domain::SubjectId{number.value_or(0)}};
  auto found = number ? snapshot.load_lots(ids) : std::vector<domain::LotState>();
  if (found.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "lot", id);
  }
  LotView view{.lot = std::move(found.front()),
               .around = Surroundings(snapshot, catalog, day_of(now)),
               .identifiers = snapshot.identifiers_of(ids),
               .traits = snapshot.traits_of(ids),
               .balances = snapshot.load_balances(ids)};
  std::erase_if(view.balances, [](domain::Balance const& balance) {
    return balance.quantity.millionths == 0 && balance.weight.millionths == 0;
  });
  std::ranges::sort(view.balances, {}, &domain::Balance::key);
  view.around.load_for(std::span<domain::Balance const>(view.balances));
  view.around.load_for(std::span<domain::LotState const>(&view.lot, 1));
  return view;
}

}  // namespace nameplate::app

#include "app/queries/lots.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/reading.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {

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
  } else {
    list.lots = snapshot.list_lots(product, question.after, question.limit + 1);
    if (list.lots.size() > question.limit) {
      list.lots.resize(question.limit);
      list.next = list.lots.back().id;
    }
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

#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nameplate::app {

/// What goods shall bear, as it was written. Of one attribute any of the values will do; of tags all must be there.
struct TraitQuestion {
  /// Code and value: `red`; `5..10`, `5..` or `..10` for numbers and days; `*` for any value.
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::vector<std::string> tags = {};

  [[nodiscard]] bool is_empty() const { return attributes.empty() && tags.empty(); }
};

/// What goods must bear, and what their product must bear: an attribute that only products have is asked of those.
struct TraitConditions {
  std::vector<store::TraitCondition> of_subject = {};
  std::vector<store::TraitCondition> of_product = {};
};

/// Errors: attribute.unknown (422), filter.invalid (400).
[[nodiscard]] base::Result<TraitConditions> find_traits(domain::Catalog const& catalog, TraitQuestion const& question,
                                                        domain::Bearer bearer);

/// Whether traits that were loaded meet all conditions.
[[nodiscard]] bool meets(std::span<domain::Trait const> traits, std::vector<store::TraitCondition> const& conditions);
[[nodiscard]] bool meets(domain::Catalog const& catalog, domain::Product const& product,
                         std::vector<store::TraitCondition> const& conditions);

/// A page of subjects that meet conditions, in the order of ids; none of them: simply a page. `list` gives up to so
/// many after an id. Looks at 20,000 at most, so that a page of few may come with a next one.
template <typename State>
struct BearingPage {
  std::vector<State> found;
  domain::SubjectId next;  ///< none: the last page
};
template <typename State, typename List>
[[nodiscard]] BearingPage<State> page_bearing(store::ReadSnapshot& snapshot,
                                              std::vector<store::TraitCondition> const& conditions,
                                              domain::SubjectId after, std::size_t limit, List list) {
  constexpr std::size_t looked_at_max = 20'000;
  constexpr std::size_t at_once = 1000;
  BearingPage<State> page;
  std::size_t looked_at = 0;
  while (true) {
    auto const wanted = conditions.empty() ? limit + 1 : at_once;
    auto const rows = list(after, wanted);
    std::vector<domain::SubjectId> ids;
    for (auto const& row : rows) {
      ids.push_back(row.id);
    }
    std::ranges::sort(ids);
    auto const traits = conditions.empty() ? std::vector<domain::Trait>() : snapshot.traits_of(ids);
    for (auto const& row : rows) {
      auto const own = std::ranges::equal_range(traits, row.id, {}, &domain::Trait::subject);
      if (!meets({own.begin(), own.end()}, conditions)) {
        continue;
      }
      if (page.found.size() == limit) {
        page.next = page.found.back().id;
        return page;
      }
      page.found.push_back(row);
    }
    looked_at += rows.size();
    if (rows.size() < wanted) {
      return page;
    }
    after = rows.back().id;
    if (looked_at >= looked_at_max) {
      page.next = after;
      return page;
    }
  }
}

/// The products that a question about category, attributes and tags leaves; nothing: it restricts none.
[[nodiscard]] base::Result<std::optional<std::vector<domain::RecordId>>> products_with(domain::Catalog const& catalog,
                                                                                       std::string const& category,
                                                                                       TraitQuestion const& question);

}  // namespace nameplate::app

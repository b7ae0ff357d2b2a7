#include "store/tables/past_candidates.hpp"
#include "store/tables/past_places.hpp"
#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_units.hpp"
#include "store/tables/unit_matcher.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace nameplate::store::tables::question {
namespace {

using domain::Holder;
using domain::HolderKind;
using domain::SubjectKind;
using Kind = PastGroup::Kind;

constexpr std::size_t groups_max = 5000;

/// A list of units as of a moment.
class ListThen {
 public:
  ListThen(Connection& connection, UnitFilter const& filter, base::Instant at)
      : connection_(connection), matcher_(connection, filter), filter_(filter), at_(at), then_(connection, at) {
    if (filter.locations) {
      locations_.insert(filter.locations->begin(), filter.locations->end());
    }
  }

  UnitsThen page(UnitPage const& page) {
    UnitsThen found;
    std::optional<Candidates> candidates;
    auto all = filter_.among ? those_named() : narrow(candidates.emplace(connection_, at_));
    auto next = all.at_least(page.after ? page.after->id.value + 1 : 0);
    std::size_t looked_at = 0;
    while (next && found.units.size() < page.limit) {
      if (looked_at == looked_at_max) {
        found.go_on_after = domain::SubjectId{*next - 1};
        return found;
      }
      auto const block = block_size(page.limit - found.units.size(), looked_at, found.units.size());
      std::vector<std::int64_t> ids;
      for (; next && ids.size() < block && looked_at < looked_at_max; ++looked_at) {
        ids.push_back(*next);
        next = all.at_least(*next + 1);
      }
      take(ids, page.limit, found);
    }
    return found;
  }

 private:
  /// How many to look at next so that those still wanted are probably among them, but not many more: where a question
  /// costs no round trip, each that is looked at in vain is what costs.
  static std::size_t block_size(std::size_t wanted, std::size_t looked_at, std::size_t found) {
    auto const likely = looked_at == 0 ? wanted : (wanted * looked_at + found) / (found + 1);
    return std::clamp(likely, std::size_t{8}, block_max);
  }

  /// The filter names up to a hundred thousand, and a page wants a hundred: so they are looked at like any others.
  IdIntersection those_named() {
    IdUnion named;
    named.add([this](std::int64_t after) {
      auto const first = std::ranges::upper_bound(*filter_.among, domain::SubjectId{after});
      std::vector<std::int64_t> ids;
      std::ranges::transform(first, filter_.among->end(), std::back_inserter(ids), &domain::SubjectId::value);
      return ids;
    });
    IdIntersection all;
    all.add(std::move(named));
    return all;
  }

  /// As many conditions as have groups; which of them hold is asked of each candidate again.
  IdIntersection narrow(Candidates& candidates) {
    IdIntersection all;
    bool is_narrow = false;
    auto const add = [&](std::optional<std::vector<PastGroup>> const& groups) {
      if (groups && groups->size() <= groups_max) {
        all.add(candidates.of_groups(*groups));
        is_narrow = true;
      }
    };
    if (candidates.is_up_to_date()) {
      add(holders(candidates));
      if (filter_.lot && *filter_.lot) {
        add(std::vector{PastGroup{Kind::lot, filter_.lot->value, 0}});
      }
      if (filter_.owner && *filter_.owner) {
        add(std::vector{PastGroup{Kind::owner, filter_.owner->value, 0}});
      }
      if (!is_narrow || !filter_.products.empty() || !filter_.statuses.empty()) {
        add(products_and_statuses());
      }
    }
    if (!is_narrow) {
      all.add(candidates.every_unit());
    }
    return all;
  }

  /// What held units at the places of the filter then; none when it names no place, or too many.
  std::optional<std::vector<PastGroup>> holders(Candidates& candidates) {
    std::set<Holder> found;
    std::vector<Holder> level;
    if (filter_.container) {
      return std::vector{group_of_holder(Kind::units_with, Holder::in(*filter_.container))};
    }
    if (filter_.party) {
      level.push_back(Holder::with(*filter_.party));
    } else if (filter_.locations) {
      for (auto const location : *filter_.locations) {
        level.push_back(Holder::at(location));
      }
    } else {
      return std::nullopt;
    }
    std::vector<PastGroup> groups;
    while (!level.empty()) {
      found.insert(level.begin(), level.end());
      if (found.size() > groups_max) {
        return std::nullopt;
      }
      std::vector<PastGroup> around;
      for (auto const& holder : level) {
        groups.push_back(group_of_holder(Kind::units_with, holder));
        around.push_back(group_of_holder(Kind::containers_with, holder));
      }
      std::set<Holder> const outer(level.begin(), level.end());
      level.clear();
      auto inside = candidates.of_groups(around);
      for (auto id = inside.at_least(0); id; id = inside.at_least(*id + 1)) {
        if (outer.contains(then_.holder_of_container(*id)) && !found.contains(Holder::in({*id}))) {
          level.push_back(Holder::in({*id}));
        }
        if (level.size() > groups_max) {
          return std::nullopt;
        }
      }
    }
    return groups;
  }

  /// The pairs of product and status that there are or were.
  std::vector<PastGroup> products_and_statuses() {
    std::set<PastGroup> groups;
    auto const add = [&](std::int64_t product, std::int64_t status) {
      if (matcher_.accepts(static_cast<domain::Status>(status))) {
        groups.insert({Kind::product_status, product, status});
      }
    };
    auto const add_pairs = [&](Statement& next, bool of_groups, std::int64_t only) {
      std::int64_t product = only;
      std::int64_t status = 0;
      while ((of_groups ? next.bind(Kind::product_status, product, status) : next.bind(product, status)).step()) {
        product = next.integer(0);
        status = next.integer(1);
        if ((only >= 0 && product != only) || groups.size() > groups_max) {
          break;
        }
        add(product, status);
        ++status;
      }
      next.reset();
    };
    auto now = connection_.use(sql::next_product_status);
    auto before = connection_.use(sql::next_past_group);
    if (matcher_.products().empty()) {
      add_pairs(now, false, -1);
      add_pairs(before, true, -1);
    }
    for (auto const product : matcher_.products()) {
      add_pairs(now, false, product.value);
      add_pairs(before, true, product.value);
    }
    return {groups.begin(), groups.end()};
  }

  [[nodiscard]] bool fits(domain::StateAfter const& then) {
    return matcher_.accepts(then.status) && matcher_.accepts(then.product) && matcher_.accepts_owner(then.owner) &&
           matcher_.accepts_lot(then.lot) && (!filter_.container || then.holder == Holder::in(*filter_.container));
  }

  [[nodiscard]] bool is_at_the_place(domain::StateAfter const& then) {
    auto const place = then_.place_of(then.holder);
    if (filter_.party && place != Holder::with(*filter_.party)) {
      return false;
    }
    return !filter_.locations ||
           (place.kind == HolderKind::location && locations_.contains(domain::RecordId{place.id}));
  }

  /// Adds those that fit, in their order, until the list has `limit`. A few statements for all.
  void take(std::span<std::int64_t const> ids, std::size_t limit, UnitsThen& found) {
    auto then = states_at(connection_, SubjectKind::unit, ids, at_);
    std::erase_if(then, [&](auto const& entry) { return !fits(entry.second.state); });
    if (filter_.locations || filter_.party) {
      std::vector<Holder> holders;
      for (auto const& [id, past] : then) {
        holders.push_back(past.state.holder);
      }
      then_.look_up_containers(holders);
      std::erase_if(then, [&](auto const& entry) { return !is_at_the_place(entry.second.state); });
    }
    std::vector<std::int64_t> wanted;
    std::ranges::copy_if(ids, std::back_inserter(wanted), [&](std::int64_t id) { return then.contains(id); });
    wanted.resize(std::min(wanted.size(), limit - found.units.size()));
    for (auto& unit : collect(connection_, sql::load_unit, wanted, read_unit)) {
      auto& past = then.at(unit.id.value);
      unit.product = past.state.product;
      unit.status = past.state.status;
      unit.holder = past.state.holder;
      unit.owner = past.state.owner;
      unit.lot = past.state.lot;
      unit.dates = std::move(past.state.dates);
      unit.trail = {.last_event = past.event, .latest_time = past.time};
      found.units.push_back(std::move(unit));
    }
  }

  static constexpr std::size_t looked_at_max = 50'000;
  static constexpr std::size_t block_max = 4'096;

  Connection& connection_;
  UnitMatcher matcher_;
  UnitFilter const& filter_;
  base::Instant at_;
  StatesThen then_;
  std::unordered_set<domain::RecordId> locations_;
};

}  // namespace

UnitsThen list_units_at(Connection& connection, UnitFilter const& filter, base::Instant at, UnitPage const& page) {
  return ListThen(connection, filter, at).page(page);
}

}  // namespace nameplate::store::tables::question

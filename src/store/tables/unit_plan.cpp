#include "store/tables/unit_plan.hpp"

#include "base/check.hpp"

#include <algorithm>

namespace nameplate::store::tables {
namespace {

using Source = UnitRange::Source;

// What things cost, in microseconds, roughly, with ten million units. How many rows a range has is known from the
// counts, so a choice is rarely wrong by much.
constexpr double per_range = 4;
constexpr double per_row = 4;             // one somewhere in the table
constexpr double per_row_in_turn = 0.15;  // one after the other
constexpr double per_id = 0.15;           // from the index alone
constexpr double per_known_id = 0.3;      // and kept to be looked up
/// Rows that fit are not spread evenly: old units are sold, new ones in stock.
constexpr double unevenness = 4;
/// How much the worst case counts, in which the last row is the first that fits.
constexpr double fear = 0.01;
/// What of a filter nothing counts is taken to leave this share of the rows.
constexpr double uncounted_share = 0.05;
/// Ids from another index are worth having when there are at most so many times as many.
constexpr double worth_joining = 10;

/// One way to find the units.
struct Candidate {
  Source source;
  bool in_order;
  double ranges;
  double rows;
  bool all_fit = false;  ///< what does not fit this part of the filter is not in it, and its size is known
};

/// What is asked.
struct Question {
  SortKey sort;
  double all;       ///< units of the products
  double matching;  ///< so many may fit
  double wanted;
};

double cost_of(Candidate const& candidate, Question const& question) {
  auto const asking = candidate.ranges * per_range;
  // So many of `rows` are looked at to find those that are wanted.
  auto const looked_at = [&](double rows) {
    auto const per_match = rows / std::max(question.matching, 1.0);
    return std::min(rows, question.wanted * (per_match > 1.01 ? per_match * unevenness : 1));
  };
  auto const row = candidate.source == Source::whole ? per_row_in_turn : per_row;
  auto const walk = (looked_at(candidate.rows) + fear * candidate.rows) * row;
  if (candidate.in_order) {
    return asking + walk;
  }
  if (question.sort == SortKey::id) {
    return asking + candidate.rows * per_id + walk;
  }
  auto const walk_serials = looked_at(question.all) * per_id + question.wanted * unevenness * per_row;
  return asking + candidate.rows * per_known_id + std::min(candidate.rows * per_row, walk_serials);
}

/// Weighs the ways to find what a filter asks for.
class Planner {
 public:
  Planner(Connection& connection, UnitMatcher const& matcher)
      : connection_(connection),
        matcher_(matcher),
        filter_(matcher.filter()),
        counted_max_(connection.counted_max()),
        totals_(sum_totals(connection, matcher)),
        holders_(matcher.has_place() ? holders_of(connection, filter_) : std::nullopt),
        matching_(static_cast<double>(totals_.by_status.matching)) {}

  /// `gives_order` tells whether a source does.
  template <typename GivesOrder>
  UnitPlan choose(SortKey sort, std::size_t wanted, GivesOrder const& gives_order) {
    consider_counted();
    consider_indexes();
    for (auto& candidate : candidates_) {
      candidate.in_order = gives_order(candidate.source);
    }
    std::erase_if(candidates_, [](Candidate const& candidate) {
      return !candidate.in_order && (candidate.source == Source::whole || candidate.source == Source::serial_order);
    });
    Question const question{.sort = sort,
                            .all = static_cast<double>(totals_.of_products),
                            .matching = matching_,
                            .wanted = static_cast<double>(wanted)};
    auto const best = std::ranges::min_element(
        candidates_, {}, [&](Candidate const& candidate) { return cost_of(candidate, question); });
    UnitPlan plan{.ranges = ranges_of(best->source), .in_order = best->in_order};
    for (auto const& other : candidates_) {
      if (!plan.in_order && other.all_fit && other.source != best->source && other.rows <= worth_joining * best->rows) {
        plan.also.push_back(ranges_of(other.source));
      }
    }
    return plan;
  }

 private:
  void consider(Source source, std::size_t ranges, std::int64_t rows, bool all_fit = false) {
    candidates_.push_back({source, false, static_cast<double>(ranges), static_cast<double>(rows), all_fit});
  }

  /// Parts of a filter are taken to be independent of each other.
  void narrow(double share) { matching_ *= std::min(share, 1.0); }

  void consider_counted() {
    consider(Source::whole, 0, totals_.all);
    consider(Source::serial_order, totals_.by_status.ranges, totals_.of_products);
    consider(Source::product_status, totals_.by_status.ranges, totals_.by_status.looked_at);
    if (holders_) {
      auto const sums = sum_holders(connection_, matcher_, *holders_);
      consider(Source::holder, sums.ranges, sums.looked_at);
      consider(Source::place, holders_->size(), sums.at_places, true);
      matching_ = static_cast<double>(sums.matching);
    } else if (matcher_.has_place()) {
      narrow(uncounted_share);
    }
    if (filter_.owner && *filter_.owner) {
      consider(Source::owner, 1, totals_.of_owner, true);
    }
  }

  /// The condition that the fewest units meet is the one to begin with.
  void consider_traits() {
    auto fewest = counted_max_;
    for (std::size_t i = 0; i < filter_.traits.size(); ++i) {
      auto const found = count_in_index(connection_, ranges_by_trait(filter_, i), filter_, counted_max_);
      if (i == 0 || found < fewest) {
        fewest = found;
        condition_ = i;
      }
      auto const rows = found < counted_max_ ? found : std::min(unknown_size, totals_.all);
      narrow(static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(totals_.all, 1)));
    }
    if (!filter_.traits.empty()) {
      bool const known = fewest < counted_max_;
      auto const rows = known ? fewest : std::min(unknown_size, totals_.all);
      consider(Source::trait, filter_.traits[condition_].any_of.size(), rows, known);
    }
  }

  void consider_indexes() {
    auto const consider_range = [&](Source source) {
      auto const ranges = ranges_of(source);
      auto const found = count_in_index(connection_, ranges, filter_, counted_max_);
      bool const known = found < counted_max_;
      auto const rows = known ? found : std::min(unknown_size, totals_.all);
      consider(source, ranges.size(), rows, known);
      if (source != Source::lot || !holders_) {  // the counts at places tell lots apart
        narrow(static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(totals_.all, 1)));
      }
    };
    if (filter_.lot && *filter_.lot) {
      consider_range(Source::lot);
    }
    if (filter_.expires_before) {
      consider_range(Source::expiry);
    }
    if (filter_.latest_from || filter_.latest_to) {
      consider_range(Source::latest);
    }
    if (!filter_.serial_prefix_norm.empty()) {
      consider_range(Source::serial);
    }
    consider_traits();
  }

  [[nodiscard]] std::vector<UnitRange> ranges_of(Source source) const {
    switch (source) {
      case Source::whole: return {{.source = Source::whole}};
      case Source::product_status: return ranges_by_status(connection_, matcher_);
      case Source::holder: return ranges_by_holder(connection_, matcher_, *holders_);
      case Source::place: return ranges_by_place();
      case Source::lot: return {{.source = Source::lot, .key = {filter_.lot->value}}};
      case Source::owner: return {{.source = Source::owner, .key = {filter_.owner->value}}};
      case Source::expiry: return {{.source = Source::expiry, .key = {*filter_.expires_before}}};
      case Source::latest: return {range_of_latest(filter_)};
      case Source::trait: return ranges_by_trait(filter_, condition_);
      case Source::serial:
      case Source::serial_order: return ranges_by_serial(connection_, matcher_);
    }
    base::unreachable();
  }

  [[nodiscard]] std::vector<UnitRange> ranges_by_place() const {
    std::vector<UnitRange> ranges;
    for (auto const& holder : *holders_) {
      ranges.push_back({.source = Source::place, .key = {holder.id, static_cast<std::int64_t>(holder.kind)}});
    }
    return ranges;
  }

  Connection& connection_;
  UnitMatcher const& matcher_;
  UnitFilter const& filter_;
  std::int64_t counted_max_;
  UnitTotals totals_;
  std::optional<std::vector<domain::Holder>> holders_;
  double matching_;            ///< so many may fit
  std::size_t condition_ = 0;  ///< the one of the filter's traits that the fewest meet
  std::vector<Candidate> candidates_;
};

}  // namespace

UnitPlan plan_page(Connection& connection, UnitMatcher const& matcher, SortKey sort, std::size_t wanted) {
  return Planner(connection, matcher).choose(sort, wanted, [&](Source source) {
    switch (source) {
      case Source::whole:
      case Source::product_status:
      case Source::holder:
      case Source::lot:
      case Source::owner: return sort == SortKey::id;
      case Source::serial:
      case Source::serial_order: return sort == SortKey::serial;
      case Source::place:
      case Source::expiry:
      case Source::latest:
      case Source::trait: return false;
    }
    base::unreachable();
  });
}

std::vector<UnitRange> plan_count(Connection& connection, UnitMatcher const& matcher, std::size_t wanted) {
  return Planner(connection, matcher)
      .choose(SortKey::id, wanted, [](Source source) { return source != Source::serial_order; })
      .ranges;
}

}  // namespace nameplate::store::tables

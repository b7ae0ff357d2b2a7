#include "store/tables/past_follow.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"

#include <algorithm>
#include <tuple>

namespace nameplate::store::tables {
namespace {

using domain::SubjectKind;

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
constexpr base::Instant long_before{std::numeric_limits<std::int64_t>::min()};
constexpr base::Instant not_yet{std::numeric_limits<std::int64_t>::max()};

/// One time in a group.
struct Stay {
  std::int64_t subject = 0;
  base::Instant from = long_before;
  base::Instant to = not_yet;
};

/// The open time of one group, to be divided.
class Closing {
 public:
  Closing(Connection& connection, PastStep& step, PastGroup const& group)
      : connection_(connection), step_(step), group_(group), row_(step.groups.at(group)) {}

  void run() {
    auto const members = members_now(connection_, group_, 0, all);
    auto const wanted = std::max(past_changes_min, std::ssize(members) / 2);
    row_.due = wanted;
    if (row_.changes < wanted || row_.latest <= row_.since) {
      return;
    }
    add_leavers();
    add_members(members);
    divide();
    row_.since = row_.latest;
    row_.changes = 0;
    for (auto const& stay : stays_) {
      row_.changes += (stay.from > row_.latest ? 1 : 0) + (stay.to > row_.latest && stay.to != not_yet ? 1 : 0);
    }
  }

 private:
  void add_leavers() {
    auto statement = connection_.use(sql::past_leavers);
    statement.bind(group_.kind, group_.a, group_.b);
    while (statement.step()) {
      stays_.push_back({.subject = statement.integer(0),
                        .from = statement.is_null(2) ? long_before : base::Instant{statement.integer(2)},
                        .to = {statement.integer(1)}});
    }
    if (auto const found = step_.leavers.find(group_); found != step_.leavers.end()) {
      for (auto const& leaver : found->second) {
        stays_.push_back(
            {.subject = leaver.subject, .from = leaver.entered_at.value_or(long_before), .to = leaver.left_at});
      }
    }
  }

  /// Those who are there now. When they came matters when the time is long enough to be divided more than once.
  void add_members(std::vector<std::int64_t> const& members) {
    auto const found = step_.arrivals.find(group_);
    bool const is_long = row_.changes > 2 * row_.due;
    for (auto const subject : members) {
      Stay stay{.subject = subject};
      if (found != step_.arrivals.end() && found->second.contains(subject)) {
        stay.from = found->second.at(subject);
      } else if (is_long) {
        stay.from = entered(subject);
      }
      stays_.push_back(stay);
    }
  }

  base::Instant entered(std::int64_t subject) {
    auto const kind = group_.kind == PastGroup::Kind::containers_with ? SubjectKind::container : SubjectKind::unit;
    auto from = not_yet;
    auto statement = connection_.use(sql::past_states_until);
    statement.bind(subject, not_yet, std::numeric_limits<std::int64_t>::max(), all);
    while (statement.step()) {
      base::Instant const time{statement.integer(0)};
      domain::StateAfter state;
      decode_stored("the state of a subject", [&] { state = domain::decode_state(kind, statement.blob(2)); });
      if (!PastGroups(kind, state).contains(group_)) {
        break;
      }
      from = time;
      if (time <= row_.since) {
        break;
      }
    }
    return from == not_yet ? long_before : from;
  }

  /// Periods with about as many changes as half of those who were there.
  void divide() {
    struct Change {
      base::Instant time;
      bool enters;
      std::int64_t subject;
    };
    std::vector<Change> changes;
    std::multiset<std::int64_t> present;
    for (auto const& stay : stays_) {
      if (stay.from > row_.since) {
        changes.push_back({stay.from, true, stay.subject});
      } else {
        present.insert(stay.subject);
      }
      changes.push_back({stay.to, false, stay.subject});
    }
    std::ranges::sort(changes, {},
                      [](Change const& change) { return std::tuple(change.time, !change.enters, change.subject); });
    std::vector<std::int64_t> ids(present.begin(), present.end());
    std::int64_t counted = 0;
    auto wanted = std::max(past_changes_min, std::ssize(present) / 2);
    base::Instant last = row_.since;
    for (auto const& change : changes) {
      if (change.time >= row_.latest) {
        break;
      }
      if (counted >= wanted && change.time > last) {
        close(std::exchange(ids, {present.begin(), present.end()}), change.time);
        counted = 0;
        wanted = std::max(past_changes_min, std::ssize(present) / 2);
      }
      ++counted;
      last = change.time;
      if (change.enters) {
        present.insert(change.subject);
        ids.push_back(change.subject);
      } else if (auto const found = present.find(change.subject); found != present.end()) {
        present.erase(found);
      }
    }
    close(std::move(ids), row_.latest);
  }

  void close(std::vector<std::int64_t> ids, base::Instant until) {
    std::ranges::sort(ids);
    auto const repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    step_.periods.push_back({.group = group_, .until = until, .ids = std::move(ids)});
  }

  Connection& connection_;
  PastStep& step_;
  PastGroup const& group_;
  PastStep::GroupRow& row_;
  std::vector<Stay> stays_;
};

}  // namespace

void close_periods(Connection& snapshot, PastStep& step) {
  for (auto& [group, row] : step.groups) {
    if (row.changes >= row.due) {
      Closing(snapshot, step, group).run();
    }
  }
}

}  // namespace nameplate::store::tables

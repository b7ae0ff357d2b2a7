#include "store/tables/past_follow.hpp"

#include "domain/evolve.hpp"
#include "store/tables/late_items.hpp"
#include "store/tables/load.hpp"
#include "store/tables/past_touch.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"

#include <algorithm>

namespace nameplate::store::tables {
namespace {

using domain::SubjectKind;

constexpr std::size_t items_at_once = 50'000;
constexpr std::size_t touches_at_once = 4'096;
/// How far back it is looked for when somebody entered a group; long before is as good.
constexpr std::int64_t states_back_max = 8;

class Following {
 public:
  Following(Connection& connection, PastStep& step) : connection_(connection), step_(step) {}

  void follow(std::span<domain::Event const> events) {
    auto const touches = touches_of(connection_, events, LateItems(connection_, events));
    for (std::size_t i = 0; i < events.size(); ++i) {
      for (std::span<PastTouch const> rest(touches[i]); !rest.empty();) {
        if (rest_of_block_ == 0) {
          read_states(std::span(touches).subspan(i), rest);
        }
        auto const some = rest.first(std::min(rest.size(), rest_of_block_));
        for (auto const& touch : some) {
          follow(events[i], touch);
        }
        rest_of_block_ -= some.size();
        rest = rest.subspan(some.size());
      }
    }
  }

 private:
  /// A row of the history of a subject.
  struct RowKey {
    std::int64_t subject = 0;
    base::Instant time;
    domain::EventId event;

    auto operator<=>(RowKey const&) const = default;
  };

  void follow(domain::Event const& event, PastTouch const& touch) {
    if (touch.begins != nullptr) {
      follow_new(event, *touch.begins);
    } else if (touch.rewrites) {
      follow_all_from(touch);
    } else {
      follow_one(touch);
    }
  }

  /// The row up to which the states before a touch, or with it, are wanted.
  static RowKey row_before(PastTouch const& touch) {
    return {touch.subject, touch.time, touch.rewrites ? domain::EventId{touch.event.value - 1} : touch.event};
  }

  /// Reads the states until the next touches, beginning with `first` of the first event. So many that they stay within
  /// a few megabytes.
  void read_states(std::span<std::vector<PastTouch> const> touches, std::span<PastTouch const> first) {
    states_.clear();
    std::map<RowKey, SubjectKind> wanted;
    auto const add = [&](std::span<PastTouch const> some) {
      some = some.first(std::min(some.size(), touches_at_once - rest_of_block_));
      rest_of_block_ += some.size();
      for (auto const& touch : some) {
        if (touch.begins == nullptr) {
          wanted.emplace(row_before(touch), touch.kind);
        }
      }
    };
    add(first);
    for (auto const& of_event : touches.subspan(1)) {
      add(of_event);
    }
    auto rows = collect(
        connection_, sql::past_states_until, wanted,
        [](Statement& statement, auto const& one) {
          statement.bind(one.first.subject, one.first.time, one.first.event, states_back_max);
        },
        [&](Statement const& row) {
          RowKey const key{.subject = row.integer(3), .time = {row.integer(4)}, .event = {row.integer(5)}};
          return std::pair(key, read(wanted.at(key), row));
        });
    for (auto& [key, state] : rows) {
      auto& states = states_[key];
      // One event may have named it twice: the last word counts.
      if (states.empty() || states.back().event != state.event) {
        states.push_back(std::move(state));
      }
    }
  }

  /// The states of a subject until a row, newest first.
  std::vector<PastState> const& states_until(PastTouch const& touch) { return states_[row_before(touch)]; }

  static PastState read(SubjectKind kind, Statement const& row) {
    PastState state{.time = {row.integer(0)}, .event = {row.integer(1)}, .state = {}};
    decode_stored("the state of a subject", [&] { state.state = domain::decode_state(kind, row.blob(2)); });
    return state;
  }

  /// What begins with an event is all in it.
  void follow_new(domain::Event const& event, domain::EventItem const& item) {
    domain::StateAfter state;
    if (item.kind == SubjectKind::unit) {
      auto const unit = domain::evolve(domain::UnitState(), event, item);
      state.product = unit.product;
      state.status = unit.status;
      state.holder = unit.holder;
      state.owner = unit.owner;
      state.lot = unit.lot;
    } else {
      state.holder = domain::evolve(domain::ContainerState(), event, item).holder;
    }
    for (auto const& group : PastGroups(item.kind, state)) {
      enter(group, item.subject.value, event.event_time, std::nullopt);
    }
  }

  /// In the order of time: what it left and what it entered.
  void follow_one(PastTouch const& touch) {
    auto const& states = states_until(touch);
    if (states.empty() || states.front().event != touch.event) {
      return;  // it took part, and nothing became of it
    }
    auto const now = PastGroups(touch.kind, states.front().state);
    auto const before = states.size() > 1 ? PastGroups(touch.kind, states[1].state) : PastGroups();
    for (auto const& group : before) {
      if (!now.contains(group)) {
        leave(group, touch.subject, touch.time, entered(touch.kind, states, group));
      }
    }
    for (auto const& group : now) {
      if (!before.contains(group)) {
        enter(group, touch.subject, touch.time, std::nullopt);
      }
    }
  }

  /// When it came into a group that the second state is in.
  static std::optional<base::Instant> entered(SubjectKind kind, std::vector<PastState> const& states,
                                              PastGroup const& group) {
    auto since = states[1].time;
    for (std::size_t i = 2; i < states.size(); ++i) {
      if (!PastGroups(kind, states[i].state).contains(group)) {
        return since;
      }
      since = states[i].time;
    }
    return std::ssize(states) < states_back_max ? std::optional(since) : std::nullopt;
  }

  /// A late event: whatever is from then on is told anew.
  void follow_all_from(PastTouch const& touch) {
    std::vector<PastState> states;
    {
      auto statement = connection_.use(sql::past_states_from);
      statement.bind(touch.subject, touch.time, touch.event);
      while (statement.step()) {
        states.push_back(read(touch.kind, statement));
      }
    }
    if (states.empty()) {
      return;
    }
    auto const& rows_before = states_until(touch);
    auto const before = rows_before.empty() ? PastGroups() : PastGroups(touch.kind, rows_before.front().state);
    for (auto const& group : before) {
      if (!PastGroups(touch.kind, states.front().state).contains(group)) {
        leave(group, touch.subject, touch.time, std::nullopt);
      }
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
      for (auto const& group : PastGroups(touch.kind, states[i].state)) {
        follow_stay(touch, states, i, group, i == 0 && before.contains(group));
      }
    }
  }

  /// In a group from one state on, if it was not in it already; `goes_on`: it was, before these states.
  void follow_stay(PastTouch const& touch, std::vector<PastState> const& states, std::size_t first,
                   PastGroup const& group, bool goes_on) {
    if (first > 0 && PastGroups(touch.kind, states[first - 1].state).contains(group)) {
      return;
    }
    auto last = first + 1;
    while (last < states.size() && PastGroups(touch.kind, states[last].state).contains(group)) {
      ++last;
    }
    auto const left_at = last < states.size() ? std::optional(states[last].time) : std::nullopt;
    if (goes_on) {
      note_if_late(group, touch.subject, states[first].time, left_at);
    } else {
      enter(group, touch.subject, states[first].time, left_at);
    }
    if (left_at) {
      leave(group, touch.subject, *left_at, goes_on ? std::nullopt : std::optional(states[first].time));
    }
  }

  PastStep::GroupRow& row_of(PastGroup const& group) {
    auto const [row, added] = step_.groups.try_emplace(group);
    if (added) {
      auto find = connection_.use(sql::past_group);
      if (find.bind(group.kind, group.a, group.b).step()) {
        row->second = {.since = {find.integer(0)},
                       .latest = {find.integer(1)},
                       .changes = find.integer(2),
                       .due = find.integer(3),
                       .stored = true};
      }
    }
    return row->second;
  }

  void leave(PastGroup const& group, std::int64_t subject, base::Instant at, std::optional<base::Instant> entered_at) {
    auto& row = row_of(group);
    ++row.changes;
    row.latest = std::max(row.latest, at);
    auto& arrivals = step_.arrivals[group];
    if (auto const arrival = arrivals.find(subject); arrival != arrivals.end()) {
      entered_at = arrival->second;
      arrivals.erase(arrival);
    }
    if (at > row.since) {
      step_.leavers[group].insert({.subject = subject, .left_at = at, .entered_at = entered_at});
    }
  }

  void enter(PastGroup const& group, std::int64_t subject, base::Instant at, std::optional<base::Instant> left_at) {
    auto& row = row_of(group);
    ++row.changes;
    row.latest = std::max(row.latest, at);
    auto const [arrival, added] = step_.arrivals[group].try_emplace(subject, at);
    arrival->second = std::min(arrival->second, at);
    note_if_late(group, subject, at, left_at);
  }

  /// The lists of that time are written already.
  void note_if_late(PastGroup const& group, std::int64_t subject, base::Instant at,
                    std::optional<base::Instant> left_at) {
    if (at < row_of(group).since) {
      step_.late[group].insert({.subject = subject, .entered_at = at, .left_at = left_at});
    }
  }

  Connection& connection_;
  PastStep& step_;
  std::map<RowKey, std::vector<PastState>> states_;
  std::size_t rest_of_block_ = 0;  ///< so many touches from here on have their states read
};

/// A group that only grew, and is small, needs no row: whoever is in it now is as good as a list.
void forget_small_groups(Connection& connection, PastStep& step) {
  std::erase_if(step.groups, [&](auto const& entry) {
    auto const& [group, row] = entry;
    return !row.stored && !step.leavers.contains(group) && !step.late.contains(group) &&
           std::ssize(members_now(connection, group, 0, past_changes_min)) < past_changes_min;
  });
}

}  // namespace

PastStep read_past_step(Connection& snapshot, std::int64_t events_max) {
  PastStep step;
  step.head = load::head(snapshot).sequence;
  {
    auto position = snapshot.use(sql::past_position);
    step.from = position.bind().step() ? position.integer(0) : step.head;
  }
  step.to = step.from;
  std::vector<domain::Event> events;
  {
    auto statement = snapshot.use(sql::events_after);
    statement.bind(step.from, events_max);
    for (std::size_t items = 0; items < items_at_once && statement.step(); items += events.back().items.size()) {
      events.push_back(read_event(statement));
    }
  }
  Following(snapshot, step).follow(events);
  if (!events.empty()) {
    step.to = events.back().sequence;
  }
  forget_small_groups(snapshot, step);
  if (step.to == step.head) {
    close_periods(snapshot, step);
  }
  return step;
}

namespace {

/// Of those that differ only in when they left, the one that left last, or of which that is not known.
std::vector<PastStep::Late> longest_stays(std::set<PastStep::Late> const& all) {
  std::vector<PastStep::Late> longest;
  for (auto const& one : all) {
    if (longest.empty() || longest.back().subject != one.subject || longest.back().entered_at != one.entered_at) {
      longest.push_back(one);
    } else if (longest.back().left_at) {
      longest.back() = one;
    }
  }
  return longest;
}

void write_periods(Connection& connection, std::span<PastPeriod const> periods) {
  auto part = connection.use_for_each(sql::insert_past_part);
  auto forget = connection.use_for_each(sql::delete_past_leavers);
  for (auto const& period : periods) {
    constexpr std::size_t ids_of_part = 1024;
    std::span<std::int64_t const> const ids(period.ids);
    for (std::size_t at = 0; at < ids.size(); at += ids_of_part) {
      auto const some = ids.subspan(at, std::min(ids_of_part, ids.size() - at));
      auto const bytes = encode_ids(some);
      part.bind(period.group.kind, period.group.a, period.group.b, period.until, some.front(), Blob{bytes}).run();
    }
    // An empty period is one too: its row says that nobody was there.
    if (ids.empty()) {
      part.bind(period.group.kind, period.group.a, period.group.b, period.until, 0, Blob{std::string_view("")}).run();
    }
    forget.bind(period.group.kind, period.group.a, period.group.b, period.until).run();
  }
  part.finish();
  forget.finish();
}

}  // namespace

void write_past_step(Connection& connection, PastStep const& step) {
  connection.use(sql::move_past_position).bind(step.from, step.to).change_one("somebody else followed the ledger");
  auto put = connection.use_for_each(sql::put_past_group);
  for (auto const& [group, row] : step.groups) {
    put.bind(group.kind, group.a, group.b, row.since, row.latest, row.changes, row.due).run();
  }
  put.finish();
  auto leaver = connection.use_for_each(sql::insert_past_leaver);
  for (auto const& [group, leavers] : step.leavers) {
    PastStep::Leaver const* before = nullptr;
    for (auto const& one : leavers) {
      // Sorted: of those that differ only in when they came, the one that came first says more.
      if (before != nullptr && before->subject == one.subject && before->left_at == one.left_at) {
        continue;
      }
      before = &one;
      leaver.bind(group.kind, group.a, group.b, one.subject, one.left_at, one.entered_at).run();
    }
  }
  leaver.finish();
  auto late = connection.use_for_each(sql::insert_past_late);
  for (auto const& [group, subjects] : step.late) {
    for (auto const& one : longest_stays(subjects)) {
      late.bind(group.kind, group.a, group.b, one.subject, one.entered_at, one.left_at).run();
    }
  }
  late.finish();
  write_periods(connection, step.periods);
}

}  // namespace nameplate::store::tables

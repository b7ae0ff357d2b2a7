#include "store/tables/past_touch.hpp"

#include "store/tables/late_items.hpp"
#include "store/tables/load.hpp"
#include "store/tables/questions.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"

#include <algorithm>
#include <unordered_set>
#include <variant>

namespace nameplate::store::tables {
namespace {

using domain::SubjectKind;

constexpr std::size_t newest_events_max = 3000;
constexpr std::size_t newest_items_max = 20'000;

/// The event that a reversal or an amendment is about.
domain::EventId other_event(domain::Event const& event) {
  if (auto const* const reversal = std::get_if<domain::Reversal>(&event.matter)) {
    return reversal->event;
  }
  auto const* const amended = std::get_if<domain::EventAmended>(&event.matter);
  return amended == nullptr ? domain::EventId() : amended->event;
}

class Touches {
 public:
  Touches(Connection& connection, domain::Event const& event, LateItems const& late)
      : connection_(connection), event_(event), late_(late), from_(event.event_time), row_(event.id) {
    // What is said about another event counts from that one on.
    if (auto const other = other_event(event)) {
      auto moment = connection.use(sql::event_moment);
      if (moment.bind(other).step()) {
        from_ = {moment.integer(2)};
        row_ = {};
        is_about_another_ = true;
      }
    }
  }

  std::vector<PastTouch> take() {
    for (auto const& item : event_.items) {
      if (item.kind != SubjectKind::unit && item.kind != SubjectKind::container) {
        continue;
      }
      if (item.is_new) {
        add(item.subject.value, item.kind, false);
        touches_.back().begins = &item;
        continue;
      }
      bool const rewrites = is_about_another_ || late_.contains(event_, item.subject);
      add(item.subject.value, item.kind, rewrites);
      if (item.kind == SubjectKind::container && (rewrites || reaches_inside(item))) {
        add_contents(item.subject.value, rewrites);
      }
    }
    std::ranges::sort(touches_);
    auto const repeated = std::ranges::unique(touches_);
    touches_.erase(repeated.begin(), repeated.end());
    return std::move(touches_);
  }

 private:
  void add(std::int64_t subject, SubjectKind kind, bool rewrites) {
    touches_.push_back({.subject = subject, .kind = kind, .time = from_, .event = row_, .rewrites = rewrites});
  }

  [[nodiscard]] bool reaches_inside(domain::EventItem const& item) const {
    auto const& effect = event_.effect_of(item);
    return effect.empties_container || (effect.status && rule_of(event_.verb).carries_contents);
  }

  void add_contents(std::int64_t container, bool and_later) {
    std::vector<std::int64_t> level = {container};
    std::unordered_set<std::int64_t> seen = {container};
    while (!level.empty()) {
      auto const contents = collect(
          connection_, sql::past_contents, level,
          [&](Statement& statement, std::int64_t parent) {
            statement.bind(parent, from_, and_later ? std::nullopt : std::optional(from_));
          },
          [](Statement const& row) { return std::pair(row.integer(0), static_cast<SubjectKind>(row.integer(1))); });
      level.clear();
      for (auto const& [child, kind] : contents) {
        if (seen.insert(child).second) {
          add(child, kind, and_later);
          if (kind == SubjectKind::container) {
            level.push_back(child);
          }
        }
      }
    }
  }

  Connection& connection_;
  domain::Event const& event_;
  LateItems const& late_;
  base::Instant from_;
  domain::EventId row_;
  bool is_about_another_ = false;
  std::vector<PastTouch> touches_;
};

}  // namespace

std::vector<std::vector<PastTouch>> touches_of(Connection& connection, std::span<domain::Event const> events,
                                               LateItems const& late) {
  std::vector<std::vector<PastTouch>> touches;
  touches.reserve(events.size());
  for (auto const& event : events) {
    touches.push_back(Touches(connection, event, late).take());
  }
  return touches;
}

std::optional<TouchedSubjects> touched_since(Connection& connection, domain::Sequence after) {
  std::vector<domain::Event> events;
  {
    auto statement = connection.use(sql::events_after);
    statement.bind(after, newest_events_max + 1);
    for (std::size_t items = 0; statement.step(); items += events.back().items.size()) {
      if (events.size() == newest_events_max || items > newest_items_max) {
        return std::nullopt;
      }
      events.push_back(read_event(statement));
    }
  }
  TouchedSubjects touched;
  for (auto const& touches : touches_of(connection, events, LateItems(connection, events))) {
    for (auto const& touch : touches) {
      (touch.kind == SubjectKind::unit ? touched.units : touched.containers).push_back(touch.subject);
    }
  }
  for (auto* const ids : {&touched.units, &touched.containers}) {
    std::ranges::sort(*ids);
    auto const repeated = std::ranges::unique(*ids);
    ids->erase(repeated.begin(), repeated.end());
  }
  return touched;
}

namespace question {

Rewritten rewritten_since(Connection& connection, domain::Sequence after) {
  constexpr std::size_t events_at_once = 5000;
  Rewritten rewritten{.units = {}, .containers = {}, .lots = {}, .until = after};
  std::vector<domain::Event> events;
  {
    auto statement = connection.use(sql::events_after);
    statement.bind(after, events_at_once);
    for (std::size_t items = 0; items < newest_items_max && statement.step(); items += events.back().items.size()) {
      events.push_back(read_event(statement));
    }
  }
  LateItems const late(connection, events);
  for (auto const& touches : touches_of(connection, events, late)) {
    for (auto const& touch : touches) {
      if (touch.rewrites) {
        (touch.kind == SubjectKind::unit ? rewritten.units : rewritten.containers).push_back({touch.subject});
      }
    }
  }
  for (auto const& event : events) {
    for (auto const& item : event.items) {
      if (item.kind == SubjectKind::lot && (other_event(event) || late.contains(event, item.subject))) {
        rewritten.lots.push_back(item.subject);
      }
    }
    rewritten.until = event.sequence;
  }
  rewritten.at_end = events.empty();
  for (auto const lot : load::lots_ever_in(connection, rewritten.containers)) {
    rewritten.lots.push_back(lot);
  }
  return rewritten;
}

}  // namespace question

}  // namespace nameplate::store::tables

#include "app/fold_events.hpp"

#include "app/commands/load.hpp"
#include "domain/records/catalog.hpp"
#include "domain/retelling.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace nameplate::app {
namespace {

using domain::Event;

constexpr base::Instant end_of_time{std::numeric_limits<std::int64_t>::max()};

/// Events that the server put into the history as one: they name the last of them.
std::size_t size_of_batch(std::span<Event const> events) {
  auto const last = events.front().told_with;
  if (!last) {
    return 1;
  }
  auto const end = std::ranges::find(events, last, &Event::id);
  return end == events.end() ? events.size() : static_cast<std::size_t>(end - events.begin()) + 1;
}

/// Events that stand for themselves: the time at which they happened. What speaks of other events, begins there.
class Retold {
 public:
  Retold(store::WriteTransaction& transaction, std::span<Event const> events, EventSource const& source)
      : transaction_(transaction), events_(events), source_(source) {}

  void run() {
    load();
    domain::Catalog const catalog;  // for messages only, and nobody reads them here
    domain::Retelling const retelling(catalog, present_, past_);
    auto telling = retelling.tell(times_, reversed_, [&](std::size_t place, domain::WorkingSet& then) {
      then.fold(*order_[place]);
      return std::optional(*order_[place]);
    });
    transaction_.write(std::move(telling.state).take_retold_changes(present_, past_, events_.back().id, telling.added));
  }

 private:
  void load() {
    std::vector<domain::EventId> about;
    for (auto const& event : events_) {
      if (auto const* const reversal = std::get_if<domain::Reversal>(&event.matter)) {
        about.push_back(reversal->event);
        for (auto const& item : event.items) {
          reversed_[reversal->event].emplace(item.subject, event.id);
        }
      } else if (auto const* const amended = std::get_if<domain::EventAmended>(&event.matter)) {
        about.push_back(amended->event);
      }
      order_.push_back(&event);
    }
    std::ranges::stable_sort(order_, {}, [](Event const* event) { return event->event_time; });
    auto const targets = about.empty() ? std::vector<Event>() : source_(about);
    PastWanted wanted{.since = end_of_time, .everything_inside = true};
    for (auto const* const event : order_) {
      times_.push_back(event->event_time);
      wanted.since = std::min(wanted.since, event->event_time.plus(1));
    }
    for (auto const& target : targets) {
      wanted.since = std::min(wanted.since, target.event_time);
      auto const bearers = bearers_of(target);
      wanted.traits_of.insert(wanted.traits_of.end(), bearers.begin(), bearers.end());
    }
    std::vector<Event> concerned(events_.begin(), events_.end());
    concerned.insert(concerned.end(), targets.begin(), targets.end());
    load_subjects(transaction_, concerned, present_);
    for (auto const& event : concerned) {
      for (auto const& item : event.items) {
        if (item.kind == domain::SubjectKind::container && present_.container(item.subject) != nullptr) {
          wanted.containers.push_back(item.subject);
        }
      }
    }
    past_ = load_past(transaction_, source_, wanted, present_);
    for (auto const& event : events_) {
      if (auto const* const amended = std::get_if<domain::EventAmended>(&event.matter)) {
        auto const told = std::ranges::find(past_.events, amended->event, &Event::id);
        if (told != past_.events.end()) {
          *told = domain::amend(std::move(*told), *amended);
        }
      }
    }
  }

  store::WriteTransaction& transaction_;
  std::span<Event const> events_;
  EventSource const& source_;
  domain::WorkingSet present_;
  domain::Past past_;
  std::vector<Event const*> order_;
  std::vector<base::Instant> times_;
  domain::ReversedItems reversed_;
};

/// Folds as many as come in time, and says how many.
std::size_t fold_in_time(store::WriteTransaction& transaction, std::span<Event const> events) {
  domain::WorkingSet state;
  load_subjects(transaction, events, state);
  std::size_t folded = 0;
  while (folded < events.size() && domain::is_in_time(events[folded], state)) {
    state.fold(events[folded++]);
  }
  transaction.write(std::move(state).take_changes());
  return folded;
}

}  // namespace

void fold_events(store::WriteTransaction& transaction, std::span<Event const> events, EventSource const& source) {
  // Where late ones follow one another closely, loading far ahead of them would be in vain.
  auto ahead = events.size();
  while (!events.empty()) {
    auto const next = events.first(std::min(ahead, events.size()));
    auto const folded = fold_in_time(transaction, next);
    events = events.subspan(folded);
    if (folded == next.size()) {
      ahead *= 2;
      continue;
    }
    auto const batch = events.first(size_of_batch(events));
    Retold(transaction, batch, source).run();
    events = events.subspan(batch.size());
    ahead = std::max<std::size_t>(2 * folded, 16);
  }
}

bool is_inside_batch(Event const& event) {
  return event.told_with && event.told_with != event.id;
}

std::vector<Event> read_whole_batches(store::ReadSnapshot& snapshot, domain::Sequence after, store::EventLimit limit) {
  auto events = snapshot.events_after(after, limit);
  while (!events.empty() && is_inside_batch(events.back())) {
    auto rest = snapshot.events_after(events.back().sequence, limit);
    if (rest.empty()) {
      break;
    }
    events.insert(events.end(), std::move_iterator(rest.begin()), std::move_iterator(rest.end()));
  }
  return events;
}

}  // namespace nameplate::app

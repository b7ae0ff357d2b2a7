#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nameplate::domain {

/// Everything that a decision may look at. No clock, no randomness: both come in as values.
struct DecisionContext {
  Catalog const& catalog;
  WorkingSet const& state;
  Actor actor;
  base::Instant now;      ///< the recorded time that the event would get
  std::string salt_seed;  ///< random bytes, from which the salts of private fields are made
  /// Where things are now, when `state` is that of an earlier time: nobody dates around a hold. Null: `state` is now.
  WorkingSet const* present = nullptr;
  bool may_record = false;                         ///< has the right to record what contradicts the books
  std::span<Hold const> released_rule_holds = {};  ///< that still count for what is dated before their release
};

enum class Verdict : std::uint8_t { done, unchanged, refused };

/// What became of one item, where that is more than "done".
struct ItemRemark {
  std::uint32_t place = 0;
  Verdict verdict = Verdict::done;
  SubjectKind kind = SubjectKind::unit;
  SubjectId subject = {};
  std::string number = {};
  std::vector<std::string> warnings = {};
  std::optional<Refusal> refusal = {};
};

struct Decision {
  std::optional<base::Error> refusal = {};  ///< nothing is done
  std::optional<Event> event = {};          ///< none: there is nothing to record
  std::vector<ItemRemark> remarks = {};     ///< by place; items without one are done
};

/// Whether the operation states a time before something on record of what it concerns: then it is decided on the state
/// of that time, and put into the history there (domain/retelling.hpp).
[[nodiscard]] bool is_dated_before(DecisionContext const& context, BoundOperation const& operation);

/// Whether something of the same time that was recorded before stands behind the event, because its id is higher: the
/// history of a subject is read in the order of time and id. `state` is as of the event's time, without it.
[[nodiscard]] bool stands_before_its_past(WorkingSet const& state, Event const& event);

/// What is to be reversed: an event as it is told by now, and those of its items.
struct ReverseTarget {
  Event event;
  std::vector<EventItem> items = {};
};

/// reverse: the event that says so; what it contradicts is found by telling the history again.
/// Refusals: access.role, reverse.not_own, time.too_old.
[[nodiscard]] Decision decide_reverse(DecisionContext const& context, BoundOperation const& operation,
                                      ReverseTarget const& target);
/// amend with `event`: the event that tells another one differently. Refusals: access.role, time.too_old.
[[nodiscard]] Decision decide_amended_event(DecisionContext const& context, BoundOperation const& operation,
                                            Event const& amended);
/// Books in what a fact needs and nobody can explain, before anything else that the event does to the lot.
void add_unexplained(Event& event, BalanceKey const& key, base::Quantity quantity);
/// resolve. Refusals: access.role, reason.missing, exception.resolved.
[[nodiscard]] Decision decide_resolve(DecisionContext const& context, BoundOperation const& operation,
                                      Exception const& exception);

/// Every rule for operations on goods. `docs/reference/verbs.md` says what is asked of which verb.
/// Cost: linear in the items and what is inside the containers among them.
[[nodiscard]] Decision decide(DecisionContext const& context, BoundOperation const& operation);

}  // namespace nameplate::domain

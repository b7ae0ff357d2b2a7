#pragma once

#include "domain/bound.hpp"
#include "domain/decide.hpp"

#include <optional>
#include <string>
#include <vector>

/// What rights, holds and master data say. Judged once, when an operation is decided.
namespace nameplate::domain {

/// Whether the account may do the verb at all, may override, and may work at these places.
/// Refusals: access.role, override.role, location.activity_not_allowed.
[[nodiscard]] std::optional<Refusal> judge_operation(DecisionContext const& context, BoundOperation const& operation);

/// When the event happened, and what the device's clock said where that differs.
struct EventTime {
  base::Instant time;
  bool stated = false;
  bool is_now = true;  ///< not stated, or cut to the clock: moves on past what is on record at this moment
  std::optional<base::Instant> device_time = {};
};
/// The time that the operation states, corrected where its device says that its clock is off; none: it states none.
[[nodiscard]] std::optional<base::Instant> stated_time(Operation const& asked, base::Instant now);
/// Refusals: time.in_future, time.too_old.
[[nodiscard]] base::Result<EventTime> judge_time(DecisionContext const& context, Operation const& asked);

/// One thing as holds see it.
struct HeldThing {
  SubjectId subject;
  RecordId product;
  SubjectId lot;
  Holder holder;
  Dates dates = {};
};

/// What the holds on a thing say about a verb.
struct HoldJudgement {
  std::vector<std::string> kinds = {};              ///< codes of all kinds that hold it
  std::optional<std::string> forbidding_kind = {};  ///< one that forbids the verb and is not overridden
};
[[nodiscard]] HoldJudgement judge_holds(DecisionContext const& context, BoundOperation const& operation,
                                        HeldThing const& thing, base::Instant at);

/// `<subject>.held` when a hold forbids the verb.
[[nodiscard]] std::optional<Refusal> refuse_held(HoldJudgement const& judgement, Verb verb, std::string_view subject,
                                                 std::string const& called);

/// Whether a warning that must be read was acknowledged; the refusal names the slug to acknowledge.
[[nodiscard]] std::optional<Refusal> ask_acknowledgement(Operation const& asked, std::string const& warning,
                                                         std::string const& sentence);

}  // namespace nameplate::domain

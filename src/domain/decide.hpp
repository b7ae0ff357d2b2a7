#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <optional>
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

/// Every rule for operations on goods. `docs/reference/verbs.md` says what is asked of which verb.
/// Cost: linear in the items and what is inside the containers among them.
[[nodiscard]] Decision decide(DecisionContext const& context, BoundOperation const& operation);

}  // namespace nameplate::domain

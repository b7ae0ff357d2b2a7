#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <unordered_map>

namespace nameplate::app {

/// Which past a question is about: what was so at a time, as far as it was known.
struct AsOf {
  std::optional<base::Instant> at = {};        ///< event time; none: now
  std::optional<domain::Sequence> known = {};  ///< by the events up to this one; none: by all

  base::Instant day = {};  ///< the moment by which dates had passed or not: `at`, or when the question was asked

  [[nodiscard]] bool is_now() const { return !at && !known; }
  [[nodiscard]] bool covers(base::Instant event_time) const { return !at || event_time <= *at; }
  [[nodiscard]] bool covers(domain::Sequence sequence) const { return !known || sequence <= *known; }
  [[nodiscard]] bool covers(store::EventMoment const& moment) const {
    return covers(moment.event_time) && covers(moment.sequence);
  }
};

/// As it was written: `known` is a sequence, or a time of recording.
struct AsOfQuestion {
  std::optional<base::Instant> at = {};
  std::optional<std::string> known = {};

  [[nodiscard]] bool is_now() const { return !at && !known; }
};

/// Errors (400): at.in_future, known_at.malformed, known_at.in_future.
[[nodiscard]] base::Result<AsOf> find_as_of(store::ReadSnapshot& snapshot, base::Instant now,
                                            AsOfQuestion const& question);

/// 404 `subject.not_yet`: there is such a thing, but not in that past. `what` names it: `Unit u12`.
[[nodiscard]] std::unexpected<base::Error> not_yet(AsOf const& as_of, std::string const& what,
                                                   std::optional<store::EventMoment> const& first);
/// The same, with the first event of the history of a subject looked up.
[[nodiscard]] std::unexpected<base::Error> not_yet(store::ReadSnapshot& snapshot, AsOf const& as_of,
                                                   std::string const& what, domain::SubjectId subject);

/// The catalog of now with the holds by rule that were in force then.
[[nodiscard]] domain::Catalog with_rules_of(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                            AsOf const& as_of);
/// The holds on items that were in force then.
[[nodiscard]] std::vector<domain::HoldMember> members_then(store::ReadSnapshot& snapshot,
                                                           std::span<domain::SubjectId const> subjects,
                                                           AsOf const& as_of);

/// When events were, looked up as one set.
class Moments {
 public:
  Moments(store::ReadSnapshot& snapshot, std::vector<domain::EventId> events);

  /// Null for an event that is not there.
  [[nodiscard]] store::EventMoment const* of(domain::EventId event) const;

 private:
  std::unordered_map<domain::EventId, store::EventMoment> by_id_;
};

}  // namespace nameplate::app

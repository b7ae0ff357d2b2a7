#pragma once

#include "app/commands/attempt.hpp"
#include "app/commands/past.hpp"

#include <limits>
#include <set>
#include <unordered_map>

namespace nameplate::app {

/// Puts the commands of an attempt into the history, each at its time, as one. Private to the attempt:
/// putting_in_targets.cpp finds out what the commands speak of and loads it, putting_in.cpp tells the history again and
/// decides, putting_in_settle.cpp says who gives way.
class GroupCommit::Attempt::PuttingIn {
 public:
  explicit PuttingIn(Attempt& attempt) : attempt_(attempt) {}

  /// The events that the commands speak of, and their subjects among what is wanted. Before anything is loaded.
  void find_targets();
  /// Decides everything. The answer says what changes; nothing to write when no event was accepted.
  [[nodiscard]] domain::Changes run();

 private:
  /// A command with its place in time.
  struct Insertion {
    std::size_t command = 0;
    base::Instant time;   ///< when it is decided; the end: now
    base::Instant reach;  ///< from when on it changes what is told
    domain::EventId event = {};
    std::optional<domain::ReverseTarget> target = {};
    std::optional<base::Error> refusal = {};
    /// What contradicts, by subject; none: the command as a whole.
    std::map<domain::SubjectId, std::vector<domain::Contradiction>> contradicted = {};
    std::set<domain::Conflict> forced = {};
    std::map<domain::BalanceKey, base::Quantity> unexplained = {};
    bool accepted = false;
    bool previewed = false;
  };

  void place_in_time();
  [[nodiscard]] base::Instant time_of(Command const& command, Insertion& insertion) const;
  void find_reverse_target(Insertion& insertion, domain::Operation const& operation);
  void add_what_it_made(domain::Event const& event, domain::ReverseTarget& target) const;
  [[nodiscard]] domain::Event const* target_event(domain::EventId id) const;
  [[nodiscard]] std::optional<domain::Refusal> check_reversible(domain::Event const& event) const;
  void load_past_of_all();
  [[nodiscard]] bool needs_contents(Insertion const& insertion) const;
  [[nodiscard]] std::vector<domain::SubjectId> named_containers() const;

  void forget_pass();
  [[nodiscard]] domain::Retelling::Telling tell();
  [[nodiscard]] std::optional<domain::Event> decide(Insertion& insertion, domain::WorkingSet& then);
  [[nodiscard]] domain::Decision decide_one(Insertion& insertion, domain::WorkingSet& then);
  void exclude(Insertion const& insertion, domain::BoundOperation& bound) const;
  void force(Insertion const& insertion, domain::Event& event) const;
  /// Whether somebody has to give way, and the history has to be told once more.
  [[nodiscard]] bool settle(std::vector<domain::Contradiction> const& contradictions);
  [[nodiscard]] Insertion* blame(domain::Contradiction const& contradiction, bool& directly);
  [[nodiscard]] domain::ReversedItems reversed_items() const;
  void preview_cascade(Insertion& insertion);
  void note_amendment(Insertion const& insertion);
  void note_changed_shipments(domain::Changes& changes);

  Attempt& attempt_;
  std::vector<Insertion> insertions_;
  std::vector<domain::Event> targets_;
  std::unordered_map<domain::EventId, std::set<domain::SubjectId>> reversed_before_;
  domain::Past past_;
  std::optional<domain::Retelling> retelling_;
  std::map<std::string, DrawnNumbers::Drawn> numbers_mark_;
  std::int64_t subjects_mark_ = 0;
};

/// Of what is decided on what is so now: it comes after everything on record.
inline constexpr base::Instant end_of_time{std::numeric_limits<std::int64_t>::max()};

[[nodiscard]] inline domain::Operation const& operation_of(Pending const& pending) {
  return std::get<domain::Operation>(pending.command.what);
}

/// amend of an event, not of goods.
[[nodiscard]] inline bool is_about_event(domain::Operation const& operation) {
  return operation.event && operation.verb == domain::Verb::amend;
}

[[nodiscard]] inline base::Error as_error(domain::Refusal refusal, base::ErrorKind kind = base::ErrorKind::conflict) {
  return {.kind = kind, .reason = std::move(refusal.reason), .detail = std::move(refusal.detail)};
}

}  // namespace nameplate::app

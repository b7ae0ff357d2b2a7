#pragma once

#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "identify/serial_format.hpp"
#include "store/rows.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// From codes and numbers as somebody wrote them to what they name. Two steps: what must be loaded, then, once the
/// working set holds it, the binding itself. Nothing here reads the store.
namespace nameplate::app {

/// What an operation needs to have loaded before it can be bound and decided.
struct Wanted {
  std::vector<std::string> numbers_norm = {};
  std::vector<domain::SubjectId> units = {};
  std::vector<domain::SubjectId> containers = {};
  std::vector<domain::SubjectId> lots = {};
  std::vector<domain::HoldId> holds = {};
  std::map<std::string, store::CounterDraw> draws = {};
  std::map<std::string, identify::SerialFormat> formats = {};  ///< by counter
  std::size_t new_subjects_max = 0;                            ///< ids that it may need at most
  bool contents = false;                                       ///< what is inside its containers changes with them
  bool traits = false;                                         ///< what its items bear now
  bool own_numbers = false;                                    ///< the numbers that its items bear now (relabel)
  bool past_holds = false;                                     ///< a time is stated: holds of then count as well
  bool holds_of_items = false;  ///< the holds that its items are under, with all their other items (release)
};

void collect_wanted(domain::Operation const& operation, domain::Catalog const& catalog, Wanted& wanted);

/// Numbers drawn for this group, handed out in the order of commands.
class DrawnNumbers {
 public:
  void add(store::CounterRange const& range) { ranges_[range.counter] = range; }
  /// The next number of a counter; throws when it was not drawn, which is a bug.
  [[nodiscard]] std::int64_t take(std::string const& counter);
  [[nodiscard]] std::vector<store::CounterRange> unused() const;
  /// For an operation that is refused in the end: what it took goes back.
  [[nodiscard]] std::map<std::string, store::CounterRange> mark() const { return ranges_; }
  void return_to(std::map<std::string, store::CounterRange> mark) { ranges_ = std::move(mark); }

 private:
  std::map<std::string, store::CounterRange> ranges_;
};

struct BindContext {
  domain::Catalog const& catalog;
  domain::WorkingSet const& state;
  DrawnNumbers& numbers;
  std::function<domain::SubjectId()> const& next_subject;
  domain::EventId event;
  std::optional<base::Instant> time = {};  ///< when it is dated: who bore a number then is who is meant
};

/// Whether the operation is about what is on record already, not about what happens now.
[[nodiscard]] bool changes_the_past(domain::Operation const& operation);

/// Looks up everything; what cannot be found becomes a refusal in the result.
[[nodiscard]] domain::BoundOperation bind(BindContext const& context, domain::Operation const& operation);

}  // namespace nameplate::app

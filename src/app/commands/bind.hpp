#pragma once

#include "app/numbers/numbering.hpp"
#include "domain/bound.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "store/rows.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// From codes and numbers as somebody wrote them to what they name. Two steps: what must be loaded, then, once the
/// working set holds it, the binding itself. Nothing here reads the store.
namespace nameplate::app {

class ReadableFormats;

/// What an operation needs to have loaded before it can be bound and decided.
struct Wanted {
  std::vector<std::string> numbers_norm = {};
  std::vector<domain::SubjectId> units = {};
  std::vector<domain::SubjectId> containers = {};
  std::vector<domain::SubjectId> lots = {};
  std::vector<domain::HoldId> holds = {};
  Numbering numbering = {};
  std::size_t new_subjects_max = 0;  ///< ids that it may need at most
  bool contents = false;             ///< what is inside its containers changes with them
  bool traits = false;               ///< what its items bear now
  bool own_numbers = false;          ///< the numbers that its items bear now (relabel)
  bool past_holds = false;           ///< a time is stated: holds of then count as well
  bool holds_of_items = false;       ///< the holds that its items are under, with all their other items (release)
};

/// `now` is the moment of an operation that states no time. The operation must stay where it is as long as `wanted` is
/// used.
void collect_wanted(domain::Operation const& operation, domain::Catalog const& catalog, base::Instant now,
                    Wanted& wanted);

/// Numbers drawn for this group, handed out in the order of commands.
class DrawnNumbers {
 public:
  struct Drawn {
    store::CounterRange range;
    std::vector<std::int64_t> passed_over = {};  ///< counts within it that are not to be used, in order
    std::int64_t unwanted = 0;                   ///< how many of these hold an unwanted word
  };

  void add(Drawn drawn) { drawn_[drawn.range.counter] = std::move(drawn); }
  /// The next count of a counter, which was drawn from. Nothing: too many that could not be used were passed over.
  [[nodiscard]] std::optional<std::int64_t> take(std::string const& counter);
  [[nodiscard]] std::vector<store::CounterRange> unused() const;
  /// For an operation that is refused in the end: what it took goes back.
  [[nodiscard]] std::map<std::string, Drawn> mark() const { return drawn_; }
  void return_to(std::map<std::string, Drawn> mark) { drawn_ = std::move(mark); }

 private:
  std::map<std::string, Drawn> drawn_;
};

struct BindContext {
  domain::Catalog const& catalog;
  domain::WorkingSet const& state;
  Numbering const& numbering;
  DrawnNumbers& numbers;
  std::function<domain::SubjectId()> const& next_subject;
  std::function<std::shared_ptr<ReadableFormats const>()> const& readable_formats;
  domain::EventId event;
  base::Instant now;
  std::optional<base::Instant> time = {};  ///< when it is dated: who bore a number then is who is meant
};

/// Whether the operation is about what is on record already, not about what happens now.
[[nodiscard]] bool changes_the_past(domain::Operation const& operation);

/// Verbs that speak of a lot as a whole; all others need to know how much.
[[nodiscard]] bool is_about_whole_lot(domain::Verb verb);

/// Looks up everything; what cannot be found becomes a refusal in the result.
[[nodiscard]] domain::BoundOperation bind(BindContext const& context, domain::Operation const& operation);

}  // namespace nameplate::app

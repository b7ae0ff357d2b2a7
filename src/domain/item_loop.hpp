#pragma once

#include "domain/decide_item.hpp"

#include <cstddef>
#include <vector>

namespace nameplate::domain {

/// Goes through the items of one operation, in the order of the request, and collects what becomes of each. Private
/// to the domain.
class ItemLoop {
 public:
  ItemLoop(Deciding& deciding, EventBuilder& builder) : deciding_(deciding), builder_(builder) {}

  void run();

  [[nodiscard]] std::vector<ItemRemark>& remarks() { return remarks_; }
  /// The latest time of all that the items touch.
  [[nodiscard]] base::Instant latest() const { return latest_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  void settle_numbers();
  [[nodiscard]] JudgedItem judge_single(BoundItem const& item) const;
  void judge(BoundItem const& item);
  void judge_amount(BoundItem const& item);
  void take(BoundItem const& item, JudgedItem judged);
  void take_unchanged(BoundItem const& item, SubjectKind kind, Unchanged const& unchanged, base::Instant latest,
                      std::vector<std::string> warnings);
  [[nodiscard]] bool note_latest(BoundItem const& item, base::Instant latest);
  void finish(BoundItem const& item, std::vector<std::string> warnings);
  void refuse(BoundItem const& item, Refusal refusal);
  void remark(BoundItem const& item, Verdict verdict, std::vector<std::string> warnings);

  Deciding& deciding_;
  EventBuilder& builder_;
  std::unordered_set<SubjectId> seen_;
  Drawn drawn_;
  std::vector<ItemRemark> remarks_;
  base::Instant latest_;
  std::optional<std::uint32_t> noted_place_;
  std::size_t refused_ = 0;
};

/// Until late events are folded in, nothing may be dated before what the ledger knows of its subjects.
[[nodiscard]] bool is_before(EventTime const& time, base::Instant latest);
[[nodiscard]] Refusal refuse_before_latest(std::string_view what, base::Instant latest);

}  // namespace nameplate::domain

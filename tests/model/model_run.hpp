#pragma once

#include "app_world.hpp"
#include "naive_ledger.hpp"
#include "random_steps.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nameplate::model {

/// What the naive ledger and the program disagree about; nothing: they agree.
using Disagreement = std::optional<std::string>;

/// Whether the answer is the one that was predicted.
[[nodiscard]] Disagreement compare(Prediction const& predicted, Reply const& reply);
[[nodiscard]] Disagreement compare(NaiveLedger::Picture const& expected, NaiveLedger::Picture const& found);

/// A ledger of the program and a naive one beside it.
class ModelRun {
 public:
  /// Asks both, and compares the answer and everything that there is afterwards.
  [[nodiscard]] Disagreement take(Step const& step);
  [[nodiscard]] NaiveLedger const& naive() const { return naive_; }

 private:
  NaiveLedger naive_;
  AppWorld world_;
};

/// Asks for these steps from the beginning.
[[nodiscard]] Disagreement replay(std::vector<Step> const& steps);

struct Finding {
  std::vector<Step> steps;
  std::string disagreement;
};
/// Random steps until they disagree, at most `count`.
[[nodiscard]] std::optional<Finding> look(std::uint64_t seed, int count, Mix mix);

using StillFails = std::function<bool(std::vector<Step> const&)>;
/// Leaves out ever smaller stretches, as long as what is left still fails.
[[nodiscard]] std::vector<Step> without_steps(std::vector<Step> steps, StillFails const& fails);

/// Leaves out steps, and parts of them, as long as what is left still disagrees.
[[nodiscard]] Finding shrink(Finding finding);

/// As a person reads it.
[[nodiscard]] std::string to_text(Finding const& finding);

}  // namespace nameplate::model

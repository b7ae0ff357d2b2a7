#include "app/imports/row_result.hpp"

namespace nameplate::app {
namespace {

std::string joined(std::vector<std::string> const& warnings) {
  std::string text;
  for (auto const& warning : warnings) {
    text += (text.empty() ? "" : ", ") + warning;
  }
  return text;
}

std::vector<ItemResult> all_refused(base::Error const& error, std::size_t items) {
  std::vector<ItemResult> results(items, {.fate = RowFate::failed, .reason = error.reason, .detail = error.detail});
  for (auto const& item : error.items) {
    if (item.index < items) {
      results[item.index].reason = item.reason;
      results[item.index].detail = item.detail;
    }
  }
  return results;
}

RowFate fate_of(ItemOutcome outcome) {
  switch (outcome) {
    case ItemOutcome::done: return RowFate::done;
    case ItemOutcome::unchanged: return RowFate::unchanged;
    case ItemOutcome::refused: break;
  }
  return RowFate::failed;
}

}  // namespace

std::vector<ItemResult> results_of(Outcome const& outcome, std::size_t items) {
  if (!outcome) {
    return all_refused(outcome.error(), items);
  }
  std::vector<ItemResult> results(items);
  for (auto const& item : outcome->items) {
    if (item.index < items) {
      results[item.index] = {.fate = fate_of(item.outcome),
                             .subject = item.subject,
                             .number = item.number,
                             .warning = joined(item.warnings),
                             .reason = item.reason,
                             .detail = item.detail};
    }
  }
  return results;
}

std::vector<ItemResult> results_of(domain::Decision const& decision, std::size_t items) {
  if (decision.refusal) {
    return all_refused(*decision.refusal, items);
  }
  std::vector<ItemResult> results(items);
  for (auto const& remark : decision.remarks) {
    if (remark.place >= items) {
      continue;
    }
    auto& result = results[remark.place];
    result.subject = remark.subject;
    result.warning = joined(remark.warnings);
    if (remark.verdict == domain::Verdict::unchanged) {
      result.fate = RowFate::unchanged;
    } else if (remark.verdict == domain::Verdict::refused) {
      result.fate = RowFate::failed;
      result.reason = remark.refusal->reason;
      result.detail = remark.refusal->detail;
    }
  }
  return results;
}

}  // namespace nameplate::app

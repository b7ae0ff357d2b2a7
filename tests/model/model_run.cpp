#include "model_run.hpp"

#include <exception>
#include <functional>

namespace nameplate::model {
namespace {

std::string name_of(Verdict verdict) {
  return verdict == Verdict::done ? "done" : verdict == Verdict::unchanged ? "unchanged" : "refused";
}

std::string joined(std::set<std::string> const& texts) {
  std::string all;
  for (auto const& text : texts) {
    all += (all.empty() ? "" : " or ") + text;
  }
  return all;
}

}  // namespace

std::vector<Step> without_steps(std::vector<Step> steps, StillFails const& fails) {
  for (auto length = steps.size() / 2; length > 0; length /= 2) {
    for (std::size_t begin = 0; begin < steps.size();) {
      auto fewer = steps;
      auto const from = fewer.begin() + static_cast<std::ptrdiff_t>(begin);
      fewer.erase(from, from + static_cast<std::ptrdiff_t>(std::min(length, steps.size() - begin)));
      if (fails(fewer)) {
        steps = std::move(fewer);
      } else {
        begin += length;
      }
    }
  }
  return steps;
}

namespace {

using Simplify = bool (*)(Step&);  ///< false: it is as simple already

constexpr Simplify simplifications[] = {
    [](Step& step) { return std::exchange(step.unpack, false); },
    [](Step& step) { return std::exchange(step.proceeds, false); },
    [](Step& step) { return std::exchange(step.acknowledges, false); },
    [](Step& step) { return !std::exchange(step.attributes, {}).empty(); },
    [](Step& step) { return step.verb != "ship" && !std::exchange(step.party, {}).empty(); },
    [](Step& step) { return !std::exchange(step.contents, {}).empty(); },
    [](Step& step) { return std::exchange(step.time_us, std::nullopt).has_value(); },
    [](Step& step) { return step.location.empty() ? false : std::exchange(step.location, "BIN-1") != "BIN-1"; },
};

std::vector<Step> simpler(std::vector<Step> steps, StillFails const& fails) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t item = 0; steps[i].items.size() > 1 && item < steps[i].items.size();) {
      auto tried = steps;
      tried[i].items.erase(tried[i].items.begin() + static_cast<std::ptrdiff_t>(item));
      if (fails(tried)) {
        steps = std::move(tried);
      } else {
        ++item;
      }
    }
    for (auto const simplify : simplifications) {
      auto tried = steps;
      if (simplify(tried[i]) && fails(tried)) {
        steps = std::move(tried);
      }
    }
  }
  return steps;
}

}  // namespace

Disagreement compare(Prediction const& predicted, Reply const& reply) {
  if (predicted.is_refused() != reply.is_refused) {
    std::string by;
    for (auto const step : predicted.contradicts) {
      by += " by " + std::to_string(step);
    }
    return predicted.is_refused() ? "expected a refusal (" + joined(predicted.why_not) + by + "), and it was done"
                                  : "expected it to be done, and it was refused: " + reply.reason + ": " + reply.detail;
  }
  if (reply.is_refused && !predicted.why_not.contains(reply.reason)) {
    return "refused with " + reply.reason + " (" + reply.detail + ") instead of " + joined(predicted.why_not);
  }
  std::set<int> found_steps;
  for (auto const& [step, number] : reply.contradicts) {
    found_steps.insert(step);
  }
  // What only follows from another one need not be listed.
  bool const lists_some = !found_steps.empty() && std::ranges::includes(predicted.contradicts, found_steps);
  if (!predicted.contradicts.empty() && !lists_some) {
    std::string text = "it contradicts the steps";
    for (auto const step : predicted.contradicts) {
      text += " " + std::to_string(step);
    }
    text += ", and the answer lists";
    for (auto const step : found_steps) {
      text += " " + std::to_string(step);
    }
    return text + ": " + reply.detail;
  }
  for (std::size_t i = 0; i < predicted.items.size() && i < reply.items.size(); ++i) {
    auto const& expected = predicted.items[i];
    auto const& found = reply.items[i];
    bool const is_about_items = predicted.why_not.contains("items.refused");
    bool const is_compared = !reply.is_refused || (is_about_items && expected.verdict == Verdict::refused);
    bool const is_either =
        predicted.may_be_unchanged && expected.verdict != Verdict::refused && found.verdict != Verdict::refused;
    if (is_compared && !is_either && expected.verdict != found.verdict) {
      return "item " + std::to_string(i) + " was " + name_of(found.verdict) + " " + found.reason + " instead of " +
             name_of(expected.verdict) + " " + joined(expected.why);
    }
    if (is_compared && expected.verdict == Verdict::refused && !expected.why.contains(found.reason)) {
      return "item " + std::to_string(i) + " was refused with " + found.reason + " instead of " + joined(expected.why);
    }
  }
  if (!reply.is_refused && predicted.fact.has_value() != reply.is_recorded) {
    return reply.is_recorded ? "it was recorded, and there was nothing to record" : "it was not recorded";
  }
  return std::nullopt;
}

Disagreement compare(NaiveLedger::Picture const& expected, NaiveLedger::Picture const& found) {
  if (expected == found) {
    return std::nullopt;
  }
  std::string text;
  for (auto const& [what, value] : expected) {
    auto const other = found.find(what);
    if (other == found.end()) {
      text += "\n    " + what + ": expected '" + value + "', and there is none";
    } else if (other->second != value) {
      text += "\n    " + what + ": expected '" + value + "', found '" + other->second + "'";
    }
  }
  for (auto const& [what, value] : found) {
    if (!expected.contains(what)) {
      text += "\n    " + what + ": found '" + value + "', expected none";
    }
  }
  return "afterwards" + text;
}

Disagreement ModelRun::take(Step const& step) {
  auto prediction = naive_.predict(step);
  if (prediction.is_open) {
    return std::nullopt;
  }
  try {
    auto const reply = world_.ask(step);
    if (auto disagreement = compare(prediction, reply)) {
      return disagreement;
    }
  } catch (std::exception const& exception) {
    return std::string("it threw: ") + exception.what();
  }
  naive_.accept(std::move(prediction));
  return compare(naive_.picture(), world_.picture());
}

Disagreement replay(std::vector<Step> const& steps) {
  ModelRun run;
  for (auto const& step : steps) {
    if (auto disagreement = run.take(step)) {
      return disagreement;
    }
  }
  return std::nullopt;
}

std::optional<Finding> look(std::uint64_t seed, int count, Mix mix) {
  RandomSteps random(seed, mix);
  ModelRun run;
  std::vector<Step> steps;
  for (int i = 0; i < count; ++i) {
    steps.push_back(random.next(run.naive()));
    if (auto disagreement = run.take(steps.back())) {
      return Finding{.steps = std::move(steps), .disagreement = *std::move(disagreement)};
    }
  }
  return std::nullopt;
}

Finding shrink(Finding finding) {
  // Still the same kind of disagreement, not another one.
  auto const kind = finding.disagreement.substr(0, 16);
  auto const fails = [&](std::vector<Step> const& steps) {
    auto const disagreement = replay(steps);
    return disagreement && disagreement->starts_with(kind);
  };
  for (std::size_t before = SIZE_MAX; finding.steps.size() < before;) {
    before = finding.steps.size();
    finding.steps = simpler(without_steps(std::move(finding.steps), fails), fails);
  }
  if (auto disagreement = replay(finding.steps)) {
    finding.disagreement = *std::move(disagreement);
  }
  return finding;
}

std::string to_text(Finding const& finding) {
  std::string text;
  for (auto const& step : finding.steps) {
    text += "  " + to_text(step) + '\n';
  }
  return text + "  -> " + finding.disagreement + '\n';
}

}  // namespace nameplate::model

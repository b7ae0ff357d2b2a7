#include "app/commands/contradictions.hpp"

#include "app/external_id.hpp"
#include "base/time_text.hpp"

#include <algorithm>

namespace nameplate::app {

using domain::Contradiction;
using domain::Verb;

std::vector<base::Contradicted> show(domain::Catalog const& catalog, std::vector<Contradiction> const& contradictions) {
  std::vector<base::Contradicted> shown;
  shown.reserve(contradictions.size());
  for (auto const& one : contradictions) {
    shown.push_back({.event = ExternalId(one.event).text(),
                     .verb = std::string(domain::name_of(one.verb)),
                     .time = one.time,
                     .recorded_at = one.recorded_at,
                     .subject = ExternalId(one.kind, one.subject).text(),
                     .product = std::string(catalog.code_of(domain::RecordKind::product, one.product)),
                     .number = one.number,
                     .reason = one.reason,
                     .detail = one.detail});
  }
  return shown;
}

namespace {

/// A sentence for a refusal: the first few of what stands against it.
std::string tell_some(std::vector<base::Contradicted> const& contradicts) {
  constexpr std::size_t shown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, contradicts.size()); ++i) {
    auto const& one = contradicts[i];
    text += (text.empty() ? "" : "; ") + one.event + " (" + one.verb + ", " + base::to_string(one.time) +
            "): " + one.detail;
  }
  if (contradicts.size() > shown) {
    text += " And " + std::to_string(contradicts.size() - shown) + " more.";
  }
  return text;
}

}  // namespace

domain::Refusal contradicted(domain::Catalog const& catalog, Verb verb,
                             std::vector<Contradiction> const& contradictions) {
  domain::Refusal refusal{.reason = "history.contradicted", .detail = {}, .contradicts = show(catalog, contradictions)};
  refusal.detail =
      (verb == Verb::reverse ? "What happened later depends on it: " : "What is on record later contradicts it: ") +
      tell_some(refusal.contradicts) +
      (verb == Verb::reverse ? " Reverse that first; cascade: preview shows the whole chain."
                             : " State another time, reverse what is wrong there, or send both in one batch.");
  return refusal;
}

}  // namespace nameplate::app

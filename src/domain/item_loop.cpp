#include "domain/item_loop.hpp"

#include "base/check.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {
namespace {

bool is_amount(BoundItem const& item) {
  return item.kind == SubjectKind::lot && item.quantity;
}

std::vector<std::string> warnings_of(BoundItem const& item, std::vector<std::string> warnings) {
  if (item.extra) {
    warnings.insert(warnings.begin(), item.extra->warnings.begin(), item.extra->warnings.end());
  }
  return warnings;
}

EventItem item_of_event(BoundItem const& item, std::string number) {
  return {.subject = item.subject,
          .kind = item.kind,
          .is_new = item.is_new,
          .place = item.place,
          .number = std::move(number)};
}

}  // namespace

bool is_before(EventTime const& time, base::Instant latest) {
  return !time.is_now && latest > time.time;
}

Refusal refuse_before_latest(std::string_view what, base::Instant latest) {
  return {.reason = "time.before_latest_event",
          .detail = "Something is on record for " + std::string(what) + " at " + base::to_string(latest) +
                    ", after the stated time. State a later time, or none."};
}

void ItemLoop::run() {
  if (deciding_.asked.verb == Verb::relabel) {
    settle_numbers();
  }
  builder_.reserve(deciding_.operation.items.size());
  for (auto const& item : deciding_.operation.items) {
    judge(item);
  }
}

/// Finds the numbers that are really given up: an item that is refused keeps its own, so whoever wants that one is
/// refused as well, and so on.
void ItemLoop::settle_numbers() {
  auto const& items = deciding_.operation.items;
  std::vector<BoundItem const*> open;
  std::unordered_map<IdentifierKey, BoundItem const*> takers;
  std::unordered_set<SubjectId> seen;
  for (auto const& item : items) {
    if ((item.extra && item.extra->refusal) || !seen.insert(item.subject).second) {
      continue;
    }
    open.push_back(&item);
    for (auto& key : numbers_given_up(item)) {
      deciding_.given_up.insert(std::move(key));
    }
    for (auto& key : numbers_taken(item)) {
      takers.emplace(std::move(key), &item);
    }
  }
  std::unordered_set<BoundItem const*> refused;
  while (!open.empty()) {
    auto const& item = *open.back();
    open.pop_back();
    auto const judged = judge_single(item);
    bool const is_refused =
        std::holds_alternative<Refusal>(judged.decision) || is_before(deciding_.time, judged.latest_time);
    if (!is_refused || !refused.insert(&item).second) {
      continue;
    }
    for (auto const& key : numbers_given_up(item)) {
      deciding_.given_up.erase(key);
      if (auto const taker = takers.find(key); taker != takers.end()) {
        open.push_back(taker->second);
      }
    }
  }
}

JudgedItem ItemLoop::judge_single(BoundItem const& item) const {
  switch (item.kind) {
    case SubjectKind::unit: return judge_unit(deciding_, item);
    case SubjectKind::container: return judge_container(deciding_, item);
    case SubjectKind::lot: return judge_lot(deciding_, item);
    case SubjectKind::hold:
    case SubjectKind::record: break;
  }
  base::unreachable();
}

void ItemLoop::judge(BoundItem const& item) {
  if (item.extra && item.extra->refusal) {
    return refuse(item, *item.extra->refusal);
  }
  if (is_amount(item)) {
    return judge_amount(item);
  }
  if (!seen_.insert(item.subject).second) {
    return refuse(item, {.reason = "item.twice", .detail = "It stands in this request twice. Name it once."});
  }
  take(item, judge_single(item));
}

void ItemLoop::take(BoundItem const& item, JudgedItem judged) {
  if (auto* const refusal = std::get_if<Refusal>(&judged.decision)) {
    return refuse(item, std::move(*refusal));
  }
  if (auto const* const unchanged = std::get_if<Unchanged>(&judged.decision)) {
    return take_unchanged(item, item.kind, *unchanged, judged.latest_time, std::move(judged.warnings));
  }
  if (!note_latest(item, judged.latest_time)) {
    return;
  }
  auto& done = std::get<Done>(judged.decision);
  auto const& number = item.is_new ? item.number : done.number;
  builder_.add(item_of_event(item, number), done.effect, std::move(done.detail));
  finish(item, std::move(judged.warnings));
}

void ItemLoop::judge_amount(BoundItem const& item) {
  auto traits = judge_traits(deciding_, item);
  if (!traits) {
    return refuse(item, std::move(traits.error()));
  }
  auto judged = judge_quantity(deciding_, item, drawn_);
  if (auto* const refusal = std::get_if<Refusal>(&judged.decision)) {
    return refuse(item, std::move(*refusal));
  }
  auto* const unchanged = std::get_if<Unchanged>(&judged.decision);
  if (unchanged != nullptr && !traits->differ) {
    unchanged->effect.traits = std::move(traits->changes);
    return take_unchanged(item, SubjectKind::lot, *unchanged, judged.latest_time, std::move(judged.warnings));
  }
  if (!note_latest(item, judged.latest_time)) {
    return;
  }
  EventItem const of_event{.subject = item.subject, .kind = SubjectKind::lot, .place = item.place};
  // What the lot itself learns stands at its first change.
  auto effect = judged.effect;
  effect.traits = std::move(traits->changes);
  if (unchanged != nullptr) {
    builder_.add(of_event, effect);
    return finish(item, std::move(judged.warnings));
  }
  auto identifiers = item.extra ? item.extra->identifiers : std::vector<IdentifierChange>();
  for (auto& change : std::get<std::vector<QuantityChange>>(judged.decision)) {
    builder_.add(of_event, std::exchange(effect, {}),
                 {.quantity = std::move(change), .identifiers = std::exchange(identifiers, {})});
  }
  finish(item, std::move(judged.warnings));
}

/// A repetition never contradicts: when it is dated before what is on record, there is nothing to note.
void ItemLoop::take_unchanged(BoundItem const& item, SubjectKind kind, Unchanged const& unchanged, base::Instant latest,
                              std::vector<std::string> warnings) {
  if (unchanged.sighting && !is_before(deciding_.time, latest)) {
    latest_ = std::max(latest_, latest);
    builder_.add({.subject = item.subject, .kind = kind, .place = item.place, .number = {}}, unchanged.effect);
  }
  remark(item, Verdict::unchanged, warnings_of(item, std::move(warnings)));
}

bool ItemLoop::note_latest(BoundItem const& item, base::Instant latest) {
  if (is_before(deciding_.time, latest)) {
    refuse(item, refuse_before_latest("it", latest));
    return false;
  }
  latest_ = std::max(latest_, latest);
  return true;
}

void ItemLoop::finish(BoundItem const& item, std::vector<std::string> warnings) {
  bool const is_noted = noted_place_ == item.place;  // generated units share their place in the request
  if (item.extra && !item.extra->note.empty() && !is_noted) {
    noted_place_ = item.place;
    builder_.add_private("note", static_cast<std::int32_t>(item.place), item.extra->note);
  }
  warnings = warnings_of(item, std::move(warnings));
  if (!warnings.empty()) {
    remark(item, Verdict::done, std::move(warnings));
  }
}

void ItemLoop::refuse(BoundItem const& item, Refusal refusal) {
  ++refused_;
  remarks_.push_back({.place = item.place,
                      .verdict = Verdict::refused,
                      .kind = item.kind,
                      .subject = item.subject,
                      .number = item.number,
                      .warnings = {},
                      .refusal = std::move(refusal)});
}

void ItemLoop::remark(BoundItem const& item, Verdict verdict, std::vector<std::string> warnings) {
  remarks_.push_back({.place = item.place,
                      .verdict = verdict,
                      .kind = item.kind,
                      .subject = item.subject,
                      .number = item.number,
                      .warnings = std::move(warnings),
                      .refusal = {}});
}

}  // namespace nameplate::domain

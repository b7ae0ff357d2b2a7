#include "app/commands/answer.hpp"

#include "domain/event_codec.hpp"

#include <algorithm>
#include <map>

namespace nameplate::app {
namespace {

using domain::Event;
using domain::EventItem;
using domain::SubjectId;
using domain::SubjectKind;
using domain::SubjectRole;

/// Items of the request, not what the operation made beside them: the container packed into, new lots.
bool stands_for_item(Event const& event, EventItem const& item) {
  bool const makes_lot = item.kind == SubjectKind::lot && item.is_new;
  return item.role == SubjectRole::item && !makes_lot && !domain::is_administrative(event.verb);
}

std::vector<SubjectId> subjects_of(Event const& event, std::span<KeptRemark const> remarks, SubjectKind kind) {
  std::vector<SubjectId> ids;
  for (auto const& item : event.items) {
    if (item.kind == kind && item.role == SubjectRole::item) {
      ids.push_back(item.subject);
    }
  }
  for (auto const& kept : remarks) {
    if (kept.remark.kind == kind && kept.remark.subject) {
      ids.push_back(kept.remark.subject);
    }
  }
  std::ranges::sort(ids);
  auto const twice = std::ranges::unique(ids);
  ids.erase(twice.begin(), twice.end());
  return ids;
}

ItemAnswer answer_of(KeptRemark const& kept, SubjectsAfter const& after) {
  auto const& remark = kept.remark;
  ItemAnswer answer{.index = remark.place,
                    .kind = remark.kind,
                    .subject = remark.subject,
                    .number = remark.number,
                    .status = kept.status,
                    .warnings = remark.warnings};
  answer.outcome = remark.verdict == domain::Verdict::refused     ? ItemOutcome::refused
                   : remark.verdict == domain::Verdict::unchanged ? ItemOutcome::unchanged
                                                                  : ItemOutcome::done;
  if (auto const known = after.find(remark.subject); known != after.end()) {
    answer.product = known->second.product;
  }
  if (remark.refusal) {
    answer.reason = remark.refusal->reason;
    answer.detail = remark.refusal->detail;
    answer.matches = remark.refusal->matches;
  }
  return answer;
}

/// One answer for each item of the event; the parts of a quantity that was drawn from several balances are one.
void add_done_items(Event const& event, SubjectsAfter const& after, std::vector<ItemAnswer>& items) {
  for (auto const& item : event.items) {
    if (!stands_for_item(event, item)) {
      continue;
    }
    auto const* const detail = event.detail_of(item);
    auto const quantity =
        detail != nullptr && detail->quantity ? std::optional(detail->quantity->quantity) : std::nullopt;
    if (quantity && !items.empty() && items.back().subject == item.subject && items.back().index == item.place &&
        items.back().quantity) {
      items.back().quantity->millionths += quantity->millionths;
      continue;
    }
    ItemAnswer answer{.index = item.place, .kind = item.kind, .subject = item.subject, .quantity = quantity};
    if (auto const known = after.find(item.subject); known != after.end()) {
      answer.number = known->second.number;
      answer.product = known->second.product;
      answer.status = known->second.status;
    }
    items.push_back(std::move(answer));
  }
}

/// Remarks say more about an item than its event: they stand in its place.
void merge_remarks(KeptOutcome const& kept, SubjectsAfter const& after, std::vector<ItemAnswer>& items) {
  if (kept.remarks.empty()) {
    return;
  }
  struct Key {
    std::uint32_t place;
    SubjectId subject;
    auto operator<=>(Key const&) const = default;
  };
  std::map<Key, KeptRemark const*> remarks;
  for (auto const& remark : kept.remarks) {
    remarks.emplace(Key{remark.remark.place, remark.remark.subject}, &remark);
  }
  for (auto& item : items) {
    if (auto const found = remarks.find({item.index, item.subject}); found != remarks.end()) {
      auto const quantity = item.quantity;
      item = answer_of(*found->second, after);
      item.quantity = quantity;
      remarks.erase(found);
    }
  }
  for (auto const& [key, remark] : remarks) {
    items.push_back(answer_of(*remark, after));
  }
}

}  // namespace

SubjectsAfter subjects_after(Event const& event, std::span<KeptRemark const> remarks, domain::WorkingSet const& state) {
  SubjectsAfter after;
  auto const units = subjects_of(event, remarks, SubjectKind::unit);
  after.reserve(units.size());
  for (auto const id : units) {
    if (auto const* const unit = state.unit(id)) {
      after[id] = {.number = unit->serial, .product = unit->product, .status = unit->status};
    }
  }
  for (auto const id : subjects_of(event, remarks, SubjectKind::container)) {
    if (auto const* const container = state.container(id)) {
      after[id] = {.number = container->code, .product = {}, .status = container->status};
    }
  }
  for (auto const id : subjects_of(event, remarks, SubjectKind::lot)) {
    if (auto const* const lot = state.lot(id)) {
      after[id] = {.number = lot->number, .product = lot->product};
    }
  }
  return after;
}

SubjectsAfter subjects_after(Event const& event, std::span<KeptRemark const> remarks, store::Reader& reader) {
  SubjectsAfter after;
  auto const units = subjects_of(event, remarks, SubjectKind::unit);
  for (auto const& unit : reader.load_units(units)) {
    after[unit.id] = {.number = unit.serial, .product = unit.product, .status = unit.status};
  }
  auto const containers = subjects_of(event, remarks, SubjectKind::container);
  for (auto const& container : reader.load_containers(containers)) {
    after[container.id] = {.number = container.code, .product = {}, .status = container.status};
  }
  for (auto const& lot : reader.load_lots(subjects_of(event, remarks, SubjectKind::lot))) {
    after[lot.id] = {.number = lot.number, .product = lot.product};
  }
  // What has happened since does not belong into the answer of then.
  auto const note = [&](SubjectKind kind, std::span<SubjectId const> ids) {
    for (auto const& row : reader.states_after(event.id, event.event_time, ids)) {
      if (row.role == SubjectRole::item) {
        after[row.subject].status = domain::decode_state(kind, row.state).status;
      }
    }
  };
  note(SubjectKind::unit, units);
  note(SubjectKind::container, containers);
  for (auto const& item : event.items) {
    if (!item.number.empty()) {
      after[item.subject].number = item.number;
    }
  }
  return after;
}

Answer make_answer(Event const* event, KeptOutcome const& kept, SubjectsAfter const& after) {
  Answer answer{.sequence = kept.sequence, .recorded_at = kept.recorded_at, .approval = kept.approval};
  if (event != nullptr) {
    answer.event = event->id;
    answer.sequence = event->sequence;
    answer.recorded_at = event->recorded_at;
    answer.items.reserve(event->items.size());
    add_done_items(*event, after, answer.items);
    if (auto const* const placed = std::get_if<domain::HoldPlaced>(&event->matter)) {
      answer.holds.push_back(placed->hold);
    } else if (auto const* const released = std::get_if<domain::HoldsReleased>(&event->matter)) {
      answer.holds = released->holds;
    }
  }
  merge_remarks(kept, after, answer.items);
  auto const order = [](ItemAnswer const& item) { return std::pair(item.index, item.subject); };
  if (!std::ranges::is_sorted(answer.items, {}, order)) {
    std::ranges::sort(answer.items, {}, order);
  }
  for (auto const& item : answer.items) {
    switch (item.outcome) {
      case ItemOutcome::done: ++answer.done; break;
      case ItemOutcome::unchanged: ++answer.unchanged; break;
      case ItemOutcome::refused: ++answer.refused; break;
    }
  }
  return answer;
}

}  // namespace nameplate::app

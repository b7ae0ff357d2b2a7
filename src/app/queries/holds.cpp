#include "app/queries/holds.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/members.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

constexpr std::size_t holds_per_call = 1000;

void load_rule_subjects(Surroundings& around, std::span<domain::Hold const> holds) {
  std::vector<domain::SubjectId> containers;
  std::vector<domain::SubjectId> lots;
  for (auto const& hold : holds) {
    if (hold.rule && hold.rule->place.is_container()) {
      containers.push_back(hold.rule->place.container());
    }
    if (hold.rule && hold.rule->lot) {
      lots.push_back(hold.rule->lot);
    }
  }
  around.load(std::move(containers), std::move(lots));
}

}  // namespace

base::Result<HoldList> find_holds(store::ReadSnapshot& snapshot, domain::Catalog const& catalog,
                                  HoldQuestion const& question) {
  domain::RecordId kind;
  if (!question.kind.empty()) {
    auto const found = find_code(catalog, domain::RecordKind::hold_kind, question.kind);
    if (!found) {
      return std::unexpected(found.error());
    }
    kind = *found;
  }
  HoldList list{.holds = {}, .around = Surroundings(snapshot, catalog, 0), .next = {}};
  auto after = question.after;
  while (list.holds.size() <= question.limit) {
    auto page = snapshot.list_holds(question.active_only, after, holds_per_call);
    for (auto& hold : page) {
      after = hold.id;
      if (!kind || hold.kind == kind) {
        list.holds.push_back(std::move(hold));
      }
    }
    if (page.size() < holds_per_call) {
      break;
    }
  }
  if (list.holds.size() > question.limit) {
    list.holds.resize(question.limit);
    list.next = list.holds.back().id;
  }
  load_rule_subjects(list.around, list.holds);
  return list;
}

base::Result<HoldView> view_hold(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::string_view id) {
  auto const number = parse_external_id(id_letter::hold, id);
  auto found = number ? snapshot.load_holds(std::array{domain::HoldId{*number}}) : std::vector<domain::Hold>();
  if (found.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "hold", id);
  }
  HoldView view{
      .hold = std::move(found.front()), .around = Surroundings(snapshot, catalog, 0), .lots = {}, .containers = {}};
  load_rule_subjects(view.around, std::span(&view.hold, 1));

  std::vector<domain::SubjectId> held;
  for (auto const& member : snapshot.members_of_holds(std::array{view.hold.id})) {
    if (member.released_by) {
      ++view.items_released;
    } else {
      held.push_back(member.subject);
    }
  }
  make_id_set(held);
  view.items_held = static_cast<std::int64_t>(held.size());
  if (!held.empty()) {
    view.lots = snapshot.load_lots(held);
    view.containers = snapshot.load_containers(held);
  }
  return view;
}

}  // namespace nameplate::app

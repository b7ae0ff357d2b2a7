#include "app/queries/holds.hpp"

#include "app/external_id.hpp"
#include "app/queries/codes.hpp"
#include "app/queries/members.hpp"

#include <algorithm>
#include <array>

namespace nameplate::app {
namespace {

constexpr std::size_t holds_per_call = 1000;

std::vector<domain::HoldMember> add_members(HoldList& list, store::ReadSnapshot& snapshot) {
  std::vector<domain::HoldId> ids;
  for (auto const& view : list.holds) {
    if (!view.hold.rule) {
      ids.push_back(view.hold.id);
    }
  }
  if (ids.empty()) {
    return {};
  }
  auto members = snapshot.members_of_holds(ids);
  std::unordered_map<domain::HoldId, HoldView*> by_id;
  for (auto& view : list.holds) {
    by_id.emplace(view.hold.id, &view);
  }
  for (auto const& member : members) {
    auto& view = *by_id.at(member.hold);
    ++(member.released_by ? view.items_released : view.items_held);
  }
  return members;
}

/// Rules name lots and containers; they are shown with their numbers.
void load_rule_subjects(HoldList& list) {
  std::vector<domain::UnitState> named;
  for (auto const& view : list.holds) {
    if (view.hold.rule) {
      domain::UnitState pretended;
      pretended.lot = view.hold.rule->lot;
      pretended.holder = view.hold.rule->place;
      named.push_back(pretended);
    }
  }
  list.around.load_for(named);
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
        list.holds.push_back({.hold = std::move(hold)});
      }
    }
    if (page.size() < holds_per_call) {
      break;
    }
  }
  if (list.holds.size() > question.limit) {
    list.holds.resize(question.limit);
    list.next = list.holds.back().hold.id;
  }
  (void)add_members(list, snapshot);
  load_rule_subjects(list);
  return list;
}

base::Result<HoldDetails> view_hold(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::string_view id) {
  auto const number = parse_external_id(id_letter::hold, id);
  auto found = number ? snapshot.load_holds(std::array{domain::HoldId{*number}}) : std::vector<domain::Hold>();
  if (found.empty()) {
    return unknown_subject(base::ErrorKind::not_found, "hold", id);
  }
  HoldDetails details;
  details.list.around = Surroundings(snapshot, catalog, 0);
  details.list.holds.push_back({.hold = std::move(found.front())});
  load_rule_subjects(details.list);

  std::vector<domain::SubjectId> held;
  for (auto const& member : add_members(details.list, snapshot)) {
    if (!member.released_by) {
      held.push_back(member.subject);
    }
  }
  make_id_set(held);
  if (!held.empty()) {
    details.lots = snapshot.load_lots(held);
    details.containers = snapshot.load_containers(held);
  }
  return details;
}

}  // namespace nameplate::app

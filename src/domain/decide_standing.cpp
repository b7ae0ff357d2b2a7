#include "base/check.hpp"
#include "domain/check_event.hpp"
#include "domain/decide_item.hpp"

namespace nameplate::domain {
namespace {

/// Where something of this status can be.
bool can_be_at(Status status, HolderKind place) {
  switch (status) {
    case Status::in_stock:
    case Status::in_process:
    case Status::ready_to_ship:
    case Status::returned:
    case Status::in_repair: return place == HolderKind::location;
    case Status::shipped:
    case Status::with_customer:
    case Status::reported: return place == HolderKind::party;
    case Status::ordered:
    case Status::consumed:
    case Status::lost:
    case Status::scrapped:
    case Status::void_: return place == HolderKind::nowhere;
    case Status::in_transit: return place == HolderKind::transit;
    case Status::built_in: return place == HolderKind::unit;
  }
  base::unreachable();
}

/// unpack: it must be inside something, and inside the container that the request names.
std::optional<Refusal> check_container_named(Deciding const& deciding, Standing const& now) {
  auto const container = deciding.operation.container;
  bool const is_inside = container ? now.holder == Holder::in(container) : now.holder.is_container();
  if (deciding.asked.verb != Verb::unpack || is_inside) {
    return std::nullopt;
  }
  return Refusal{.reason = std::string(now.subject) + ".not_in_container",
                 .detail = now.called + " is not inside " + (container ? "that container" : "a container") +
                           ". Scan the container that it lies in, or use move to change its place."};
}

}  // namespace

std::optional<Refusal> note_or_refuse(Deciding const& deciding, std::optional<Refusal> refusal, SubjectId subject) {
  if (!refusal || deciding.conflicts == nullptr) {
    return refusal;
  }
  deciding.conflicts->push_back({.reason = std::move(refusal->reason), .subject = subject});
  return std::nullopt;
}

Standing standing_of(WorkingSet const& state, UnitState const& unit) {
  return {.id = unit.id,
          .subject = "unit",
          .called = call(unit),
          .status = unit.status,
          .holder = unit.holder,
          .place = state.place_of(unit.holder),
          .latest_time = unit.trail.latest_time};
}

Standing standing_of(ContainerState const& container) {
  return {.id = container.id,
          .subject = "container",
          .called = call(container),
          .status = container.status,
          .holder = container.holder,
          .place = container.place,
          .latest_time = container.trail.latest_time};
}

bool is_repetition(Deciding const& deciding, Standing const& now) {
  auto const& operation = deciding.operation;
  bool const has_its_status = now.status == deciding.rule.to;
  bool const is_at_location = now.place == Holder::at(operation.location);
  bool const is_with_party = now.place == Holder::with(operation.party);
  switch (deciding.asked.verb) {
    case Verb::register_:
    case Verb::adjust:
      return now.status == operation.status.value_or(now.status) && now.holder == operation.holder.value_or(now.holder);
    case Verb::announce:
    case Verb::scrap:
    case Verb::lose: return has_its_status;
    case Verb::receive:
    case Verb::find:
    case Verb::return_: return has_its_status && is_at_location;
    case Verb::stage:
    case Verb::unstage:
    case Verb::accept:
    case Verb::repair: return has_its_status && (!operation.location || is_at_location);
    case Verb::move: return now.holder == Holder::at(operation.location);
    case Verb::pack: return now.holder == Holder::in(operation.container);
    case Verb::unpack:
      return in_our_hands.contains(now.status) && !now.holder.is_container() &&
             (!operation.location || now.holder == Holder::at(operation.location));
    case Verb::ship:
      return operation.destination
                 ? now.status == Status::in_transit && now.place == Holder::on_the_way_to(operation.destination)
                 : has_its_status && is_with_party;
    case Verb::deliver: return has_its_status && (!operation.party || is_with_party);
    case Verb::amend: return true;  // it asks for nothing of status and place
    case Verb::hold:
    case Verb::release:
    case Verb::relabel:
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::reverse:
    case Verb::resolve:
    case Verb::change_record:
    case Verb::erase: return false;
  }
  base::unreachable();
}

bool is_sighting(Deciding const& deciding, base::Instant latest_time) {
  return deciding.asked.verb == Verb::move || (deciding.time.stated && deciding.time.time != latest_time);
}

std::optional<Refusal> check_standing(Deciding const& deciding, Standing const& now) {
  auto const& state = deciding.context.state;
  auto const verb = deciding.asked.verb;
  if (!deciding.rule.from.contains(now.status)) {
    auto refusal = check_status(verb, now.status, now.subject, now.called,
                                describe_place(deciding.context.catalog, state, now.status, now.holder));
    // What is only a matter of the books never goes against them.
    if (!is_physical(verb) || (refusal = note_or_refuse(deciding, std::move(refusal), now.id))) {
      return refusal;
    }
  }
  if (auto refusal = note_or_refuse(deciding, check_container_named(deciding, now), now.id)) {
    return refusal;
  }
  if (!is_within_reach(deciding, now.holder)) {
    if (auto refusal = note_or_refuse(deciding, refuse_inside(now.holder, state, now.subject, now.called), now.id)) {
      return refusal;
    }
  }
  return check_stated_state(deciding, now.called, status_after(deciding).value_or(now.status),
                            target_of(deciding, now.holder).value_or(now.holder));
}

std::optional<Refusal> check_stated_state(Deciding const& deciding, std::string const& called, Status status,
                                          Holder holder) {
  auto const& operation = deciding.operation;
  auto const place = deciding.context.state.place_of(holder);
  if (deciding.asked.verb == Verb::deliver) {
    if (place.kind == HolderKind::party) {
      return std::nullopt;
    }
    return Refusal{.reason = "deliver.party_missing",
                   .detail = called + " was not shipped to anybody. Say to whom it is handed over, with party."};
  }
  bool const is_stated = deciding.rule.target == Target::stated && (operation.status || operation.holder);
  if (!is_stated || can_be_at(status, place.kind)) {
    return std::nullopt;
  }
  if (!operation.status) {
    return Refusal{.reason = "status.missing",
                   .detail = called + " is booked as " + std::string(name_of(status)) +
                             ", which fits no such place. Say the status too, with status."};
  }
  if (!operation.holder) {
    return Refusal{.reason = "location.missing",
                   .detail = called + " is at no place of ours. Say where it is, with location."};
  }
  return Refusal{.reason = "place.not_ours",
                 .detail = called + " cannot be " + std::string(name_of(status)) +
                           " where that container is. Choose a place of ours, or a container that is here."};
}

std::optional<Refusal> check_returner(Deciding const& deciding, Standing const& now) {
  auto const party = deciding.operation.party;
  if (deciding.asked.verb != Verb::return_ || !party || now.place.kind != HolderKind::party ||
      now.place == Holder::with(party)) {
    return std::nullopt;
  }
  auto const code = std::string(deciding.context.catalog.code_of(RecordKind::party, {now.place.id}));
  return ask_acknowledgement(deciding.asked, "return.other_party",
                             now.called + " was shipped to " + code + ", not to this party.");
}

}  // namespace nameplate::domain

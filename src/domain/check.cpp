#include "domain/check.hpp"

#include "base/check.hpp"

#include <string_view>

namespace nameplate::domain {
namespace {

std::string_view spoken(Status status) {
  switch (status) {
    case Status::ordered: return "ordered";
    case Status::in_stock: return "in stock";
    case Status::in_process: return "in process";
    case Status::ready_to_ship: return "ready to ship";
    case Status::in_transit: return "in transit";
    case Status::shipped: return "shipped";
    case Status::with_customer: return "with the customer";
    case Status::returned: return "returned";
    case Status::in_repair: return "in repair";
    case Status::built_in: return "built into another unit";
    case Status::consumed: return "consumed";
    case Status::lost: return "lost";
    case Status::scrapped: return "scrapped";
    case Status::reported: return "only reported";
    case Status::void_: return "void";
  }
  base::unreachable();
}

struct StatusRefusal {
  std::string_view reason;  ///< after `unit.` or `container.`
  std::string_view advice;
};

StatusRefusal refusal_for(Verb verb, Status status) {
  switch (verb) {
    case Verb::register_:
    case Verb::announce:
    case Verb::receive:
      return in_our_hands.contains(status)
                 ? StatusRefusal{"already_in_stock", "Use move to change its place, or another number."}
                 : StatusRefusal{"not_receivable", "Use return for what comes back, or adjust to state what is so."};
    case Verb::unstage: return {"not_staged", "Only what is ready to ship can be put back."};
    case Verb::return_: return {"not_shipped", "Only what was shipped or is with a customer can come back."};
    case Verb::accept: return {"not_returned", "Only what was returned or is in repair can be accepted."};
    case Verb::find: return {"not_lost", "Only what was booked as lost can be found. Use move to change its place."};
    case Verb::observe:
    case Verb::inspect:
    case Verb::process:
    case Verb::amend:
    case Verb::hold:
    case Verb::relabel: return {"void", "Its registration was a mistake. Register it again first."};
    default: return {"not_in_stock", "Receive, return or find it first, or adjust to state what is so."};
  }
}

}  // namespace

std::string call(UnitState const& unit) {
  return "Serial " + unit.serial;
}

std::string call(ContainerState const& container) {
  return "Container " + container.code;
}

std::string describe_place(Catalog const& catalog, WorkingSet const& state, Status status, Holder holder) {
  std::string text(spoken(status));
  if (holder.is_container()) {
    auto const* const container = state.container(holder.container());
    text += container == nullptr ? " in a container" : " in container " + container->code;
    holder = state.place_of(holder);
  }
  switch (holder.kind) {
    case HolderKind::location: text.append(" at ").append(catalog.code_of(RecordKind::location, {holder.id})); break;
    case HolderKind::party: text.append(" with ").append(catalog.code_of(RecordKind::party, {holder.id})); break;
    case HolderKind::transit:
      text.append(" on the way to ").append(catalog.code_of(RecordKind::location, {holder.id}));
      break;
    case HolderKind::nowhere:
    case HolderKind::container:
    case HolderKind::unit: break;
  }
  return text;
}

std::optional<Refusal> check_status(Verb verb, Status status, std::string_view subject, std::string const& called,
                                    std::string const& where) {
  if (rule_of(verb).from.contains(status)) {
    return std::nullopt;
  }
  auto const refusal = refusal_for(verb, status);
  return Refusal{.reason = std::string(subject) + "." + std::string(refusal.reason),
                 .detail = called + " is " + where + ". " + std::string(refusal.advice)};
}

bool is_within_reach(Verb verb, bool unpack, Holder holder, bool changes_place) {
  if (!holder.is_container() || unpack) {
    return true;
  }
  switch (rule_of(verb).inside) {
    case Inside::refused: return false;
    case Inside::taken_out: return true;
    case Inside::ignored: return !changes_place;
  }
  base::unreachable();
}

Refusal refuse_inside(Holder holder, WorkingSet const& state, std::string_view subject, std::string const& called) {
  auto const* const container = state.container(holder.container());
  return {.reason = std::string(subject) + ".inside_container",
          .detail = called + " is inside container " + (container == nullptr ? "?" : container->code) +
                    ". Name the container instead, or say unpack: true to take it out first."};
}

}  // namespace nameplate::domain

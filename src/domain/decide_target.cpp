#include "base/check.hpp"
#include "domain/decide_item.hpp"

namespace nameplate::domain {

std::optional<Holder> target_of(Deciding const& deciding, Holder holder) {
  auto const& operation = deciding.operation;
  auto const& state = deciding.context.state;
  switch (deciding.rule.target) {
    case Target::stays: return std::nullopt;
    case Target::location: return Holder::at(operation.location);
    case Target::location_if_given:
      if (operation.location) {
        return Holder::at(operation.location);
      }
      // Taken out of its container without a word where to: it stays at the place.
      return deciding.asked.unpack && holder.is_container() ? std::optional(state.place_of(holder)) : std::nullopt;
    case Target::container: return Holder::in(operation.container);
    case Target::out_of_container:
      return operation.location ? Holder::at(operation.location) : state.place_of(holder);
    case Target::recipient:
      return operation.destination ? Holder::on_the_way_to(operation.destination) : Holder::with(operation.party);
    case Target::party:
      return operation.party ? Holder::with(operation.party) : state.place_of(holder);
    case Target::announced:
    case Target::nowhere: return Holder();
    case Target::stated: return operation.holder;
  }
  base::unreachable();
}

std::optional<Status> status_after(Deciding const& deciding) {
  if (deciding.rule.target == Target::stated) {
    return deciding.operation.status;
  }
  if (deciding.rule.target == Target::recipient && deciding.operation.destination) {
    return Status::in_transit;
  }
  return deciding.rule.to;
}

}  // namespace nameplate::domain

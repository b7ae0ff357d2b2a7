#include "store/tables/past_places.hpp"

#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"

#include <algorithm>

namespace nameplate::store::tables {
namespace {

constexpr int nesting_max = 64;  // ends a walk through containers that damaged data put into each other

}  // namespace

std::optional<domain::StateAfter> StatesThen::of(domain::SubjectKind kind, std::int64_t subject) {
  if (known_ == nullptr) {
    auto const then = states_at(connection_, kind, {&subject, 1}, at_);
    return then.empty() ? std::nullopt : std::optional(then.begin()->second.state);
  }
  if (auto const told = known_->states.find({subject}); told != known_->states.end()) {
    return told->second;
  }
  // Nothing recorded later stands before anything recorded earlier, so the newest row that was known is the one.
  auto rows = connection_.use(sql::past_states_back);
  rows.bind(subject, at_);
  while (rows.step()) {
    auto moment = connection_.use(sql::event_moment);
    if (moment.bind(rows.integer(1)).step() && moment.integer(1) <= known_->until) {
      domain::StateAfter state;
      decode_stored("the state of a subject", [&] { state = domain::decode_state(kind, rows.blob(2)); });
      return state;
    }
  }
  return std::nullopt;
}

domain::Holder StatesThen::place_of(domain::Holder holder) {
  for (int depth = 0; depth < nesting_max && holder.is_container(); ++depth) {
    holder = holder_of_container(holder.id);
  }
  return holder;
}

domain::Holder StatesThen::holder_of_container(std::int64_t container) {
  auto const [known, added] = containers_.try_emplace(container);
  if (added) {
    if (auto const then = of(domain::SubjectKind::container, container)) {
      known->second = then->holder;
    }
  }
  return known->second;
}

void StatesThen::look_up_containers(std::span<domain::Holder const> holders) {
  std::vector<std::int64_t> level;
  auto const add = [&](domain::Holder holder) {
    if (holder.is_container() && containers_.try_emplace(holder.id).second) {
      level.push_back(holder.id);
    }
  };
  std::ranges::for_each(holders, add);
  while (!level.empty()) {
    auto const then = states_at(connection_, domain::SubjectKind::container, level, at_);
    level.clear();
    for (auto const& [container, found] : then) {
      containers_[container] = found.state.holder;
      add(found.state.holder);
    }
  }
}

}  // namespace nameplate::store::tables

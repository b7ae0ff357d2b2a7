#include "app/fold_events.hpp"

#include "app/commands/load.hpp"

#include <utility>

namespace nameplate::app {

void fold_events(store::WriteTransaction& transaction, std::span<domain::Event const> events) {
  domain::WorkingSet state;
  load_subjects(transaction, events, state);
  for (auto const& event : events) {
    state.fold(event);
  }
  transaction.write(std::move(state).take_changes());
}

}  // namespace nameplate::app

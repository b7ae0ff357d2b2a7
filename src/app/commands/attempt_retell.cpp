#include "app/commands/load.hpp"
#include "app/commands/putting_in.hpp"

namespace nameplate::app {

bool changes_the_past(domain::Operation const& operation) {
  return operation.verb == domain::Verb::reverse || operation.verb == domain::Verb::resolve || operation.event ||
         operation.corrects;
}

GroupCommit::Result GroupCommit::Attempt::run_retelling() {
  PuttingIn putting_in(*this);
  collect();
  transaction_ = group_.store_.begin_write();
  claim_keys();
  draw_numbers();
  take_head();
  putting_in.find_targets();
  load();
  auto const changes = putting_in.run();
  answer_replays();
  auto const result = write(head_, &changes);
  answer_twins();
  return result;
}

}  // namespace nameplate::app

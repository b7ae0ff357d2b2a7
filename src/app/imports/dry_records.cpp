#include "app/imports/dry_records.hpp"

#include "app/commands/block_commands.hpp"
#include "identify/scramble.hpp"

namespace nameplate::app {

void DryRecords::load(store::Reader& reader, std::span<RecordCommand const> commands) {
  state_ = domain::WorkingSet();
  wanted_ = WantedRecords();
  for (auto const& command : commands) {
    collect_wanted({.actor = actor_, .what = command}, *catalog_, wanted_);
  }
  load_records(reader, wanted_, state_);
}

base::Result<bool> DryRecords::apply(RecordCommand const& command) {
  Command const asked{.actor = actor_, .what = command};
  // A block draws from a counter that nobody has drawn from: which numbers it gets is not told here.
  Numbering numbering;
  plan_block(asked, *catalog_, time_, numbering);
  numbering.use_secret(std::string(identify::Scramble::key_size, '\0'));
  DrawnNumbers numbers;
  for (auto const& draw : numbering.draws()) {
    numbers.add({.range = {.counter = draw.counter, .first = 1, .count = draw.count}});
  }
  auto const decided = decide_record_command({.catalog = *catalog_,
                                              .state = state_,
                                              .wanted = wanted_,
                                              .numbering = numbering,
                                              .numbers = numbers,
                                              .actor = actor_,
                                              .now = time_,
                                              .event = {next_id_++},
                                              .next_record = [this] { return next_id_++; }},
                                             asked);
  if (!decided) {
    return std::unexpected(decided.error());
  }
  if (!decided->event) {
    return false;
  }
  state_.fold(*decided->event);
  catalog_->apply(*state_.record(std::get<domain::RecordChanged>(decided->event->matter).record));
  return true;
}

}  // namespace nameplate::app

#include "app/imports/dry_records.hpp"

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
  auto const decided = decide_record_command({.catalog = *catalog_,
                                              .state = state_,
                                              .wanted = wanted_,
                                              .actor = actor_,
                                              .now = time_,
                                              .event = {next_id_++},
                                              .next_record = [this] { return next_id_++; }},
                                             {.actor = actor_, .what = command});
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

#pragma once

#include "app/commands/command.hpp"
#include "app/commands/outcome_codec.hpp"
#include "domain/event.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <unordered_map>

/// The answer to a command: put together from its event and what is kept beside its key, in the same way the first
/// time and at every replay.
namespace nameplate::app {

/// What the subjects of the event were after it.
struct SubjectAfter {
  std::string number;
  domain::RecordId product = {};
  std::optional<domain::Status> status = {};
};
using SubjectsAfter = std::unordered_map<domain::SubjectId, SubjectAfter>;

/// From the working set that the event has just been folded into.
[[nodiscard]] SubjectsAfter subjects_after(domain::Event const& event, std::span<KeptRemark const> remarks,
                                           domain::WorkingSet const& state);
/// From the store, later.
[[nodiscard]] SubjectsAfter subjects_after(domain::Event const& event, std::span<KeptRemark const> remarks,
                                           store::Reader& reader);

/// `event` is null when nothing was recorded.
[[nodiscard]] Answer make_answer(domain::Event const* event, KeptOutcome const& kept, SubjectsAfter const& after);

}  // namespace nameplate::app

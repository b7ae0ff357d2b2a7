#pragma once

#include "app/commands/command.hpp"
#include "domain/decide.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What is kept of a decided command beside its key, so that its answer can be given again.
namespace nameplate::app {

/// What became of an item that is not simply "done": everything that its event does not say.
struct KeptRemark {
  domain::ItemRemark remark;
  std::optional<domain::Status> status = {};
};

struct KeptOutcome {
  domain::EventId event = {};  ///< none: nothing was recorded
  std::vector<KeptRemark> remarks = {};
  domain::Sequence sequence = 0;  ///< of the answer
  base::Instant recorded_at = {};
  domain::RecordId record_unchanged = {};  ///< a master record that is as it was
  bool record_made = false;                ///< a master record was made, not changed
  bool had_secret = false;                 ///< the first answer showed a token
  store::ApprovalId approval = {};         ///< nothing was done: it waits for a second person
};

[[nodiscard]] std::string encode_outcome(KeptOutcome const& outcome);
/// Throws base::DamagedBytes.
[[nodiscard]] KeptOutcome decode_outcome(std::string_view bytes);

}  // namespace nameplate::app

#pragma once

#include "app/imports/row_error.hpp"
#include "domain/ids.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// What is to be done with a row. The numbers stand in plans of jobs: never renumber.
enum class RowStep : std::uint8_t {
  fresh = 1,      ///< brought in as new
  change = 2,     ///< it is known: what the row says beside status and place is laid over it
  unchanged = 3,  ///< it is known, and so already
  failed = 4,
  skipped = 5,
  deferred = 6,  ///< waits for another row of the file
};

struct RowPlan {
  std::int64_t row = 0;
  RowStep step = RowStep::failed;
  domain::SubjectId subject = {};  ///< of what is known
  bool adds_hold = false;          ///< the hold that the row names comes on top
  RowError error = {};             ///< of what failed, was skipped or waits
};

/// Written down before anything of it is done, so that a chunk that is done again is done in the same way.
[[nodiscard]] std::string encode_plan(std::vector<RowPlan> const& plan);
/// Throws base::DamagedBytes.
[[nodiscard]] std::vector<RowPlan> decode_plan(std::string_view bytes);

}  // namespace nameplate::app

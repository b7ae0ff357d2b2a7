#pragma once

#include "app/writer.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// Gives many commands to the writer without waiting for each, so that they share transactions; never so many that
/// others wait long behind them. `make` makes the command with this number; again, when the writer's queue was full.
/// Outcomes in the order of the numbers.
[[nodiscard]] std::vector<Outcome> submit_all(Writer& writer, std::size_t count,
                                              std::function<Command(std::size_t)> const& make);

/// A key that only this job uses: the same step of the same job has the same one, whenever it is done again.
[[nodiscard]] store::KeyClaim job_key(std::int64_t account, domain::JobId job, std::string_view step);

/// The machinery failed, not the command: the job stops, and is resumed later.
[[nodiscard]] bool is_machinery(base::Error const& error);

}  // namespace nameplate::app

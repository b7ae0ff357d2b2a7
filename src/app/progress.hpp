#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace nameplate::app {

/// How far long work is.
struct Progress {
  std::string step;
  std::int64_t done = 0;
  std::int64_t total = 0;  ///< 0: not known
};

using ReportProgress = std::function<void(Progress const&)>;

}  // namespace nameplate::app

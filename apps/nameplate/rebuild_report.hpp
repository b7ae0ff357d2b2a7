#pragma once

#include "app/progress.hpp"

#include <chrono>

namespace nameplate {

/// Tells on standard error, and to systemd, how far the projections of an older database are made anew: once at the
/// beginning, then every few seconds.
class RebuildReport {
 public:
  void operator()(app::Progress const& now);

 private:
  bool has_begun_ = false;
  std::chrono::steady_clock::time_point next_ = {};
};

}  // namespace nameplate

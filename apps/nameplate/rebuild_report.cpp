#include "rebuild_report.hpp"

#include "service_manager.hpp"

#include <iostream>

namespace nameplate {
namespace {

constexpr std::chrono::seconds pause{2};

}  // namespace

void RebuildReport::operator()(app::Progress const& now) {
  if (!has_begun_) {
    std::cerr << "nameplate: this database was written by an older version. What is where is computed anew from its "
                 "ledger; broken off, it begins again at the next start.\n";
    has_begun_ = true;
  }
  auto const time = std::chrono::steady_clock::now();
  if (time < next_) {
    return;
  }
  next_ = time + pause;
  std::cerr << "nameplate: " << now.step << ": " << now.done << " of " << now.total << " events\n";
  // It would end a start that takes longer than it was told.
  if (service_manager::is_there()) {
    service_manager::tell("EXTEND_TIMEOUT_USEC=600000000");
  }
}

}  // namespace nameplate

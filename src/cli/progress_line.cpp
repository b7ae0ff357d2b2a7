#include "cli/progress_line.hpp"

#include <ostream>

#include <unistd.h>

namespace nameplate::cli {
namespace {

constexpr std::chrono::milliseconds pause{100};

}  // namespace

ProgressLine::ProgressLine(std::ostream& out) : out_(out), shown_(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(std::string_view step, std::int64_t done, std::int64_t total) {
  if (!shown_) {
    return;
  }
  if (auto const now = std::chrono::steady_clock::now(); now >= next_) {
    next_ = now + pause;
    clear();
    out_ << step << ": " << done;
    if (total > 0) {
      out_ << " of " << total;
    }
    out_ << std::flush;
  }
}

void ProgressLine::clear() {
  if (shown_) {
    out_ << "\r\x1B[K" << std::flush;
  }
}

}  // namespace nameplate::cli

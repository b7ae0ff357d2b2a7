#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace nameplate::cli {

/// How far long work is, on one line that is written over again and gone at the end. Shown to people only: not when the
/// messages go to a file.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& out);
  ~ProgressLine() { clear(); }
  ProgressLine(ProgressLine const&) = delete;
  ProgressLine& operator=(ProgressLine const&) = delete;

  /// Cheap: only now and then is anything shown. `total` 0: not known.
  void show(std::string_view step, std::int64_t done, std::int64_t total);
  void clear();

 private:
  std::ostream& out_;
  bool shown_;
  std::chrono::steady_clock::time_point next_ = {};
};

}  // namespace nameplate::cli

#pragma once

#include <atomic>

namespace nameplate::test {

/// Puts itself between SQLite and the system for as long as it lives: writes and syncs fail when told to.
class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();
  FailingDisk(FailingDisk const&) = delete;
  FailingDisk& operator=(FailingDisk const&) = delete;

  /// Every write says that the disk is full.
  static std::atomic<bool> full;
  /// The next so many syncs fail.
  static std::atomic<int> failing_syncs;
  /// Every write fails with an input/output error.
  static std::atomic<bool> broken;
};

}  // namespace nameplate::test

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include <sys/types.h>

namespace nameplate::bench {

/// A real server on a database of its own, in a folder that is gone at the end.
class ServedLedger {
 public:
  explicit ServedLedger(std::string const& name);
  ~ServedLedger();
  ServedLedger(ServedLedger const&) = delete;
  ServedLedger& operator=(ServedLedger const&) = delete;

  /// Seconds until it is ready.
  double start();
  void stop();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string const& token() const { return token_; }
  [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }

  /// Resident memory.
  [[nodiscard]] std::int64_t memory_bytes() const;
  /// The database file after everything was moved into it: only when it is stopped.
  [[nodiscard]] std::int64_t file_bytes() const;
  /// Processor seconds by name of thread, since the start.
  [[nodiscard]] std::map<std::string, double> thread_seconds() const;
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  std::filesystem::path folder_;
  std::string token_;
  std::uint16_t port_;
  pid_t process_ = 0;
};

}  // namespace nameplate::bench

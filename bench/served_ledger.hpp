#pragma once

#include "cluster.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <sys/types.h>

namespace nameplate::bench {

enum class StoreKind : std::uint8_t { sqlite, postgres };

/// A real server on a database of its own, in a folder that is gone at the end.
class ServedLedger {
 public:
  ServedLedger(std::string const& name, StoreKind store);
  ~ServedLedger();
  ServedLedger(ServedLedger const&) = delete;
  ServedLedger& operator=(ServedLedger const&) = delete;

  /// Seconds until it is ready.
  double start();
  void stop();

  /// A second server on the same database, on the port after the first one's. Not with SQLite.
  void start_second();
  void stop_second();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint16_t second_port() const { return static_cast<std::uint16_t>(port_ + 1); }
  [[nodiscard]] std::string const& token() const { return token_; }
  [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }

  /// As `--database` takes it.
  [[nodiscard]] std::string database() const;
  /// Resident memory.
  [[nodiscard]] std::int64_t memory_bytes() const;
  /// Of the database after everything was moved into its tables: only when it is stopped.
  [[nodiscard]] std::int64_t database_bytes() const;
  /// None with SQLite.
  [[nodiscard]] std::optional<Cluster> const& cluster() const { return cluster_; }
  /// One of the figures at /metrics; 0 when there is none of that name.
  [[nodiscard]] std::int64_t figure(std::string const& name) const;
  /// Processor seconds by name of thread, since the start.
  [[nodiscard]] std::map<std::string, double> thread_seconds() const;
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  [[nodiscard]] pid_t launch(std::uint16_t port) const;
  void wait_until_ready(std::uint16_t port) const;

  std::filesystem::path folder_;
  std::optional<Cluster> cluster_;
  std::string token_;
  std::uint16_t port_;
  pid_t process_ = 0;
  pid_t second_ = 0;
};

}  // namespace nameplate::bench

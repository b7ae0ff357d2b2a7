#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace nameplate::bench {

/// What a command prints, without the end of the line. Throws std::runtime_error when it fails.
[[nodiscard]] std::string output_of(std::string const& command);

/// A PostgreSQL of one's own, with the settings of a new one (so that commits wait for the disk), in a folder that is
/// gone at the end.
class Cluster {
 public:
  /// Throws std::runtime_error when none is installed.
  Cluster();
  ~Cluster();
  Cluster(Cluster const&) = delete;
  Cluster& operator=(Cluster const&) = delete;

  [[nodiscard]] std::string const& url() const { return url_; }
  /// Of the tables of the ledger and their indexes, after a checkpoint.
  [[nodiscard]] std::int64_t table_bytes() const;
  /// Written so far.
  [[nodiscard]] std::int64_t log_bytes() const;
  /// What autovacuum will do some time, done now, so that it does not come within a measurement.
  void vacuum() const;

 private:
  [[nodiscard]] std::string ask(std::string const& sql) const;

  std::filesystem::path folder_;
  std::string url_;
};

}  // namespace nameplate::bench

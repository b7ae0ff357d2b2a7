#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nameplate::bench {

/// The bare engine of a store: see bare_engine.h.
class Bare {
 public:
  Bare() = default;
  Bare(Bare const&) = delete;
  Bare& operator=(Bare const&) = delete;
  virtual ~Bare() = default;

  /// Seconds that it took, as all of these.
  virtual double register_units(std::int64_t count) = 0;
  /// `group` scans to a transaction.
  virtual double scans(std::int64_t count, std::int64_t group) = 0;
  /// Sorted latencies in microseconds.
  [[nodiscard]] virtual std::vector<std::int64_t> paced_scans(std::int64_t count, double rate) = 0;
};

/// Throw std::runtime_error.
[[nodiscard]] std::unique_ptr<Bare> make_bare_sqlite(std::filesystem::path const& path);
[[nodiscard]] std::unique_ptr<Bare> make_bare_postgres(std::string const& url);

}  // namespace nameplate::bench

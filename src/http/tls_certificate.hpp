#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/tls_context.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>

namespace nameplate::http {

/// The certificate in use, renewed while the server runs: new connections get the newest one that was found good.
class TlsCertificate {
 public:
  /// Reads it for the first time. Errors: those of TlsContext::read. A key that everybody on the machine may read is
  /// told in the log. `clock` outlives it.
  [[nodiscard]] static base::Result<std::unique_ptr<TlsCertificate>> read(TlsFiles files, base::Clock const& clock);

  /// For a new connection; from any thread.
  [[nodiscard]] std::shared_ptr<TlsContext const> current() const;

  /// Reads the files again when they have changed, and takes what they hold into use. When that is not good, the log
  /// says why and what to do, and the certificate in use stays.
  void renew_if_changed();
  /// The same, also when nothing has changed.
  void renew();
  /// Tells in the log that the certificate expires within 14 days, or has; once a day at most.
  void warn_before_expiry();

  /// Below zero once it has expired.
  [[nodiscard]] double seconds_to_expiry() const;

 private:
  /// By which a changed file is known: links are followed, and a file put in place of another is a new one.
  struct Stamp {
    std::int64_t device = 0;
    std::int64_t file = 0;
    std::int64_t bytes = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(Stamp const&) const = default;
  };
  using Stamps = std::array<Stamp, 2>;

  TlsCertificate(TlsFiles files, base::Clock const& clock, Stamps seen, std::shared_ptr<TlsContext const> context);

  [[nodiscard]] static Stamp stamp_of(std::string const& path);
  [[nodiscard]] static Stamps stamps_of(TlsFiles const& files);
  void renew(Stamps const& found);

  TlsFiles files_;
  base::Clock const& clock_;
  std::mutex renewing_;  ///< one at a time: a signal and the housekeeping may come together
  Stamps seen_;          ///< what was read last, good or not: a bad pair is told once, not each minute
  std::int64_t warned_at_ = 0;
  mutable std::mutex mutex_;
  std::shared_ptr<TlsContext const> context_;
};

}  // namespace nameplate::http

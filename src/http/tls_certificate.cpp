#include "http/tls_certificate.hpp"

#include "base/logging.hpp"
#include "base/time_text.hpp"

#include <utility>

#include <sys/stat.h>

namespace nameplate::http {
namespace {

constexpr std::int64_t day = 24 * base::microseconds_per_hour;
constexpr std::int64_t warned_before = 14 * day;

void warn_of_open_key(std::string const& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IRWXO) != 0) {
    base::log::warn("tls", "everybody on this machine may read the key; take that right away with chmod o= on it",
                    {{"key", path}});
  }
}

}  // namespace

base::Result<std::unique_ptr<TlsCertificate>> TlsCertificate::read(TlsFiles files, base::Clock const& clock) {
  // Before they are read: what changes meanwhile is seen as a change later.
  auto const stamps = stamps_of(files);
  auto context = TlsContext::read(files, clock.now());
  if (!context) {
    return std::unexpected(context.error());
  }
  warn_of_open_key(files.key);
  return std::unique_ptr<TlsCertificate>(new TlsCertificate(std::move(files), clock, stamps, std::move(*context)));
}

TlsCertificate::TlsCertificate(TlsFiles files, base::Clock const& clock, Stamps seen,
                               std::shared_ptr<TlsContext const> context)
    : files_(std::move(files)), clock_(clock), seen_(seen), context_(std::move(context)) {}

std::shared_ptr<TlsContext const> TlsCertificate::current() const {
  std::lock_guard const lock(mutex_);
  return context_;
}

void TlsCertificate::renew_if_changed() {
  std::lock_guard const lock(renewing_);
  if (auto const found = stamps_of(files_); found != seen_) {
    renew(found);
  }
}

void TlsCertificate::renew() {
  std::lock_guard const lock(renewing_);
  renew(stamps_of(files_));
}

void TlsCertificate::renew(Stamps const& found) {
  seen_ = found;
  auto context = TlsContext::read(files_, clock_.now());
  if (!context) {
    base::log::error("tls", "the certificate was not renewed; the one in use stays",
                     {{"reason", context.error().reason}, {"detail", context.error().detail}});
    return;
  }
  warn_of_open_key(files_.key);
  warned_at_ = 0;
  base::log::info("tls", "the certificate was read again", {{"expires", base::to_string((*context)->expires_at())}});
  std::lock_guard const lock(mutex_);
  context_ = std::move(*context);
}

void TlsCertificate::warn_before_expiry() {
  std::lock_guard const lock(renewing_);
  auto const now = clock_.now();
  auto const expires_at = current()->expires_at();
  if (expires_at.microseconds - now.microseconds > warned_before ||
      (warned_at_ != 0 && now.microseconds - warned_at_ < day)) {
    return;
  }
  warned_at_ = now.microseconds;
  base::log::warn(
      "tls",
      now < expires_at
          ? "the certificate expires soon; renew it, the server takes the new one by itself"
          : "the certificate has expired, and clients refuse it; renew it, the server takes the new one by itself",
      {{"certificate", files_.certificate}, {"expires", base::to_string(expires_at)}});
}

double TlsCertificate::seconds_to_expiry() const {
  auto const left = current()->expires_at().microseconds - clock_.now().microseconds;
  return static_cast<double>(left) / base::microseconds_per_second;
}

TlsCertificate::Stamp TlsCertificate::stamp_of(std::string const& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) {
    return {};
  }
  return {.device = static_cast<std::int64_t>(found.st_dev),
          .file = static_cast<std::int64_t>(found.st_ino),
          .bytes = found.st_size,
          .nanoseconds = found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec};
}

TlsCertificate::Stamps TlsCertificate::stamps_of(TlsFiles const& files) {
  return {stamp_of(files.certificate), stamp_of(files.key)};
}

}  // namespace nameplate::http

#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace nameplate::http {

/// Where certificate and key stand, both PEM. Behind the server's certificate come those that lead to its root.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

/// A certificate and its key as they were read once, ready for handshakes. Any thread may use it.
class TlsContext {
 public:
  /// TLS 1.2 and 1.3 only, HTTP/1.1 over it, no renegotiation and no resumption: every connection begins with a full
  /// handshake, so nothing secret outlives one. Errors, all `unavailable`: tls.certificate_unreadable,
  /// tls.key_unreadable, tls.key_mismatch, tls.certificate_expired, tls.certificate_not_yet_valid.
  [[nodiscard]] static base::Result<std::shared_ptr<TlsContext const>> read(TlsFiles const& files, base::Instant now);

  [[nodiscard]] ssl_ctx_st* get() const { return context_.get(); }
  [[nodiscard]] base::Instant expires_at() const { return expires_at_; }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  using Context = std::unique_ptr<ssl_ctx_st, Free>;

  TlsContext(Context context, base::Instant expires_at) : context_(std::move(context)), expires_at_(expires_at) {}

  Context context_;
  base::Instant expires_at_;
};

}  // namespace nameplate::http

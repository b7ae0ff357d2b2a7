#pragma once

#include "unit/http/raw_client.hpp"

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;

namespace nameplate::http {

/// A RawClient that shakes hands first. Takes whatever certificate it is shown.
class TlsClient : public RawClient {
 public:
  struct Wishes {
    int version_max = 0;             ///< of TLS; 0: the newest
    std::string_view protocol = {};  ///< the only one offered (ALPN)
  };

  explicit TlsClient(std::uint16_t port) : TlsClient(port, Wishes{}) {}
  TlsClient(std::uint16_t port, Wishes const& wishes);
  ~TlsClient() override;

  /// Whether the server agreed.
  [[nodiscard]] bool has_begun() const { return has_begun_; }
  /// `TLSv1.3`.
  [[nodiscard]] std::string version() const;
  /// The name in the server's certificate.
  [[nodiscard]] std::string server_name() const;
  /// The connection ended with a goodbye, not with a cut.
  [[nodiscard]] bool was_told_goodbye() const;

  bool send(std::string_view bytes) override;
  [[nodiscard]] std::string read_some(std::size_t bytes_max = 4096) override;

 private:
  struct Free {
    void operator()(ssl_st* stream) const;
  };
  std::unique_ptr<ssl_st, Free> stream_;
  bool has_begun_ = false;
};

}  // namespace nameplate::http

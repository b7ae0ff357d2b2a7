#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// OpenSSL's own.
using EVP_MD = struct evp_md_st;          // NOLINT(readability-identifier-naming)
using EVP_MD_CTX = struct evp_md_ctx_st;  // NOLINT(readability-identifier-naming)

namespace nameplate::base {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
[[nodiscard]] Digest sha256(std::string_view bytes);

/// SHA-256 of many small things, one after the other: sets the library up once, where sha256() does it each time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256 const&) = delete;
  Sha256& operator=(Sha256 const&) = delete;

  [[nodiscard]] Digest operator()(std::string_view bytes);

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

/// Bytes that nobody can guess, from the operating system.
[[nodiscard]] std::string random_bytes(std::size_t count);

[[nodiscard]] std::string to_hex(std::string_view bytes);
/// Small letters only; nothing when the text is no such number.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
[[nodiscard]] inline std::string_view as_text(std::span<std::uint8_t const> bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline std::string to_hex(Digest const& digest) {
  return to_hex(as_text(digest));
}
/// Nothing when the text is not 64 hexadecimal digits.
[[nodiscard]] std::optional<Digest> digest_from_hex(std::string_view text);

}  // namespace nameplate::base

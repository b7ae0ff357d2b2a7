#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Signatures by Ed25519 (RFC 8032), with keys that stand in files.
namespace nameplate::base {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A key that signs. Read from a file and never shown.
class SigningKey {
 public:
  /// Makes a key and writes it to a new file that only its owner may read (PEM, PKCS #8). Errors: seal.key_exists,
  /// seal.key_unwritable.
  [[nodiscard]] static Result<SigningKey> make(std::string const& path);
  /// Errors: seal.key_missing, seal.key_malformed, seal.key_open (others may read the file).
  [[nodiscard]] static Result<SigningKey> read(std::string const& path);

  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature sign(std::string_view message) const;

 private:
  explicit SigningKey(std::shared_ptr<void> key) : key_(std::move(key)) {}
  std::shared_ptr<void> key_;
};

[[nodiscard]] bool is_signed_by(PublicKey const& key, std::string_view message, Signature const& signature);

}  // namespace nameplate::base

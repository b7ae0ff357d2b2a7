#pragma once

#include "base/ed25519.hpp"
#include "base/result.hpp"
#include "domain/seal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nameplate::app {

/// A head, and who vouches for it.
struct SignedHead {
  domain::SealHead head;
  std::optional<base::Signature> signature = {};
  std::optional<base::PublicKey> public_key = {};  ///< with the signature
};

[[nodiscard]] SignedHead sign(domain::SealHead head, base::SigningKey const& key);

/// One line of JSON: ledger, sequence, recordedAt, hash, and signature and publicKey when it is signed.
[[nodiscard]] std::string to_text(SignedHead const& head);
/// Reads it, and checks the signature against the public key beside it. Errors: head.malformed, head.signature_wrong.
[[nodiscard]] base::Result<SignedHead> parse_head(std::string_view text);
/// That the head was signed with this key, and not with another one. Errors: head.not_signed, head.other_key.
[[nodiscard]] base::Result<void> check_signer(SignedHead const& head, base::PublicKey const& key);

[[nodiscard]] std::optional<base::PublicKey> parse_public_key(std::string_view hex);

}  // namespace nameplate::app

#pragma once

#include "app/commands/command.hpp"
#include "base/result.hpp"
#include "domain/verb.hpp"
#include "http/json.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::http {

enum class KeyNeed : std::uint8_t { required, optional };

/// The Idempotency-Key of a request with the hash of what it asks for; nothing when there is none and none is needed.
/// The same key from two accounts is two keys. Errors: key.required, key.malformed (400).
[[nodiscard]] base::Result<std::optional<store::KeyClaim>> claim_key(Request const& request, JsonValue body,
                                                                     KeyNeed need);

/// The claim of one operation, alone or in a batch: the same operation with the same key is the same, whichever way it
/// is sent. Its `deviceTime` does not count, because that is another one at every try. Errors (400): key.malformed.
[[nodiscard]] base::Result<store::KeyClaim> claim_operation_key(Principal const& principal, std::string_view key,
                                                                domain::Verb verb, JsonValue operation);

/// The same, where the key stands in the header. Errors (400): key.required, key.malformed.
[[nodiscard]] base::Result<store::KeyClaim> claim_operation_key(Request const& request, domain::Verb verb,
                                                                JsonValue operation);

/// One form for one JSON value, whatever the order of its members and the blanks between them. For hashing.
[[nodiscard]] std::string canonical_bytes(JsonValue value);

}  // namespace nameplate::http

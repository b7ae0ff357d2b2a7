#pragma once

#include "app/commands/command.hpp"
#include "base/result.hpp"
#include "http/json.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace nameplate::http {

enum class KeyNeed : std::uint8_t { required, optional };

/// The Idempotency-Key of a request with the hash of what it asks for; nothing when there is none and none is needed.
/// The same key from two accounts is two keys. Errors: key.required, key.malformed (400).
[[nodiscard]] base::Result<std::optional<store::KeyClaim>> claim_key(Request const& request, JsonValue body,
                                                                     KeyNeed need);

/// One form for one JSON value, whatever the order of its members and the blanks between them. For hashing.
[[nodiscard]] std::string canonical_bytes(JsonValue value);

}  // namespace nameplate::http

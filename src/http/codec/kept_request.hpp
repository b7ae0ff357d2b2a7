#pragma once

#include "app/commands/command.hpp"
#include "base/result.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/json.hpp"

#include <optional>
#include <string>

/// Operations that wait for a second person are kept as they were written, and read again when somebody agrees.
namespace nameplate::http {

/// Empty for operations that never wait. `device_time` is that of a batch, for an operation that states none.
[[nodiscard]] std::string kept_request(domain::Verb verb, JsonValue operation,
                                       std::optional<base::Instant> device_time = {});

/// The operation that was asked for at `asked_at`, to be done at `now`: the clock of the device has gone on as well.
/// Errors: those of read_operation, where an older program took what this one does not.
[[nodiscard]] base::Result<OperationRequest> read_kept_request(domain::Verb verb, JsonValue kept,
                                                               base::Instant asked_at, base::Instant now);

}  // namespace nameplate::http

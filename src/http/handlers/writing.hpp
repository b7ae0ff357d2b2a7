#pragma once

#include "app/commands/command.hpp"
#include "http/codec/key_claim.hpp"
#include "http/json.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/services.hpp"

#include <functional>
#include <optional>

/// What every handler that changes something does alike.
namespace nameplate::http {

/// The body of a request and what its Idempotency-Key claims.
struct WriteRequest {
  JsonDocument body;
  std::optional<store::KeyClaim> key;
};

/// Takes the body out of the request. Errors: those of JsonDocument::parse and claim_key.
[[nodiscard]] base::Result<WriteRequest> read_write(Request& request, KeyNeed need);

/// Makes the answer of a command that was done. Runs on the writer's thread: quick.
using RenderAnswer = std::move_only_function<Response(app::Answer const&)>;

/// Gives the command to the writer and answers when it is durable: with a problem when it was refused, otherwise with
/// what `render` makes. Adds Nameplate-Sequence and Nameplate-Replayed.
void submit(Services& services, app::Command command, Respond respond, RenderAnswer render);

/// Answers what is refused before it reaches the writer.
void refuse(Services& services, Respond respond, base::Error const& error);

[[nodiscard]] domain::Actor actor_of(Request const& request);

}  // namespace nameplate::http

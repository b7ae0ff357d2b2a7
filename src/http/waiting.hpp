#pragma once

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/services.hpp"

namespace nameplate::http {

/// Whether a read has to wait: for the store, or for a state that this server has not reached yet
/// (Nameplate-Min-Sequence).
[[nodiscard]] bool must_wait(Services const& services, Request const& request);

/// Waits up to two seconds until the sequence that the request asks for is there. Errors: sequence.malformed (400),
/// sequence.not_reached (503).
[[nodiscard]] base::Result<void> wait_for_sequence(Services& services, Request const& request);

/// Whether an answer that covers `sequence` is what was asked for. Errors: sequence.not_reached.
[[nodiscard]] base::Result<void> check_reached(Request const& request, domain::Sequence sequence);

}  // namespace nameplate::http

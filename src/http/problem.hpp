#pragma once

#include "base/result.hpp"
#include "http/json_writer.hpp"
#include "http/response.hpp"

#include <string>
#include <string_view>

namespace nameplate::http {

/// The one place that maps a kind of refusal to an HTTP status.
[[nodiscard]] int status_of(base::ErrorKind kind);

/// A refusal as RFC 9457 `application/problem+json`, with every refused item.
[[nodiscard]] Response problem(base::Error const& error);

/// Reason, detail and refused items of a refusal, into an object that was begun.
void write_refusal(JsonWriter& writer, base::Error const& error);

/// For refusals that only HTTP knows (405, 415, 431, ...).
[[nodiscard]] Response problem(int status, std::string_view reason, std::string_view detail);

/// The usual words for a status ("Not Found").
[[nodiscard]] std::string_view status_phrase(int status);

}  // namespace nameplate::http

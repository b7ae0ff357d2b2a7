#pragma once

#include "base/byte_codec.hpp"
#include "base/result.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::http {

/// Where a page ended, as the client carries it: base64url of a version, a hash of the question, and the place.
/// `position` is what the handler wrote; only the handler knows its form.
[[nodiscard]] std::string make_cursor(Request const& request, std::string_view position);

/// The position in the `cursor` parameter; none: the first page. Errors: cursor.invalid (400) for what was not made
/// here, or for another question (another path, filter or order; `limit` may change from page to page).
[[nodiscard]] base::Result<std::optional<std::string>> read_cursor(Request const& request);

/// For a position that does not read back.
[[nodiscard]] base::Error invalid_cursor();

/// Runs `read` on the position of the request's cursor, which must take all of it. Errors: cursor.invalid.
template <typename Position, typename Read>
[[nodiscard]] base::Result<std::optional<Position>> read_position(Request const& request, Read read) {
  auto const bytes = read_cursor(request);
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  if (!*bytes) {
    return std::optional<Position>();
  }
  try {
    base::ByteReader in(**bytes);
    Position position = read(in);
    if (in.at_end()) {
      return std::optional(std::move(position));
    }
  } catch (base::DamagedBytes const&) {  // NOLINT(bugprone-empty-catch): told below
  }
  return std::unexpected(invalid_cursor());
}

/// For lists in the order of ids: the last id of the page before, 0 on the first page.
[[nodiscard]] base::Result<std::int64_t> read_id_cursor(Request const& request);
[[nodiscard]] std::string make_id_cursor(Request const& request, std::int64_t id);

}  // namespace nameplate::http

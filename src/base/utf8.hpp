#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nameplate::base {

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

inline constexpr char32_t invalid_code_point = 0xFFFFFFFF;

/// Takes one code point off the front of a text that is not empty; `invalid_code_point`, and nothing taken, when the
/// bytes are no UTF-8.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

/// Whether `text` holds a control character (C0, DEL, C1), a bidirectional override, a zero-width
/// character or a filler: none of them can be seen, so none belongs into a number, a code or a name. `text` is valid
/// UTF-8.
[[nodiscard]] bool has_invisible_characters(std::string_view text);

/// The number of code points. `text` is valid UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The beginning of any bytes, for a message: at most 40 code points, cut between two of them; what cannot be shown
/// becomes `?`.
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace nameplate::base

#pragma once

#include "base/result.hpp"
#include "domain/records/record_kind.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace nameplate::domain {

/// A text as a field keeps it: trimmed, and of the form that the field asks for. Errors as in validate.hpp; `path` is
/// how they call the field.
[[nodiscard]] base::Result<std::string> check_text(FieldRule const& field, std::string_view text,
                                                   std::string const& path);

/// `06:30` as minutes after midnight; nothing for any other text.
[[nodiscard]] std::optional<int> minute_of_day(std::string_view text);

/// Whether a code could be taken for an id such as `u123`.
[[nodiscard]] bool looks_like_id(std::string_view code);

}  // namespace nameplate::domain

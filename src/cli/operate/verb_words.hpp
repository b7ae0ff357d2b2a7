#pragma once

#include "domain/verb.hpp"

#include <optional>
#include <string_view>

namespace nameplate::cli {

/// The command of a verb: its own name, but for `found`, because `nameplate find` looks for something.
[[nodiscard]] std::string_view command_of(domain::Verb verb);
[[nodiscard]] std::optional<domain::Verb> verb_of_command(std::string_view command);

/// `received`, as in "3 received".
[[nodiscard]] std::string_view done_word(domain::Verb verb);

}  // namespace nameplate::cli

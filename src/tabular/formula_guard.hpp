#pragma once

#include <string_view>

/// Spreadsheets run a cell that begins with = + - @ as a formula when a file is opened, so such a text gets a ' in
/// front of it. One that begins with ' gets another, so that taking the guard off gives every text back unchanged.
namespace nameplate::tabular {

/// Whether the writer puts a ' before this text. Plain numbers such as -5.2 stay as they are.
[[nodiscard]] bool needs_guard(std::string_view cell);

/// Without the ' that the writer put there; any other text unchanged.
[[nodiscard]] std::string_view without_guard(std::string_view cell);

}  // namespace nameplate::tabular

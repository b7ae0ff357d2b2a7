#pragma once

#include <string>
#include <string_view>

/// Text as scanners and keyboards give it: only ASCII is touched, UTF-8 passes through.
namespace nameplate::base {

/// Without spaces, tabs and line ends around it.
[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  auto const first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

[[nodiscard]] constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

[[nodiscard]] inline std::string to_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = upper(c);
  }
  return out;
}

}  // namespace nameplate::base

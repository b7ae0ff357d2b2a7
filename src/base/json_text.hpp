#pragma once

#include <string>
#include <string_view>

namespace nameplate::base {

/// Appends `text` as a JSON string, quotes included. `text` is valid UTF-8.
void append_json_string(std::string& out, std::string_view text);

[[nodiscard]] inline std::string quote_json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace nameplate::base

#pragma once

#include "cli/serve_arguments.hpp"

#include <span>
#include <string>
#include <string_view>

namespace nameplate::cli {

/// One setting of the server. Its name is the key in the file, `--name` the flag and `NAMEPLATE_NAME` the variable.
struct ServeSetting {
  std::string_view name;
  std::string_view takes;          ///< the form of its value; empty: a whole number from `min` to `max`
  std::string_view default_value;  ///< empty: none
  std::string_view meaning;
  /// Reads the text into its place. Errors: whatever is wrong with the text.
  base::Result<void> (*set)(ServeSetting const&, ServeArguments&, std::string_view text);
  unsigned min = 0;
  unsigned max = 0;
  bool repeats = false;  ///< several values, each `set` in turn

  [[nodiscard]] std::string flag() const;      ///< `--tls-cert`
  [[nodiscard]] std::string variable() const;  ///< `NAMEPLATE_TLS_CERT`
  [[nodiscard]] std::string form() const;      ///< `takes`, or the range
};

/// All of them, in the order in which they are shown.
[[nodiscard]] std::span<ServeSetting const> serve_settings();

/// Nothing when there is none of that name.
[[nodiscard]] ServeSetting const* find_serve_setting(std::string_view name);

/// What is asked of the values together. Errors: database.not_given, settings.incomplete, settings.contradict.
[[nodiscard]] base::Result<void> check_together(ServeArguments const& arguments);

/// The table of docs/operating/settings.md.
[[nodiscard]] std::string serve_settings_table();

}  // namespace nameplate::cli

#pragma once

#include "base/result.hpp"
#include "cli/serve_setting.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// The values of a setting in one place, and which place that is: `--listen`, `NAMEPLATE_LISTEN`,
/// `/etc/nameplate/nameplate.conf:3`, `default`.
struct Given {
  std::vector<std::string> values;
  std::string source;
};

/// By the name of the setting.
using GivenSettings = std::map<std::string, Given, std::less<>>;

/// A variable of the environment; nothing when it is not set.
using Variable = std::function<std::optional<std::string>(std::string const&)>;

/// Reads `name = value` lines; a `#` at the beginning of a line or behind a blank begins a comment. Errors, with file
/// and line: settings.file_unreadable, settings.file_malformed, settings.unknown, settings.twice.
[[nodiscard]] base::Result<GivenSettings> read_settings_file(std::string const& path);
/// The same for text that was read already.
[[nodiscard]] base::Result<GivenSettings> parse_settings(std::string_view text, std::string const& path);

/// What the environment gives; a variable that is empty gives nothing.
[[nodiscard]] GivenSettings settings_of_environment(Variable const& variable);

/// Where nothing else gives a value.
[[nodiscard]] GivenSettings default_settings();

/// `higher` and, for what it does not give, `lower`.
[[nodiscard]] GivenSettings merged(GivenSettings higher, GivenSettings lower);

/// Errors: what is wrong with a value, and where it stands; those of check_together.
[[nodiscard]] base::Result<ServeArguments> arguments_of(GivenSettings const& given);

/// Every setting as it stands in a file, with its source as a comment.
[[nodiscard]] std::string shown_settings(GivenSettings const& given);

}  // namespace nameplate::cli

#include "cli/setting_sources.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

namespace nameplate::cli {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

/// Several values stand on one line with commas between them, in the environment and in the file.
std::vector<std::string> values_in(ServeSetting const& setting, std::string_view text) {
  if (!setting.repeats) {
    return {std::string(text)};
  }
  std::vector<std::string> values;
  while (!text.empty()) {
    auto const comma = std::min(text.find(','), text.size());
    values.emplace_back(base::trim_blanks(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return values;
}

std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return line.substr(0, i);
    }
  }
  return line;
}

Result<void> take_line(GivenSettings& settings, std::string_view line, std::string const& where) {
  auto const text = base::trim_blanks(without_comment(line));
  if (text.empty()) {
    return {};
  }
  auto const equals = text.find('=');
  auto const name = base::trim_blanks(text.substr(0, equals));
  auto const value = base::trim_blanks(equals == std::string_view::npos ? "" : text.substr(equals + 1));
  if (name.empty() || value.empty()) {
    return fail(ErrorKind::bad_request, "settings.file_malformed",
                where + ": This is no setting. Write name = value, or # before a comment.");
  }
  auto const* const setting = find_serve_setting(name);
  if (setting == nullptr) {
    return fail(ErrorKind::bad_request, "settings.unknown",
                where + ": There is no setting '" + std::string(name) + "'. `nameplate help serve` lists them all.");
  }
  auto values = values_in(*setting, value);
  auto const [entry, is_new] = settings.try_emplace(std::string(name), Given{.values = {}, .source = where});
  if (!is_new && !setting->repeats) {
    return fail(
        ErrorKind::bad_request, "settings.twice",
        where + ": '" + std::string(name) + "' stands in " + entry->second.source + " already. Keep one of them.");
  }
  std::ranges::move(values, std::back_inserter(entry->second.values));
  return {};
}

std::string written_together(std::vector<std::string> const& values) {
  std::string all;
  for (auto const& value : values) {
    all += (all.empty() ? "" : ", ") + value;
  }
  return all;
}

}  // namespace

Result<GivenSettings> parse_settings(std::string_view text, std::string const& path) {
  GivenSettings settings;
  for (int number = 1; !text.empty(); ++number) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const taken = take_line(settings, text.substr(0, end), path + ":" + std::to_string(number));
    if (!taken) {
      return std::unexpected(taken.error());
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return settings;
}

Result<GivenSettings> read_settings_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  file.peek();  // what can be opened but not read, such as a folder, shows here
  if (!file.is_open() || file.bad()) {
    return fail(ErrorKind::bad_request, "settings.file_unreadable",
                "The file of settings " + path + " cannot be read: " + std::strerror(errno) +
                    ". Give the path of a file that this user may read.");
  }
  file.clear();
  std::string const text(std::istreambuf_iterator<char>(file), {});
  return parse_settings(text, path);
}

GivenSettings settings_of_environment(Variable const& variable) {
  GivenSettings settings;
  for (auto const& setting : serve_settings()) {
    auto const value = variable ? variable(setting.variable()) : std::nullopt;
    if (value && !value->empty()) {
      settings[std::string(setting.name)] = {.values = values_in(setting, *value), .source = setting.variable()};
    }
  }
  return settings;
}

GivenSettings default_settings() {
  GivenSettings settings;
  for (auto const& setting : serve_settings()) {
    if (!setting.default_value.empty()) {
      settings[std::string(setting.name)] = {.values = {std::string(setting.default_value)}, .source = "default"};
    }
  }
  return settings;
}

GivenSettings merged(GivenSettings higher, GivenSettings lower) {
  higher.merge(lower);
  return higher;
}

Result<ServeArguments> arguments_of(GivenSettings const& given) {
  ServeArguments arguments;
  for (auto const& setting : serve_settings()) {
    auto const found = given.find(setting.name);
    if (found == given.end()) {
      continue;
    }
    for (auto const& value : found->second.values) {
      if (auto set = setting.set(setting, arguments, value); !set) {
        set.error().detail = found->second.source + ": " + set.error().detail;
        return std::unexpected(std::move(set).error());
      }
    }
  }
  if (auto fits = check_together(arguments); !fits) {
    return std::unexpected(std::move(fits).error());
  }
  return arguments;
}

std::string shown_settings(GivenSettings const& given) {
  std::string text;
  for (auto const& setting : serve_settings()) {
    auto const found = given.find(setting.name);
    text += found == given.end() ? "# " + std::string(setting.name) + " is not set\n"
                                 : std::string(setting.name) + " = " + written_together(found->second.values) + "  # " +
                                       found->second.source + "\n";
  }
  return text;
}

}  // namespace nameplate::cli

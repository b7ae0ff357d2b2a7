#include "cli/json_text.hpp"

#include "base/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <ctime>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

/// What names an object, the best first.
constexpr std::array<std::string_view, 6> naming = {"sku", "code", "number", "hold", "value", "id"};

std::string shown_object(json::object const& object) {
  for (auto const name : naming) {
    auto const text = text_in(object, name);
    if (!text.empty()) {
      auto const further = name == "hold" || name == "value" ? text_in(object, "kind") : std::string();
      return further.empty() ? text : further + " " + text;
    }
  }
  std::string all;
  for (auto const& [name, value] : object) {
    if (!value.is_null()) {
      all += (all.empty() ? "" : ", ") + spoken_name({name.data(), name.size()}) + " " + shown(value);
    }
  }
  return all;
}

}  // namespace

std::string text_in(json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_in(json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

json::value const* find_in(json::object const& object, std::string_view path) {
  auto const end = path.find('/');
  auto const name = path.substr(0, end);
  auto const* const found = object.if_contains({name.data(), name.size()});
  if (found == nullptr || end == std::string_view::npos) {
    return found;
  }
  return found->is_object() ? find_in(found->get_object(), path.substr(end + 1)) : nullptr;
}

std::string shown(json::value const& value) {
  switch (value.kind()) {
    case json::kind::null: return {};
    case json::kind::string: return std::string(value.get_string());
    case json::kind::bool_: return value.get_bool() ? "yes" : "no";
    case json::kind::object: return shown_object(value.get_object());
    case json::kind::array: {
      std::string all;
      for (auto const& entry : value.get_array()) {
        all += (all.empty() ? "" : ", ") + shown(entry);
      }
      return all;
    }
    case json::kind::double_: return fmt::format("{}", value.get_double());
    default: return json::serialize(value);
  }
}

std::string local_time(std::string_view text) {
  auto const time = base::parse_time(text);
  if (!time) {
    return std::string(text);
  }
  std::time_t const seconds = time->instant.microseconds / 1'000'000;
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string spoken_name(std::string_view member) {
  std::string words;
  for (char const letter : member) {
    if (letter >= 'A' && letter <= 'Z') {
      words += ' ';
      words += static_cast<char>(letter - 'A' + 'a');
    } else {
      words += letter;
    }
  }
  return words;
}

}  // namespace nameplate::cli

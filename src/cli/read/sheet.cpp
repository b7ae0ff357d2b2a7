#include "cli/read/sheet.hpp"

#include "cli/json_text.hpp"
#include "cli/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <ostream>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

std::string shown_with_times(json::value const& value) {
  return value.is_string() ? local_time(std::string_view(value.get_string())) : shown(value);
}

/// `PUMP-1 (Garden pump)`, or every member of what has no name.
std::string shown_member(json::value const& value) {
  auto const* const object = value.if_object();
  if (object == nullptr) {
    return shown_with_times(value);
  }
  auto const name = text_in(*object, "name");
  auto const what = shown(value);
  return name.empty() || name == what ? what : what + " (" + name + ")";
}

std::string line_of(json::object const& entry) {
  std::string line;
  for (auto const& [name, value] : entry) {
    auto const text = shown_member(value);
    if (!text.empty()) {
      line += (line.empty() ? "" : ", ") + spoken_name({name.data(), name.size()}) + " " + text;
    }
  }
  return line;
}

bool is_list_of_objects(json::value const& value) {
  return value.is_array() && !value.get_array().empty() && value.get_array().front().is_object();
}

}  // namespace

void show_sheet(Environment& environment, json::object const& thing) {
  std::size_t width = 0;
  for (auto const& [name, value] : thing) {
    width = std::max(width, display_width(spoken_name({name.data(), name.size()})));
  }
  auto const show = [&](std::string_view label, std::string const& text) {
    auto const line = std::string(label) + std::string(width - display_width(label), ' ') + "  " + harmless(text);
    environment.out << line << '\n';
  };
  for (auto const& [name, value] : thing) {
    auto const label = spoken_name({name.data(), name.size()});
    if (is_list_of_objects(value)) {
      std::string_view head = label;
      for (auto const& entry : value.get_array()) {
        show(head, line_of(entry.as_object()));
        head = {};
      }
    } else if (auto const text = shown_member(value); !text.empty()) {
      show(label, text);
    }
  }
}

}  // namespace nameplate::cli

#include "cli/operate/batch_file.hpp"

#include "base/utf8.hpp"
#include "cli/json_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace nameplate::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::optional<json::object> parse_object(std::string_view text) {
  json::error_code malformed;
  auto value = json::parse({text.data(), text.size()}, malformed);
  return malformed || !value.is_object() ? std::nullopt : std::optional(std::move(value.get_object()));
}

bool is_array(std::string_view text) {
  json::error_code malformed;
  return json::parse({text.data(), text.size()}, malformed).is_array() && !malformed;
}

std::unexpected<base::Error> malformed(std::string const& place, std::string_view what) {
  return base::fail(base::ErrorKind::invalid, "batch.malformed", place + " " + std::string(what));
}

/// The texts between the commas of the array that `text` begins with. It must be well formed.
std::vector<std::string_view> elements_of(std::string_view text) {
  std::vector<std::string_view> elements;
  int depth = 0;
  bool in_string = false;
  std::size_t begin = 1;
  auto const end_element = [&](std::size_t end) {
    if (auto const element = trimmed(text.substr(begin, end - begin)); !element.empty()) {
      elements.push_back(element);
    }
    begin = end + 1;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    char const c = text[at];
    if (in_string) {
      at += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    }
    if (!in_string && ((c == ',' && depth == 1) || depth == 0)) {
      end_element(at);
    }
    if (!in_string && depth == 0) {
      break;
    }
  }
  return elements;
}

/// From the value of the member `operations` on, in an object that has it. It must be well formed.
std::string_view operations_in(std::string_view body) {
  int depth = 0;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] == '"') {
      auto const begin = at;
      for (++at; body[at] != '"'; ++at) {
        at += body[at] == '\\' ? 1 : 0;
      }
      auto const colon = body.find_first_not_of(blanks, at + 1);
      if (depth == 1 && body.substr(begin, at + 1 - begin) == R"("operations")" && body[colon] == ':') {
        return trimmed(body.substr(colon + 1));
      }
    } else if (body[at] == '{' || body[at] == '[') {
      ++depth;
    } else if (body[at] == '}' || body[at] == ']') {
      --depth;
    }
  }
  return {};
}

class FileReader {
 public:
  explicit FileReader(std::string const& key) : key_(key) {}

  base::Result<BatchFile> read(std::string_view text) {
    auto const whole = trimmed(text);
    auto const fine = is_body(whole) ? read_body(whole) : whole.starts_with('[') ? read_array(whole) : read_lines(text);
    if (!fine) {
      return std::unexpected(fine.error());
    }
    if (file_.operations.empty()) {
      return base::fail(base::ErrorKind::bad_request, "batch.empty",
                        "There is no operation in it. Give one JSON object a line, such as "
                        R"({"verb": "move", "key": "s-1", "items": [{"scan": "A-1"}], "location": "SHELF-1"}.)");
    }
    return std::move(file_);
  }

 private:
  static bool is_body(std::string_view text) {
    auto const object = parse_object(text);
    return object && object->contains("operations");
  }

  base::Result<void> read_body(std::string_view text) {
    auto const object = *parse_object(text);
    for (auto const& member : object) {
      if (member.key() != "operations" && member.key() != "deviceTime") {
        return malformed("The body", "knows `operations` and `deviceTime` only.");
      }
    }
    if (!object.at("operations").is_array()) {
      return malformed("`operations`", "must be an array.");
    }
    file_.device_time = text_in(object, "deviceTime");
    return read_elements(operations_in(text));
  }

  base::Result<void> read_array(std::string_view text) {
    if (!is_array(text)) {
      return malformed("The file", "begins as a JSON array and is none. Is it cut off?");
    }
    return read_elements(text);
  }

  base::Result<void> read_elements(std::string_view array) {
    std::size_t number = 0;
    for (auto const element : elements_of(array)) {
      if (auto const added = add("operation " + std::to_string(++number), element); !added) {
        return added;
      }
    }
    return {};
  }

  base::Result<void> read_lines(std::string_view text) {
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      auto const end = std::min(text.find('\n', begin), text.size());
      auto const line = trimmed(text.substr(begin, end - begin));
      begin = end + 1;
      ++number;
      if (line.empty() || line.starts_with('#')) {
        continue;
      }
      if (auto const added = add("line " + std::to_string(number), line); !added) {
        return added;
      }
    }
    return {};
  }

  base::Result<void> add(std::string place, std::string_view text) {
    auto const object = parse_object(text);
    if (!object) {
      return malformed(place, "is no JSON object: " + base::excerpt(text));
    }
    GivenOperation given{.place = std::move(place), .text = std::string(text), .verb = text_in(*object, "verb")};
    if (!object->contains("key")) {
      auto const key = key_ + "." + std::to_string(file_.operations.size() + 1);
      given.text.insert(1, "\"key\":" + json::serialize(json::string(key)) + (object->empty() ? "" : ","));
    }
    file_.operations.push_back(std::move(given));
    return {};
  }

  std::string const& key_;
  BatchFile file_;
};

}  // namespace

base::Result<BatchFile> read_batch_file(std::string_view text, std::string const& key) {
  return FileReader(key).read(text);
}

}  // namespace nameplate::cli

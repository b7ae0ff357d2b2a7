#include "cli/operate/item_source.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <istream>
#include <utility>

namespace nameplate::cli {
namespace {

constexpr std::size_t number_bytes_max = 1024;
constexpr std::size_t line_bytes_max = 64 * 1024;

std::unexpected<base::Error> refuse_line(std::string const& place, std::string const& what) {
  return base::fail(base::ErrorKind::invalid, "line.malformed", place + " " + what);
}

/// Up to the end of the line; false at the end of the file. A line that is far too long is not kept as a whole.
bool read_line(std::istream& lines, std::string& line) {
  line.clear();
  for (int letter = lines.get(); letter != std::istream::traits_type::eof(); letter = lines.get()) {
    if (letter == '\n') {
      return true;
    }
    if (line.size() <= line_bytes_max) {
      line += static_cast<char>(letter);
    }
  }
  return !line.empty();
}

bool is_json_object(std::string const& text) {
  boost::json::error_code malformed;
  auto const value = boost::json::parse(text, malformed);
  return !malformed && value.is_object();
}

base::Result<GivenItem> checked(std::string place, std::size_t line, std::string_view text) {
  GivenItem item{.line = line, .text = std::string(text), .is_json = text.starts_with('{')};
  if (!base::is_valid_utf8(text)) {
    return refuse_line(place, "is not text in UTF-8. Is this the right file?");
  }
  if (!item.is_json && text.size() > number_bytes_max) {
    return refuse_line(place, "is too long for a number. One number stands on a line.");
  }
  if (item.is_json && (text.size() > line_bytes_max || !is_json_object(item.text))) {
    return refuse_line(place, "begins as a JSON object and is none: " + base::excerpt(text));
  }
  return item;
}

}  // namespace

base::Result<std::optional<GivenItem>> ItemSource::next() {
  if (lines_ != nullptr) {
    return next_line();
  }
  if (at_ == arguments_.size()) {
    return std::nullopt;
  }
  auto item = checked("item " + std::to_string(at_ + 1), at_ + 1, arguments_[at_]);
  ++at_;
  if (!item) {
    return std::unexpected(item.error());
  }
  return std::optional(*std::move(item));
}

base::Result<std::optional<GivenItem>> ItemSource::next_line() {
  std::string line;
  while (read_line(*lines_, line)) {
    ++at_;
    auto text = base::trim_blanks(line);
    if (at_ == 1 && text.starts_with("\xEF\xBB\xBF")) {
      text.remove_prefix(3);
    }
    if (text.empty() || text.starts_with('#')) {
      continue;
    }
    auto item = checked("line " + std::to_string(at_), at_, text);
    if (!item) {
      return std::unexpected(item.error());
    }
    return std::optional(*std::move(item));
  }
  return std::nullopt;
}

std::string ItemSource::place_of(GivenItem const& item) const {
  return (lines_ == nullptr ? "item " : "line ") + std::to_string(item.line);
}

}  // namespace nameplate::cli

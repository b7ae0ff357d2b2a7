#include "http/target.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using base::fail;

enum class Plus { literal, space };

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Nothing when a sequence is broken, a NUL or not UTF-8.
std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '%') {
      auto const high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      auto const low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        return std::nullopt;
      }
      out.push_back(static_cast<char>(high * 16 + low));
      escaped = true;
      i += 2;
    } else {
      out.push_back(c == '+' && plus == Plus::space ? ' ' : c);
    }
  }
  if (escaped && !base::is_valid_utf8(out)) {
    return std::nullopt;
  }
  return out;
}

std::unexpected<base::Error> bad_encoding(std::string_view part) {
  return fail(ErrorKind::bad_request, "target.encoding",
              "The " + std::string(part) + " holds a percent sequence that is broken or not UTF-8.");
}

bool has_encoded_slash(std::string_view path) {
  return path.contains("%2f") || path.contains("%2F");
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    auto const segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") {
      return true;
    }
    path.remove_prefix(segment.size());
  }
  return false;
}

base::Result<std::vector<QueryParameter>> parse_query(std::string_view text) {
  std::vector<QueryParameter> query;
  while (!text.empty()) {
    auto const part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (part.empty()) {
      continue;
    }
    auto const equals = part.find('=');
    auto name = decode(part.substr(0, equals), Plus::space);
    auto value = decode(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), Plus::space);
    if (!name || !value) {
      return bad_encoding("query");
    }
    query.push_back({.name = std::move(*name), .value = std::move(*value)});
  }
  return query;
}

}  // namespace

base::Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/') || target.contains('#')) {
    return fail(ErrorKind::bad_request, "target.form",
                "The request target must be a path, such as /api/v1/units?limit=10.");
  }
  auto const question = target.find('?');
  auto const raw_path = target.substr(0, question);
  if (has_encoded_slash(raw_path)) {
    return fail(ErrorKind::bad_request, "target.path",
                "The path holds an encoded slash. Use the id, or a query parameter, for a code with a slash in it.");
  }
  auto path = decode(raw_path, Plus::literal);
  if (!path) {
    return bad_encoding("path");
  }
  if (has_dot_segment(*path)) {
    return fail(ErrorKind::bad_request, "target.path", "The path holds a `.` or `..` segment.");
  }
  Target parsed{.path = std::move(*path)};
  if (question != std::string_view::npos) {
    auto query = parse_query(target.substr(question + 1));
    if (!query) {
      return std::unexpected(std::move(query.error()));
    }
    parsed.query = std::move(*query);
  }
  return parsed;
}

}  // namespace nameplate::http

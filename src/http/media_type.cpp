#include "http/media_type.hpp"

#include <algorithm>

namespace nameplate::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_json(std::string_view content_type) {
  auto const semicolon = content_type.find(';');
  if (!equal_without_case(trimmed(content_type.substr(0, semicolon)), "application/json")) {
    return false;
  }
  if (semicolon == std::string_view::npos) {
    return true;
  }
  auto const parameter = trimmed(content_type.substr(semicolon + 1));
  return equal_without_case(parameter, "charset=utf-8") || equal_without_case(parameter, "charset=\"utf-8\"");
}

bool equal_without_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace nameplate::http

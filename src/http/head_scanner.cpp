#include "http/head_scanner.hpp"

#include "http/media_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace nameplate::http {
namespace {

using Refusal = HeadScanner::Refusal;

/// Fields that decide something and mean nothing when they come twice.
constexpr std::array<std::string_view, 14> single_fields = {
    "host",   "content-length",  "transfer-encoding", "content-type",  "content-encoding",       "authorization",
    "expect", "idempotency-key", "if-match",          "if-none-match", "nameplate-min-sequence", "origin",
    "cookie", "sec-fetch-site"};

constexpr std::size_t method_and_version_bytes_max = 64;

Refusal malformed(std::string_view reason, std::string detail) {
  return {.status = 400, .reason = reason, .detail = std::move(detail)};
}

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_visible_ascii(char c) {
  return c > 0x20 && c < 0x7F;
}

/// Tabs and everything from the space upwards; bytes above ASCII are opaque.
bool is_field_value_character(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

HeadScanner::Outcome HeadScanner::scan(std::string_view received) {
  for (;;) {
    auto const line_feed = received.find('\n', searched_);
    if (line_feed == std::string_view::npos || line_feed >= limits_.header_bytes_max) {
      searched_ = received.size();
      if (auto refusal = check_unfinished(received.size())) {
        return *refusal;
      }
      return NeedMore{};
    }
    if (line_feed == line_start_ || received[line_feed - 1] != '\r') {
      return malformed("header.line_end", "Each line of the header must end with CR LF.");
    }
    auto const line = received.substr(line_start_, line_feed - 1 - line_start_);
    searched_ = line_start_ = line_feed + 1;
    if (line.empty() && has_request_line_) {
      if (auto refusal = check_whole()) {
        return *refusal;
      }
      return Complete{.size = line_start_};
    }
    if (auto refusal = has_request_line_ ? check_field(line) : check_request_line(line)) {
      return *refusal;
    }
  }
}

std::optional<Refusal> HeadScanner::check_unfinished(std::size_t size) const {
  if (!has_request_line_ && size > limits_.target_bytes_max + method_and_version_bytes_max) {
    return Refusal{.status = 414, .reason = "target.too_long", .detail = "The request target is too long."};
  }
  if (size >= limits_.header_bytes_max) {
    return Refusal{.status = 431,
                   .reason = "header.too_large",
                   .detail = "The header is larger than " + std::to_string(limits_.header_bytes_max) + " bytes."};
  }
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::check_request_line(std::string_view line) {
  has_request_line_ = true;
  auto const method = line.substr(0, line.find(' '));
  auto const rest = line.substr(std::min(line.size(), method.size() + 1));
  auto const target = rest.substr(0, rest.find(' '));
  auto const version = rest.substr(std::min(rest.size(), target.size() + 1));
  if (!is_token(method) || target.empty() || !version.starts_with("HTTP/")) {
    return malformed("request.malformed",
                     "The request line must be: method, target and HTTP/1.1, with one space between.");
  }
  if (!std::ranges::all_of(target, is_visible_ascii)) {
    return malformed("target.form",
                     "The request target may hold visible ASCII characters only. Percent-encode the others.");
  }
  if (target.size() > limits_.target_bytes_max) {
    return Refusal{.status = 414, .reason = "target.too_long", .detail = "The request target is too long."};
  }
  is_http_1_0_ = version == "HTTP/1.0";
  if (version != "HTTP/1.1" && !is_http_1_0_) {
    bool const is_version = version.size() == 8 && is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
    return is_version ? Refusal{.status = 505, .reason = "request.version", .detail = "This server speaks HTTP/1.1."}
                      : malformed("request.malformed", "The request line does not end with HTTP/1.1.");
  }
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::check_field(std::string_view line) {
  if (++fields_ > limits_.header_count_max) {
    return Refusal{.status = 431,
                   .reason = "header.too_many",
                   .detail = "The header has more than " + std::to_string(limits_.header_count_max) + " fields."};
  }
  auto const colon = line.find(':');
  auto const name = line.substr(0, colon);
  // Covers folded lines (they start with a space), a space before the colon, and a line without a colon.
  if (colon == std::string_view::npos || !is_token(name)) {
    return malformed("header.malformed", "A line of the header is not a name, a colon and a value.");
  }
  auto const value = trimmed(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_field_value_character)) {
    return malformed("header.malformed", "A field of the header holds a control character.");
  }
  if (auto refusal = check_single(name)) {
    return refusal;
  }
  return check_framing(name, value);
}

std::optional<Refusal> HeadScanner::check_single(std::string_view name) {
  for (std::size_t i = 0; i < single_fields.size(); ++i) {
    if (name.size() != single_fields[i].size() || !equal_without_case(name, single_fields[i])) {
      continue;
    }
    auto const bit = std::uint32_t{1} << i;
    if ((seen_ & bit) != 0) {
      return malformed("header.duplicate", "The field " + std::string(single_fields[i]) + " is sent twice.");
    }
    seen_ |= bit;
  }
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::check_framing(std::string_view name, std::string_view value) {
  if (equal_without_case(name, "content-length")) {
    has_content_length_ = true;
    std::uint64_t length = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (value.empty() || end != value.data() + value.size() || !std::ranges::all_of(value, is_digit) ||
        error == std::errc::invalid_argument) {
      return malformed("header.content_length", "Content-Length is not one number.");
    }
    if (error == std::errc::result_out_of_range || length > limits_.body_bytes_max) {
      return Refusal{
          .status = 413,
          .reason = "body.too_large",
          .detail = "The body is larger than " + std::to_string(limits_.body_bytes_max) + " bytes. Send it in parts."};
    }
  }
  if (equal_without_case(name, "transfer-encoding")) {
    has_transfer_encoding_ = true;
    if (!equal_without_case(value, "chunked")) {
      return malformed("header.transfer_encoding", "The only transfer coding accepted is chunked.");
    }
  }
  if (equal_without_case(name, "host") &&
      std::ranges::any_of(value, [](char c) { return !is_visible_ascii(c) || c == ',' || c == '/' || c == '@'; })) {
    return malformed("header.host", "Host is not a name and a port.");
  }
  if (equal_without_case(name, "expect") && !equal_without_case(value, "100-continue")) {
    return Refusal{.status = 417, .reason = "header.expect", .detail = "The only expectation met is 100-continue."};
  }
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::check_whole() const {
  if (has_content_length_ && has_transfer_encoding_) {
    return malformed("header.framing", "Content-Length and Transfer-Encoding exclude each other.");
  }
  if (has_transfer_encoding_ && is_http_1_0_) {
    return malformed("header.framing", "HTTP/1.0 has no Transfer-Encoding.");
  }
  if ((seen_ & 1U) == 0 && !is_http_1_0_) {
    return malformed("header.host", "The field Host is missing.");
  }
  return std::nullopt;
}

}  // namespace nameplate::http

#include "http/response_head.hpp"

#include "http/media_type.hpp"
#include "http/problem.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace nameplate::http {
namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  auto const start = out.size();
  out.append(value);
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }, ' ');
  out.append("\r\n");
}

bool has_field(Response const& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [&](auto const& field) { return equal_without_case(field.first, name); });
}

/// 204 and 304 have no body and say nothing about one.
bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

void append_two_digits(std::string& out, unsigned value) {
  out.push_back(static_cast<char>('0' + value / 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

}  // namespace

void append_response_head(std::string& out, Response const& response, HeadFacts const& facts) {
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.push_back(' ');
  out.append(status_phrase(response.status)).append("\r\n");
  append_field(out, "Date", facts.date);
  if (may_have_body(response.status)) {
    if (!response.content_type.empty()) {
      append_field(out, "Content-Type", response.content_type);
    }
    if (facts.framing == Framing::length) {
      out.append("Content-Length: ");
      append_number(out, response.body.size());
      out.append("\r\n");
    } else if (facts.framing == Framing::chunked) {
      out.append("Transfer-Encoding: chunked\r\n");
    }
  }
  for (auto const& [name, value] : response.headers) {
    bool const is_our_link = name == "Location" && value.starts_with('/') && !facts.base_url.empty();
    append_field(out, name, is_our_link ? std::string(facts.base_url) + value : value);
  }
  if (!has_field(response, "Cache-Control")) {
    out.append("Cache-Control: no-store\r\n");
  }
  if (!has_field(response, "Content-Security-Policy")) {
    out.append("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
  }
  out.append("X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n");
  if (facts.by_https) {
    out.append("Strict-Transport-Security: max-age=31536000\r\n");
  }
  append_field(out, "X-Request-Id", facts.request_id);
  if (!facts.keeps_connection) {
    out.append("Connection: close\r\n");
  }
  out.append("\r\n");
}

std::string_view HttpDate::at(std::int64_t unix_seconds) {
  if (unix_seconds == made_for_) {
    return text_;
  }
  static constexpr std::string_view days = "SunMonTueWedThuFriSat";
  static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::chrono::sys_seconds const moment{std::chrono::seconds(unix_seconds)};
  auto const day = std::chrono::floor<std::chrono::days>(moment);
  std::chrono::year_month_day const date(day);
  std::chrono::hh_mm_ss const time(moment - day);

  text_.clear();
  text_.append(days.substr(std::size_t{3} * std::chrono::weekday(day).c_encoding(), 3)).append(", ");
  append_two_digits(text_, unsigned{date.day()});
  text_.append(" ").append(months.substr(std::size_t{3} * (unsigned{date.month()} - 1), 3)).append(" ");
  text_.append(std::to_string(int{date.year()})).append(" ");
  append_two_digits(text_, static_cast<unsigned>(time.hours().count()));
  text_.push_back(':');
  append_two_digits(text_, static_cast<unsigned>(time.minutes().count()));
  text_.push_back(':');
  append_two_digits(text_, static_cast<unsigned>(time.seconds().count()));
  text_.append(" GMT");
  made_for_ = unix_seconds;
  return text_;
}

}  // namespace nameplate::http

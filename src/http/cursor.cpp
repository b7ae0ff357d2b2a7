#include "http/cursor.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <cstdint>

namespace nameplate::http {
namespace {

constexpr char version = 1;
constexpr std::size_t hash_bytes = 8;
constexpr std::size_t cursor_bytes_max = 1024;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (char const c : bytes) {
    pending = pending << 8U | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text.push_back(alphabet[pending >> bits & 0x3FU]);
    }
    pending &= 0xFFU;
  }
  if (bits > 0) {
    text.push_back(alphabet[pending << (6 - bits) & 0x3FU]);
  }
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (char const c : text) {
    auto const digit = alphabet.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    pending = (pending << 6U | static_cast<std::uint32_t>(digit)) & 0xFFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>(pending >> bits & 0xFFU));
    }
  }
  // One position has one text.
  return to_base64url(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

/// The same for every page of one list.
std::string hash_of_question(Request const& request) {
  base::ByteWriter question;
  question.text(request.path);
  for (auto const& parameter : request.query) {
    if (parameter.name != "cursor" && parameter.name != "limit" && parameter.name != "count") {
      question.text(parameter.name);
      question.text(parameter.value);
    }
  }
  return std::string(base::as_text(base::sha256(question.take())).substr(0, hash_bytes));
}

}  // namespace

std::string make_cursor(Request const& request, std::string_view position) {
  std::string bytes(1, version);
  bytes += hash_of_question(request);
  bytes += position;
  return to_base64url(bytes);
}

base::Error invalid_cursor() {
  return {.kind = base::ErrorKind::bad_request,
          .reason = "cursor.invalid",
          .detail =
              "This cursor does not belong to this question. Take `next` of the page before as it is, with the same "
              "parameters."};
}

base::Result<std::optional<std::string>> read_cursor(Request const& request) {
  auto const given = std::ranges::find(request.query, "cursor", &QueryParameter::name);
  if (given == request.query.end()) {
    return std::optional<std::string>();
  }
  auto const bytes = given->value.size() <= cursor_bytes_max ? from_base64url(given->value) : std::nullopt;
  if (!bytes || bytes->size() < 1 + hash_bytes || bytes->front() != version ||
      bytes->substr(1, hash_bytes) != hash_of_question(request)) {
    return std::unexpected(invalid_cursor());
  }
  return std::optional(bytes->substr(1 + hash_bytes));
}

base::Result<std::int64_t> read_id_cursor(Request const& request) {
  auto const id = read_position<std::int64_t>(request, [](base::ByteReader& in) { return in.signed_int(); });
  return id ? base::Result<std::int64_t>(id->value_or(0)) : std::unexpected(id.error());
}

std::string make_id_cursor(Request const& request, std::int64_t id) {
  base::ByteWriter position;
  position.signed_int(id);
  return make_cursor(request, position.take());
}

}  // namespace nameplate::http

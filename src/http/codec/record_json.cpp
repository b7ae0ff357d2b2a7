#include "http/codec/record_json.hpp"

#include "base/check.hpp"
#include "http/render/records.hpp"
#include "http/routes.hpp"

#include <string>

namespace nameplate::http {
namespace {

/// A path segment (RFC 3986): everything but the unreserved characters is encoded.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (char const c : text) {
    if (unreserved.contains(c)) {
      encoded.push_back(c);
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    encoded += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return encoded;
}

}  // namespace

Response record_response(domain::Catalog const& catalog, app::Answer const& answer) {
  base::check(answer.record.has_value(), "the answer to a record command holds the record");
  auto const& record = *answer.record;
  auto response = json(answer.record_made ? 201 : 200, {});
  JsonWriter out(response.body);
  out.begin_object();
  render::write_record(out, catalog, record);
  if (!answer.token.empty()) {
    out.field("token", answer.token);
  }
  out.end_object();
  response.headers.emplace_back("ETag", render::etag_of(record));
  if (answer.record_made) {
    auto const& kind = domain::rule_of(static_cast<domain::RecordKind>(record.kind));
    response.headers.emplace_back(
        "Location", std::string(api_base) + "/" + std::string(kind.path) + "/" + percent_encoded(record.code));
  }
  return response;
}

}  // namespace nameplate::http

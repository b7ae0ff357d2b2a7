#include "http/codec/key_claim.hpp"

#include "base/byte_codec.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"
#include "http/routes.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

constexpr std::size_t key_length_max = 255;

class CanonicalWriter {
 public:
  /// Leaves out these members of the value itself, an object; those of objects inside it stay.
  explicit CanonicalWriter(std::span<std::string_view const> left_out = {}) : left_out_(left_out) {}

  void write(JsonValue value) {
    out_.unsigned_int(static_cast<std::uint64_t>(value.kind()));
    switch (value.kind()) {
      case JsonKind::null: return;
      case JsonKind::boolean: return out_.unsigned_int(value.boolean() ? 1 : 0);
      case JsonKind::integer: return out_.signed_int(value.integer());
      case JsonKind::decimal:
      case JsonKind::string: return out_.text(value.text());
      case JsonKind::array: return write_array(value);
      case JsonKind::object: return write_object(value);
      case JsonKind::key: break;
    }
    base::unreachable();
  }

  [[nodiscard]] std::string take() { return out_.take(); }

 private:
  void write_array(JsonValue value) {
    out_.unsigned_int(value.size());
    for (auto const element : value.elements()) {
      write(element);
    }
  }

  void write_object(JsonValue value) {
    auto const left_out = std::exchange(left_out_, {});
    // One stack of members for all levels: an object per item must not cost an allocation each.
    auto const begin = members_.size();
    for (auto const& member : value.members()) {
      if (std::ranges::find(left_out, member.name) == left_out.end()) {
        members_.push_back(member);
      }
    }
    auto const end = members_.size();
    out_.unsigned_int(end - begin);
    std::sort(members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end(),
              [](JsonMember const& left, JsonMember const& right) { return left.name < right.name; });
    for (auto at = begin; at < end; ++at) {
      out_.text(members_[at].name);
      write(members_[at].value);
    }
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end());
  }

  std::span<std::string_view const> left_out_;
  base::ByteWriter out_;
  std::vector<JsonMember> members_;
};

/// What stands in a batch beside an operation, or differs from one try to the next.
constexpr std::array<std::string_view, 3> no_part_of_operation = {"verb", "key", "deviceTime"};

bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
}

/// The first half of a SHA-256: 128 bits are beyond any accident.
auto short_hash(std::string_view bytes) {
  auto const digest = base::sha256(bytes);
  decltype(store::KeyClaim::key) half{};
  std::copy_n(digest.begin(), half.size(), half.begin());
  return half;
}

std::unexpected<base::Error> malformed_key(std::string_view where) {
  return base::fail(base::ErrorKind::bad_request, "key.malformed",
                    std::string(where) + " must be 1 to 255 visible ASCII characters, without blanks.");
}

std::unexpected<base::Error> missing_key() {
  return base::fail(base::ErrorKind::bad_request, "key.required",
                    "Send the header Idempotency-Key with a value that you make up for this one change and repeat when "
                    "you try again, such as a UUID.");
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= key_length_max && is_visible_ascii(text);
}

struct Asked {
  std::string_view method;
  std::string_view path;
  std::string_view if_match;
  std::string body;  ///< canonical
};

store::KeyClaim make_claim(Principal const& principal, std::string_view key, Asked const& asked) {
  base::ByteWriter bytes;
  bytes.text(asked.method);
  bytes.text(asked.path);
  bytes.text(asked.if_match);
  bytes.raw(asked.body);
  return {.key = short_hash(std::to_string(principal.account) + '\0' + std::string(key)),
          .body = short_hash(bytes.take())};
}

store::KeyClaim claim_operation(Principal const& principal, std::string_view key, domain::Verb verb,
                                JsonValue operation) {
  CanonicalWriter writer(no_part_of_operation);
  writer.write(operation);
  auto const path = std::string(api_base) + "/operations/" + std::string(domain::name_of(verb));
  return make_claim(principal, key,
                    {.method = to_string(Method::post), .path = path, .if_match = {}, .body = writer.take()});
}

}  // namespace

base::Result<std::optional<store::KeyClaim>> claim_key(Request const& request, JsonValue body, KeyNeed need) {
  auto const& key = request.headers.idempotency_key;
  if (!key && need == KeyNeed::optional) {
    return std::nullopt;
  }
  if (!key) {
    return missing_key();
  }
  if (!is_key(*key)) {
    return malformed_key("Idempotency-Key");
  }
  return make_claim(request.principal, *key,
                    {.method = to_string(request.method),
                     .path = request.path,
                     .if_match = request.headers.if_match.value_or(""),
                     .body = canonical_bytes(body)});
}

base::Result<store::KeyClaim> claim_operation_key(Principal const& principal, std::string_view key, domain::Verb verb,
                                                  JsonValue operation) {
  if (!is_key(key)) {
    return malformed_key("The key of an operation");
  }
  return claim_operation(principal, key, verb, operation);
}

base::Result<store::KeyClaim> claim_operation_key(Request const& request, domain::Verb verb, JsonValue operation) {
  auto const& key = request.headers.idempotency_key;
  if (!key) {
    return missing_key();
  }
  if (!is_key(*key)) {
    return malformed_key("Idempotency-Key");
  }
  return claim_operation(request.principal, *key, verb, operation);
}

std::string canonical_bytes(JsonValue value) {
  CanonicalWriter writer;
  writer.write(value);
  return writer.take();
}

}  // namespace nameplate::http

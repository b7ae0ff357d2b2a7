#include "http/codec/key_claim.hpp"

#include "base/byte_codec.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace nameplate::http {
namespace {

constexpr std::size_t key_length_max = 255;

class CanonicalWriter {
 public:
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
    out_.unsigned_int(value.size());
    // One stack of members for all levels: an object per item must not cost an allocation each.
    auto const begin = members_.size();
    for (auto const& member : value.members()) {
      members_.push_back(member);
    }
    std::sort(members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end(),
              [](JsonMember const& left, JsonMember const& right) { return left.name < right.name; });
    for (auto at = begin; at < begin + value.size(); ++at) {
      out_.text(members_[at].name);
      write(members_[at].value);
    }
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end());
  }

  base::ByteWriter out_;
  std::vector<JsonMember> members_;
};

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

}  // namespace

base::Result<std::optional<store::KeyClaim>> claim_key(Request const& request, JsonValue body, KeyNeed need) {
  auto const& key = request.headers.idempotency_key;
  if (!key && need == KeyNeed::optional) {
    return std::nullopt;
  }
  if (!key) {
    return base::fail(
        base::ErrorKind::bad_request, "key.required",
        "Send the header Idempotency-Key with a value that you make up for this one change and repeat when "
        "you try again, such as a UUID.");
  }
  if (key->empty() || key->size() > key_length_max || !is_visible_ascii(*key)) {
    return base::fail(base::ErrorKind::bad_request, "key.malformed",
                      "Idempotency-Key must be 1 to 255 visible ASCII characters, without blanks.");
  }
  auto const account = std::to_string(request.principal.account);
  base::ByteWriter asked;
  asked.text(to_string(request.method));
  asked.text(request.path);
  asked.text(request.headers.if_match.value_or(""));
  asked.raw(canonical_bytes(body));
  return store::KeyClaim{.key = short_hash(account + '\0' + *key), .body = short_hash(asked.take())};
}

std::string canonical_bytes(JsonValue value) {
  CanonicalWriter writer;
  writer.write(value);
  return writer.take();
}

}  // namespace nameplate::http

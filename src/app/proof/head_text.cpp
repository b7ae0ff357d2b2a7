#include "app/proof/head_text.hpp"

#include "base/json_text.hpp"
#include "base/time_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace nameplate::app {
namespace {

namespace json = boost::json;

constexpr std::size_t ledger_name_letters = 32;

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> bytes_from_hex(std::string_view hex) {
  auto const bytes = base::from_hex(hex);
  if (!bytes || bytes->size() != Size) {
    return std::nullopt;
  }
  std::array<std::uint8_t, Size> found{};
  std::ranges::copy(*bytes, found.begin());
  return found;
}

std::unexpected<base::Error> malformed(std::string const& what) {
  return base::fail(base::ErrorKind::invalid, "head.malformed",
                    "This is not a head as `nameplate seal export` writes it: " + what + ". Take another copy of it.");
}

std::string_view text_of(json::object const& object, std::string_view name) {
  auto const* const found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

base::Result<domain::SealHead> read_head(json::object const& object) {
  domain::SealHead head{.ledger = std::string(text_of(object, "ledger"))};
  auto const* const sequence = object.if_contains("sequence");
  auto const recorded_at = base::parse_time(text_of(object, "recordedAt"));
  auto const hash = base::digest_from_hex(text_of(object, "hash"));
  if (head.ledger.size() != ledger_name_letters || !base::from_hex(head.ledger)) {
    return malformed("`ledger` is no name of a ledger");
  }
  if (sequence == nullptr || !sequence->is_int64() || sequence->get_int64() < 1) {
    return malformed("`sequence` is no number from 1 on");
  }
  // It is signed as it is written here, so it must be written so.
  if (!recorded_at || base::to_string(recorded_at->instant) != text_of(object, "recordedAt")) {
    return malformed("`recordedAt` is no time in UTC");
  }
  if (!hash) {
    return malformed("`hash` is no SHA-256");
  }
  head.sequence = sequence->get_int64();
  head.recorded_at = recorded_at->instant;
  head.hash = *hash;
  return head;
}

}  // namespace

SignedHead sign(domain::SealHead head, base::SigningKey const& key) {
  auto const signature = key.sign(domain::text_to_sign(head));
  return {.head = std::move(head), .signature = signature, .public_key = key.public_key()};
}

std::string to_text(SignedHead const& head) {
  auto text =
      fmt::format(R"({{"ledger":{},"sequence":{},"recordedAt":"{}","hash":"{}")", base::quote_json(head.head.ledger),
                  head.head.sequence, base::to_string(head.head.recorded_at), base::to_hex(head.head.hash));
  if (head.signature) {
    text += fmt::format(R"(,"publicKey":"{}","signature":"{}")", base::to_hex(base::as_text(*head.public_key)),
                        base::to_hex(base::as_text(*head.signature)));
  }
  return text + "}";
}

base::Result<SignedHead> parse_head(std::string_view text) {
  boost::system::error_code failed;
  auto const value = json::parse(json::string_view(text.data(), text.size()), failed);
  if (failed || !value.is_object()) {
    return malformed("it is no JSON object");
  }
  auto const& object = value.get_object();
  auto head = read_head(object);
  if (!head) {
    return std::unexpected(head.error());
  }
  SignedHead read{.head = *std::move(head)};
  if (!object.contains("signature") && !object.contains("publicKey")) {
    return read;
  }
  read.signature = bytes_from_hex<std::tuple_size_v<base::Signature>>(text_of(object, "signature"));
  read.public_key = parse_public_key(text_of(object, "publicKey"));
  if (!read.signature || !read.public_key) {
    return malformed("`signature` or `publicKey` is not one");
  }
  if (!base::is_signed_by(*read.public_key, domain::text_to_sign(read.head), *read.signature)) {
    return base::fail(base::ErrorKind::conflict, "head.signature_wrong",
                      "The signature does not fit the head: one of them was changed. Take another copy of the file.");
  }
  return read;
}

base::Result<void> check_signer(SignedHead const& head, base::PublicKey const& key) {
  if (!head.public_key) {
    return base::fail(base::ErrorKind::conflict, "head.not_signed",
                      "The head is not signed. Take one that was exported with a key.");
  }
  if (*head.public_key != key) {
    return base::fail(base::ErrorKind::conflict, "head.other_key",
                      "The head was signed with another key: " + base::to_hex(base::as_text(*head.public_key)) +
                          ". Somebody else made it, or the key was changed.");
  }
  return {};
}

std::optional<base::PublicKey> parse_public_key(std::string_view hex) {
  return bytes_from_hex<std::tuple_size_v<base::PublicKey>>(hex);
}

}  // namespace nameplate::app

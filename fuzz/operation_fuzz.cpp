// Any bytes are the body of an operation: read, or refused with a slug, a sentence and valid UTF-8. The first byte
// chooses the verb.
#include "base/check.hpp"
#include "base/utf8.hpp"
#include "http/codec/key_claim.hpp"
#include "http/codec/operation_codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace http = nameplate::http;
using nameplate::base::check;

namespace {

void check_refusal(nameplate::base::Error const& error) {
  check(error.reason.contains('.'), "a refusal has a slug");
  check(!error.detail.empty() && nameplate::base::is_valid_utf8(error.detail), "a refusal says a sentence");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  auto const rules = nameplate::domain::verb_rules();
  auto const verb = rules[data[0] % rules.size()].verb;
  auto const document = http::JsonDocument::parse(std::string(reinterpret_cast<char const*>(data) + 1, size - 1));
  if (!document) {
    check_refusal(document.error());
    return 0;
  }
  auto const bytes = http::canonical_bytes(document->root());
  auto const request = http::read_operation(document->root(), verb);
  if (!request) {
    check_refusal(request.error());
    return 0;
  }
  check(request->operation.verb == verb, "the verb is kept");
  std::string text;
  document->root().append_to(text);
  auto const again = http::JsonDocument::parse(text);
  check(again && http::canonical_bytes(again->root()) == bytes, "what is written again has the same canonical form");
  return 0;
}

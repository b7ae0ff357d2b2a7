// Any bytes are the body of a master record: read, validated and shown, or refused. The first byte chooses the kind.
// What was accepted is accepted again in the form in which it is shown, and gives the same value.
#include "base/check.hpp"
#include "base/utf8.hpp"
#include "domain/records/typed.hpp"
#include "domain/records/validate.hpp"
#include "http/codec/record_body.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace domain = nameplate::domain;
namespace http = nameplate::http;
using nameplate::base::check;
using nameplate::base::Value;

namespace {

void check_refusal(nameplate::base::Error const& error) {
  check(error.reason.contains('.'), "a refusal has a slug");
  check(!error.detail.empty() && nameplate::base::is_valid_utf8(error.detail), "a refusal says a sentence");
}

/// A few records that bodies may refer to.
domain::Catalog const& catalog() {
  static domain::Catalog const made = [] {
    domain::Catalog catalog;
    std::int64_t id = 0;
    auto const add = [&](domain::RecordKind kind, Value::Object value) {
      auto const code = Value(value).text_of(domain::rule_of(kind).key_field);
      catalog.apply({.id = {++id},
                     .kind = static_cast<std::uint8_t>(kind),
                     .code_norm = domain::normalise_code(code),
                     .code = code,
                     .retired = false,
                     .version = {},
                     .value = std::move(value)});
    };
    using enum domain::RecordKind;
    add(attribute, {{"code", "size"}, {"name", "Size"}, {"type", "number"}, {"minimum", "0"}});
    add(attribute, {{"code", "plate"}, {"name", "Plate"}, {"type", "text"}, {"pattern", "[A-Z]+"}});
    add(attribute,
        {{"code", "colour"}, {"name", "Colour"}, {"type", "choice"}, {"choices", Value::List{Value("red")}}});
    add(category, {{"code", "TOOLS"}, {"name", "Tools"}});
    add(location, {{"code", "HALL"}, {"name", "Hall"}, {"kind", "hall"}});
    add(party, {{"code", "ACME"}, {"name", "Acme"}, {"roles", Value::List{Value("customer")}}});
    return catalog;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  auto const kinds = domain::record_kinds();
  auto const& rule = kinds[data[0] % kinds.size()];
  auto const document = http::JsonDocument::parse(std::string(reinterpret_cast<char const*>(data) + 1, size - 1));
  if (!document) {
    check_refusal(document.error());
    return 0;
  }
  auto const body = http::read_record_body(document->root());
  if (!body) {
    check_refusal(body.error());
    return 0;
  }
  auto const value = domain::validate(rule, body->value, catalog());
  if (!value) {
    check_refusal(value.error());
    return 0;
  }
  auto const again = domain::validate(rule, domain::render(rule, *value, catalog()), catalog());
  check(again && *again == *value, "what is shown is accepted again");
  return 0;
}

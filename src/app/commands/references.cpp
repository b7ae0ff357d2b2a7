#include "app/commands/references.hpp"

#include "app/commands/number_rules.hpp"

#include <charconv>

namespace nameplate::app {
namespace {

using domain::IdentifierKind;
using domain::RecordKind;
using domain::SubjectId;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text.substr(0, 80)) + "\"";
}

SubjectId find_current(domain::WorkingSet const& state, domain::IdentifierKey const& key) {
  for (auto const& identifier : state.identifiers(key.value_norm)) {
    if (identifier.key == key && identifier.is_current()) {
      return identifier.subject;
    }
  }
  return {};
}

}  // namespace

std::optional<std::int64_t> parse_id(char letter, std::string_view text) {
  if (text.size() < 2 || text.size() > 19 || text.front() != letter || text[1] == '0') {
    return std::nullopt;
  }
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value);
  bool const whole = error == std::errc() && end == text.data() + text.size() && value > 0;
  return whole ? std::optional(value) : std::nullopt;
}

Found<domain::RecordId> find_location(domain::Catalog const& catalog, std::string_view code) {
  auto const id = catalog.find(RecordKind::location, code);
  if (!id) {
    return refuse("location.unknown",
                  "There is no place " + quoted(code) + ". Check the code, or make the place first.");
  }
  if (catalog.location(id)->retired) {
    return refuse("location.retired",
                  "The place " + quoted(code) + " is retired. Choose another, or activate it again.");
  }
  return id;
}

Found<domain::RecordId> find_party(domain::Catalog const& catalog, std::string_view code) {
  auto const id = catalog.find(RecordKind::party, code);
  if (!id) {
    return refuse("party.unknown", "There is no party " + quoted(code) + ". Check the code, or make the party first.");
  }
  if (catalog.party(id)->retired) {
    return refuse("party.retired", "The party " + quoted(code) + " is retired. Choose another, or activate it again.");
  }
  return id;
}

Found<domain::Product const*> find_product(domain::Catalog const& catalog, std::string_view sku) {
  if (sku.empty()) {
    return refuse("product.missing", "Say which product, by its SKU.");
  }
  auto const* const product = catalog.product(catalog.find(RecordKind::product, sku));
  if (product == nullptr) {
    return refuse("product.unknown",
                  "There is no product " + quoted(sku) + ". Check the SKU, or make the product first.");
  }
  return product;
}

SubjectId find_container(domain::WorkingSet const& state, std::string_view id_or_code) {
  if (auto const id = parse_id('c', id_or_code)) {
    return state.container({*id}) == nullptr ? SubjectId() : SubjectId{*id};
  }
  auto normalised = normalise_number(IdentifierKind::container, id_or_code);
  return normalised ? find_current(state, {.value_norm = *std::move(normalised), .kind = IdentifierKind::container})
                    : SubjectId();
}

SubjectId find_lot(domain::WorkingSet const& state, domain::RecordId product, std::string_view id_or_number,
                   domain::RecordId owner) {
  if (auto const id = parse_id('l', id_or_number)) {
    auto const* const lot = state.lot({*id});
    bool const fits = lot != nullptr && (!product || lot->product == product);
    return fits ? lot->id : SubjectId();
  }
  domain::IdentifierKey key{.value_norm = domain::WorkingSet::unnumbered_lot_norm(product, owner),
                            .kind = IdentifierKind::lot,
                            .scope = product.value};
  if (!id_or_number.empty()) {
    auto normalised = normalise_number(IdentifierKind::lot, id_or_number);
    if (!normalised) {
      return {};
    }
    key.value_norm = *std::move(normalised);
  }
  return find_current(state, key);
}

std::string external_id(domain::WorkingSet const& state, SubjectId subject) {
  char const letter = state.unit(subject) != nullptr ? 'u' : state.container(subject) != nullptr ? 'c' : 'l';
  return letter + std::to_string(subject.value);
}

Found<domain::Holder> find_place_or_container(domain::Catalog const& catalog, domain::WorkingSet const& state,
                                              std::string_view text) {
  if (auto const location = catalog.find(RecordKind::location, text)) {
    return domain::Holder::at(location);
  }
  if (auto const container = find_container(state, text)) {
    return domain::Holder::in(container);
  }
  return refuse("place.unknown", "There is no place and no container " + quoted(text) + ". Check the code.");
}

}  // namespace nameplate::app

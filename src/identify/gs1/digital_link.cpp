#include "identify/gs1/digital_link.hpp"

#include "base/check_digit.hpp"
#include "identify/gs1/element_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace nameplate::identify::gs1 {
namespace {

std::unexpected<base::Error> no_link(std::string detail) {
  return base::fail(base::ErrorKind::invalid, "label.link", std::move(detail));
}

/// Names that stood in place of numbers once.
constexpr auto old_names = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"sscc", "00"},   {"gtin", "01"},    {"lot", "10"},    {"ser", "21"},    {"cpv", "22"},    {"gdti", "253"},
     {"glnx", "254"},  {"gcn", "255"},    {"ginc", "401"},  {"gsin", "402"},  {"gln", "414"},   {"payTo", "415"},
     {"party", "417"}, {"grai", "8003"},  {"giai", "8004"}, {"itip", "8006"}, {"cpid", "8010"}, {"cpsn", "8011"},
     {"gmn", "8013"},  {"gsrnp", "8017"}, {"gsrn", "8018"}, {"srin", "8019"}, {"refno", "8020"}});

std::string_view identifier_of(std::string_view segment) {
  auto const found = std::ranges::find(old_names, segment, &std::pair<std::string_view, std::string_view>::first);
  return found == old_names.end() ? segment : found->second;
}

std::optional<unsigned char> hexadecimal_pair(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr unsigned base = 16;
  unsigned value = 0;
  for (char const c : text) {
    auto const digit = digits.find(c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    value = value * base + static_cast<unsigned>(digit);
  }
  return text.size() == 2 ? std::optional(static_cast<unsigned char>(value)) : std::nullopt;
}

/// What is no whole escape stands for itself.
std::string unescape(std::string_view text, bool plus_is_blank) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t place = 0; place < text.size(); ++place) {
    auto const escaped = text[place] == '%' ? hexadecimal_pair(text.substr(place + 1, 2)) : std::nullopt;
    if (escaped) {
      plain.push_back(static_cast<char>(*escaped));
      place += 2;
    } else {
      plain.push_back(plus_is_blank && text[place] == '+' ? ' ' : text[place]);
    }
  }
  return plain;
}

std::string escape(std::string_view text) {
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string escaped;
  for (char const c : text) {
    if (unreserved.contains(c)) {
      escaped.push_back(c);
    } else {
      auto const byte = static_cast<unsigned char>(c);
      escaped.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
    }
  }
  return escaped;
}

bool may_stand_in_address(std::string_view text) {
  constexpr std::string_view never = "\"<>\\^`{|}";
  return std::ranges::all_of(text, [&](char c) { return c > ' ' && c != '\x7F' && !never.contains(c); });
}

struct Pair {
  std::string_view identifier;
  std::string_view value;
};

/// The pairs at the end of a path from the last key on; empty: there is none.
std::vector<Pair> pairs_of_path(std::string_view path) {
  std::vector<Pair> pairs;
  while (true) {
    auto const value_at = path.rfind('/');
    auto const identifier_at =
        value_at == std::string_view::npos || value_at == 0 ? std::string_view::npos : path.rfind('/', value_at - 1);
    if (identifier_at == std::string_view::npos) {
      return {};
    }
    auto const identifier = identifier_of(path.substr(identifier_at + 1, value_at - identifier_at - 1));
    auto const* const rule = rule_at(identifier);
    if (rule == nullptr || rule->first.size() != identifier.size()) {
      return {};
    }
    pairs.insert(pairs.begin(), {.identifier = identifier, .value = path.substr(value_at + 1)});
    if (rule->company.is_key) {
      return pairs;
    }
    path = path.substr(0, identifier_at);
  }
}

/// Whether these may follow their key in this order.
bool may_follow(ElementRule const& key, std::span<Pair const> qualifiers) {
  auto alternatives = key.company.qualifiers;
  do {
    auto const bar = alternatives.find('|');
    auto sequence = alternatives.substr(0, bar);
    alternatives = bar == std::string_view::npos ? std::string_view() : alternatives.substr(bar + 1);
    std::size_t met = 0;
    while (!sequence.empty() && met < qualifiers.size()) {
      auto const comma = sequence.find(',');
      met += sequence.substr(0, comma) == qualifiers[met].identifier ? 1 : 0;
      sequence = comma == std::string_view::npos ? std::string_view() : sequence.substr(comma + 1);
    }
    if (met == qualifiers.size()) {
      return true;
    }
  } while (!alternatives.empty());
  return false;
}

base::Result<void> add(Elements& elements, std::string_view identifier, std::string const& value) {
  if (!value_of(elements, identifier).empty()) {
    return no_link("(" + std::string(identifier) + ") stands there twice.");
  }
  auto element = parse_element(identifier, value);
  if (!element) {
    return std::unexpected(std::move(element).error());
  }
  elements.push_back(*std::move(element));
  return {};
}

base::Result<void> add_query(Elements& elements, std::string_view query) {
  while (!query.empty()) {
    auto const end = query.find_first_of("&;");
    auto const pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    auto const equals = pair.find('=');
    auto const identifier = unescape(pair.substr(0, equals), true);
    if (!base::is_digits(identifier)) {
      continue;
    }
    auto const* const rule = rule_at(identifier);
    if (rule == nullptr || rule->first.size() != identifier.size() || !rule->in_query) {
      return no_link("\"" + identifier + "\" in its query is no identifier that may stand there.");
    }
    auto const value = equals == std::string_view::npos ? std::string() : unescape(pair.substr(equals + 1), true);
    if (auto const added = add(elements, identifier, value); !added) {
      return added;
    }
  }
  return {};
}

std::string_view without_scheme(std::string_view text) {
  for (std::string_view const scheme : {"https://", "http://", "HTTPS://", "HTTP://"}) {
    if (text.starts_with(scheme)) {
      return text.substr(scheme.size());
    }
  }
  return {};
}

}  // namespace

bool is_web_address(std::string_view text) {
  return !without_scheme(text).empty();
}

base::Result<Elements> parse_digital_link(std::string_view address) {
  auto rest = without_scheme(address);
  auto const slash = rest.find('/');
  if (slash == std::string_view::npos || slash == 0 || !may_stand_in_address(address)) {
    return no_link("It is no web address that holds an identifier of GS1.");
  }
  rest = rest.substr(slash, rest.find('#') == std::string_view::npos ? rest.npos : rest.find('#') - slash);
  auto const question = rest.find('?');
  auto const pairs = pairs_of_path(rest.substr(0, question));
  if (pairs.empty()) {
    return no_link(
        "The path of this address does not end with an identifier of GS1 and its value, like "
        "/01/09521234543213.");
  }
  if (!may_follow(*rule_at(pairs.front().identifier), std::span(pairs).subspan(1))) {
    return no_link("What follows (" + std::string(pairs.front().identifier) +
                   ") in this address may not follow it, "
                   "or not in this order.");
  }
  Elements elements;
  for (auto const& pair : pairs) {
    if (auto const added = add(elements, pair.identifier, unescape(pair.value, false)); !added) {
      return std::unexpected(added.error());
    }
  }
  if (question != std::string_view::npos) {
    if (auto const added = add_query(elements, rest.substr(question + 1)); !added) {
      return std::unexpected(added.error());
    }
  }
  return elements;
}

base::Result<std::string> digital_link(std::span<Element const> elements, std::string_view stem) {
  auto const key = std::ranges::find_if(elements, [](Element const& element) {
    auto const* const rule = rule_at(element.identifier);
    return rule != nullptr && rule->company.is_key;
  });
  if (key == elements.end()) {
    return no_link("None of these identifiers names a thing.");
  }
  auto link = std::string(stem) + "/" + key->identifier + "/" + escape(key->value);
  std::vector<std::string_view> told = {key->identifier};
  // Of the alternatives the first of which there is something.
  auto alternatives = rule_at(key->identifier)->company.qualifiers;
  while (!alternatives.empty() && told.size() == 1) {
    auto const bar = alternatives.find('|');
    auto sequence = alternatives.substr(0, bar);
    alternatives = bar == std::string_view::npos ? std::string_view() : alternatives.substr(bar + 1);
    while (!sequence.empty()) {
      auto const comma = sequence.find(',');
      auto const qualifier = sequence.substr(0, comma);
      sequence = comma == std::string_view::npos ? std::string_view() : sequence.substr(comma + 1);
      if (auto const value = value_of(elements, qualifier); !value.empty()) {
        link.append("/").append(qualifier).append("/").append(escape(value));
        told.push_back(qualifier);
      }
    }
  }
  // What has a fixed length stands first, as in a barcode.
  char join = '?';
  for (bool const fixed : {true, false}) {
    for (auto const& element : elements) {
      auto const* const rule = rule_at(element.identifier);
      bool const is_told = std::ranges::find(told, element.identifier) != told.end();
      if (is_told || (rule != nullptr && rule->ends_itself != fixed)) {
        continue;
      }
      if (rule == nullptr || !rule->in_query) {
        return no_link("(" + element.identifier + ") may not stand in a web address beside (" + key->identifier + ").");
      }
      link.append(1, join).append(element.identifier).append("=").append(escape(element.value));
      told.push_back(element.identifier);
      join = '&';
    }
  }
  return link;
}

}  // namespace nameplate::identify::gs1

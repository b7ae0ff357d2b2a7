#include "identify/gs1/elements.hpp"

#include "identify/gs1/element_rules.hpp"
#include "identify/gs1/values.hpp"

#include <algorithm>

namespace nameplate::identify::gs1 {
namespace {

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail(base::ErrorKind::invalid, "label.malformed", std::move(detail));
}

std::unexpected<base::Error> no_identifier(std::string_view text) {
  constexpr std::size_t shown = 12;
  return malformed("\"" + std::string(text.substr(0, shown)) +
                   "\" begins with no application identifier of GS1. The label or the scanner's settings may lack a "
                   "separator in front of it.");
}

/// Calls `take` with each of the pieces between separators.
template <typename Take>
bool any_piece(std::string_view list, char separator, Take take) {
  while (!list.empty()) {
    auto const end = list.find(separator);
    if (take(list.substr(0, end))) {
      return true;
    }
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return false;
}

bool has(std::span<Element const> elements, std::string_view pattern) {
  return std::ranges::any_of(elements, [&](Element const& element) { return is_meant(element.identifier, pattern); });
}

bool has_what_it_needs(std::span<Element const> elements, ElementRule const& rule) {
  return rule.company.needs.empty() || any_piece(rule.company.needs, ',', [&](std::string_view together) {
           return !any_piece(together, '+', [&](std::string_view pattern) { return !has(elements, pattern); });
         });
}

}  // namespace

base::Result<Element> parse_element(std::string_view identifier, std::string_view value) {
  auto const* const rule = rule_at(identifier);
  if (rule == nullptr || rule->first.size() != identifier.size()) {
    return no_identifier(identifier);
  }
  if (auto const fine = check_value(identifier, *rule, value); !fine) {
    return std::unexpected(fine.error());
  }
  return Element{.identifier = std::string(identifier), .value = std::string(value)};
}

base::Result<Elements> parse_scanned(std::string_view text) {
  Elements elements;
  while (!text.empty()) {
    auto const* const rule = rule_at(text);
    if (rule == nullptr) {
      return no_identifier(text);
    }
    auto const identifier = text.substr(0, rule->first.size());
    text.remove_prefix(identifier.size());
    auto value = text.substr(0, text.find(group_separator));
    if (rule->ends_itself) {
      value = value.substr(0, rule->shape.most());
    }
    auto element = parse_element(identifier, value);
    if (!element) {
      return std::unexpected(std::move(element).error());
    }
    elements.push_back(*std::move(element));
    text.remove_prefix(value.size());
    if (text.starts_with(group_separator)) {
      text.remove_prefix(1);
    }
  }
  if (elements.empty()) {
    return malformed("The label says that it follows GS1, and holds nothing.");
  }
  return elements;
}

base::Result<Elements> parse_bracketed(std::string_view text) {
  Elements elements;
  while (!text.empty()) {
    auto const end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos) {
      return malformed("An application identifier stands in brackets: (01)09521234543213.");
    }
    auto const identifier = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    std::string value;
    while (!text.empty() && !text.starts_with('(')) {
      if (text.starts_with("\\(")) {
        text.remove_prefix(1);
      }
      value.push_back(text.front());
      text.remove_prefix(1);
    }
    auto element = parse_element(identifier, value);
    if (!element) {
      return std::unexpected(std::move(element).error());
    }
    elements.push_back(*std::move(element));
  }
  if (elements.empty()) {
    return malformed("There is nothing in it.");
  }
  return elements;
}

base::Result<void> check_pairs(std::span<Element const> elements) {
  auto const refuse = [](std::string detail) {
    return base::fail(base::ErrorKind::invalid, "label.pair", std::move(detail));
  };
  for (auto const& element : elements) {
    auto const named = "(" + std::string(element.identifier) + ")";
    if (value_of(elements, element.identifier) != element.value) {
      return refuse(named + " stands there twice with different values.");
    }
    auto const* const rule = rule_at(element.identifier);
    if (rule == nullptr) {
      continue;
    }
    std::string_view wrong;
    bool const excluded = any_piece(rule->company.excludes, ',', [&](std::string_view pattern) {
      wrong = pattern;
      return std::ranges::any_of(elements, [&](Element const& other) {
        return other.identifier != element.identifier && is_meant(other.identifier, pattern);
      });
    });
    if (excluded) {
      return refuse(named + " (" + std::string(rule->title) + ") must not stand beside (" + std::string(wrong) + ").");
    }
    if (!has_what_it_needs(elements, *rule)) {
      return refuse(named + " (" + std::string(rule->title) + ") says nothing without one of " +
                    std::string(rule->company.needs) + ".");
    }
  }
  return {};
}

std::string scanned_text(std::span<Element const> elements) {
  std::string text;
  bool needs_separator = false;
  for (auto const& element : elements) {
    if (needs_separator) {
      text.push_back(group_separator);
    }
    text.append(element.identifier).append(element.value);
    auto const* const rule = rule_at(element.identifier);
    needs_separator = rule == nullptr || !rule->ends_itself;
  }
  return text;
}

std::string bracketed_text(std::span<Element const> elements) {
  std::string text;
  for (auto const& element : elements) {
    text.append("(").append(element.identifier).append(")");
    for (char const c : element.value) {
      if (c == '(') {
        text.push_back('\\');
      }
      text.push_back(c);
    }
  }
  return text;
}

std::string_view value_of(std::span<Element const> elements, std::string_view identifier) {
  auto const found = std::ranges::find(elements, identifier, &Element::identifier);
  return found == elements.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace nameplate::identify::gs1

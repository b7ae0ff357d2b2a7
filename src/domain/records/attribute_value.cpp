#include "domain/records/attribute_value.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

constexpr std::size_t text_length_max = 400;

std::unexpected<base::Error> wrong(Attribute const& attribute, std::string_view reason, std::string_view found,
                                   std::string const& expected) {
  return fail(ErrorKind::invalid, reason,
              "Attribute " + attribute.code + ": \"" + base::excerpt(found) + "\" is not " + expected + ".");
}

/// Numbers and dates as values of their type, before any bound is asked.
Result<std::string> read_plain(TraitType type, std::string_view text) {
  if (type == TraitType::number) {
    return canonical_number(text);
  }
  auto const days = base::parse_date(base::trim_blanks(text));
  return days ? Result<std::string>(base::date_to_string(*days)) : std::unexpected(days.error());
}

Result<std::string> read_ordered(Attribute const& attribute, std::string_view text) {
  auto const value = read_plain(attribute.type, text);
  if (!value) {
    return wrong(attribute, "attribute.type", text,
                 attribute.type == TraitType::number ? "a number such as 12.5" : "a day such as 2026-11-24");
  }
  auto const key = trait_key(attribute.type, *value);
  auto const key_of = [&](std::string const& bound) {
    auto const plain = read_plain(attribute.type, bound);
    return plain ? trait_key(attribute.type, *plain) : std::string();
  };
  if ((!attribute.minimum.empty() && key < key_of(attribute.minimum)) ||
      (!attribute.maximum.empty() && key > key_of(attribute.maximum))) {
    return wrong(attribute, "attribute.out_of_range", *value,
                 "between " + (attribute.minimum.empty() ? "any value" : attribute.minimum) + " and " +
                     (attribute.maximum.empty() ? "any value" : attribute.maximum));
  }
  return value;
}

Result<std::string> read_text(Attribute const& attribute, std::string_view text) {
  auto const trimmed = base::trim_blanks(text);
  if (trimmed.empty() || !base::is_valid_utf8(trimmed) || base::has_invisible_characters(trimmed) ||
      base::count_code_points(trimmed) > text_length_max) {
    return wrong(attribute, "attribute.type", text, "one line of 1 to 400 visible characters");
  }
  if (!attribute.pattern.fits(trimmed)) {
    return wrong(attribute, "attribute.pattern", trimmed, "of the form that the attribute asks for");
  }
  return std::string(trimmed);
}

Result<std::string> read_choice(Attribute const& attribute, std::string_view text) {
  auto const key = trait_key(TraitType::choice, text);
  std::string known;
  for (auto const& choice : attribute.choices) {
    if (trait_key(TraitType::choice, choice) == key) {
      return choice;
    }
    known += (known.empty() ? "" : ", ") + choice;
  }
  return wrong(attribute, "attribute.choice", text, "one of " + known);
}

std::unexpected<base::Error> unfit(std::string_view detail) {
  return fail(ErrorKind::invalid, "attribute.definition", std::string(detail));
}

Result<void> check_bounds(Attribute const& attribute) {
  bool const ordered = attribute.type == TraitType::number || attribute.type == TraitType::date;
  if (!ordered) {
    return attribute.minimum.empty() && attribute.maximum.empty()
               ? Result<void>()
               : unfit("Only numbers and dates have a `minimum` and a `maximum`.");
  }
  std::string keys[2];
  for (auto const& [bound, key] : {std::pair{&attribute.minimum, &keys[0]}, std::pair{&attribute.maximum, &keys[1]}}) {
    if (bound->empty()) {
      continue;
    }
    auto const value = read_plain(attribute.type, *bound);
    if (!value) {
      return unfit("`minimum` and `maximum` must be values of the attribute's own type.");
    }
    *key = trait_key(attribute.type, *value);
  }
  return keys[0].empty() || keys[1].empty() || keys[0] <= keys[1] ? Result<void>()
                                                                  : unfit("`minimum` lies above `maximum`.");
}

}  // namespace

Result<std::string> read_attribute_value(Attribute const& attribute, std::string_view text) {
  switch (attribute.type) {
    case TraitType::number:
    case TraitType::date: return read_ordered(attribute, text);
    case TraitType::choice: return read_choice(attribute, text);
    case TraitType::boolean:
      return text == "true" || text == "false" ? Result<std::string>(std::string(text))
                                               : wrong(attribute, "attribute.type", text, "true or false");
    case TraitType::text: return read_text(attribute, text);
    case TraitType::tag: break;
  }
  base::unreachable();
}

Result<void> check_definition(Attribute const& attribute, std::string_view pattern) {
  if ((attribute.type == TraitType::choice) == attribute.choices.empty()) {
    return unfit("`choices` are what an attribute of type `choice` needs, and no other has.");
  }
  if (!attribute.unit.empty() && attribute.type != TraitType::number) {
    return unfit("Only numbers have a `unit`.");
  }
  if (!pattern.empty()) {
    if (attribute.type != TraitType::text) {
      return unfit("Only texts have a `pattern`.");
    }
    if (auto const parsed = Pattern::parse(pattern); !parsed) {
      return std::unexpected(parsed.error());
    }
  }
  return check_bounds(attribute);
}

}  // namespace nameplate::domain

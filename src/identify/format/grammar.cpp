#include "identify/format/grammar.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"
#include "identify/format/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

/// Far more than any format that makes numbers of legal length needs.
constexpr std::size_t template_size_max = 400;

std::unexpected<base::Error> malformed(std::size_t place, std::string_view what) {
  return fail(ErrorKind::invalid, "format.malformed",
              fmt::format("The template is wrong at character {}: {}", place + 1, what));
}

struct DateName {
  std::string_view name;
  DateUnit unit;
};
constexpr std::array date_names = {
    DateName{"yyyy", DateUnit::year},       DateName{"yy", DateUnit::year_of_century},
    DateName{"mm", DateUnit::month},        DateName{"dd", DateUnit::day},
    DateName{"ww", DateUnit::week},         DateName{"wd", DateUnit::weekday},
    DateName{"ddd", DateUnit::day_of_year}, DateName{"hh", DateUnit::hour},
};

struct FieldName {
  std::string_view name;
  FieldKind kind;
  bool of_needed = false;   ///< `attribute.colour`
  bool of_allowed = false;  ///< `location.zone`
  std::string_view of = {};
};
constexpr std::array field_names = {
    FieldName{"product", FieldKind::product},
    FieldName{"category", FieldKind::category},
    FieldName{"class", FieldKind::class_},
    FieldName{"location", FieldKind::location, false, true},
    FieldName{"site", FieldKind::location, false, false, "site"},
    FieldName{"line", FieldKind::location, false, false, "line"},
    FieldName{"party", FieldKind::party},
    FieldName{"lot", FieldKind::lot},
    FieldName{"attribute", FieldKind::attribute, true, true},
    FieldName{"shift", FieldKind::shift},
    FieldName{"gs1", FieldKind::gs1_prefix},
};

/// `attribute.colour` and what follows it after colons.
struct Token {
  std::string_view whole;
  std::string_view name;
  std::string_view of;
  bool has_of = false;
  OptionTexts options;
};

Token take_apart(std::string_view whole) {
  Token token{.whole = whole};
  auto const head_end = std::min(whole.find(':'), whole.size());
  auto const head = whole.substr(0, head_end);
  auto const dot = head.find('.');
  token.name = head.substr(0, dot);
  token.has_of = dot != std::string_view::npos;
  token.of = token.has_of ? head.substr(dot + 1) : std::string_view();
  for (auto at = head_end; at < whole.size();) {
    auto const end = std::min(whole.find(':', at + 1), whole.size());
    token.options.push_back(whole.substr(at + 1, end - at - 1));
    at = end;
  }
  return token;
}

base::Result<Part> part_of(Token const& token) {
  auto const name = std::string(token.whole.substr(0, token.whole.find(':')));
  auto const named = [&](auto what) {
    return what ? base::Result<Part>(Part{.what = *std::move(what), .name = name}) : std::unexpected(what.error());
  };
  if (!token.has_of && (token.name == "counter" || token.name == "random")) {
    return named(parse_counter(token.options, token.name == "random"));
  }
  if (!token.has_of && token.name == "check") {
    return named(parse_check(token.options));
  }
  if (!token.has_of && token.name == gap_name && token.options.empty()) {
    return Part{.what = LiteralPart(), .name = name};
  }
  auto const date = std::ranges::find(date_names, token.name, &DateName::name);
  if (!token.has_of && date != date_names.end() && token.options.empty()) {
    return Part{.what = DatePart{date->unit}, .name = name};
  }
  auto const field = std::ranges::find(field_names, token.name, &FieldName::name);
  bool const is_known =
      field != field_names.end() && (token.has_of ? field->of_allowed && !token.of.empty() : !field->of_needed);
  if (is_known) {
    return named(
        parse_field(token.options, {.kind = field->kind, .of = std::string(token.has_of ? token.of : field->of)}));
  }
  return fail(ErrorKind::invalid, "format.malformed",
              fmt::format("\"{{{}}}\" is unknown. Write {{counter:5}}, {{random:8}}, {{yy}}, {{ww}}, {{product}}, "
                          "{{category}}, {{site}}, {{attribute.colour}}, {{check}} or another part of the language.",
                          base::excerpt(token.whole)));
}

/// Adds text to the literal at the end.
void add_literal(std::vector<Part>& parts, char c) {
  if (parts.empty() || !std::holds_alternative<LiteralPart>(parts.back().what) || parts.back().name == gap_name) {
    parts.push_back({.what = LiteralPart()});
  }
  std::get<LiteralPart>(parts.back().what).text.push_back(c);
}

}  // namespace

base::Result<std::vector<Part>> parse_template(std::string_view text) {
  if (text.size() > template_size_max) {
    return fail(ErrorKind::invalid, "format.too_long", "The template is far longer than a number can be.");
  }
  if (!std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) {
    return fail(ErrorKind::invalid, "format.characters",
                "The template holds a character that is not printable ASCII; numbers are made of these alone.");
  }
  std::vector<Part> parts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const rest = text.substr(at);
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      add_literal(parts, rest.front());
      ++at;
    } else if (rest.starts_with('}')) {
      return malformed(at, "a brace closes that was not opened. Write }} for the sign itself.");
    } else if (rest.starts_with('{')) {
      auto const end = rest.find('}');
      if (end == std::string_view::npos) {
        return malformed(at, "the brace is not closed. Write {{ for the sign itself.");
      }
      auto part = part_of(take_apart(rest.substr(1, end - 1)));
      if (!part) {
        auto error = std::move(part).error();
        error.detail = fmt::format("The template is wrong at character {}: {}", at + 1, error.detail);
        return std::unexpected(std::move(error));
      }
      parts.push_back(*std::move(part));
      at += end;
    } else {
      add_literal(parts, rest.front());
    }
  }
  return parts;
}

}  // namespace nameplate::identify

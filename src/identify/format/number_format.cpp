#include "identify/format/number_format.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "identify/format/grammar.hpp"
#include "identify/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

bool is_blank_at_end(std::vector<Part> const& parts) {
  if (parts.empty()) {
    return false;
  }
  auto const* const first = std::get_if<LiteralPart>(&parts.front().what);
  auto const* const last = std::get_if<LiteralPart>(&parts.back().what);
  return (first != nullptr && first->text.starts_with(' ')) || (last != nullptr && last->text.ends_with(' '));
}

std::string date_name(DateUnit unit) {
  switch (unit) {
    case DateUnit::year:
    case DateUnit::year_of_century: return "year";
    case DateUnit::month: return "month";
    case DateUnit::day: return "day";
    case DateUnit::week: return "week";
    case DateUnit::weekday: return "weekday";
    case DateUnit::day_of_year: return "day_of_year";
    case DateUnit::hour: return "hour";
  }
  return {};
}

/// Which sets of date parts tell a span of time from every other one.
struct Span {
  std::string_view reset;
  std::array<std::string_view, 3> needs;
};
constexpr std::array spans = {
    Span{"year", {"year"}},
    Span{"month", {"year", "month"}},
    Span{"week", {"year", "week"}},
    Span{"day", {"year", "month", "day"}},
    Span{"day", {"year", "day_of_year"}},
    Span{"day", {"year", "week", "weekday"}},
    Span{"shift", {"year", "month", "day"}},
    Span{"shift", {"year", "day_of_year"}},
    Span{"shift", {"year", "week", "weekday"}},
};

}  // namespace

base::Result<NumberFormat> NumberFormat::parse_parts(std::string_view template_text, FormatOptions options) {
  auto parts = parse_template(template_text);
  if (!parts) {
    return std::unexpected(parts.error());
  }
  NumberFormat format;
  format.template_text_ = template_text;
  format.options_ = std::move(options);
  format.parts_ = *std::move(parts);
  for (auto const& part : format.parts_) {
    auto const* const counter = std::get_if<CounterPart>(&part.what);
    if (counter != nullptr && format.counter_) {
      return fail(ErrorKind::invalid, "format.several_counters", "The template has more than one counter. Keep one.");
    }
    if (counter != nullptr) {
      format.counter_ = *counter;
    }
  }
  if (auto const fits = format.check_whole(); !fits) {
    return std::unexpected(fits.error());
  }
  return format;
}

base::Result<NumberFormat> NumberFormat::parse(std::string_view template_text, FormatOptions options) {
  auto format = parse_parts(template_text, std::move(options));
  if (format && !format->counter_) {
    return fail(ErrorKind::invalid, "format.no_counter",
                "The template has no counter, so every number would be the same. Add {counter:8} or {random:8}.");
  }
  return format;
}

base::Result<NumberFormat> NumberFormat::parse_for_reading(std::string_view template_text, FormatOptions options) {
  auto format = parse_parts(template_text, std::move(options));
  if (format && std::ranges::all_of(format->parts_,
                                    [](Part const& part) { return std::holds_alternative<LiteralPart>(part.what); })) {
    return fail(ErrorKind::invalid, "format.no_counter",
                "The template says nothing about a number but itself. Add a part such as {counter:8} or "
                "{attribute.batch:3}.");
  }
  return format;
}

base::Result<void> NumberFormat::check_whole() const {
  if (size().least > number_size_max) {
    return fail(ErrorKind::invalid, "format.too_long",
                fmt::format("The numbers would be longer than {} characters.", number_size_max));
  }
  if (is_blank_at_end(parts_)) {
    return fail(ErrorKind::invalid, "format.malformed",
                "The template is wrong: blanks at the ends of a number are not kept. Take them out.");
  }
  bool anything_in_front = false;
  for (auto const& part : parts_) {
    if (std::holds_alternative<CheckPart>(part.what) && !anything_in_front) {
      return fail(ErrorKind::invalid, "format.check_alone",
                  "A check character is computed from what stands in front of it: here is nothing to check.");
    }
    anything_in_front = anything_in_front || !std::holds_alternative<LiteralPart>(part.what);
    auto const* const field = std::get_if<FieldPart>(&part.what);
    if (field != nullptr && !field->map.empty() && !options_.maps.contains(field->map)) {
      return fail(
          ErrorKind::invalid, "format.map_unknown",
          fmt::format("{{{}}} goes through the table \"{}\", which the format does not have. Add it to `tables`.",
                      part.name, base::excerpt(field->map)));
    }
  }
  return check_resets();
}

base::Result<void> NumberFormat::check_resets() const {
  if (!counter_) {
    return {};
  }
  for (auto const& reset : counter_->resets) {
    if (!parts_of_reset(reset)) {
      return fail(ErrorKind::invalid, "format.reset_not_in_number",
                  fmt::format("The counter begins again with each \"{}\", but the number does not say which one it is, "
                              "so numbers would come twice. Add its part ({{yy}} for a year; {{yy}} and {{ww}} for a "
                              "week; {{product}}, {{site}}, ...), or take the reset out.",
                              base::excerpt(reset)));
    }
  }
  return {};
}

/// The places of the parts that tell one run of the counter from another.
std::optional<std::vector<std::size_t>> NumberFormat::parts_of_reset(std::string_view reset) const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    auto const* const field = std::get_if<FieldPart>(&parts_[i].what);
    bool const is_place = reset == "place" && field != nullptr && field->kind == FieldKind::location;
    bool const is_named = field != nullptr && reset == parts_[i].name;
    if (is_place || is_named) {
      places.push_back(i);
    }
  }
  bool const needs_time = std::ranges::find(spans, reset, &Span::reset) != spans.end();
  if (!needs_time || (reset == "shift" && places.empty())) {
    return places.empty() ? std::nullopt : std::optional(std::move(places));
  }
  auto const find_date = [this](std::string_view name) {
    return std::ranges::find_if(parts_, [&](Part const& part) {
      auto const* const date = std::get_if<DatePart>(&part.what);
      return date != nullptr && date_name(date->unit) == name;
    });
  };
  for (auto const& span : spans) {
    auto found = places;
    bool complete = span.reset == reset;
    for (auto const name : span.needs) {
      auto const part = find_date(name);
      complete = complete && (name.empty() || part != parts_.end());
      if (complete && !name.empty()) {
        found.push_back(static_cast<std::size_t>(part - parts_.begin()));
      }
    }
    if (complete) {
      return found;
    }
  }
  return std::nullopt;
}

PartSize NumberFormat::size() const {
  PartSize total;
  for (auto const& part : parts_) {
    auto const size = size_of(part);
    total.least += size.least;
    total.most += size.most;
  }
  return total;
}

/// Numbers of one text with one plain counter keep the name that their counter always had.
std::string NumberFormat::scope_of(std::vector<std::string> const& texts) const {
  bool const is_plain =
      counter_->resets.empty() && !counter_->scrambled && !counter_->grows &&
      counter_->alphabet == CounterPart().alphabet && counter_->start == 1 && counter_->step == 1 &&
      std::ranges::all_of(parts_, [](Part const& part) {
        return std::holds_alternative<LiteralPart>(part.what) || std::holds_alternative<CounterPart>(part.what);
      });
  // Parts are told apart by a sign that no number holds.
  std::string scope;
  if (is_plain) {
    for (auto const& part : parts_) {
      auto const* const literal = std::get_if<LiteralPart>(&part.what);
      scope += literal != nullptr ? base::to_upper(literal->text) : fmt::format("\n{}\n", counter_->width);
    }
    return scope;
  }
  scope = "format\n" + base::to_upper(template_text_);
  for (auto const& reset : counter_->resets) {
    auto const places = parts_of_reset(reset);
    for (auto const place : *places) {
      scope += "\n" + base::to_upper(texts[place]);
    }
  }
  return scope;
}

}  // namespace nameplate::identify

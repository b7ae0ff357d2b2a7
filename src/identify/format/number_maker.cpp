#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "identify/format/number_format.hpp"
#include "identify/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace nameplate::identify {
namespace {

using base::ErrorKind;
using base::fail;

std::string cut_to(std::string_view text, int cut) {
  auto const size = static_cast<std::size_t>(std::abs(cut));
  if (cut == 0 || text.size() <= size) {
    return std::string(text);
  }
  return std::string(cut > 0 ? text.substr(0, size) : text.substr(text.size() - size));
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

base::Result<std::string> NumberFormat::text_of(Part const& part, std::string_view raw) const {
  auto const& field = std::get<FieldPart>(part.what);
  auto value = std::string(base::trim_blanks(raw));
  if (value.empty()) {
    return fail(ErrorKind::conflict, "format.value_missing",
                fmt::format("The format needs {{{}}}, and nothing says what it is. State it, or change the format.",
                            part.name));
  }
  if (!field.map.empty()) {
    auto const& map = options_.maps.at(field.map);
    auto const mapped = map.find(base::to_upper(value));
    if (mapped == map.end()) {
      return fail(ErrorKind::conflict, "format.value_unmapped",
                  fmt::format("The table \"{}\" of the format does not say what becomes of \"{}\". Add it there.",
                              field.map, base::excerpt(value)));
    }
    value = mapped->second;
  }
  value = cut_to(field.upper ? base::to_upper(value) : value, field.cut);
  auto const wanted = static_cast<std::size_t>(std::abs(field.cut));
  if (value.size() < wanted && field.pad != '\0') {
    value.insert(0, wanted - value.size(), field.pad);
  }
  if (value.size() < wanted) {
    return fail(ErrorKind::conflict, "format.value_short",
                fmt::format("{{{}}} is \"{}\", shorter than the {} characters that the format takes. Add pad=0 or a "
                            "table to the format.",
                            part.name, value, wanted));
  }
  if (!is_printable(value) || value.size() > field_size_max) {
    return fail(ErrorKind::conflict, "format.value_characters",
                fmt::format("{{{}}} is \"{}\", which cannot stand in a number: at most {} characters, printable ASCII. "
                            "Cut it, or put it through a table.",
                            part.name, base::excerpt(value), field_size_max));
  }
  return value;
}

base::Result<std::vector<std::string>> NumberFormat::texts(LocalTime const& time, FieldSource const& fields) const {
  bool const by_week = counts_by_week(parts_);
  std::vector<std::string> texts;
  texts.reserve(parts_.size());
  for (auto const& part : parts_) {
    if (auto const* const literal = std::get_if<LiteralPart>(&part.what)) {
      texts.push_back(literal->text);
    } else if (auto const* const date = std::get_if<DatePart>(&part.what)) {
      texts.push_back(date_text(date->unit, time, by_week));
    } else if (auto const* const field = std::get_if<FieldPart>(&part.what)) {
      auto text = text_of(part, fields(*field));
      if (!text) {
        return std::unexpected(text.error());
      }
      texts.push_back(*std::move(text));
    } else {
      texts.emplace_back();
    }
  }
  return texts;
}

base::Result<NumberMaker> NumberFormat::maker(std::vector<std::string> const& texts) const {
  base::check(counter_.has_value(), "numbers are made by a format with a counter");
  NumberMaker maker;
  std::size_t size = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    NumberMaker::Step step{.text = texts[i]};
    if (auto const* const check = std::get_if<CheckPart>(&parts_[i].what)) {
      step.check = check->method;
    }
    step.is_counter = std::holds_alternative<CounterPart>(parts_[i].what);
    size += step.text.empty() ? size_of(parts_[i]).least : step.text.size();
    maker.steps_.push_back(std::move(step));
  }
  if (size > number_size_max) {
    return fail(ErrorKind::conflict, "format.too_long",
                fmt::format("The number would have {} characters; at most {} are allowed.", size, number_size_max));
  }
  maker.counter_ = *counter_;
  maker.capacity_ = capacity();
  maker.scope_ = scope_of(texts);
  maker.unwanted_ = options_.unwanted;
  return maker;
}

void NumberMaker::use_secret(std::string_view secret) {
  if (!counter_.scrambled) {
    return;
  }
  base::check(secret.size() >= Scramble::key_size, "what looks random has a secret");
  // Each run of the counter has an order of its own.
  auto const hash = base::sha256(std::string(secret) + scope_);
  scramble_.emplace(base::as_text(hash).substr(0, Scramble::key_size), capacity_);
  auto with_zeros = counter_;
  with_zeros.no_leading_zero = false;
  first_scrambled_ = capacity_of(with_zeros) - capacity_;
}

void NumberMaker::append_count(std::string& number, std::int64_t count) const {
  auto value =
      scramble_ ? first_scrambled_ + scramble_->forward(count - 1) : counter_.start + (count - 1) * counter_.step;
  auto const radix = static_cast<std::int64_t>(counter_.alphabet.size());
  std::string digits;
  for (; value > 0 || digits.size() < counter_.width; value /= radix) {
    digits.push_back(counter_.alphabet[static_cast<std::size_t>(value % radix)]);
  }
  number.append(digits.rbegin(), digits.rend());
}

std::optional<std::string> NumberMaker::make(std::int64_t count) const {
  base::check(count >= 1 && count <= capacity_, "a count fits its format");
  base::check(!needs_secret(), "what looks random has a secret");
  std::string number;
  number.reserve(number_size_max);
  for (auto const& step : steps_) {
    if (step.is_counter) {
      append_count(number, count);
    } else if (step.check) {
      number += check_characters(*step.check, number);
    } else {
      number += step.text;
    }
  }
  if (!unwanted_.empty()) {
    auto const capitals = base::to_upper(number);
    if (std::ranges::any_of(unwanted_, [&](std::string const& word) { return capitals.contains(word); })) {
      return std::nullopt;
    }
  }
  return number;
}

}  // namespace nameplate::identify

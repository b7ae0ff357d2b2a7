#include "app/numbers/preview.hpp"

#include "app/numbers/formats.hpp"
#include "app/numbers/number_facts.hpp"
#include "identify/normalise.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using identify::NumberFormat;
using identify::Part;

std::string kind_of(Part const& part) {
  if (auto const* const counter = std::get_if<identify::CounterPart>(&part.what)) {
    return counter->scrambled ? "random" : "counter";
  }
  return std::holds_alternative<identify::LiteralPart>(part.what) ? "literal"
         : std::holds_alternative<identify::DatePart>(part.what)  ? "date"
         : std::holds_alternative<identify::FieldPart>(part.what) ? "field"
                                                                  : "check";
}

std::vector<PreviewPart> parts_of(NumberFormat const& format, std::vector<std::string> const& texts,
                                  identify::KnownTexts const& known) {
  std::vector<PreviewPart> parts;
  for (std::size_t i = 0; i < format.parts().size(); ++i) {
    auto const& part = format.parts()[i];
    auto const size = size_with(part, known[i]);
    parts.push_back({.part = part.name,
                     .kind = kind_of(part),
                     .text = i < texts.size() ? texts[i] : std::string(),
                     .size_min = size.least,
                     .size_max = size.most});
  }
  return parts;
}

void add_sizes(Preview& preview) {
  for (auto const& part : preview.parts) {
    preview.size_min += part.size_min;
    preview.size_max += part.size_max;
  }
  preview.size_max = std::min(preview.size_max, identify::number_size_max);
}

/// Units that came in within a day under numbers of this product's format. What is looked at is bounded.
std::int64_t drawn_within_a_day(Reading& reading, domain::RecordId format) {
  constexpr std::int64_t day_us = std::int64_t{24} * base::microseconds_per_hour;
  constexpr std::size_t events_max = 5000;
  auto const since = reading.snapshot->sequence_at(reading.now.plus(-day_us));
  std::int64_t drawn = 0;
  for (auto const& event : reading.snapshot->events_after(since, {.events = events_max})) {
    for (auto const& item : event.items) {
      auto const* const product = item.is_new && item.kind == domain::SubjectKind::unit
                                      ? reading.catalog->product(event.effect_of(item).product)
                                      : nullptr;
      auto const own = product == nullptr ? base::Result<domain::SerialFormat const*>(nullptr)
                                          : format_of(*reading.catalog, *product, event.location);
      drawn += own && *own != nullptr && (*own)->id == format ? 1 : 0;
    }
  }
  return drawn;
}

void tell_when_full(Preview& preview, base::Instant now) {
  constexpr std::int64_t day_us = std::int64_t{24} * base::microseconds_per_hour;
  constexpr std::int64_t days_max = 36'500;
  auto const left = std::max<std::int64_t>(preview.capacity - preview.used, 0);
  if (preview.drawn_today > 0 && preview.resets.empty() && left / preview.drawn_today < days_max) {
    preview.full_at = now.plus(left / preview.drawn_today * day_us);
  }
}

void make_numbers(Preview& preview, identify::NumberMaker& maker, std::int64_t count) {
  if (maker.needs_secret()) {
    // Any will do: what is shown is a likeness, the numbers themselves nobody can tell beforehand.
    maker.use_secret("a likeness of random numbers");
  }
  constexpr std::int64_t tried_max = 10'000;
  for (auto next = preview.used + 1;
       next <= maker.capacity() && next <= preview.used + tried_max && std::ssize(preview.numbers) < count; ++next) {
    if (auto number = maker.make(next)) {
      preview.numbers.push_back(*std::move(number));
    }
  }
}

}  // namespace

base::Result<Preview> preview_format(Reading& reading, PreviewQuestion const& question) {
  auto const& catalog = *reading.catalog;
  auto const format = compile(question.format);
  if (!format) {
    return std::unexpected(format.error());
  }
  auto const sku = question.item.product.empty() ? question.operation.product : question.item.product;
  static domain::Product const nothing;
  auto const* product = catalog.product(catalog.find(domain::RecordKind::product, sku));
  if (product == nullptr && !sku.empty()) {
    return base::fail(base::ErrorKind::invalid, "product.unknown", "There is no product \"" + sku + "\".");
  }
  if (auto const& place = question.operation.location;
      !place.empty() && !catalog.find(domain::RecordKind::location, place)) {
    return base::fail(base::ErrorKind::invalid, "location.unknown", "There is no location \"" + place + "\".");
  }
  auto const facts =
      facts_of(catalog, question.operation, question.item, product == nullptr ? nothing : *product, reading.now);
  Preview preview;
  auto const known = texts_of(meanings_of(catalog, *format, &question.format));
  preview.readability = identify::readability(*format, known);
  preview.carriers = carriers_of(*format, known);
  if (!format->has_counter()) {
    preview.parts = parts_of(*format, {}, known);
    add_sizes(preview);
    return preview;
  }
  preview.capacity = format->capacity();
  preview.resets = format->counter().resets;
  auto valued = maker_for(catalog, *format, facts);
  if (!valued) {
    return std::unexpected(valued.error());
  }
  auto& maker = valued->maker;
  preview.parts = parts_of(*format, valued->texts, known);
  add_sizes(preview);
  auto const counter = reading.snapshot->read_counters(std::vector<std::string>{maker.counter_scope()});
  preview.used = counter.empty() ? 0 : std::max<std::int64_t>(counter.front().first - 1, 0);
  if (product != nullptr) {
    if (auto const own = format_of(catalog, *product, facts.location)) {
      preview.drawn_today = drawn_within_a_day(reading, (*own)->id);
    }
  }
  tell_when_full(preview, reading.now);
  make_numbers(preview, maker, question.count);
  return preview;
}

}  // namespace nameplate::app

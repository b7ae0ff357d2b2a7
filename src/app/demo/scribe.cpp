#include "app/demo/scribe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace nameplate::app::demo {
namespace {

constexpr std::int64_t minute = 60 * base::microseconds_per_second;
constexpr std::int64_t day = 24 * base::microseconds_per_hour;

domain::Item of_lot(domain::ItemKind kind, std::string_view product, std::string_view number, std::string_view quantity,
                    std::string_view from) {
  domain::Item item{.kind = kind, .product = std::string(product), .number = std::string(number)};
  item.quantity = base::parse_quantity(quantity).value();
  if (!from.empty()) {
    item.extra = std::make_unique<domain::ItemExtra>();
    item.extra->from = from;
  }
  return item;
}

std::vector<domain::Item> alone(domain::Item item) {
  std::vector<domain::Item> items;
  items.push_back(std::move(item));
  return items;
}

std::runtime_error refused(std::string const& what, base::Error const& error) {
  auto const& why = error.items.empty() ? error.detail : error.items.front().detail;
  return std::runtime_error(fmt::format("The demonstration could not be made: {}: {} ({})", what, why, error.reason));
}

}  // namespace

Scribe::Scribe(Ledger& ledger, domain::Actor const& owner) : ledger_(ledger), owner_(owner) {
  auto const now = ledger.clock.now().microseconds;
  today_ = {now - now % day};
}

void Scribe::make(domain::RecordKind kind, base::Value::Object value) {
  auto const* const code = value.front().second.as_text();
  auto const what = code == nullptr ? std::string() : *code;
  records_.push_back(
      {.command = {.actor = owner_, .what = RecordCommand{.kind = kind, .value = std::move(value)}}, .what = what});
}

void Scribe::make_records() {
  execute(std::exchange(records_, {}));
}

std::int32_t Scribe::date(int days_ago) const {
  return static_cast<std::int32_t>(today_.microseconds / day) - days_ago;
}

base::Instant Scribe::instant_of(When when) const {
  return today_.plus(-when.days_ago * day + when.hour * base::microseconds_per_hour + when.minute * minute);
}

domain::EventId Scribe::tell(When when, domain::Operation operation) {
  operation.time = base::ZonedInstant{.instant = instant_of(when)};
  return tell(std::move(operation));
}

domain::EventId Scribe::tell(domain::Operation operation) {
  auto const what = std::string(domain::name_of(operation.verb));
  auto const outcome = ledger_.writer.execute({.actor = owner_, .what = std::move(operation)});
  if (!outcome) {
    throw refused(what, outcome.error());
  }
  return outcome->event;
}

void Scribe::note(When when, domain::Operation operation) {
  auto const time = instant_of(when);
  operation.time = base::ZonedInstant{.instant = time};
  happenings_.push_back({.time = time, .operation = std::move(operation)});
}

void Scribe::record_all() {
  std::ranges::stable_sort(happenings_, {}, &Happening::time);
  std::vector<Entry> entries;
  for (auto& [time, operation] : happenings_) {
    auto what = fmt::format("{} on {}", domain::name_of(operation.verb), base::to_string(time));
    entries.push_back({.command = {.actor = owner_, .what = std::move(operation)}, .what = std::move(what)});
  }
  happenings_.clear();
  execute(std::move(entries));
}

void Scribe::execute(std::vector<Entry> entries) {
  std::vector<std::future<Outcome>> outcomes;
  for (auto& entry : entries) {
    std::promise<Outcome> promise;
    outcomes.push_back(promise.get_future());
    ledger_.writer.submit(std::move(entry.command), [promise = std::move(promise)](Outcome outcome) mutable {
      promise.set_value(std::move(outcome));
    });
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto const outcome = outcomes[i].get();
    if (!outcome) {
      throw refused(entries[i].what, outcome.error());
    }
  }
}

std::string numbered(std::string_view prefix, int number) {
  return fmt::format("{}{:04}", prefix, number);
}

std::vector<domain::Item> units(std::string_view product, std::string_view prefix, int first, int count) {
  std::vector<domain::Item> items;
  for (int number = first; number < first + count; ++number) {
    items.push_back(
        {.kind = domain::ItemKind::serial, .product = std::string(product), .number = numbered(prefix, number)});
  }
  return items;
}

std::vector<domain::Item> generated(std::string_view product, int count) {
  return alone({.kind = domain::ItemKind::generate, .product = std::string(product), .amount = count});
}

std::vector<domain::Item> lot(std::string_view product, std::string_view number, std::string_view quantity,
                              std::string_view from) {
  return alone(of_lot(domain::ItemKind::lot, product, number, quantity, from));
}

std::vector<domain::Item> expiring(std::vector<domain::Item> items, std::int32_t day_of_expiry) {
  for (auto& item : items) {
    item.extra = std::make_unique<domain::ItemExtra>();
    item.extra->dates.expires = day_of_expiry;
  }
  return items;
}

std::vector<domain::Item> loose(std::string_view product, std::string_view quantity, std::string_view from) {
  return alone(of_lot(domain::ItemKind::quantity, product, {}, quantity, from));
}

std::vector<domain::Item> containers(std::string_view prefix, int first, int count) {
  std::vector<domain::Item> items;
  for (int number = first; number < first + count; ++number) {
    items.push_back({.kind = domain::ItemKind::container, .number = numbered(prefix, number)});
  }
  return items;
}

std::vector<domain::Item> all(std::vector<domain::Item> some, std::vector<domain::Item> more) {
  std::ranges::move(more, std::back_inserter(some));
  return some;
}

}  // namespace nameplate::app::demo

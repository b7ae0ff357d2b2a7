#include "app/numbers/numbering.hpp"

#include "app/numbers/formats.hpp"
#include "app/numbers/number_facts.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace nameplate::app {
namespace {

/// The secret that orders random numbers is kept as the beginnings of two counters from which nobody draws: so it is
/// made once, by whoever needs it first, within the transaction that uses it, and moves with the other counters.
constexpr std::array<std::string_view, 2> secret_counters = {"secret\n1", "secret\n2"};

std::int64_t random_beginning() {
  std::int64_t value = 0;
  auto const bytes = base::random_bytes(sizeof value);
  std::memcpy(&value, bytes.data(), sizeof value);
  return value & ((std::int64_t{1} << 62) - 1);
}

}  // namespace

base::Result<Numbering::Maker> Numbering::make(domain::SerialFormat const& record, NumberFacts const& facts,
                                               domain::Catalog const& catalog) {
  auto known = formats_.find(record.id);
  if (known == formats_.end()) {
    known = formats_.emplace(record.id, compile(record)).first;
  }
  auto const& format = known->second;
  if (!format) {
    return std::unexpected(format.error());
  }
  auto const texts =
      format->texts(facts.time, [&](identify::FieldPart const& field) { return text_for(catalog, facts, field); });
  if (!texts) {
    return std::unexpected(texts.error());
  }
  auto key = std::to_string(record.id.value);
  for (auto const& text : *texts) {
    key.append("\n").append(text);
  }
  auto& maker = by_texts_[key];
  if (!maker) {
    auto made = format->maker(*texts);
    if (!made) {
      by_texts_.erase(key);
      return std::unexpected(made.error());
    }
    maker = std::make_shared<identify::NumberMaker>(*std::move(made));
    by_counter_[maker->counter_scope()].push_back(maker);
  }
  return maker;
}

void Numbering::plan(domain::Operation const& operation, domain::Item const& item, domain::Catalog const& catalog,
                     base::Instant now) {
  if (item.amount <= 0) {
    return;
  }
  if (item.generates_containers()) {
    return plan_containers(operation, item, catalog, now);
  }
  auto const sku = item.product.empty() ? operation.product : item.product;
  auto const* const product = catalog.product(catalog.find(domain::RecordKind::product, sku));
  if (product == nullptr) {
    return;
  }
  auto const facts = facts_of(catalog, operation, item, *product, now);
  auto const record = format_of(catalog, *product, facts.location);
  auto maker = record ? make(**record, facts, catalog) : base::Result<Maker>(std::unexpected(record.error()));
  if (maker) {
    counts_[(*maker)->counter_scope()] += item.amount;
  }
  by_item_.insert_or_assign(&item, std::move(maker));
}

void Numbering::plan_containers(domain::Operation const& operation, domain::Item const& item,
                                domain::Catalog const& catalog, base::Instant now) {
  auto const* const format = catalog.serial_format(catalog.find(domain::RecordKind::serial_format, item.number));
  if (format == nullptr) {
    by_item_.insert_or_assign(
        &item, base::fail(base::ErrorKind::conflict, "serial_format.unknown",
                          "There is no serial format \"" + item.number.substr(0, 80) + "\" to number containers by."));
  } else if (format->only_for_reading) {
    by_item_.insert_or_assign(&item, base::fail(base::ErrorKind::conflict, "format.only_for_reading",
                                                "The format \"" + format->code + "\" is only for reading."));
  } else {
    static domain::Product const nothing;
    plan_block(&item, *format, facts_of(catalog, operation, item, nothing, now), catalog, item.amount);
  }
}

void Numbering::plan_block(void const* key, domain::SerialFormat const& format, NumberFacts const& facts,
                           domain::Catalog const& catalog, std::int64_t count) {
  auto maker = make(format, facts, catalog);
  if (maker) {
    counts_[(*maker)->counter_scope()] += count;
  }
  by_item_.insert_or_assign(key, std::move(maker));
}

base::Result<Numbering::Maker> const* Numbering::of_block(void const* key) const {
  auto const found = by_item_.find(key);
  return found == by_item_.end() ? nullptr : &found->second;
}

base::Result<Numbering::Maker> const* Numbering::of(domain::Item const& item) const {
  return of_block(&item);
}

std::vector<store::CounterDraw> Numbering::draws() const {
  std::vector<store::CounterDraw> draws;
  draws.reserve(counts_.size() + secret_counters.size());
  for (auto const& [counter, count] : counts_) {
    draws.push_back({.counter = counter, .start = 1, .count = count});
  }
  bool const needs_secret =
      std::ranges::any_of(by_texts_, [](auto const& known) { return known.second->needs_secret(); });
  if (needs_secret) {
    for (auto const counter : secret_counters) {
      draws.push_back({.counter = std::string(counter), .start = random_beginning(), .count = 0});
    }
    std::ranges::sort(draws, {}, &store::CounterDraw::counter);
  }
  return draws;
}

void Numbering::take_secret(std::vector<store::CounterRange>& ranges) {
  std::string secret;
  for (auto const counter : secret_counters) {
    auto const found = std::ranges::find(ranges, counter, &store::CounterRange::counter);
    if (found == ranges.end()) {
      return;
    }
    secret.append(reinterpret_cast<char const*>(&found->first), sizeof found->first);
    ranges.erase(found);
  }
  use_secret(secret);
}

std::string secret_of(store::ReadSnapshot& snapshot) {
  std::vector<std::string> const counters(secret_counters.begin(), secret_counters.end());
  std::string secret;
  for (auto const& range : snapshot.read_counters(counters)) {
    secret.append(reinterpret_cast<char const*>(&range.first), sizeof range.first);
  }
  return secret.empty() ? std::string(2 * sizeof(std::int64_t), '\0') : secret;
}

void Numbering::use_secret(std::string_view secret) {
  for (auto const& [key, maker] : by_texts_) {
    maker->use_secret(secret);
  }
}

std::vector<Numbering::Maker> const& Numbering::makers_of(std::string const& counter) const {
  static std::vector<Maker> const none;
  auto const found = by_counter_.find(counter);
  return found == by_counter_.end() ? none : found->second;
}

}  // namespace nameplate::app

#include "app/commands/block_commands.hpp"

#include "app/numbers/number_blocks.hpp"
#include "app/numbers/numbering.hpp"
#include "domain/records/typed.hpp"
#include "domain/records/validate.hpp"

#include <array>

namespace nameplate::app {
namespace {

using base::ErrorKind;
using base::Value;
using domain::RecordKind;

std::unexpected<base::Error> refuse(std::string_view reason, std::string detail) {
  return base::fail(ErrorKind::conflict, std::string(reason), std::move(detail));
}

domain::SerialFormat const* format_in(domain::Catalog const& catalog, Value const& value) {
  return catalog.serial_format(catalog.find(RecordKind::serial_format, value.text_of("serialFormat")));
}

std::int64_t count_in(Value const& value) {
  auto const* const field = value.find("count");
  auto const* const count = field == nullptr ? nullptr : field->as_int();
  return count == nullptr ? 0 : *count;
}

/// What stays as it was from the first moment on.
constexpr std::array frozen_fields = {"serialFormat", "purpose", "count",      "product",  "location",
                                      "first",        "last",    "firstCount", "lastCount"};

base::Result<void> keep_frozen(domain::RecordRow const& before, domain::Catalog const& catalog, Value& wanted) {
  auto const kept = domain::render(domain::rule_of(RecordKind::number_block), before.value, catalog);
  for (auto const* const field : frozen_fields) {
    auto const* const asked = wanted.find(field);
    auto const* const known = kept.find(field);
    if (asked != nullptr && !asked->is_null() && (known == nullptr || *asked != *known)) {
      return refuse("block.frozen", "Which numbers a block has does not change: " + std::string(field) +
                                        " stays as it is. Make another block.");
    }
    wanted.set(field, known == nullptr ? Value() : *known);
  }
  return {};
}

/// The block as far as its numbers go.
domain::NumberBlock block_of(domain::Catalog const& catalog, Value const& value) {
  auto block =
      domain::to_number_block({.id = {}, .kind = 0, .code_norm = {}, .code = {}, .version = {}, .value = value});
  block.code = value.text_of("code");
  block.serial_format = catalog.find(RecordKind::serial_format, value.text_of("serialFormat"));
  return block;
}

base::Result<void> draw(BlockContext const& context, Command const& command, Value& wanted) {
  auto const* const planned = context.numbering.of_block(&command);
  if (planned == nullptr) {
    return refuse("block.numbers_missing", "Say how many numbers the block has (count), or which (first and last).");
  }
  if (!*planned) {
    return std::unexpected(planned->error());
  }
  auto const& maker = ***planned;
  std::int64_t first = 0;
  std::int64_t last = 0;
  for (std::int64_t i = count_in(wanted); i > 0; --i) {
    auto const count = context.numbers.take(maker.counter_scope());
    if (!count) {
      return refuse("format.unwanted", "Nearly every number of this serial format would hold an unwanted word.");
    }
    if (*count > maker.capacity()) {
      return refuse("format.exhausted", "The serial format has no more than " + std::to_string(maker.capacity()) +
                                            " numbers, and " + std::to_string(i) + " more were wanted.");
    }
    first = first == 0 ? *count : first;
    last = *count;
  }
  wanted.set("first", Value(*maker.make(first)));
  wanted.set("last", Value(*maker.make(last)));
  wanted.set("firstCount", Value(first));
  wanted.set("lastCount", Value(last));
  return {};
}

/// Numbers that the request names: both must be of one counter.
base::Result<void> read_named(BlockContext const& context, Value& wanted) {
  auto block = block_of(context.catalog, wanted);
  auto const maker = maker_of(context.catalog, block);
  if (!maker) {
    return std::unexpected(maker.error());
  }
  for (auto const& [field, number] : {std::pair("firstCount", block.first), std::pair("lastCount", block.last)}) {
    auto const count = counted_by(context.catalog, block, number);
    auto const made = count ? number_at(*maker, *count) : std::nullopt;
    if (!made || domain::normalise_code(*made) != domain::normalise_code(number)) {
      return refuse("block.not_countable", "\"" + number + "\" is no number that the format makes beside \"" +
                                               block.first +
                                               "\", or one that only looks random. Check it, or say how "
                                               "many numbers the block shall have (count).");
    }
    wanted.set(field, Value(*count));
  }
  auto const named = block_of(context.catalog, wanted);
  if (named.last_count < named.first_count) {
    return refuse("range.backwards", "The block runs backwards. Put the lower number first.");
  }
  wanted.set("count", Value(named.last_count - named.first_count + 1));
  return {};
}

base::Result<void> check_ranges(domain::Catalog const& catalog, Value const& wanted) {
  auto const block = block_of(catalog, wanted);
  for (auto const* const ranges : {&block.printed, &block.returned, &block.lost}) {
    for (auto const& range : *ranges) {
      auto const first = count_within(catalog, block, range.first);
      auto const last = count_within(catalog, block, range.last);
      if (!first || !last || *last < *first) {
        return refuse("block.outside", "\"" + range.first + "\" to \"" + range.last + "\" is no part of the block, " +
                                           "which goes from \"" + block.first + "\" to \"" + block.last + "\".");
      }
    }
  }
  return {};
}

}  // namespace

void plan_block(Command const& command, domain::Catalog const& catalog, base::Instant now, Numbering& numbering) {
  auto const* const record = std::get_if<RecordCommand>(&command.what);
  bool const is_new_block = record != nullptr && record->kind == RecordKind::number_block &&
                            record->action != RecordCommand::Action::patch && record->value.text_of("first").empty();
  constexpr std::int64_t count_max = 1'000'000;
  auto const count = is_new_block ? count_in(record->value) : 0;
  if (count <= 0 || count > count_max ||
      (record->action == RecordCommand::Action::put && catalog.find(RecordKind::number_block, record->id_or_code))) {
    return;
  }
  auto const* const format = format_in(catalog, record->value);
  if (format == nullptr || format->only_for_reading) {
    return;
  }
  static domain::Product const nothing;
  auto const* const product = catalog.product(catalog.find(RecordKind::product, record->value.text_of("product")));
  domain::Operation const operation{.location = record->value.text_of("location"),
                                    .party = record->value.text_of("party")};
  auto const facts = facts_of(catalog, operation, {}, product == nullptr ? nothing : *product, now);
  numbering.plan_block(&command, *format, facts, catalog, count);
}

std::vector<std::pair<std::int64_t, std::int64_t>> blocked_ranges(domain::Catalog const& catalog,
                                                                  identify::NumberMaker const& maker) {
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  for (auto const& [id, block] : catalog.number_blocks()) {
    if (makes_block(maker, block)) {
      ranges.emplace_back(block.first_count, block.last_count);
    }
  }
  return ranges;
}

base::Result<void> settle_block(BlockContext const& context, Command const& command, domain::RecordRow const* before,
                                Value& wanted) {
  if (before != nullptr) {
    if (auto const kept = keep_frozen(*before, context.catalog, wanted); !kept) {
      return kept;
    }
    return check_ranges(context.catalog, wanted);
  }
  auto const* const format = format_in(context.catalog, wanted);
  if (format == nullptr) {
    return {};  // said with the other fields
  }
  if (format->only_for_reading) {
    return refuse("format.only_for_reading",
                  "The format \"" + format->code + "\" is only for reading: nothing is made by it.");
  }
  wanted.set("firstCount", Value());
  wanted.set("lastCount", Value());
  bool const is_named = !wanted.text_of("first").empty() && !wanted.text_of("last").empty();
  auto const settled = is_named ? read_named(context, wanted) : draw(context, command, wanted);
  return settled ? check_ranges(context.catalog, wanted) : settled;
}

}  // namespace nameplate::app

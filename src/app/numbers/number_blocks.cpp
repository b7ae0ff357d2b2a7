#include "app/numbers/number_blocks.hpp"

#include "app/numbers/formats.hpp"
#include "app/numbers/number_facts.hpp"
#include "app/numbers/numbering.hpp"
#include "base/ascii.hpp"

#include <algorithm>
#include <set>

namespace nameplate::app {
namespace {

using domain::Catalog;
using domain::NumberBlock;
using identify::NumberMaker;

constexpr std::int64_t explained_max = 100'000;
constexpr std::size_t asked_at_once = 5000;

std::unexpected<base::Error> not_countable(NumberBlock const& block) {
  return base::fail(base::ErrorKind::conflict, "block.not_countable",
                    "The serial format of number block " + block.code + " cannot read \"" + block.first +
                        "\" as one of its numbers. Give the numbers as the format makes them.");
}

/// A number as the format of a block reads it, by whichever of its versions can.
struct ReadByBlock {
  identify::NumberFormat format;
  identify::Reading reading;
};

std::optional<ReadByBlock> read_by(Catalog const& catalog, NumberBlock const& block, std::string_view number) {
  auto const* const record = catalog.serial_format(block.serial_format);
  for (auto version = record == nullptr ? 0 : record->version(); version > 0; --version) {
    auto format = compile_version(*record, version);
    auto readings = format ? format->read(number) : std::vector<identify::Reading>();
    auto const right = std::ranges::find(readings, true, &identify::Reading::check_right);
    if (right != readings.end()) {
      return ReadByBlock{.format = *std::move(format), .reading = std::move(*right)};
    }
  }
  return std::nullopt;
}

/// What a block says of its numbers, by which of its counter they are.
struct Told {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string fate;
  std::string block;
};

void tell(Catalog const& catalog, NumberBlock const& block, std::vector<Told>& told) {
  auto const add = [&](std::vector<NumberBlock::Range> const& ranges, std::string_view fate) {
    for (auto const& range : ranges) {
      auto const first = count_within(catalog, block, range.first);
      auto const last = count_within(catalog, block, range.last);
      if (first && last) {
        told.push_back({.first = *first, .last = *last, .fate = std::string(fate), .block = block.code});
      }
    }
  };
  // What was said last counts most: lost or returned says more than printed.
  add(block.lost, "lost");
  add(block.returned, "returned");
  add(block.printed, "printed");
  told.push_back({.first = block.first_count,
                  .last = block.last_count,
                  .fate = block.is_void ? "void" : "issued",
                  .block = block.code});
}

class Explainer {
 public:
  Explainer(Reading& reading, NumberMaker const& maker, std::vector<Told> told, std::int64_t drawn)
      : reading_(reading), maker_(maker), told_(std::move(told)), drawn_(drawn) {}

  void explain(std::int64_t first, std::int64_t last) {
    for (auto from = first; from <= last; from += static_cast<std::int64_t>(asked_at_once)) {
      part(from, std::min(last, from + static_cast<std::int64_t>(asked_at_once) - 1));
    }
  }
  NumberGaps take() && { return std::move(gaps_); }

 private:
  void part(std::int64_t first, std::int64_t last) {
    std::vector<std::pair<std::int64_t, std::optional<std::string>>> numbers;
    std::vector<std::string> norms;
    for (auto count = first; count <= last; ++count) {
      numbers.emplace_back(count, maker_.make(count));
      if (auto const& number = numbers.back().second) {
        norms.push_back(domain::normalise_code(*number));
      }
    }
    std::set<std::string> used;
    for (auto const& identifier :
         norms.empty() ? std::vector<domain::Identifier>() : reading_.snapshot->find_identifiers(norms)) {
      used.insert(identifier.key.value_norm);
    }
    for (auto const& [count, number] : numbers) {
      add(count, number, number && used.contains(domain::normalise_code(*number)));
    }
  }

  void add(std::int64_t count, std::optional<std::string> const& number, bool is_used) {
    auto const told =
        std::ranges::find_if(told_, [&](Told const& one) { return one.first <= count && count <= one.last; });
    NumberFate fate{.first = number.value_or(""), .last = number.value_or(""), .count = 1, .fate = {}};
    auto const said = told == told_.end() ? std::string() : told->fate;
    fate.block = told == told_.end() ? std::string() : told->block;
    if (is_used) {
      fate.fate = "used";
      fate.contradicts = said == "void" || said == "lost" || said == "returned" ? said : std::string();
    } else if (!said.empty()) {
      fate.fate = said;
    } else {
      fate.fate = !number ? "unwanted" : count >= drawn_ ? "not_drawn" : "unused";
    }
    ++gaps_.counts[fate.fate];
    auto* const before = gaps_.ranges.empty() ? nullptr : &gaps_.ranges.back();
    if (before != nullptr && before->fate == fate.fate && before->block == fate.block &&
        before->contradicts == fate.contradicts) {
      before->last = fate.last;
      ++before->count;
    } else {
      gaps_.ranges.push_back(std::move(fate));
    }
  }

  Reading& reading_;
  NumberMaker const& maker_;
  std::vector<Told> told_;
  std::int64_t drawn_;
  NumberGaps gaps_;
};

std::unexpected<base::Error> unknown(std::string_view kind, std::string_view reason, std::string const& code) {
  return base::fail(base::ErrorKind::invalid, std::string(reason),
                    "There is no " + std::string(kind) + " \"" + code.substr(0, 80) + "\". Check the code.");
}

/// What is asked about: whose numbers, and which of them.
struct Asked {
  NumberMaker maker;
  std::string format;
  std::int64_t first = 1;
  std::optional<std::int64_t> last = {};  ///< none: up to what was drawn
};

base::Result<Asked> ask_of_block(Catalog const& catalog, GapQuestion const& question) {
  auto const found = catalog.number_blocks().find(catalog.find(domain::RecordKind::number_block, question.block));
  if (found == catalog.number_blocks().end()) {
    return unknown("number block", "number_block.unknown", question.block);
  }
  auto const& block = found->second;
  auto maker = maker_of(catalog, block);
  if (!maker) {
    return std::unexpected(maker.error());
  }
  return Asked{.maker = *std::move(maker),
               .format = std::string(catalog.code_of(domain::RecordKind::serial_format, block.serial_format)),
               .first = std::max(block.first_count, question.from),
               .last = block.last_count};
}

base::Result<Asked> ask_of_product(Reading& reading, GapQuestion const& question) {
  auto const& catalog = *reading.catalog;
  auto const* const product = catalog.product(catalog.find(domain::RecordKind::product, question.product));
  if (product == nullptr) {
    return unknown("product", "product.unknown", question.product);
  }
  if (!question.location.empty() && !catalog.find(domain::RecordKind::location, question.location)) {
    return unknown("location", "location.unknown", question.location);
  }
  domain::Operation const operation{.location = question.location, .time = question.time};
  auto const facts = facts_of(catalog, operation, {}, *product, reading.now);
  auto const record = format_of(catalog, *product, facts.location);
  auto const format =
      record ? compile(**record) : base::Result<identify::NumberFormat>(std::unexpected(record.error()));
  if (!format) {
    return std::unexpected(format.error());
  }
  auto valued = maker_for(catalog, *format, facts);
  if (!valued) {
    return std::unexpected(valued.error());
  }
  return Asked{
      .maker = std::move(valued->maker), .format = (*record)->code, .first = std::max<std::int64_t>(question.from, 1)};
}

}  // namespace

base::Result<NumberMaker> maker_of(Catalog const& catalog, NumberBlock const& block) {
  auto const read = read_by(catalog, block, block.first);
  if (!read || !read->format.has_counter()) {
    return not_countable(block);
  }
  return read->format.maker(read->reading.texts);
}

std::optional<std::int64_t> count_within(Catalog const& catalog, NumberBlock const& block, std::string_view number) {
  auto const same = [&](std::string_view other) { return base::to_upper(number) == base::to_upper(other); };
  if (same(block.first)) {
    return block.first_count;
  }
  if (same(block.last)) {
    return block.last_count;
  }
  if (number.size() != block.first.size() && number.size() != block.last.size()) {
    return std::nullopt;
  }
  auto const count = counted_by(catalog, block, number);
  if (!count || *count < block.first_count || *count > block.last_count) {
    return std::nullopt;
  }
  auto const maker = maker_of(catalog, block);
  auto const made = maker ? number_at(*maker, *count) : std::nullopt;
  return made && same(*made) ? count : std::nullopt;
}

std::optional<std::string> number_at(NumberMaker const& maker, std::int64_t count) {
  return count >= 1 && count <= maker.capacity() ? maker.make(count) : std::nullopt;
}

bool makes_block(NumberMaker const& maker, NumberBlock const& block) {
  auto const made = number_at(maker, block.first_count);
  return made && base::to_upper(*made) == base::to_upper(block.first);
}

std::optional<std::int64_t> counted_by(Catalog const& catalog, NumberBlock const& block, std::string_view number) {
  auto const read = read_by(catalog, block, number);
  return read ? read->reading.count : std::nullopt;
}

base::Result<NumberGaps> explain_gaps(Reading& reading, GapQuestion const& question) {
  auto const& catalog = *reading.catalog;
  auto asked = question.block.empty() ? ask_of_product(reading, question) : ask_of_block(catalog, question);
  if (!asked) {
    return std::unexpected(asked.error());
  }
  if (asked->maker.needs_secret()) {
    asked->maker.use_secret(secret_of(*reading.snapshot));
  }
  auto const counter = reading.snapshot->read_counters(std::vector<std::string>{asked->maker.counter_scope()});
  auto const drawn = counter.empty() ? 1 : counter.front().first;
  std::vector<Told> told;
  for (auto const& [id, block] : catalog.number_blocks()) {
    if (!block.retired && makes_block(asked->maker, block)) {
      tell(catalog, block, told);
    }
  }
  auto const last = std::min(asked->last.value_or(drawn - 1), asked->maker.capacity());
  auto const until = std::min(last, asked->first + explained_max - 1);
  Explainer explainer(reading, asked->maker, std::move(told), drawn);
  explainer.explain(asked->first, until);
  auto gaps = std::move(explainer).take();
  gaps.format = asked->format;
  if (until < last) {
    gaps.next = until + 1;
  }
  return gaps;
}

}  // namespace nameplate::app

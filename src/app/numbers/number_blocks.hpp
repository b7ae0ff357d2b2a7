#pragma once

#include "app/queries/reading.hpp"
#include "domain/records/catalog.hpp"
#include "identify/format/number_format.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Numbers given out in blocks, and what became of each.
namespace nameplate::app {

/// Makes the numbers of a block, from what its first number says. Errors: block.not_countable (its format does not make
/// that number any more).
[[nodiscard]] base::Result<identify::NumberMaker> maker_of(domain::Catalog const& catalog,
                                                           domain::NumberBlock const& block);

/// Which number of its counter a number of a block is; nothing: it is none of the block's. Of a format that looks
/// random only the first and the last are known.
[[nodiscard]] std::optional<std::int64_t> count_within(domain::Catalog const& catalog, domain::NumberBlock const& block,
                                                       std::string_view number);

/// The number of a count, wherever it came from; nothing: the maker has none.
[[nodiscard]] std::optional<std::string> number_at(identify::NumberMaker const& maker, std::int64_t count);

/// Whether the numbers of a block are among those that the maker makes.
[[nodiscard]] bool makes_block(identify::NumberMaker const& maker, domain::NumberBlock const& block);

/// Which number of a counter the format of a block reads it as, wherever the block ends.
[[nodiscard]] std::optional<std::int64_t> counted_by(domain::Catalog const& catalog, domain::NumberBlock const& block,
                                                     std::string_view number);

struct GapQuestion {
  std::string block = {};  ///< code; otherwise by what follows
  std::string product = {};
  std::string location = {};
  std::optional<base::ZonedInstant> time = {};
  std::int64_t from = 1;  ///< which number of the counter is the first
};

struct NumberFate {
  std::string first;
  std::string last;
  std::int64_t count = 0;
  std::string fate;  ///< `used`, `void`, `lost`, `returned`, `printed`, `issued`, `unwanted`, `unused`, `not_drawn`
  std::string block = {};
  std::string contradicts = {};  ///< used although the block says so
};

struct NumberGaps {
  std::string format;
  std::vector<NumberFate> ranges;
  std::map<std::string, std::int64_t> counts;
  std::optional<std::int64_t> next = {};
};

/// Explains every number, 100,000 at once. `unused`: drawn for a request that was refused or cut off. Errors:
/// number_block.unknown, product.unknown, location.unknown, block.not_countable, those of making a number.
[[nodiscard]] base::Result<NumberGaps> explain_gaps(Reading& reading, GapQuestion const& question);

}  // namespace nameplate::app

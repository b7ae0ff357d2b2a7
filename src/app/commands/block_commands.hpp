#pragma once

#include "app/commands/bind.hpp"
#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"

/// Number blocks as commands: their numbers are drawn with the commit that gives them out.
namespace nameplate::app {

/// Plans what a new block draws; other commands, and blocks that say their numbers themselves, draw nothing.
void plan_block(Command const& command, domain::Catalog const& catalog, base::Instant now, Numbering& numbering);

struct BlockContext {
  domain::Catalog const& catalog;
  Numbering const& numbering;
  DrawnNumbers& numbers;
};

/// Fills in what the server keeps of a block, and refuses changes of which numbers it has. Errors: block.frozen,
/// block.numbers_missing, block.not_countable, block.outside, serial_format.unknown, format.only_for_reading,
/// format.exhausted, format.unwanted and those of making numbers.
[[nodiscard]] base::Result<void> settle_block(BlockContext const& context, Command const& command,
                                              domain::RecordRow const* before, base::Value& wanted);

/// Counts that a maker must not use: those of blocks, whether given out or void. First and last of each.
[[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> blocked_ranges(domain::Catalog const& catalog,
                                                                                identify::NumberMaker const& maker);

}  // namespace nameplate::app

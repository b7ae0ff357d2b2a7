#pragma once

#include "app/commands/command.hpp"
#include "app/imports/row_error.hpp"
#include "domain/decide.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nameplate::app {

enum class RowFate : std::uint8_t { done, unchanged, failed, skipped, deferred };

/// What became of a row, or would become of it.
struct RowResult {
  std::int64_t row = 0;
  RowFate fate = RowFate::done;
  RowNote note = {};
};

/// What became of one item of an operation.
struct ItemResult {
  RowFate fate = RowFate::done;
  domain::SubjectId subject = {};
  std::string number = {};
  std::string warning = {};
  std::string reason = {};
  std::string detail = {};
};

/// One for each of the items, whether the operation was done, done in part or refused.
[[nodiscard]] std::vector<ItemResult> results_of(Outcome const& outcome, std::size_t items);
/// The same for what was only decided.
[[nodiscard]] std::vector<ItemResult> results_of(domain::Decision const& decision, std::size_t items);

}  // namespace nameplate::app

#pragma once

#include "app/ledger.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <memory>

namespace nameplate::app {

/// What one question is answered from. `sequence` was durable before the snapshot began, so the answer covers it.
struct Reading {
  std::unique_ptr<store::ReadSnapshot> snapshot;
  std::shared_ptr<domain::Catalog const> catalog;
  domain::Sequence sequence = 0;
  base::Instant now;
};

[[nodiscard]] Reading begin_reading(Ledger& ledger);

/// Brings what makes lists of past times quick up to date, for a second or two at most: before the reading begins. What
/// is then still behind makes the list slower, never wrong.
void catch_up_with_past(Ledger& ledger);

/// Days since 1970-01-01, UTC.
[[nodiscard]] std::int32_t day_of(base::Instant instant);

}  // namespace nameplate::app

#pragma once

#include "app/commands/record_commands.hpp"
#include "base/clock.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <memory>
#include <span>

namespace nameplate::app {

/// Master data as it would be: changes are decided as the writer would, and seen by whatever is checked after them;
/// nothing is written.
class DryRecords {
 public:
  DryRecords(std::shared_ptr<domain::Catalog const> const& now, domain::Actor actor, base::Instant time)
      : catalog_(std::make_shared<domain::Catalog>(*now)), actor_(actor), time_(time) {}

  [[nodiscard]] domain::Catalog const& catalog() const { return *catalog_; }

  /// Loads what the next commands concern.
  void load(store::Reader& reader, std::span<RecordCommand const> commands);
  /// Whether it changes anything. Errors: those of decide_record_command.
  [[nodiscard]] base::Result<bool> apply(RecordCommand const& command);

 private:
  std::shared_ptr<domain::Catalog> catalog_;
  domain::Actor actor_;
  base::Instant time_;
  domain::WorkingSet state_;
  WantedRecords wanted_;
  std::int64_t next_id_ = std::int64_t{1} << 60U;  ///< far above any id that is given out
};

}  // namespace nameplate::app

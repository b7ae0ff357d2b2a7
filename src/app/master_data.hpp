#pragma once

#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <memory>
#include <mutex>

namespace nameplate::app {

class ReadableFormats;

/// All master data and hold rules as they stand after the newest commit. Readers keep the one that they took.
class MasterData {
 public:
  /// Reads everything once.
  explicit MasterData(store::Store& store);

  [[nodiscard]] std::shared_ptr<domain::Catalog const> now() const;
  /// Reads everything anew: another server changed something.
  void reload(store::Store& store);
  /// Reads everything anew if another process changed something since. Costs a look at the head otherwise, and gives
  /// it.
  store::Head follow(store::Store& store);
  /// How numbers are read by all formats of this catalog: made when it is first asked for, kept for the newest.
  [[nodiscard]] std::shared_ptr<ReadableFormats const> formats_of(std::shared_ptr<domain::Catalog const> catalog);
  /// One that is older than what is there is left.
  void publish(std::shared_ptr<domain::Catalog const> next);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<domain::Catalog const> catalog_;
  std::shared_ptr<ReadableFormats const> formats_;
};

}  // namespace nameplate::app

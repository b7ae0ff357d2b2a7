#include "app/master_data.hpp"

#include "app/numbers/readable_formats.hpp"

namespace nameplate::app {

MasterData::MasterData(store::Store& store) {
  reload(store);
}

void MasterData::reload(store::Store& store) {
  auto const snapshot = store.begin_read();
  auto catalog = std::make_shared<domain::Catalog>();
  for (auto const& kind : domain::record_kinds()) {
    snapshot->for_each_record(static_cast<std::uint8_t>(kind.kind),
                              [&](domain::RecordRow&& row) { catalog->apply(row); });
  }
  for (auto const& hold : snapshot->active_rule_holds()) {
    catalog->place_hold(hold);
  }
  catalog->rules_version = snapshot->head().rules_version;
  publish(std::move(catalog));
}

store::Head MasterData::follow(store::Store& store) {
  auto const head = store.begin_read()->head();
  if (head.rules_version > now()->rules_version) {
    reload(store);
  }
  return head;
}

std::shared_ptr<domain::Catalog const> MasterData::now() const {
  std::lock_guard const lock(mutex_);
  return catalog_;
}

std::shared_ptr<ReadableFormats const> MasterData::formats_of(std::shared_ptr<domain::Catalog const> catalog) {
  {
    std::lock_guard const lock(mutex_);
    if (formats_ && &formats_->catalog() == catalog.get()) {
      return formats_;
    }
  }
  auto made = std::make_shared<ReadableFormats const>(catalog);
  std::lock_guard const lock(mutex_);
  if (catalog == catalog_) {
    formats_ = made;
  }
  return made;
}

void MasterData::publish(std::shared_ptr<domain::Catalog const> next) {
  std::lock_guard const lock(mutex_);
  if (catalog_ == nullptr || next->rules_version >= catalog_->rules_version) {
    catalog_ = std::move(next);
  }
}

}  // namespace nameplate::app

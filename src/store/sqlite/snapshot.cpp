#include "store/sqlite/snapshot.hpp"

#include "store/failure.hpp"

namespace nameplate::store::sqlite {

void Snapshot::on_connection(std::function<void(tables::Connection&)> const& call) {
  std::scoped_lock const lock(slot_.mutex);
  if (slot_.ended) {
    throw StorageFailure(FailureKind::unavailable, "the snapshot took too long and was ended");
  }
  try {
    call(*slot_.connection);
  } catch (StorageFailure const&) {
    slot_.suspect = true;
    throw;
  }
}

}  // namespace nameplate::store::sqlite

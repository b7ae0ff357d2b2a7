#include "app/make_in_place.hpp"

#include "store/failure.hpp"

namespace nameplate::app {
namespace {

std::unexpected<base::Error> not_empty() {
  return base::fail(base::ErrorKind::conflict, "ledger.not_empty",
                    "There is a ledger in this database already. Name an empty one.");
}

}  // namespace

base::Result<store::Head> begin_in_place(store::Store& store) {
  {
    auto const snapshot = store.begin_read();
    auto const head = snapshot->head();
    if (snapshot->is_half_made()) {
      return head;
    }
    if (head.sequence != 0) {
      return not_empty();
    }
  }
  try {
    auto const transaction = store.begin_write();
    transaction->mark_half_made();
    transaction->commit();
  } catch (store::GuardLost const&) {
    return not_empty();  // another process was faster
  }
  return store::Head();
}

void end_in_place(store::Store& store) {
  auto const transaction = store.begin_write();
  transaction->mark_whole();
  transaction->commit();
}

}  // namespace nameplate::app

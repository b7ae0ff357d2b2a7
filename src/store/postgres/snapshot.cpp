#include "store/postgres/snapshot.hpp"

#include "store/postgres/failure.hpp"

namespace nameplate::store::postgres {

Snapshot::Snapshot(Pool& readers, Figures& figures, Picture picture)
    : readers_(readers), lease_(readers.take()), picture_(picture) {
  try {
    begin();
  } catch (ConnectionLost const&) {
    begin_on_another();
  } catch (StorageFailure const&) {
    lease_.mark_suspect();
    throw;
  }
  ++figures.snapshots;
}

void Snapshot::begin() {
  answers_before_ = lease_->session().answers();
  constexpr char const* begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  constexpr char const* doing = "begin a snapshot";
  if (picture_ == Picture::at_once) {
    lease_->session().script(std::string(begin_reading) + "; SELECT 1 FROM head", doing);
  } else {
    lease_->session().send_script(begin_reading, doing);
  }
}

/// It was idle when the server went away and came back: another one is as good.
void Snapshot::begin_on_another() {
  readers_.close_idle();
  lease_.renew();
  begin();
}

void Snapshot::on_connection(std::function<void(tables::Connection&)> const& call) {
  std::scoped_lock const lock(mutex_);
  try {
    ask(call);
  } catch (GuardLost const& lost) {
    // Nothing is guarded here: the server broke the question off for reasons of its own, as a standby does.
    lease_.mark_suspect();
    throw StorageFailure(FailureKind::unavailable, lost.what());
  } catch (StorageFailure const&) {
    lease_.mark_suspect();
    throw;
  }
}

void Snapshot::ask(std::function<void(tables::Connection&)> const& call) {
  try {
    call(*lease_);
  } catch (ConnectionLost const&) {
    if (lease_->session().answers() != answers_before_) {
      throw;  // begun anew it would be another picture, and some of this one is told already
    }
    begin_on_another();
    call(*lease_);
  }
}

}  // namespace nameplate::store::postgres

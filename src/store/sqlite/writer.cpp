#include "store/sqlite/writer.hpp"

#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/sqlite/sql_transaction.hpp"

#include <chrono>
#include <utility>

namespace nameplate::store::sqlite {

Writer::Writer(Setup const& setup, Figures& figures, std::unique_ptr<Connection> connection,
               std::function<void(Connection&)> between_writes)
    : setup_(setup), figures_(figures), between_writes_(std::move(between_writes)), connection_(std::move(connection)) {
  if (connection_ != nullptr) {
    connection_->watch_log(figures_.log_pages);
  }
}

Writer::Turn Writer::take() {
  if (setup_.options.access == Access::read_only) {
    throw StorageFailure(FailureKind::read_only, "the database was opened for reading only");
  }
  if (!free_.try_acquire_for(std::chrono::seconds(setup_.options.writer_wait_seconds_max))) {
    throw StorageFailure(FailureKind::unavailable, "another write takes too long");
  }
  Turn turn(*this);
  if (suspect_ || connection_ == nullptr) {
    connection_.reset();
    connection_ = connect(setup_, Purpose::write);
    connection_->watch_log(figures_.log_pages);
    suspect_ = false;
    ++connection_number_;
    ++figures_.writer_reopened;
  }
  return turn;
}

Writer::Turn Writer::begin(Durable durable) {
  auto turn = take();
  try {
    between_writes_(*connection_);
    if (durable == Durable::later && setup_.durable == Durable::yes) {
      turn.is_lenient_ = true;
      set_durable(*connection_, Durable::later);
    }
    connection_->use(sql::begin_write).run();
  } catch (StorageFailure const&) {
    turn.mark_suspect();
    throw;
  }
  return turn;
}

Writer::Turn::~Turn() {
  if (writer_ == nullptr) {
    return;
  }
  if (writer_->connection_ != nullptr) {
    writer_->connection_->roll_back();
    if (writer_->suspect_ || writer_->connection_->in_transaction()) {
      writer_->connection_.reset();
    } else if (is_lenient_) {
      writer_->be_strict_again();
    }
  }
  writer_->free_.release();
}

void Writer::be_strict_again() noexcept {
  try {
    set_durable(*connection_, setup_.durable);
  } catch (std::exception const&) {
    connection_.reset();  // the next one is strict from the beginning
  }
}

void Writer::release_memory() {
  if (free_.try_acquire()) {
    if (connection_ != nullptr) {
      connection_->release_memory();
    }
    free_.release();
  }
}

}  // namespace nameplate::store::sqlite

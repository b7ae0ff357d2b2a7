#pragma once

#include "store/postgres/pool.hpp"
#include "store/tables/snapshot.hpp"

#include <cstdint>
#include <mutex>

namespace nameplate::store::postgres {

/// When a snapshot takes its picture: before its constructor returns, or with its first question, which saves a round
/// trip.
enum class Picture : std::uint8_t { at_once, with_first_question };

/// A read-only transaction that sees the database as it was at one moment.
class Snapshot final : public tables::Snapshot {
 public:
  Snapshot(Pool& readers, Figures& figures, Picture picture = Picture::at_once);

 private:
  void on_connection(std::function<void(tables::Connection&)> const& call) override;
  void begin();
  void begin_on_another();
  void ask(std::function<void(tables::Connection&)> const& call);

  std::mutex mutex_;  ///< questions of several threads come one after the other
  Pool& readers_;
  Pool::Lease lease_;
  Picture picture_;
  std::int64_t answers_before_ = 0;  ///< of the connection, when this began
};

}  // namespace nameplate::store::postgres

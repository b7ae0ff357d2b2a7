#pragma once

#include "store/postgres/connection.hpp"
#include "store/postgres/postgres_store.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace nameplate::store::postgres {

/// What all connections of one store share.
struct Setup {
  Options options;
  std::string schema = {};  ///< where the tables are; empty: not known yet
  bool scratch = false;     ///< thrown away at the end: commits need not wait for the disk
};

/// For metrics; written by all threads.
struct Figures {
  std::atomic<std::int64_t> connections = 0;  ///< open now
  std::atomic<std::int64_t> connections_opened = 0;
  std::atomic<std::int64_t> connections_lost = 0;
  std::atomic<std::int64_t> waits_for_connection = 0;
  std::atomic<std::int64_t> commits = 0;
  std::atomic<std::int64_t> commits_resolved = 0;  ///< whose outcome had to be found out
  std::atomic<std::int64_t> snapshots = 0;
  std::atomic<std::int64_t> statements = 0;
  std::atomic<std::int64_t> round_trips = 0;    ///< waits for an answer; one may be for several statements
  std::atomic<std::int64_t> guards_lost = 0;    ///< writes that were decided again, because somebody else was faster
  std::atomic<std::int64_t> lost_in_a_row = 0;  ///< since the last commit
};

enum class Purpose : std::uint8_t { read, write };

/// Opens a connection with its settings and time-outs.
[[nodiscard]] std::unique_ptr<Connection> connect(Setup const& setup, Purpose purpose);

/// A name within the text of a statement.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace nameplate::store::postgres

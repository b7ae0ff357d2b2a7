#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

/// The ledger in a schema of a PostgreSQL database, which several servers may serve at the same time.
namespace nameplate::store::postgres {

struct Options {
  /// postgresql://USER@HOST:PORT/DATABASE?..., with several hosts if wanted, or any connection string of libpq. A
  /// password may come from the environment or a file of passwords instead (PGPASSWORD, PGPASSFILE).
  std::string url;
  /// Of a standby that answers begin_question(); empty: none. When it cannot be reached, the first one answers.
  std::string standby_url = {};
  /// Empty: the first schema of the connection's search path.
  std::string schema = {};
  bool read_only = false;  ///< migrates nothing, and no transaction writes
  bool half_made = false;  ///< a copy is being made: only an empty schema or such a copy, of this version, is opened
  bool warns = false;      ///< of settings of the server that lose data
  std::size_t readers_max = 8;
  std::size_t writers_max = 4;
};

/// Connects, and brings the database to the newest schema (not with read_only). Throws StorageFailure: `unavailable`
/// cannot be reached, is too old or of another encoding; `damaged` holds tables of another program, left as they are;
/// `read_only` a right is missing; `half_made` a copy that is not whole; `newer_schema` written by a newer program. No
/// message holds a password.
[[nodiscard]] std::unique_ptr<Store> open(Options const& options);

/// An empty store in a schema of its own, which goes when it is closed.
[[nodiscard]] std::unique_ptr<Store> open_temporary(Options options);

}  // namespace nameplate::store::postgres

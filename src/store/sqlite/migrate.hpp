#pragma once

#include "base/embedded_file.hpp"
#include "store/sqlite/database.hpp"

#include <functional>
#include <span>

namespace nameplate::store::sqlite {

/// What a file is, found out without writing to it.
struct Identity {
  bool is_empty = false;    ///< no tables yet
  std::int64_t schema = 0;  ///< number of the newest migration that was run
};

/// Throws StorageFailure damaged for a database that is not ours, or no database at all.
[[nodiscard]] Identity identify(Connection& connection);

/// The newest schema that this program knows.
[[nodiscard]] std::int64_t newest_schema(std::span<base::EmbeddedFile const> migrations);

/// Throws StorageFailure newer_schema when the file is ahead of this program.
void refuse_newer(Identity const& identity, std::span<base::EmbeddedFile const> migrations);

/// Runs what is missing, one transaction for each migration: a program that is killed at any moment goes on from the
/// last one that was finished. `before_each` is told of every statement; tests stop there.
void migrate(Connection& connection, std::span<base::EmbeddedFile const> migrations,
             std::function<void()> const& before_each = {});

}  // namespace nameplate::store::sqlite

#pragma once

#include "base/embedded_file.hpp"
#include "store/postgres/session.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace nameplate::store::postgres {

/// The newest schema that this program knows.
[[nodiscard]] std::int64_t newest_schema(std::span<base::EmbeddedFile const> migrations);

/// The newest migration that a schema of the database has seen; none: it is empty. Throws StorageFailure damaged when
/// it holds tables of another program.
[[nodiscard]] std::optional<std::int64_t> schema_of(Session& session, std::string const& schema);

/// Throws StorageFailure newer_schema when a database is ahead of this program.
void refuse_newer(std::int64_t schema, std::span<base::EmbeddedFile const> migrations);

/// Runs what is missing, one transaction for each migration, under the lock of a row: the server that comes first does
/// it, and the others wait.
void migrate(Session& session, std::string const& schema, std::span<base::EmbeddedFile const> migrations);

}  // namespace nameplate::store::postgres

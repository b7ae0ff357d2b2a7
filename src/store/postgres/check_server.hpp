#pragma once

#include "store/postgres/session.hpp"

namespace nameplate::store::postgres {

/// Throws StorageFailure unavailable for a server that is too old, or a database of another encoding than UTF8.
void refuse_unfit(Session& session);

/// Logs a warning for each setting with which a server that fails loses what was committed, or does not notice damage.
void warn_of_settings(Session& session);

/// Makes every statement of the store known to the server, and so finds out whether the tables are those that the
/// program expects. Throws StorageFailure damaged, which names the statement.
void refuse_other_tables(Session& session);

}  // namespace nameplate::store::postgres

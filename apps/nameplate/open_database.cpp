#include "open_database.hpp"

#include "store/postgres/postgres_store.hpp"
#include "store/sqlite/sqlite_store.hpp"

namespace nameplate {

std::unique_ptr<store::Store> open_database(cli::Database const& database, cli::OpenFor purpose, Warn warn) {
  using store::sqlite::Access;
  using store::sqlite::Create;
  using store::sqlite::HalfMade;
  using store::sqlite::Lock;
  bool const makes = purpose == cli::OpenFor::making;
  bool const writes = makes || purpose == cli::OpenFor::writing;
  if (!database.is_file()) {
    return store::postgres::open({.url = database.url,
                                  .standby_url = database.standby_url,
                                  .read_only = !writes,
                                  .half_made = makes,
                                  .warns = warn == Warn::yes});
  }
  if (writes) {
    return store::sqlite::open({.path = database.path, .half_made = makes ? HalfMade::allowed : HalfMade::refused});
  }
  return store::sqlite::open({.path = database.path,
                              .create = Create::no,
                              .access = Access::read_only,
                              .still = purpose == cli::OpenFor::looking,
                              .lock = Lock::no,
                              .alone = purpose == cli::OpenFor::taking});
}

}  // namespace nameplate

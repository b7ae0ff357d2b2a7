#include "store/sqlite/connect.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace nameplate::store::sqlite {
namespace {

/// What is left of the log file when it begins anew.
constexpr std::int64_t log_bytes_kept = 64 * 1024 * 1024;

}  // namespace

void set_durable(Connection& connection, Durable durable) {
  connection.execute(durable == Durable::yes     ? "PRAGMA synchronous = FULL"
                     : durable == Durable::later ? "PRAGMA synchronous = NORMAL"
                                                 : "PRAGMA synchronous = OFF");
}

std::unique_ptr<Connection> connect(Setup const& setup, Purpose purpose) {
  bool const read_only = setup.options.access == Access::read_only;
  auto connection = std::make_unique<Connection>(
      Connection::Settings{.path = setup.path,
                           // Readers of a database that is written need write access to the shared memory beside it.
                           .read_only = read_only,
                           .create = purpose == Purpose::write && setup.options.create == Create::yes,
                           .immutable = setup.immutable});
  connection->wait_for_locks(lock_wait_ms);
  auto const cache_kib = purpose == Purpose::write  ? setup.options.writer_cache_kib
                         : purpose == Purpose::read ? setup.options.reader_cache_kib
                                                    : 256;
  connection->execute(
      fmt::format("PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;", cache_kib));
  if (purpose == Purpose::write && !read_only) {
    // What was deleted is overwritten where that costs no page more: a value that was erased is to be gone.
    connection->execute("PRAGMA secure_delete = FAST");
  }
  if (purpose == Purpose::read) {
    connection->execute("PRAGMA query_only = ON");
  }
  set_durable(*connection, setup.durable);
  connection->execute(fmt::format("PRAGMA journal_size_limit = {}", log_bytes_kept));
  return connection;
}

bool can_checkpoint_beside_writer() {
  // https://sqlite.org/wal.html#walresetbug
  constexpr int first_with_the_fix = 3051003;
  constexpr int withdrawn = 3052000;
  auto const version = sqlite3_libversion_number();
  return version >= first_with_the_fix && version != withdrawn;
}

}  // namespace nameplate::store::sqlite

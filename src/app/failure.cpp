#include "app/failure.hpp"

#include "base/byte_codec.hpp"
#include "base/check.hpp"

namespace nameplate::app {
namespace {

base::Error unavailable(std::string_view reason, std::string detail) {
  return {.kind = base::ErrorKind::unavailable, .reason = std::string(reason), .detail = std::move(detail)};
}

base::Error damaged() {
  return unavailable("storage.damaged",
                     "The database is damaged. Stop writing, keep the file and restore the newest backup; "
                     "`nameplate verify` says what is wrong.");
}

}  // namespace

base::Error describe(store::StorageFailure const& failure) {
  switch (failure.kind()) {
    case store::FailureKind::unavailable:
      return unavailable("storage.unavailable", "The database cannot be reached. Try again in a moment.");
    case store::FailureKind::full:
      return {.kind = base::ErrorKind::storage_full,
              .reason = "storage.full",
              .detail =
                  "There is no space left for the database. Nothing was recorded; reading goes on. Make room, then try "
                  "again."};
    case store::FailureKind::read_only:
      return unavailable(
          "storage.read_only",
          "The database cannot be written. Nothing was recorded; reading goes on. Check the rights of the "
          "file and of its folder.");
    case store::FailureKind::damaged: return damaged();
    case store::FailureKind::newer_schema:
      return unavailable("schema.newer",
                         "The database was written by a newer nameplate. Nothing was recorded; reading goes on. Start "
                         "that version or a later one.");
    case store::FailureKind::busy:
      return unavailable("storage.busy", "Another process serves this database. Ask that one.");
    case store::FailureKind::half_made:
      return {
          .kind = base::ErrorKind::conflict,
          .reason = "storage.half_made",
          .detail =
              "This ledger is not whole yet. Run the same `nameplate copy` or `nameplate load` again, which goes on "
              "where it was, or remove what is there."};
    case store::FailureKind::not_offered:
      return {.kind = base::ErrorKind::conflict,
              .reason = "storage.not_offered",
              .detail =
                  "This ledger is in PostgreSQL, which has its own tools for that: pg_dump, pg_basebackup and an "
                  "archive of its log. See docs/operating/postgresql.md."};
  }
  base::unreachable();
}

std::optional<base::Error> explain_failure(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (store::StorageFailure const& failure) {
    return describe(failure);
  } catch (base::DamagedBytes const&) {
    return damaged();
  } catch (...) {
    return std::nullopt;
  }
}

}  // namespace nameplate::app

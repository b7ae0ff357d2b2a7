#include "app/backups/make_backup.hpp"

#include "app/failure.hpp"
#include "app/verify.hpp"
#include "base/file_hash.hpp"
#include "base/logging.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

namespace nameplate::app {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;

/// Removes what is not whole, whatever happens.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Unfinished(Unfinished const&) = delete;
  Unfinished& operator=(Unfinished const&) = delete;

 private:
  fs::path path_;
};

/// From here on this thread takes only what the scans leave. Not before the copy is made: while it copies, the writer
/// waits for it.
void give_way() {
  constexpr int low_priority = 10;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
}

base::Result<void> verify_copy(BackupWork const& work) {
  auto const copy = work.ledger.store.open_copy(work.target.making());
  auto const found =
      verify(*copy, [&](VerifyProgress const& now) { work.report("verify", now.done, now.total); }, &work.cancel);
  if (found.difference_count == 0) {
    return {};
  }
  auto const& first = found.differences.front();
  return base::fail(ErrorKind::conflict, "backup.unsound",
                    fmt::format("The copy was thrown away: {} of its rows are not what its ledger says, the first is "
                                "{} {}. Run `nameplate verify` on the database itself.",
                                found.difference_count, first.projection, first.key));
}

std::unexpected<base::Error> unsound(std::string const& fault) {
  return base::fail(ErrorKind::conflict, "backup.unsound",
                    "The copy was thrown away, because it is damaged: " + fault +
                        ". Try again on another disk; if that one is damaged too, run `nameplate verify` on the "
                        "database.");
}

/// Runs until the copy is whole, and gives its head. Nothing: it was cancelled.
std::optional<store::Head> copy(BackupWork const& work) {
  auto const copy = work.ledger.store.begin_copy(work.target.making());
  while (copy->step()) {
    if (work.cancel) {
      return std::nullopt;
    }
    work.report("copy", copy->bytes_done(), copy->bytes_total());
  }
  return copy->finish();
}

}  // namespace

base::Result<std::optional<Backup>> make_backup(BackupWork const& work) {
  auto const lock = BackupLock::take(work.target.making());
  if (!lock) {
    return std::unexpected(lock.error());
  }
  Unfinished const unfinished(work.target.making());
  auto const head = copy(work);
  if (!head || work.cancel) {
    return std::nullopt;
  }
  auto const made_at = work.ledger.clock.now();
  give_way();
  auto const bytes = static_cast<std::int64_t>(fs::file_size(work.target.making()));
  work.report("check", 0, bytes);
  auto const checked = work.ledger.store.check_copy(work.target.making(), &work.cancel);
  if (!checked.faults.empty()) {
    return unsound(checked.faults.front());
  }
  if (checked.head.sequence != head->sequence) {
    return unsound(fmt::format("it ends with event {} instead of {}", checked.head.sequence, head->sequence));
  }
  if (work.request.verify) {
    if (auto const fine = verify_copy(work); !fine) {
      return std::unexpected(fine.error());
    }
  }
  auto const hash = base::sha256_of_file(work.target.making(), [&](std::int64_t done) {
    work.report("hash", done, bytes);
    return !work.cancel;
  });
  if (work.cancel) {
    return std::nullopt;
  }
  Backup backup{
      .file = work.target.name.empty() ? backup_name(work.target.folder, made_at, head->sequence) : work.target.name,
      .ledger = checked.ledger,
      .sequence = head->sequence,
      .recorded_at = head->recorded_at,
      .made_at = made_at,
      .bytes = bytes,
      .sha256 = hash,
      .schema = checked.schema,
      .program = work.version,
      .scheduled = work.request.scheduled,
      .verified = work.request.verify};
  if (auto const placed = place_backup(work.target, backup); !placed) {
    return std::unexpected(placed.error());
  }
  return backup;
}

base::Error explain_backup_failure(std::exception_ptr thrown, BackupTarget const& target) {
  auto const no_space = [&] {
    return base::Error{.kind = ErrorKind::storage_full,
                       .reason = "backup.no_space",
                       .detail = "There is no space left in " + target.folder.string() +
                                 " for the backup. Nothing of it was kept. Make room, or take another folder."};
  };
  auto const cannot_write = [&](std::string const& what) {
    return base::Error{.kind = ErrorKind::conflict,
                       .reason = "backup.cannot_write",
                       .detail = "The backup could not be written: " + what + ". Nothing of it was kept."};
  };
  try {
    std::rethrow_exception(thrown);
  } catch (store::StorageFailure const& failure) {
    switch (failure.kind()) {
      case store::FailureKind::full: return no_space();
      case store::FailureKind::read_only: return cannot_write(failure.what());
      case store::FailureKind::damaged: return unsound(failure.what()).error();
      default: return describe(failure);
    }
  } catch (std::system_error const& failure) {
    auto const error = failure.code().value();
    return error == ENOSPC || error == EDQUOT ? no_space() : cannot_write(failure.what());
  } catch (std::exception const& failure) {
    base::log::error("backup", "failed in a way that was not foreseen", {{"what", failure.what()}});
    return cannot_write(failure.what());
  }
}

}  // namespace nameplate::app

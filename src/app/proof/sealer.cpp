#include "app/proof/sealer.hpp"

#include "app/proof/head_text.hpp"
#include "app/proof/ledger_tree.hpp"
#include "base/logging.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

namespace nameplate::app {
namespace {

using std::chrono::steady_clock;

constexpr auto pause = std::chrono::seconds(1);
constexpr auto longest_wait = std::chrono::milliseconds(200);
constexpr std::int64_t lease_life = 10 * base::microseconds_per_second;
/// How long to wait for another process, which seals about every second.
constexpr auto longest_wait_for_another = std::chrono::milliseconds(1500);
constexpr auto between_looks = std::chrono::milliseconds(50);
/// While much is to be sealed, after an upgrade or a load: of each two milliseconds one is left to others.
constexpr int rest_for_each_work = 1;

}  // namespace

base::Result<void> replace_file(std::string const& path, std::string_view text) {
  auto const beside = path + ".new";
  auto const failed = [&] {
    auto const error = errno;
    ::unlink(beside.c_str());
    return base::fail(base::ErrorKind::unavailable, "seal.file_unwritable",
                      "The file " + path + " cannot be written: " + std::strerror(error) + ".");
  };
  int const file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) {
    return failed();
  }
  bool const is_written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  auto const error = errno;
  ::close(file);
  errno = error;
  if (!is_written || ::rename(beside.c_str(), path.c_str()) != 0) {
    return failed();
  }
  std::filesystem::path const folder = std::filesystem::path(path).parent_path();
  int const handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle >= 0) {
    static_cast<void>(::fsync(handle));
    ::close(handle);
  }
  return {};
}

Sealer::Sealer(Ledger& ledger, HeadFile head_file)
    : ledger_(ledger),
      head_file_(std::move(head_file)),
      maker_(ledger.store, ledger.clock),
      lease_(ledger.store, ledger.clock, store::Work::seals, lease_life),
      thread_([this](std::stop_token const& stop) { run(stop); }) {}

Sealer::~Sealer() {
  thread_.request_stop();
  thread_.join();
  round({});
  write_head_file();
}

void Sealer::run(std::stop_token const& stop) {
  ::pthread_setname_np(::pthread_self(), "sealer");
  std::unique_lock lock(mutex_);
  auto next_file = steady_clock::now();
  while (!stop.stop_requested()) {
    round(stop);
    if (auto const now = steady_clock::now(); now >= next_file) {
      write_head_file();
      next_file = now + std::chrono::seconds(head_file_.interval_seconds);
    }
    wake_.wait_for(lock, stop, pause, [] { return false; });
  }
}

bool Sealer::round(std::stop_token const& stop) {
  if (is_broken_) {
    return true;
  }
  try {
    return seal_until_done(stop);
  } catch (store::StorageFailure const& failure) {
    is_broken_ = failure.kind() == store::FailureKind::damaged;
    if (is_broken_) {
      base::log::error("seals", "stopped sealing", {{"what", failure.what()}});
    } else {
      base::log::warn("seals", "skipped a round", {{"what", failure.what()}});
    }
  } catch (std::exception const& failure) {
    base::log::warn("seals", "skipped a round", {{"what", failure.what()}});
  }
  return true;
}

bool Sealer::seal_until_done(std::stop_token const& stop) {
  // Of all processes that write.
  auto const newest = ledger_.store.begin_read()->head().sequence;
  for (auto begun = steady_clock::now(); !stop.stop_requested() && sealed_ < newest;) {
    auto const lease = lease_.hold();
    if (!lease) {
      look();
      return sealed_ >= newest;
    }
    auto const step = maker_.seal_some(lease);
    sealed_ = maker_.sealed();
    if (step == SealMaker::Step::nothing_left) {
      return true;
    }
    if (step == SealMaker::Step::overtaken) {
      lease_.doubt();
    }
    if (sealed_ < newest && stop.stop_possible()) {
      std::this_thread::sleep_for((steady_clock::now() - begun) * rest_for_each_work);
      begun = steady_clock::now();
    }
  }
  return true;
}

void Sealer::look() {
  maker_.look();
  sealed_ = maker_.sealed();
}

void Sealer::seal_now() {
  for (auto const begun = steady_clock::now(); steady_clock::now() - begun < longest_wait_for_another;) {
    {
      std::unique_lock const lock(mutex_, longest_wait);
      if (!lock.owns_lock()) {
        return;
      }
      if (round({})) {
        return;
      }
    }
    std::this_thread::sleep_for(between_looks);
  }
}

void Sealer::write_head_file() {
  if (head_file_.path.empty() || is_broken_ || sealed_ == written_) {
    return;
  }
  try {
    auto const head = seal_head(*ledger_.store.begin_read());
    if (!head) {
      return;
    }
    auto const text = to_text(head_file_.key ? sign(*head, *head_file_.key) : SignedHead{.head = *head});
    if (auto const done = replace_file(head_file_.path, text + "\n"); !done) {
      base::log::warn("seals", "the head was not written", {{"what", done.error().detail}});
      return;
    }
    written_ = head->sequence;
  } catch (std::exception const& failure) {
    base::log::warn("seals", "the head was not written", {{"what", failure.what()}});
  }
}

}  // namespace nameplate::app

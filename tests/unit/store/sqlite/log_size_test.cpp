// The write-ahead log stays below 256 MB while writers and readers do all they can, one of the readers for longer than
// it may.

#include "support/store_builders.hpp"
#include "support/temporary_database.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

namespace nameplate::test {
namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;

TEST(LogSize, ALongReaderDoesNotMakeTheLogGrowWithoutEnd) {
  TemporaryDatabase const database;
  auto const store = database.open();
  auto const writes = [&](std::int64_t first, std::int64_t count) {
    domain::Changes changes;
    std::mt19937_64 random(static_cast<std::uint64_t>(first));
    for (std::int64_t i = 0; i < count; ++i) {
      changes.subjects.push_back({.subject = {static_cast<std::int64_t>(random() >> 20U)},
                                  .event_time = {i},
                                  .event = {first + i},
                                  .role = domain::SubjectRole::item,
                                  .state = std::string(600, 's')});
    }
    std::ranges::sort(changes.subjects);
    auto const transaction = store->begin_write();
    transaction->write(changes);
    transaction->commit();
  };
  writes(0, 100);
  auto const long_reader = store->begin_read();
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        auto const snapshot = store->begin_read();
        static_cast<void>(snapshot->history_of(std::vector{domain::SubjectId{1}}));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }

  std::int64_t longest_wait_ms = 0;
  std::int64_t largest = 0;
  std::int64_t written = 0;
  for (std::int64_t group = 1; written < 480 * mebibyte; ++group) {
    auto const start = std::chrono::steady_clock::now();
    writes(group * 10'000, 800);
    auto const wait = std::chrono::steady_clock::now() - start;
    longest_wait_ms =
        std::max<std::int64_t>(longest_wait_ms, std::chrono::duration_cast<std::chrono::milliseconds>(wait).count());
    largest = std::max(largest, static_cast<std::int64_t>(std::filesystem::file_size(database.path() + "-wal")));
    written += 800 * 4096;
  }
  done = true;
  for (auto& reader : readers) {
    reader.join();
  }

  RecordProperty("largest_log_mib", static_cast<int>(largest / mebibyte));
  RecordProperty("longest_write_ms", static_cast<int>(longest_wait_ms));
  std::printf("log at most %d MiB after some %d MiB of changes; longest write %d ms\n",
              static_cast<int>(largest / mebibyte), static_cast<int>(written / mebibyte),
              static_cast<int>(longest_wait_ms));
  EXPECT_LT(largest, 256 * mebibyte);
  EXPECT_EQ(failure_of([&] { static_cast<void>(long_reader->head()); }), store::FailureKind::unavailable);
}

TEST(LogSize, AnOldSnapshotIsEndedEvenWhenNobodyWrites) {
  TemporaryDatabase const database;
  auto options = database.options();
  options.snapshot_seconds_max = 0;
  auto const store = store::sqlite::open(options);
  auto const snapshot = store->begin_read();

  std::this_thread::sleep_for(std::chrono::milliseconds(500));

  EXPECT_EQ(failure_of([&] { static_cast<void>(snapshot->head()); }), store::FailureKind::unavailable);
}

}  // namespace
}  // namespace nameplate::test

#include "http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>

namespace nameplate::http {
namespace {

TEST(WorkerPool, AFullQueueRefusesAndLeavesTheTask) {
  WorkerPool pool(1, 1);
  std::latch started(1);
  std::latch may_end(1);
  std::atomic<int> ran = 0;
  WorkerPool::Task first = [&] {
    started.count_down();
    may_end.wait();
  };
  ASSERT_TRUE(pool.submit(first));
  started.wait();
  WorkerPool::Task second = [&] { ++ran; };
  ASSERT_TRUE(pool.submit(second));

  WorkerPool::Task third = [&] { ran += 10; };
  EXPECT_FALSE(pool.submit(third));
  EXPECT_EQ(pool.waiting(), 1U);
  third();  // still there

  std::latch continued(1);
  pool.submit_continuation([&] { continued.count_down(); });
  may_end.count_down();
  continued.wait();
  EXPECT_EQ(ran, 11);
}

TEST(WorkerPool, StopEndsWhatRunsAndDropsWhatWaits) {
  auto const held = std::make_shared<int>();
  std::atomic<bool> ended = false;
  std::latch started(1);
  std::latch queued(1);
  WorkerPool pool(1, 10);
  WorkerPool::Task running = [&] {
    started.count_down();
    queued.wait();
    while (pool.waiting() != 0) {  // until stop has dropped the other one
      std::this_thread::yield();
    }
    ended = true;
  };
  ASSERT_TRUE(pool.submit(running));
  started.wait();
  WorkerPool::Task waiting = [held] { FAIL() << "it was dropped"; };
  ASSERT_TRUE(pool.submit(waiting));
  queued.count_down();

  pool.stop();

  EXPECT_TRUE(ended);
  WorkerPool::Task late = [held] {};
  EXPECT_FALSE(pool.submit(late));
  pool.submit_continuation([held] {});
  waiting = {};
  late = {};
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace nameplate::http

#include "env/thread_worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

namespace weir::env {
namespace {

TEST(ThreadWorker, OneThreadRunsTasksInTheOrderGiven) {
  std::vector<int> order;
  {
    ThreadWorker worker(1);
    for (int i = 0; i < 100; ++i) worker.run([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(ThreadWorker, TasksOfSeveralThreadsRunSideBySide) {
  std::latch all_run(3);
  ThreadWorker worker(3);
  for (int i = 0; i < 3; ++i) worker.run([&] { all_run.arrive_and_wait(); });
  all_run.wait();
}

TEST(ThreadWorker, FinishesWhatItWasGivenBeforeItEnds) {
  std::atomic<int> count = 0;
  {
    ThreadWorker worker(2);
    for (int i = 0; i < 50; ++i) {
      worker.run([&] { worker.run([&] { ++count; }); });
    }
  }
  EXPECT_EQ(count, 50);
}

}  // namespace
}  // namespace weir::env

#include "env/thread_worker.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <csignal>
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

TEST(ThreadWorker, ItsThreadsLeaveSignalsToOthers) {
  sigset_t of_worker;
  {
    ThreadWorker worker(1);
    worker.run([&] { pthread_sigmask(SIG_SETMASK, nullptr, &of_worker); });
  }
  sigset_t ours;
  pthread_sigmask(SIG_SETMASK, nullptr, &ours);
  EXPECT_EQ(sigismember(&of_worker, SIGINT), 1);
  EXPECT_EQ(sigismember(&of_worker, SIGTERM), 1);
  EXPECT_EQ(sigismember(&ours, SIGINT), 0);
}

}  // namespace
}  // namespace weir::env

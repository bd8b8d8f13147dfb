#include "env/sim_worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "env/seeded_random.h"

namespace weir::env {
namespace {

using testing::ElementsAre;

std::vector<int> order_of(std::uint64_t seed, std::size_t threads) {
  SimClock clock;
  SeededRandom random(seed);
  SimScheduler scheduler(clock, random);
  SimWorker worker(scheduler, {.threads = threads, .delay_max = milliseconds(1)});
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) worker.run([&, i] { order.push_back(i); });
  EXPECT_TRUE(order.empty()) << "ran inside run()";
  scheduler.run_until_idle();
  return order;
}

TEST(SimWorker, OneThreadRunsTasksInTheOrderGiven) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_THAT(order_of(seed, 1), ElementsAre(0, 1, 2));
  }
}

TEST(SimWorker, SeveralThreadsRunThemInAnyOrder) {
  std::set<std::vector<int>> orders;
  for (std::uint64_t seed = 0; seed < 100; ++seed) orders.insert(order_of(seed, 3));
  EXPECT_EQ(orders.size(), 6U);
}

TEST(SimWorker, TasksTakeTime) {
  SimClock clock;
  SeededRandom random(1);
  SimScheduler scheduler(clock, random);
  SimWorker worker(scheduler);
  const MonotonicTime start = clock.monotonic_now();
  worker.run([] {});
  scheduler.run_until_idle();
  EXPECT_GT(clock.monotonic_now(), start);
}

TEST(SimWorker, ADestroyedWorkerDropsItsTasks) {
  SimClock clock;
  SeededRandom random(1);
  SimScheduler scheduler(clock, random);
  {
    SimWorker worker(scheduler);
    worker.run([] { ADD_FAILURE(); });
    worker.run([] { ADD_FAILURE(); });
  }
  scheduler.run_until_idle();
}

}  // namespace
}  // namespace weir::env

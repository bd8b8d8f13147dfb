#include "env/sim_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "env/seeded_random.h"

namespace weir::env {
namespace {

using testing::ElementsAre;

struct Simulation {
  explicit Simulation(std::uint64_t seed = 1) : random(seed) {}

  SimClock clock;
  SeededRandom random;
  SimScheduler scheduler{clock, random};
  SimLoop first{scheduler, 0};
  SimLoop second{scheduler, 1};
};

// In which order the tasks of two loops ran: "aaabbb".
std::string order_with_seed(std::uint64_t seed) {
  Simulation simulation(seed);
  std::string order;
  for (int i = 0; i < 3; ++i) {
    simulation.first.post([&] { order += 'a'; });
    simulation.second.post([&] { order += 'b'; });
  }
  simulation.scheduler.run_until_idle();
  return order;
}

TEST(SimLoop, RunsNothingInsidePost) {
  Simulation simulation;
  bool has_run = false;
  simulation.first.post([&] { has_run = true; });
  EXPECT_FALSE(has_run);
  simulation.scheduler.run_until_idle();
  EXPECT_TRUE(has_run);
}

TEST(SimLoop, KeepsTheOrderOfItsOwnTasks) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Simulation simulation(seed);
    std::vector<int> order;
    for (int i = 0; i < 4; ++i) simulation.first.post([&, i] { order.push_back(i); });
    simulation.scheduler.run_until_idle();
    EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
  }
}

TEST(SimLoop, TheSeedDecidesHowLoopsInterleave) {
  std::set<std::string> orders;
  for (std::uint64_t seed = 0; seed < 200; ++seed) orders.insert(order_with_seed(seed));
  EXPECT_EQ(orders.size(), 20U) << "six tasks, three of each loop, have 20 orders";
  EXPECT_EQ(order_with_seed(7), order_with_seed(7));
}

TEST(SimLoop, TimersRunAtTheirTimeAndNotBefore) {
  Simulation simulation;
  const MonotonicTime start = simulation.clock.monotonic_now();
  std::vector<nanoseconds> times;
  const auto note_time = [&] { times.push_back(simulation.clock.monotonic_now() - start); };
  const auto later = simulation.first.after(milliseconds(20), note_time);
  const auto sooner = simulation.second.after(milliseconds(10), note_time);
  simulation.scheduler.run_for(milliseconds(15));
  EXPECT_THAT(times, ElementsAre(milliseconds(10)));
  EXPECT_EQ(simulation.clock.monotonic_now() - start, milliseconds(15));
  simulation.scheduler.run_for(milliseconds(15));
  EXPECT_THAT(times, ElementsAre(milliseconds(10), milliseconds(20)));
}

TEST(SimLoop, ADestroyedTimerNeverRunsEvenIfItsTaskIsQueued) {
  Simulation simulation;
  bool has_run = false;
  std::unique_ptr<Timer> timer = simulation.first.after(milliseconds(1), [&] { has_run = true; });
  simulation.scheduler.step();  // The timer falls due and queues its task.
  timer.reset();
  simulation.scheduler.run_for(seconds(1));
  EXPECT_FALSE(has_run);
}

TEST(SimLoop, RunUntilIdleDoesNotWaitForTimers) {
  Simulation simulation;
  const auto timer = simulation.first.after(seconds(3600), [] { ADD_FAILURE(); });
  simulation.first.post([] {});
  simulation.scheduler.run_until_idle();
}

TEST(SimLoop, RunUntilIdleWaitsForWorkAndRunsTheTimersOnTheWay) {
  Simulation simulation;
  std::string order;
  const auto timer = simulation.first.after(milliseconds(1), [&] { order += "timer "; });
  simulation.scheduler.schedule(milliseconds(2), SimScheduler::EventKind::work,
                                [&] { order += "work"; });
  simulation.scheduler.run_until_idle();
  EXPECT_EQ(order, "timer work");
}

TEST(SimLoop, ATimerThatATestAdvancedPastRunsWithoutTimeGoingBack) {
  Simulation simulation;
  bool has_run = false;
  const auto timer = simulation.first.after(seconds(1), [&] { has_run = true; });
  simulation.clock.advance(seconds(10));
  simulation.scheduler.run_for(nanoseconds(0));
  EXPECT_TRUE(has_run);
}

TEST(SimLoop, ADestroyedLoopDropsItsTasksAndTimers) {
  Simulation simulation;
  auto loop = std::make_unique<SimLoop>(simulation.scheduler, 2);
  const auto alive = std::make_shared<int>();
  loop->post([alive] { ADD_FAILURE(); });
  const auto timer = loop->after(milliseconds(1), [alive] { ADD_FAILURE(); });
  loop.reset();
  simulation.scheduler.run_for(seconds(1));
  EXPECT_EQ(alive.use_count(), 2) << "only the timer still keeps its task";
}

}  // namespace
}  // namespace weir::env

#include "meter/load/delays.h"

#include <gtest/gtest.h>

#include <cmath>
#include <variant>
#include <vector>

#include "meter/load/compressed.h"
#include "meter/load/throughput.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

TEST(Delays, ThreadsStartSpreadOverTheRampUp) {
  ClosedLoad load;
  load.threads = 4;
  load.ramp_up = 10s;
  EXPECT_EQ(ramp_up_delay(load, 0), 0s);
  EXPECT_EQ(ramp_up_delay(load, 1), 2'500ms);
  EXPECT_EQ(ramp_up_delay(load, 3), 7'500ms);
}

TEST(Delays, UniformTimerStaysInItsRange) {
  FastRandom random(1);
  nanoseconds low = 1h;
  nanoseconds high{0};
  for (int turn = 0; turn < 10'000; ++turn) {
    const auto delay = delay_of(UniformTimer{.delay = 100ms, .range = 50ms}, random);
    low = std::min(low, delay);
    high = std::max(high, delay);
  }
  EXPECT_GE(low, 100ms);
  EXPECT_LT(low, 101ms);
  EXPECT_LE(high, 150ms);
  EXPECT_GT(high, 149ms);
}

TEST(Delays, GaussianTimerHasItsMeanAndDeviationAndIsNeverNegative) {
  FastRandom random(1);
  double sum = 0;
  double squares = 0;
  for (int turn = 0; turn < 10'000; ++turn) {
    const auto delay = delay_of(GaussianTimer{.delay = 300ms, .deviation = 20ms}, random);
    sum += static_cast<double>(delay.count()) / 1e6;
    squares += std::pow(static_cast<double>(delay.count()) / 1e6 - 300, 2);
    EXPECT_GE(delay_of(GaussianTimer{.delay = 1ms, .deviation = 100ms}, random), 0ms);
  }
  EXPECT_NEAR(sum / 10'000, 300, 1);
  EXPECT_NEAR(std::sqrt(squares / 10'000), 20, 1);
}

TEST(Delays, RetriesWaitLongerEachTimeUpToTheMaximum) {
  FastRandom random(1);
  const Retries retries{.attempts_max = 9, .base_delay = 50ms, .delay_max = 300ms};
  const std::vector<nanoseconds> bounds{50ms, 100ms, 200ms, 300ms, 300ms};
  for (std::uint32_t attempt = 2; attempt < 7; ++attempt) {
    nanoseconds longest{0};
    for (int turn = 0; turn < 5'000; ++turn) {
      longest = std::max(longest, retry_delay(retries, attempt, random));
    }
    EXPECT_LE(longest, bounds[attempt - 2]);
    EXPECT_GT(longest, bounds[attempt - 2] * 99 / 100);
  }
}

class Throughput : public testing::Test {
 protected:
  ThroughputWait wait(ThroughputTimer::Shares shares) {
    return {ThroughputTimer{.samples_per_minute = 600, .shares = shares}, of_group_, of_all_};
  }
  static MonotonicTime at(nanoseconds time) { return {time.count()}; }

  SharedThroughput of_group_;
  SharedThroughput of_all_;
};

TEST_F(Throughput, ThreadWaitsForTheRestOfItsSpacing) {
  auto timer = wait(ThroughputTimer::Shares::this_thread);
  EXPECT_EQ(timer.delay(at(5s), {}), 0ms);        // The first is not delayed,
  EXPECT_EQ(timer.delay(at(5'030ms), {}), 70ms);  // the second to 5.1 s,
  EXPECT_EQ(timer.delay(at(5'130ms), {}), 70ms);  // the third to 5.2 s.
  EXPECT_EQ(timer.delay(at(7s), {}), 0ms);        // One that is late is not delayed,
  EXPECT_EQ(timer.delay(at(7'010ms), {}), 90ms);  // and what was missed is not caught up with.
}

TEST_F(Throughput, AllThreadsShareByTheirNumber) {
  auto timer = wait(ThroughputTimer::Shares::all_threads);
  EXPECT_EQ(timer.delay(at(0s), {.of_group = 2, .all = 5}), 0ms);
  EXPECT_EQ(timer.delay(at(0s), {.of_group = 2, .all = 5}), 500ms);
  auto group = wait(ThroughputTimer::Shares::threads_of_group);
  EXPECT_EQ(group.delay(at(0s), {.of_group = 2, .all = 5}), 0ms);
  EXPECT_EQ(group.delay(at(0s), {.of_group = 2, .all = 5}), 200ms);
}

TEST_F(Throughput, SharedTurnsGoRound) {
  auto one = wait(ThroughputTimer::Shares::all_threads_shared);
  auto other = wait(ThroughputTimer::Shares::all_threads_shared);
  EXPECT_EQ(one.delay(at(1s), {}), 0ms);
  EXPECT_EQ(other.delay(at(1s), {}), 100ms);
  EXPECT_EQ(one.delay(at(1'050ms), {}), 150ms);
  auto of_group = wait(ThroughputTimer::Shares::threads_of_group_shared);
  EXPECT_EQ(of_group.delay(at(1'050ms), {}), 0ms);  // Its turns are its group's.
  EXPECT_EQ(of_group.delay(at(1'050ms), {}), 100ms);
}

TEST(Compressed, TimeShrinksAndRatesGrow) {
  Plan plan;
  plan.groups.resize(2);
  plan.groups[0].start_delay = 6s;
  plan.groups[0].load = ClosedLoad{.threads = 3, .ramp_up = 12s, .loops = 7, .duration = 300s};
  plan.groups[0].samplers.resize(1);
  plan.groups[0].samplers[0].timers = {ConstantTimer{.delay = 1'000ms},
                                       ThroughputTimer{.samples_per_minute = 60}};
  plan.groups[1].load = OpenLoad{
      .rate = std::vector<Stage>{{.from_per_second = 1, .to_per_second = 2, .duration = 60s}}};
  const Plan fast = compressed(plan, 60);
  const auto& closed = std::get<ClosedLoad>(fast.groups[0].load);
  EXPECT_EQ(fast.groups[0].start_delay, 100ms);
  EXPECT_EQ(closed.ramp_up, 200ms);
  EXPECT_EQ(closed.duration, 5s);
  EXPECT_EQ(closed.loops, 7U);
  EXPECT_EQ(std::get<ConstantTimer>(fast.groups[0].samplers[0].timers[0]).delay, 17ms);
  EXPECT_EQ(std::get<ThroughputTimer>(fast.groups[0].samplers[0].timers[1]).samples_per_minute,
            3'600);
  const Stage stage = std::get<std::vector<Stage>>(std::get<OpenLoad>(fast.groups[1].load).rate)[0];
  EXPECT_EQ(stage.from_per_second, 60);
  EXPECT_EQ(stage.to_per_second, 120);
  EXPECT_EQ(stage.duration, 1s);
}

}  // namespace
}  // namespace weir::meter

#include "meter/load/arrivals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "meter/load/periodic_arrivals.h"
#include "meter/load/staged_arrivals.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

std::vector<std::int64_t> times_of(ArrivalPlan& plan) {
  std::vector<std::int64_t> times;
  while (const auto at = plan.next()) times.push_back(at->count());
  return times;
}

StagedArrivals staged(std::vector<Stage> stages, Arrivals arrivals = Arrivals::even) {
  return {std::move(stages), arrivals, FastRandom(7)};
}

TEST(StagedArrivals, ConstantRateSpacesEvenlyFromTheStart) {
  auto plan = staged({{.from_per_second = 10, .to_per_second = 10, .duration = 500ms}});
  EXPECT_EQ(times_of(plan),
            (std::vector<std::int64_t>{0, 100'000'000, 200'000'000, 300'000'000, 400'000'000}));
}

// From 0 to 8 a second over 2 s: the area is 2 t^2, so arrival n is at sqrt(n / 2) seconds.
TEST(StagedArrivals, RampUpFollowsTheAreaUnderTheRate) {
  auto plan = staged({{.from_per_second = 0, .to_per_second = 8, .duration = 2'000ms}});
  const auto times = times_of(plan);
  ASSERT_EQ(times.size(), 8U);
  for (std::size_t n = 0; n < times.size(); ++n) {
    EXPECT_NEAR(static_cast<double>(times[n]), std::sqrt(static_cast<double>(n) / 2) * 1e9, 1.0);
  }
}

// From 8 to 0 over 2 s: 8 t - 2 t^2 = n, t = 2 - sqrt(4 - n / 2).
TEST(StagedArrivals, RampDownSlowsDown) {
  auto plan = staged({{.from_per_second = 8, .to_per_second = 0, .duration = 2'000ms}});
  const auto times = times_of(plan);
  ASSERT_EQ(times.size(), 8U);
  for (std::size_t n = 0; n < times.size(); ++n) {
    EXPECT_NEAR(static_cast<double>(times[n]),
                (2 - std::sqrt(4 - static_cast<double>(n) / 2)) * 1e9, 2.0);
  }
}

TEST(StagedArrivals, StagesFollowOneAnotherWithoutAJump) {
  auto plan = staged({{.from_per_second = 2, .to_per_second = 2, .duration = 1'250ms},
                      {.from_per_second = 0, .to_per_second = 0, .duration = 1'000ms},
                      {.from_per_second = 4, .to_per_second = 4, .duration = 1'000ms}});
  // The first stage is 2.5 arrivals: half of one is left over, and the silence adds nothing to it.
  EXPECT_EQ(times_of(plan),
            (std::vector<std::int64_t>{0, 500'000'000, 1'000'000'000, 2'375'000'000, 2'625'000'000,
                                       2'875'000'000, 3'125'000'000}));
  EXPECT_EQ(plan.duration(), 3'250ms);
  EXPECT_EQ(plan.rate_at(1'500ms), 0);
  EXPECT_EQ(plan.rate_at(2'500ms), 4);
}

TEST(StagedArrivals, CountIsExactOverADay) {
  auto plan = staged({{.from_per_second = 9.7, .to_per_second = 9.7, .duration = 86'400s}});
  std::uint64_t count = 0;
  nanoseconds last{0};
  while (const auto at = plan.next()) {
    last = *at;
    ++count;
  }
  EXPECT_EQ(count, 838'080U);
  EXPECT_NEAR(static_cast<double>(last.count()), 838'079 / 9.7 * 1e9, 1'000.0);
}

TEST(StagedArrivals, PoissonHasTheRateAndItsDeviation) {
  auto plan =
      staged({{.from_per_second = 100, .to_per_second = 100, .duration = 100s}}, Arrivals::poisson);
  const auto times = times_of(plan);
  EXPECT_NEAR(static_cast<double>(times.size()), 10'000, 400);  // Four deviations.
  double squares = 0;
  for (std::size_t n = 1; n < times.size(); ++n) {
    EXPECT_GE(times[n], times[n - 1]);
    const double gap = static_cast<double>(times[n] - times[n - 1]) / 1e7;  // In mean gaps.
    squares += gap * gap;
  }
  // An exponential distribution's second moment is twice its squared mean; even gaps give 1.
  EXPECT_NEAR(squares / static_cast<double>(times.size()), 2.0, 0.2);
}

TEST(StagedArrivals, SameSeedSamePlan) {
  const std::vector<Stage> stages{{.from_per_second = 5, .to_per_second = 50, .duration = 9s}};
  auto one = staged(stages, Arrivals::poisson);
  auto other = staged(stages, Arrivals::poisson);
  EXPECT_EQ(times_of(one), times_of(other));
}

// 2024-01-01T00:00:00Z was a Monday.
constexpr WallTime monday{1'704'067'200'000};

PeriodicRate grid(double deviation = 0) {
  PeriodicRate rate;
  for (auto& day : rate.hours) day.fill({.mean = 0, .deviation = 0});
  rate.hours[1][0] = {.mean = 4, .deviation = deviation};    // Monday, from midnight.
  rate.hours[1][1] = {.mean = 12, .deviation = deviation};   // Monday, from one o'clock.
  rate.hours[6][23] = {.mean = 30, .deviation = deviation};  // Saturday, the last hour.
  rate.hours[0][0] = {.mean = 50, .deviation = deviation};   // Sunday, the first one.
  return rate;
}

TEST(PeriodicArrivals, HourDecidesHowManyASecond) {
  auto rate = grid();
  rate.end = monday + 2s;
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(times_of(plan),
            (std::vector<std::int64_t>{0, 250'000'000, 500'000'000, 750'000'000, 1'000'000'000,
                                       1'250'000'000, 1'500'000'000, 1'750'000'000}));
}

TEST(PeriodicArrivals, WeekBeginsWithSundayAndFollowsTheOffset) {
  const auto rate = grid();
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(plan.hourly_rate_at(monday + 3'599'999ms).mean, 4);
  EXPECT_EQ(plan.hourly_rate_at(monday + 3'600s).mean, 12);
  EXPECT_EQ(plan.hourly_rate_at(monday - 24h).mean, 50);
  EXPECT_EQ(plan.hourly_rate_at(monday - 24h - 1ms).mean, 30);
  auto shifted = grid();
  shifted.utc_offset_hours = 1;
  PeriodicArrivals later(shifted, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(later.hourly_rate_at(monday).mean, 12);
}

TEST(PeriodicArrivals, SmoothingGoesOverEveryMidnight) {
  auto rate = grid();
  rate.is_smoothed = true;
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(plan.hourly_rate_at(monday).mean, 4);
  EXPECT_EQ(plan.hourly_rate_at(monday + 30min).mean, 8);
  // From Saturday's last hour to Sunday's first, where the data generator breaks.
  EXPECT_EQ(plan.hourly_rate_at(monday - 24h - 30min).mean, 40);
}

TEST(PeriodicArrivals, CompressedTimeMakesEverythingFaster) {
  auto rate = grid();
  rate.end = monday + 2h;
  rate.speed = 3'600;  // An hour a second.
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(plan.duration(), 2s);
  EXPECT_EQ(plan.simulated_at(1s), monday + 1h);
  EXPECT_EQ(plan.rate_at(500ms), 4 * 3'600);
  const auto times = times_of(plan);
  ASSERT_EQ(times.size(), 4U * 3'600 + 12U * 3'600);
  EXPECT_EQ(times[4 * 3'600], 1'000'000'000);
}

TEST(PeriodicArrivals, DurationIsInRealTime) {
  auto rate = grid();
  rate.duration = 2s;
  rate.speed = 3'600;
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(1));
  EXPECT_EQ(plan.duration(), 2s);
  EXPECT_EQ(times_of(plan).size(), 16U * 3'600);
}

TEST(PeriodicArrivals, EachSecondIsDrawnFromTheNormalDistribution) {
  PeriodicRate rate;
  for (auto& day : rate.hours) day.fill({.mean = 100, .deviation = 10});
  rate.end = monday + 2'000s;
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(3));
  std::vector<double> counts(2'000);
  while (const auto at = plan.next())
    counts[static_cast<std::size_t>(at->count() / 1'000'000'000)]++;
  double sum = 0;
  double squares = 0;
  for (const double count : counts) {
    sum += count;
    squares += (count - 100) * (count - 100);
  }
  EXPECT_NEAR(sum / 2'000, 100, 1);
  EXPECT_NEAR(std::sqrt(squares / 2'000), 10, 0.7);
}

TEST(PeriodicArrivals, NegativeDrawIsSilence) {
  PeriodicRate rate;
  for (auto& day : rate.hours) day.fill({.mean = -5, .deviation = 1});
  rate.end = monday + 10s;
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(3));
  EXPECT_EQ(plan.next(), std::nullopt);
}

TEST(PeriodicArrivals, GridOfZerosEnds) {
  PeriodicRate rate;
  for (auto& day : rate.hours) day.fill({.mean = 0, .deviation = 0});
  PeriodicArrivals plan(rate, Arrivals::even, monday, FastRandom(3));
  EXPECT_EQ(plan.next(), std::nullopt);
}

}  // namespace
}  // namespace weir::meter

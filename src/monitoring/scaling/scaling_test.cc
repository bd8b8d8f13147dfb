#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <tuple>
#include <vector>

#include "monitoring/scaling/step_scaling.h"
#include "monitoring/scaling/stream_scaler.h"
#include "monitoring/scaling/target_tracking.h"

namespace weir::monitoring {
namespace {

constexpr WallTime midnight{1'795'564'800'000};
WallTime minute(std::int64_t number) { return {midnight.ms + number * 60'000}; }

// The example of the documentation: a threshold of 50 %, capacity 10.
StepScaling documented_steps() {
  return {.type = AdjustmentType::percent_change_in_capacity,
          .steps = {{.lower = 0, .upper = 10, .adjustment = 0},
                    {.lower = 10, .upper = 20, .adjustment = 10},
                    {.lower = 20, .adjustment = 30},
                    {.lower = -10, .upper = 0, .adjustment = 0},
                    {.lower = -20, .upper = -10, .adjustment = -10},
                    {.upper = -20, .adjustment = -30}}};
}

TEST(StepScaling, StepsHoldAsDocumented) {
  ASSERT_TRUE(check_steps(documented_steps()));
  const std::vector<std::tuple<double, std::int32_t, std::int64_t>> cases{
      {0, 10, 10},   {9.9, 10, 10}, {10, 10, 11},   {19.9, 10, 11}, {20, 10, 13},
      {500, 10, 13}, {20, 13, 16},  {-9.9, 10, 10}, {-10, 10, 9},   {-20, 10, 7},
      {10, 3, 4},    {-10, 3, 2},   {20, 21, 27}};
  for (const auto& [distance, capacity, expected] : cases) {
    EXPECT_EQ(stepped_capacity(documented_steps(), capacity, distance), expected)
        << distance << " of " << capacity;
  }
}

TEST(StepScaling, AdjustmentsOfEachType) {
  StepScaling policy{.steps = {{.lower = 0, .adjustment = 3}}};
  EXPECT_EQ(stepped_capacity(policy, 5, 1), 8);
  EXPECT_EQ(stepped_capacity(policy, 5, -1), 5);
  policy.type = *adjustment_type_named("ExactCapacity");
  EXPECT_EQ(stepped_capacity(policy, 5, 1), 3);
  policy.type = *adjustment_type_named("PercentChangeInCapacity");
  policy.magnitude_min = 2;
  EXPECT_EQ(stepped_capacity(policy, 5, 1), 7);
  EXPECT_EQ(stepped_capacity(policy, 1'000, 1), 1'030);
  EXPECT_FALSE(adjustment_type_named("Percent"));
}

TEST(StepScaling, BadStepsAreNamed) {
  const auto error_of = [](std::vector<StepAdjustment> steps) {
    const auto checked = check_steps({.steps = std::move(steps)});
    return checked ? std::string() : checked.error().message;
  };
  EXPECT_EQ(error_of({}), "StepAdjustments must have at least one step.");
  EXPECT_EQ(error_of({{.lower = 1, .upper = 1}}),
            "The lower bound of a step must be less than its upper bound.");
  EXPECT_EQ(error_of({{.lower = 0, .upper = 10}, {.lower = 9}}), "The steps overlap.");
  EXPECT_EQ(error_of({{.lower = 0, .upper = 10}, {.lower = 11}}),
            "There is a gap between the steps.");
  EXPECT_EQ(error_of({{.lower = 0}, {.lower = 5}}), "The steps overlap.");
  EXPECT_EQ(error_of(std::vector<StepAdjustment>(21)),
            "StepAdjustments has 21 steps; 20 are allowed.");
  EXPECT_EQ(error_of({{.lower = 10}, {.lower = 0, .upper = 10}}), "");
}

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::vector<AlarmDatapoint> minutes_of(std::vector<double> values) {
  values.insert(values.begin(), tracked_minutes - values.size(), values.front());
  std::vector<AlarmDatapoint> minutes;
  for (std::size_t index = 0; index < values.size(); ++index) {
    AlarmDatapoint datapoint{.time = minute(static_cast<std::int64_t>(index))};
    if (!std::isnan(values[index])) datapoint.value = values[index];
    minutes.push_back(datapoint);
  }
  return minutes;
}

TEST(TargetTracking, OutAfterThreeMinutesInAfterFifteen) {
  const TargetTracking policy{.target = 70};
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({60, 90, 90, 90})), 6);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({60, 90, 90})), std::nullopt);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({60, 90, 60, 90, 90})), std::nullopt);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({65})), std::nullopt);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({30})), 2);
  // The busiest minute of the fifteen decides.
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({30, 50, 30})), 3);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({30, 65, 30})), std::nullopt);
  EXPECT_EQ(wanted_capacity({.target = 70, .disable_scale_in = true}, 4, minutes_of({30})),
            std::nullopt);
  // Without data nothing is known.
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({none})), std::nullopt);
  EXPECT_EQ(wanted_capacity(policy, 4, minutes_of({none, 10})), std::nullopt);
}

TEST(StreamScaler, BoundsCooldownsAndSteps) {
  StreamScaler scaler({.capacity_min = 2, .capacity_max = 20});
  const ScalingWish out{.capacity = 5, .scale_out_cooldown = seconds(300)};
  EXPECT_EQ(scaler.decide(4, {}, true, minute(0)), std::nullopt);
  EXPECT_EQ(scaler.decide(4, {out}, true, minute(0)), 6);
  EXPECT_EQ(scaler.decide(4, {out}, true, minute(4)), std::nullopt);
  // Much more on top of what was added does not wait.
  EXPECT_EQ(
      scaler.decide(6, {{.capacity = 8, .scale_out_cooldown = seconds(300)}}, true, minute(4)), 9);
  EXPECT_EQ(
      scaler.decide(4, {{.capacity = 100, .scale_out_cooldown = seconds(300)}}, true, minute(5)),
      8);
  EXPECT_EQ(scaler.decide(15, {{.capacity = 100}}, true, minute(30)), 20);
  EXPECT_EQ(scaler.decide(20, {{.capacity = 100}}, true, minute(60)), std::nullopt);
  const ScalingWish in{.capacity = 3, .scale_in_cooldown = seconds(900)};
  EXPECT_EQ(scaler.decide(8, {in}, true, minute(44)), std::nullopt);
  EXPECT_EQ(scaler.decide(8, {in}, false, minute(46)), std::nullopt);
  EXPECT_EQ(scaler.decide(8, {in, {.capacity = 7}}, true, minute(46)), std::nullopt);
  EXPECT_EQ(scaler.decide(8, {in}, true, minute(46)), 4);
  EXPECT_EQ(scaler.decide(4, {{.capacity = 3}}, true, minute(90)), std::nullopt);
  EXPECT_EQ(scaler.decide(3, {{.capacity = 1}}, true, minute(120)), 2);
  // Bounds that were changed are kept at once, twice or half at a time.
  EXPECT_EQ(scaler.decide(1, {}, true, minute(121)), 2);
  EXPECT_EQ(scaler.decide(50, {}, true, minute(122)), 25);
}

TEST(StreamScaler, ExactWishesAreTakenAsTheyAre) {
  StreamScaler scaler({.capacity_min = 2, .capacity_max = 20});
  const auto exact = [](std::int64_t capacity) {
    return std::vector<ScalingWish>{{.capacity = capacity,
                                     .scale_out_cooldown = seconds(300),
                                     .scale_in_cooldown = seconds(300),
                                     .is_exact = true}};
  };
  EXPECT_EQ(scaler.decide(10, exact(11), true, minute(0)), 11);
  EXPECT_EQ(scaler.decide(11, exact(12), true, minute(1)), 12);
  EXPECT_EQ(scaler.decide(12, exact(11), true, minute(2)), std::nullopt);
  EXPECT_EQ(scaler.stayed(), StayReason::is_cooling_down);
  EXPECT_EQ(scaler.decide(12, exact(11), true, minute(6)), 11);
  EXPECT_EQ(scaler.decide(11, exact(1), true, minute(12)), 6);
  EXPECT_EQ(scaler.decide(6, exact(40), true, minute(13)), 12);
}

TEST(StreamScaler, WhatHasBeenDoneCountsAndWhyNothingIsDoneIsSaid) {
  const std::vector<ScalingWish> out{{.capacity = 30, .scale_out_cooldown = seconds(300)}};
  const std::vector<ScalingWish> in{{.capacity = 1, .scale_in_cooldown = seconds(300)}};
  const auto reason = [&](const ScalableTarget& target, const ScalingHistory& history,
                          std::int32_t capacity, const std::vector<ScalingWish>& wishes) {
    StreamScaler scaler(target, {}, history);
    EXPECT_EQ(scaler.decide(capacity, wishes, true, minute(10)), std::nullopt);
    return scaler.stayed();
  };
  const ScalableTarget target{.capacity_min = 4, .capacity_max = 24};
  const ScalingHistory recent{.updates = {}, .scaled_out = minute(8), .scaled_in = {}};
  EXPECT_EQ(reason(target, {}, 8, {}), StayReason::nothing_is_wanted);
  EXPECT_EQ(reason(target, {}, 24, out), StayReason::is_at_maximum);
  EXPECT_EQ(reason(target, {}, 4, in), StayReason::is_at_minimum);
  EXPECT_EQ(reason(target, recent, 8, in), StayReason::is_cooling_down);
  EXPECT_EQ(reason(target, {}, 8, {{.capacity = 7}}), StayReason::is_too_little);
  const ScalingHistory full{
      .updates = std::vector<WallTime>(10, minute(1)), .scaled_out = {}, .scaled_in = {}};
  EXPECT_EQ(reason(target, full, 8, out), StayReason::has_no_updates_left);
  EXPECT_EQ(reason({.capacity_min = 9, .capacity_max = 24}, full, 8, {}),
            StayReason::has_no_updates_left);
  const ScalableTarget suspended{.capacity_min = 4,
                                 .capacity_max = 24,
                                 .scale_in_is_suspended = true,
                                 .scale_out_is_suspended = true};
  EXPECT_EQ(reason(suspended, {}, 8, out), StayReason::is_suspended);
  EXPECT_EQ(reason(suspended, {}, 8, in), StayReason::is_suspended);
  // A clock that was set back.
  StreamScaler scaler(target, {}, {.updates = {}, .scaled_out = minute(90), .scaled_in = {}});
  EXPECT_EQ(scaler.decide(8, in, true, minute(10)), 4);
}

TEST(StreamScaler, TenUpdatesADayOfWhichTwoAreForGoingOut) {
  StreamScaler scaler({.capacity_min = 1, .capacity_max = 1'000});
  for (int update = 0; update < 8; ++update) scaler.note_update(minute(update));
  EXPECT_EQ(scaler.decide(8, {{.capacity = 1}}, true, minute(60)), std::nullopt);
  EXPECT_EQ(scaler.decide(8, {{.capacity = 16}}, true, minute(60)), 16);
  EXPECT_EQ(scaler.decide(16, {{.capacity = 32}}, true, minute(61)), 32);
  EXPECT_EQ(scaler.decide(32, {{.capacity = 64}}, true, minute(62)), std::nullopt);
  EXPECT_EQ(scaler.decide(32, {{.capacity = 64}}, true, minute(24 * 60)), 64);
}

struct Day {
  std::size_t updates = 0;
  std::size_t turns = 0;  // Out after in, or in after out.
  int throttled_minutes = 0;
  int longest_throttled = 0;  // At a stretch.
  std::int32_t most = 0;
  std::int32_t last = 0;
};

// A day and a night of a stream whose shards take one unit each; an update takes a minute.
Day simulate(const std::function<double(int)>& load, std::int32_t shards) {
  const TargetTracking policy{.target = 70};
  StreamScaler scaler({.capacity_min = 2, .capacity_max = 100});
  std::vector<AlarmDatapoint> last(tracked_minutes);
  Day day;
  int stretch = 0;
  int direction = 0;
  for (int now = 0; now < 24 * 60; ++now) {
    const double offered = load(now);
    stretch = offered > shards ? stretch + 1 : 0;
    day.throttled_minutes += offered > shards ? 1 : 0;
    day.longest_throttled = std::max(day.longest_throttled, stretch);
    last.erase(last.begin());
    // What is throttled does not come in.
    last.push_back(
        {.time = minute(now), .value = std::min<double>(offered, shards) / shards * 100});
    std::vector<ScalingWish> wishes;
    if (const auto wanted = wanted_capacity(policy, shards, last)) {
      wishes.push_back({.capacity = *wanted,
                        .scale_out_cooldown = policy.scale_out_cooldown,
                        .scale_in_cooldown = policy.scale_in_cooldown});
    }
    const auto decided = scaler.decide(shards, wishes, true, minute(now));
    if (!decided) continue;
    const int way = *decided > shards ? 1 : -1;
    day.turns += direction != 0 && way != direction ? 1 : 0;
    direction = way;
    ++day.updates;
    shards = *decided;
    // Utilisation of another capacity says nothing of this one.
    std::ranges::fill(last, AlarmDatapoint{});
    day.most = std::max(day.most, shards);
  }
  day.last = shards;
  return day;
}

// From 1 at midnight to 10 at noon and back.
double smooth(int minute_of_day) {
  return 5.5 - 4.5 * std::cos(2 * std::numbers::pi * minute_of_day / (24 * 60));
}

TEST(ASimulatedDay, RisesAndFallsWithoutThrottlingOrFlapping) {
  const Day day = simulate(smooth, 2);
  EXPECT_EQ(day.throttled_minutes, 0);
  EXPECT_LE(day.updates, 8u);
  EXPECT_EQ(day.turns, 1u);
  EXPECT_GE(day.most, 14);
  EXPECT_LE(day.last, 5);
}

TEST(ASimulatedDay, ASpikeIsThrottledForMinutesOnly) {
  const auto spiky = [](int now) { return smooth(now) + (now >= 900 && now < 930 ? 20 : 0); };
  const Day day = simulate(spiky, 2);
  EXPECT_LE(day.longest_throttled, 6);
  EXPECT_LE(day.updates, 10u);
  EXPECT_LE(day.turns, 3u);
}

TEST(ASimulatedDay, NoiseAroundTheTargetChangesNothing) {
  const auto noisy = [](int now) { return 7 + (now % 2 == 0 ? 0.4 : -1.0); };
  EXPECT_EQ(simulate(noisy, 10).updates, 0u);
}

}  // namespace
}  // namespace weir::monitoring

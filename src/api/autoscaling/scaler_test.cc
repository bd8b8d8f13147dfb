// Streams that scale, on virtual time and with a real catalog: bounds, schedules, steps, and a day
// under a load that rises and falls.

#include "api/autoscaling/scaler.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "api/autoscaling/autoscaling_fixture.h"

namespace weir::api::autoscaling {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using stream::code_of;
using stream::ScalingActivityStatus;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t minute_ms = 60'000;

class ScalerTest : public AutoscalingFixture {
 protected:
  void make(std::uint32_t shard_count, int capacity_min, int capacity_max) {
    ASSERT_TRUE(create(key("orders"), shard_count));
    set_bounds(capacity_min, capacity_max);
  }
  void set_bounds(int capacity_min, int capacity_max) {
    ok("RegisterScalableTarget", of("orders", fmt::format(R"("MinCapacity":{},"MaxCapacity":{})",
                                                          capacity_min, capacity_max)));
  }
  void suspend(const std::string& state) {
    ok("RegisterScalableTarget", of("orders", R"("SuspendedState":{)" + state + "}"));
  }
  // Answers with the policy's ARN.
  std::string put_policy(const std::string& more) {
    const std::string made = ok("PutScalingPolicy", of("orders", R"("PolicyName":"p",)" + more));
    const std::size_t begin = made.find("arn:");
    return made.substr(begin, made.find('"', begin) - begin);
  }
  void track(double target, const std::string& more = "") {
    put_policy(fmt::format(
        R"("PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":)"
        R"({{"TargetValue":{},"PredefinedMetricSpecification":{{"PredefinedMetricType":)"
        R"("KinesisStreamWriteCapacityUtilization"}}{}}})",
        target, more));
  }
  void schedule(const std::string& name, const std::string& when, const std::string& action,
                const std::string& more = "") {
    ok("PutScheduledAction",
       of("orders", fmt::format(R"("ScheduledActionName":"{}","Schedule":"{}",)"
                                R"("ScalableTargetAction":{{{}}}{})",
                                name, when, action, more)));
  }

  Result<std::string> call_policy(const std::string& arn, std::optional<double> value) {
    return ask<std::string>([&](env::EventLoop&, Done<std::string> done) {
      autoscaling_->scaler->run({.policy_arn = arn,
                                 .account_id = "000000000001",
                                 .region = "us-east-1",
                                 .alarm_name = "high",
                                 .value = value,
                                 .threshold = 70,
                                 .time = clock_.wall_now()},
                                std::move(done));
    });
  }

  // A minute in which so many MiB a second are offered, of which a shard takes one. How many are
  // refused.
  double minute_of(double offered) {
    const double taken = std::min(offered, static_cast<double>(shards("orders")));
    const double bytes = taken * 60 * 1'048'576;
    if (taken > 0) {
      put_metric("orders", "IncomingBytes", bytes, clock_.wall_now());
      put_metric("orders", "IncomingRecords", taken * 60 * 10, clock_.wall_now());
    }
    let_pass(minutes(1));
    return offered - taken;
  }

  // Virtual time begins at a whole day.
  int minute_of_day() { return static_cast<int>(clock_.wall_now().ms / minute_ms % (24 * 60)); }
};

TEST_F(ScalerTest, BoundsAreKeptInStepsThatAreReachable) {
  make(2, 2, 4);
  let_pass(minutes(1));
  EXPECT_EQ(shards("orders"), 2u);
  EXPECT_TRUE(activities("orders").empty());
  set_bounds(7, 9);
  let_pass(minutes(2));
  EXPECT_EQ(shards("orders"), 7u);
  const auto done = activities("orders");
  ASSERT_EQ(done.size(), 2u);
  EXPECT_EQ(done[0].description, "Setting shard count to 4.");
  EXPECT_EQ(done[0].cause, "minimum capacity was set to 7");
  EXPECT_EQ(done[0].status, ScalingActivityStatus::successful);
  EXPECT_EQ(done[0].status_message,
            "Successfully set shard count to 4. Change successfully fulfilled by kinesis.");
  EXPECT_EQ(done[1].to, 7);
  set_bounds(1, 3);
  let_pass(minutes(2));
  EXPECT_EQ(shards("orders"), 3u);
  const std::string listed_activities = ok("DescribeScalingActivities", listed());
  EXPECT_THAT(listed_activities, HasSubstr(R"("Cause":"maximum capacity was set to 3")"));
  EXPECT_THAT(listed_activities, HasSubstr(R"("StatusCode":"Successful")"));
  EXPECT_LT(listed_activities.find("to 3."), listed_activities.find("to 7."));
}

TEST_F(ScalerTest, ActivitiesComeInPagesTheNewestFirst) {
  make(2, 2, 4);
  set_bounds(7, 9);
  let_pass(minutes(2));
  const std::string first = ok("DescribeScalingActivities", listed(R"("MaxResults":1)"));
  EXPECT_THAT(first, HasSubstr("count to 7."));
  const std::size_t token = first.find(R"("NextToken":)");
  ASSERT_NE(token, std::string::npos);
  const std::string second =
      ok("DescribeScalingActivities", listed(first.substr(token, first.size() - token - 1)));
  EXPECT_THAT(second, HasSubstr("count to 4."));
  EXPECT_EQ(second.find("NextToken"), std::string::npos);
  EXPECT_THAT(error("DescribeScalingActivities", listed(R"("NextToken":"WyJhIiwiYiJd")")),
              HasSubstr("InvalidNextTokenException"));
}

TEST_F(ScalerTest, TenUpdatesADayAndNoMore) {
  make(1, 1, 1);
  for (int update = 0; update < 10; ++update) {
    set_bounds(update % 2 == 0 ? 2 : 1, update % 2 == 0 ? 2 : 1);
    let_pass(minutes(1));
  }
  EXPECT_EQ(shards("orders"), 1u);
  set_bounds(2, 2);
  let_pass(minutes(10));
  EXPECT_EQ(shards("orders"), 1u);
  const auto done = activities("orders");
  ASSERT_EQ(done.size(), 11u);  // What could not be done is said once.
  ASSERT_EQ(done.back().not_scaled.size(), 1u);
  EXPECT_EQ(done.back().not_scaled[0].code, "TargetServicePutResourceAsUnscalable");
  EXPECT_THAT(ok("DescribeScalingActivities", listed()), Not(HasSubstr("Unscalable")));
  EXPECT_THAT(ok("DescribeScalingActivities", listed(R"("IncludeNotScaledActivities":true)")),
              HasSubstr(R"("NotScaledReasons":[{"Code":"TargetServicePutResourceAsUnscalable")"));
  let_pass(hours(24));
  EXPECT_EQ(shards("orders"), 2u);
}

TEST_F(ScalerTest, SchedulesMoveTheBounds) {
  make(1, 1, 8);
  const int now = minute_of_day();
  const int then = (now + 5) % (24 * 60);
  schedule("grow", fmt::format("cron({} {} * * ? *)", then % 60, then / 60), R"("MinCapacity":4)");
  let_pass(minutes(3));
  EXPECT_EQ(shards("orders"), 1u);
  let_pass(minutes(4));
  EXPECT_EQ(shards("orders"), 4u);
  EXPECT_THAT(ok("DescribeScalableTargets", listed()),
              HasSubstr(R"("MinCapacity":4,"MaxCapacity":8)"));
  // Only once a day; what a person sets meanwhile stays.
  set_bounds(2, 2);
  let_pass(hours(1));
  EXPECT_EQ(shards("orders"), 2u);
  let_pass(hours(24));
  EXPECT_EQ(shards("orders"), 4u);
}

TEST_F(ScalerTest, ASuspendedScheduleIsPassedOver) {
  make(1, 1, 8);
  schedule("grow", "rate(5 minutes)", R"("MinCapacity":4)");
  suspend(R"("ScheduledScalingSuspended":true)");
  let_pass(minutes(6));
  suspend(R"("ScheduledScalingSuspended":false)");
  let_pass(minutes(2));
  EXPECT_EQ(shards("orders"), 1u);
  let_pass(minutes(4));
  EXPECT_EQ(shards("orders"), 4u);
}

TEST_F(ScalerTest, WhatWasDueWhileTheServerWasDownIsDoneOnce) {
  make(1, 1, 8);
  schedule("grow", "rate(10 minutes)", R"("MinCapacity":2)",
           fmt::format(R"(,"EndTime":{})", (clock_.wall_now() + minutes(25)).ms / 1'000));
  autoscaling_->scaler->stop();
  let_pass(minutes(60));
  restart();
  let_pass(minutes(1));
  EXPECT_EQ(shards("orders"), 2u);
  set_bounds(1, 1);
  let_pass(minutes(60));
  EXPECT_EQ(shards("orders"), 1u);
}

TEST_F(ScalerTest, AChangeThatARestartInterruptedIsSettled) {
  make(2, 2, 4);
  stream::ScalingActivity begun = begun_activity(random_, 2, 4, "a test", clock_.wall_now());
  ASSERT_TRUE(
      submit(stream::commands::RecordScalingActivity{.key = key("orders"), .activity = begun}));
  restart();
  let_pass(minutes(2));
  EXPECT_EQ(activities("orders")[0].status, ScalingActivityStatus::in_progress);
  let_pass(minutes(4));
  EXPECT_EQ(activities("orders")[0].status, ScalingActivityStatus::failed);
  // Here the shard count was updated before the process ended.
  begun = begun_activity(random_, 2, 4, "a test", clock_.wall_now());
  ASSERT_TRUE(
      submit(stream::commands::RecordScalingActivity{.key = key("orders"), .activity = begun}));
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().update_shard_count(loop, key("orders"), 4, std::move(done));
  }));
  restart();
  let_pass(minutes(1));
  EXPECT_EQ(activities("orders").back().status, ScalingActivityStatus::successful);
  EXPECT_EQ(shards("orders"), 4u);
}

TEST_F(ScalerTest, AnAlarmCallsAStepPolicy) {
  make(2, 1, 6);
  const std::string arn = put_policy(
      R"("PolicyType":"StepScaling","StepScalingPolicyConfiguration":{"AdjustmentType":)"
      R"("ChangeInCapacity","Cooldown":300,"StepAdjustments":[)"
      R"({"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":20,"ScalingAdjustment":1},)"
      R"({"MetricIntervalLowerBound":20,"ScalingAdjustment":2},)"
      R"({"MetricIntervalUpperBound":0,"ScalingAdjustment":-1}]})");
  EXPECT_EQ(*call_policy(arn, 75), "Setting shard count to 3.");
  let_pass(minutes(1));
  EXPECT_EQ(shards("orders"), 3u);
  EXPECT_EQ(activities("orders")[0].cause, "monitor alarm high in state ALARM triggered policy p");
  // The same again within the cooldown adds nothing; a higher step what is missing.
  EXPECT_EQ(*call_policy(arn, 80), "The shard count stays as it is.");
  EXPECT_EQ(*call_policy(arn, 95), "Setting shard count to 4.");
  let_pass(minutes(1));
  EXPECT_EQ(*call_policy(arn, 60), "The shard count stays as it is.");
  let_pass(minutes(5));
  EXPECT_EQ(*call_policy(arn, 60), "Setting shard count to 3.");
  let_pass(minutes(6));
  EXPECT_EQ(*call_policy(arn, 99), "Setting shard count to 5.");
  let_pass(minutes(6));
  EXPECT_EQ(*call_policy(arn, 99), "Setting shard count to 6.");
  let_pass(minutes(6));
  EXPECT_EQ(*call_policy(arn, 99), "The shard count stays as it is: AlreadyAtMaxCapacity.");
  EXPECT_EQ(*call_policy(arn, std::nullopt), "The alarm's metric has no value.");
  suspend(R"("DynamicScalingInSuspended":true)");
  EXPECT_EQ(*call_policy(arn, 60), "The shard count stays as it is.");
  EXPECT_EQ(code_of(call_policy("arn:aws:sns:us-east-1:000000000001:ops", 99)),
            ErrorCode::not_found);
  ok("DeleteScalingPolicy", of("orders", R"("PolicyName":"p")"));
  EXPECT_EQ(code_of(call_policy(arn, 99)), ErrorCode::not_found);
}

TEST_F(ScalerTest, AnOnDemandStreamIsLeftAlone) {
  make(2, 4, 8);
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().change(
        loop, key("orders"),
        stream::commands::ChangeMode{.key = key("orders"), .mode = stream::StreamMode::on_demand},
        std::move(done));
  }));
  let_pass(minutes(5));
  EXPECT_EQ(shards("orders"), 2u);
}

TEST_F(ScalerTest, TargetTrackingGoesOutQuicklyAndInSlowly) {
  make(2, 1, 8);
  track(70);
  for (int minute = 0; minute < 3; ++minute) minute_of(1.9);
  let_pass(seconds(30));
  EXPECT_EQ(shards("orders"), 3u);
  EXPECT_THAT(activities("orders")[0].cause, HasSubstr("triggered policy p"));
  for (int minute = 0; minute < 30; ++minute) minute_of(1.9);
  EXPECT_EQ(shards("orders"), 3u);
  // Nobody writes any more: there are no metrics, and that is none.
  for (int minute = 0; minute < 14; ++minute) minute_of(0);
  EXPECT_EQ(shards("orders"), 3u);
  for (int minute = 0; minute < 4; ++minute) minute_of(0);
  EXPECT_EQ(shards("orders"), 2u);
  for (int minute = 0; minute < 30; ++minute) minute_of(0);
  EXPECT_EQ(shards("orders"), 1u);
  for (int minute = 0; minute < 30; ++minute) minute_of(0);
  // That there is no way further in is said once.
  const auto done = activities("orders");
  ASSERT_EQ(done.size(), 4u);
  ASSERT_EQ(done.back().not_scaled.size(), 1u);
  EXPECT_EQ(done.back().not_scaled[0].code, "AlreadyAtMinCapacity");
}

// They are what the scaler goes by, shown as CloudWatch shows alarms.
TEST_F(ScalerTest, TargetTrackingShowsItsAlarms) {
  const auto alarms = [&] {
    return autoscaling_->alarms.of(
        view()->state, {.account_id = "000000000001", .region = "us-east-1", .name = ""});
  };
  make(2, 1, 2);
  track(50);
  ASSERT_EQ(alarms().size(), 2u);
  const stream::Alarm before = *alarms()[0];
  EXPECT_THAT(before.key.name, testing::StartsWith("TargetTracking-stream/orders-AlarmHigh-"));
  EXPECT_EQ(before.value, stream::AlarmValue::insufficient_data);
  EXPECT_THAT(before.definition, HasSubstr(R"("AlarmActions":["arn:aws:autoscaling:us-east-1:)"));
  EXPECT_THAT(before.definition, HasSubstr(R"("EvaluationPeriods":3,"Threshold":50,)"));
  // Of two shards of 1 MiB and 1,000 records a second.
  EXPECT_THAT(before.definition,
              HasSubstr("MAX([FILL(bytes,0)/125829120,FILL(records,0)/120000])*100"));
  for (int minute = 0; minute < 5; ++minute) minute_of(2);
  EXPECT_EQ(alarms()[0]->value, stream::AlarmValue::alarm);
  EXPECT_THAT(alarms()[0]->reason, HasSubstr("were greater than the threshold (50.0)"));
  EXPECT_GT(alarms()[0]->transitioned, before.transitioned);
  EXPECT_EQ(alarms()[1]->value, stream::AlarmValue::ok);
  EXPECT_THAT(alarms()[1]->definition, HasSubstr(R"("EvaluationPeriods":15,"Threshold":45,)"));
  EXPECT_EQ(alarms()[1]->reason, "The metric is not a tenth below the target.");
  // It goes in, and low is what the load still is.
  for (int minute = 0; minute < 20; ++minute) minute_of(0.1);
  EXPECT_EQ(shards("orders"), 1u);
  EXPECT_EQ(alarms()[0]->value, stream::AlarmValue::ok);
  EXPECT_EQ(alarms()[1]->value, stream::AlarmValue::alarm);
  EXPECT_EQ(alarms()[0]->key, before.key);
  track(50, R"(,"DisableScaleIn":true)");
  EXPECT_EQ(alarms().size(), 1u);
  ok("DeleteScalingPolicy", of("orders", R"("PolicyName":"p")"));
  EXPECT_TRUE(alarms().empty());
}

TEST_F(ScalerTest, WithoutHavingWatchedNothingGoesIn) {
  make(4, 1, 8);
  track(70);
  for (int minute = 0; minute < 10; ++minute) minute_of(0);
  restart();
  for (int minute = 0; minute < 14; ++minute) minute_of(0);
  EXPECT_EQ(shards("orders"), 4u);
  for (int minute = 0; minute < 4; ++minute) minute_of(0);
  EXPECT_EQ(shards("orders"), 2u);
}

TEST_F(ScalerTest, ScaleInCanBeDisabledOrSuspended) {
  make(4, 1, 8);
  track(70, R"(,"DisableScaleIn":true)");
  for (int minute = 0; minute < 30; ++minute) minute_of(0.1);
  EXPECT_EQ(shards("orders"), 4u);
  track(70);
  suspend(R"("DynamicScalingInSuspended":true)");
  for (int minute = 0; minute < 30; ++minute) minute_of(0.1);
  EXPECT_EQ(shards("orders"), 4u);
  minute_of(4);
  minute_of(4);
  suspend(R"("DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":true)");
  for (int minute = 0; minute < 10; ++minute) minute_of(4);
  EXPECT_EQ(shards("orders"), 4u);
  for (int minute = 0; minute < 18; ++minute) minute_of(0.1);
  EXPECT_EQ(shards("orders"), 2u);
}

TEST_F(ScalerTest, AMetricOfOnesOwnAndAFormula) {
  make(2, 1, 8);
  put_policy(R"("PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":)"
             R"({"TargetValue":50,"CustomizedMetricSpecification":{"Metrics":[)"
             R"({"Id":"e","Expression":"m/1000","ReturnData":true},)"
             R"({"Id":"m","ReturnData":false,"MetricStat":{"Stat":"Maximum","Metric":)"
             R"({"Namespace":"AWS/Kinesis","MetricName":"Lag","Dimensions":)"
             R"([{"Name":"StreamName","Value":"orders"}]}}}]}})");
  for (int minute = 0; minute < 4; ++minute) {
    put_metric("orders", "Lag", 70'000, clock_.wall_now());
    let_pass(minutes(1));
  }
  EXPECT_EQ(shards("orders"), 3u);
  // It does not say for which shard count it holds: three minutes more before it counts again.
  put_metric("orders", "Lag", 900'000, clock_.wall_now());
  let_pass(minutes(2));
  EXPECT_EQ(shards("orders"), 3u);
}

struct Day {
  int throttled_minutes = 0;
  int longest_throttled = 0;  // At a stretch.
  std::size_t most = 0;
};

Day live_through(const std::function<double(int)>& load,
                 const std::function<double(double)>& minute,
                 const std::function<std::size_t()>& shards) {
  Day day;
  int stretch = 0;
  for (int now = 0; now < 24 * 60; ++now) {
    const bool is_throttled = minute(load(now)) > 0;
    stretch = is_throttled ? stretch + 1 : 0;
    day.throttled_minutes += is_throttled ? 1 : 0;
    day.longest_throttled = std::max(day.longest_throttled, stretch);
    day.most = std::max(day.most, shards());
  }
  return day;
}

// From 1 MiB a second at midnight to 10 at noon and back.
double smooth(int minute) {
  return 5.5 - 4.5 * std::cos(2 * std::numbers::pi * minute / (24 * 60));
}

class ASimulatedDay : public ScalerTest {
 protected:
  Day live(const std::function<double(int)>& load) {
    return live_through(
        load, [this](double offered) { return minute_of(offered); },
        [this] { return shards("orders"); });
  }

  // Out after in, or in after out.
  std::size_t turns() {
    std::size_t count = 0;
    int direction = 0;
    for (const stream::ScalingActivity& activity : activities("orders")) {
      if (activity.to == activity.from) continue;
      const int way = activity.to > activity.from ? 1 : -1;
      count += direction != 0 && way != direction ? 1 : 0;
      direction = way;
    }
    return count;
  }
};

TEST_F(ASimulatedDay, RisesAndFallsWithoutThrottlingOrFlapping) {
  make(2, 2, 100);
  track(70);
  const Day day = live(smooth);
  EXPECT_EQ(day.throttled_minutes, 0);
  EXPECT_EQ(turns(), 1u);
  EXPECT_GE(day.most, 14u);
  EXPECT_LE(shards("orders"), 5u);
  EXPECT_LE(view()->state.find(key("orders"))->count_updates.size(), 8u);
}

TEST_F(ASimulatedDay, ASpikeIsThrottledForMinutesOnly) {
  make(2, 2, 100);
  track(70);
  const Day day = live([](int now) { return smooth(now) + (now >= 900 && now < 930 ? 20 : 0); });
  EXPECT_LE(day.longest_throttled, 8);
  EXPECT_LE(turns(), 3u);
}

TEST_F(ASimulatedDay, NoiseAroundTheTargetChangesNothing) {
  make(10, 2, 100);
  track(70);
  live([](int now) { return 7 + (now % 2 == 0 ? 0.4 : -1.0); });
  EXPECT_EQ(shards("orders"), 10u);
  EXPECT_EQ(turns(), 0u);
}

}  // namespace
}  // namespace weir::api::autoscaling

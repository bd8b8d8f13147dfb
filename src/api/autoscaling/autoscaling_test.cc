// The API: what each operation answers, and with which error it refuses.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <regex>
#include <string>

#include "api/autoscaling/autoscaling_fixture.h"

namespace weir::api::autoscaling {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

constexpr const char* bounds = R"("MinCapacity":1,"MaxCapacity":8)";
constexpr const char* steps =
    R"("PolicyType":"StepScaling","StepScalingPolicyConfiguration":{"AdjustmentType":)"
    R"("ChangeInCapacity","StepAdjustments":[{"MetricIntervalLowerBound":0,)"
    R"("ScalingAdjustment":2}],"Cooldown":60})";
constexpr const char* tracking =
    R"("PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":)"
    R"({"TargetValue":70,"PredefinedMetricSpecification":{"PredefinedMetricType":)"
    R"("KinesisStreamWriteCapacityUtilization"}})";
constexpr const char* nightly =
    R"x("ScheduledActionName":"night","Schedule":"cron(0 22 * * ? *)",)x"
    R"x("ScalableTargetAction":{"MaxCapacity":2})x";

class AutoscalingTest : public AutoscalingFixture {
 protected:
  void SetUp() override {
    AutoscalingFixture::SetUp();
    ASSERT_TRUE(create(key("orders"), 2));
  }

  std::string policy(const std::string& name, const std::string& more) {
    return of("orders", fmt::format(R"("PolicyName":"{}",{})", name, more));
  }

  static std::string token_of(const std::string& answer) {
    std::smatch found;
    const std::regex token(R"x("NextToken":"([^"]+)")x");
    return std::regex_search(answer, found, token) ? found[1].str() : "";
  }
};

TEST_F(AutoscalingTest, ATargetIsRegisteredChangedAndDeregistered) {
  const std::string made =
      ok("RegisterScalableTarget", of("orders", std::string(bounds) + R"(,"Tags":{"team":"a"})"));
  EXPECT_THAT(made, StartsWith(R"({"ScalableTargetARN":"arn:aws:application-autoscaling:)"
                               R"(us-east-1:000000000001:scalable-target/)"));
  EXPECT_EQ(ok("RegisterScalableTarget", of("orders", R"("MaxCapacity":9,"SuspendedState":)"
                                                      R"({"DynamicScalingInSuspended":true})")),
            made);
  const std::string described = ok("DescribeScalableTargets", listed());
  EXPECT_THAT(described, HasSubstr(R"("ResourceId":"stream/orders")"));
  EXPECT_THAT(described, HasSubstr(R"("MinCapacity":1,"MaxCapacity":9)"));
  EXPECT_THAT(described, HasSubstr(R"("DynamicScalingInSuspended":true,)"
                                   R"("DynamicScalingOutSuspended":false)"));
  ok("DeregisterScalableTarget", of("orders"));
  EXPECT_EQ(ok("DescribeScalableTargets", listed()), R"({"ScalableTargets":[]})");
  EXPECT_EQ(error("DeregisterScalableTarget", of("orders")),
            R"({"__type":"ObjectNotFoundException","Message":"No scalable target found for )"
            R"(service namespace: kinesis, resource ID: stream/orders, scalable dimension: )"
            R"(kinesis:stream:ShardCount"})");
}

TEST_F(AutoscalingTest, WhatCannotBeATargetIsRefused) {
  EXPECT_THAT(error("RegisterScalableTarget", of("nothing", bounds)),
              HasSubstr("Kinesis stream does not exist: stream/nothing"));
  EXPECT_THAT(error("RegisterScalableTarget", of("orders", R"("MinCapacity":1)")),
              HasSubstr("Minimum capacity and maximum capacity"));
  EXPECT_THAT(error("RegisterScalableTarget", of("orders", R"("MinCapacity":3,"MaxCapacity":2)")),
              HasSubstr("Maximum capacity cannot be less than minimum capacity"));
  EXPECT_THAT(error("RegisterScalableTarget", of("orders", R"("MinCapacity":0,"MaxCapacity":2)")),
              HasSubstr("MinCapacity must be at least 1"));
  EXPECT_THAT(error("RegisterScalableTarget",
                    R"({"ServiceNamespace":"dynamodb","ResourceId":"table/x","ScalableDimension":)"
                    R"("dynamodb:table:ReadCapacityUnits","MinCapacity":1,"MaxCapacity":2})"),
              HasSubstr("Unsupported service namespace, resource type or scalable dimension"));
  EXPECT_THAT(error("RegisterScalableTarget", R"({"ServiceNamespace":"s3","ResourceId":"x"})"),
              HasSubstr("2 validation errors detected: Value 's3' at 'serviceNamespace' failed to "
                        "satisfy constraint: Member must satisfy enum value set: "));
  EXPECT_THAT(error("RegisterScalableTarget", of("orders", R"("MinCapacity":"one")")),
              HasSubstr("SerializationException"));
  EXPECT_THAT(error("NoSuchOperation", "{}"), HasSubstr("UnknownOperationException"));
}

TEST_F(AutoscalingTest, PoliciesArePutDescribedAndDeleted) {
  EXPECT_EQ(error("PutScalingPolicy", policy("out", steps)),
            R"({"__type":"ObjectNotFoundException","Message":"No scalable target registered for )"
            R"(service namespace: kinesis, resource ID: stream/orders, scalable dimension: )"
            R"(kinesis:stream:ShardCount"})");
  ok("RegisterScalableTarget", of("orders", bounds));
  const std::string made = ok("PutScalingPolicy", policy("out", steps));
  EXPECT_THAT(made, StartsWith(R"({"PolicyARN":"arn:aws:autoscaling:us-east-1:000000000001:)"
                               R"(scalingPolicy:)"));
  EXPECT_THAT(made, HasSubstr(R"(:resource/kinesis/stream/orders:policyName/out","Alarms":[]})"));
  const std::string half = ok("PutScalingPolicy", policy("half", tracking));
  EXPECT_EQ(ok("PutScalingPolicy", policy("out", R"("PolicyType":"StepScaling")")), made);
  const std::string described = ok("DescribeScalingPolicies", listed());
  EXPECT_THAT(described, HasSubstr(R"("StepScalingPolicyConfiguration":{"AdjustmentType":)"
                                   R"("ChangeInCapacity","StepAdjustments":)"
                                   R"([{"MetricIntervalLowerBound":0,"ScalingAdjustment":2}],)"
                                   R"("Cooldown":60})"));
  EXPECT_THAT(described, HasSubstr(R"("TargetValue":70,"PredefinedMetricSpecification":)"
                                   R"({"PredefinedMetricType":)"
                                   R"("KinesisStreamWriteCapacityUtilization"})"));
  // The alarms of target tracking, which are the same for ever.
  const std::string alarms = half.substr(half.find(R"("Alarms")"));
  EXPECT_THAT(alarms, MatchesRegex(R"j("Alarms":\[)j"
                                   R"j(.*"TargetTracking-stream/orders-AlarmHigh-[-0-9a-f]{36}",)j"
                                   R"j("AlarmARN":"arn:aws:cloudwatch:us-east-1:000000000001:)j"
                                   R"j(alarm:TargetTracking-stream/orders-AlarmHigh-.*)j"
                                   R"j("TargetTracking-stream/orders-AlarmLow-[-0-9a-f]{36}".*)j"));
  EXPECT_THAT(described, HasSubstr(alarms.substr(0, alarms.size() - 1)));
  EXPECT_EQ(ok("PutScalingPolicy", policy("half", tracking)), half);
  EXPECT_THAT(ok("DescribeScalingPolicies", listed(R"("PolicyNames":["half"])")),
              Not(HasSubstr("policyName/out")));
  ok("DeleteScalingPolicy", policy("out", R"("x":1)"));
  EXPECT_THAT(error("DeleteScalingPolicy", policy("out", R"("x":1)")),
              HasSubstr("No scaling policy found for service namespace: kinesis, resource ID: "
                        "stream/orders, scalable dimension: kinesis:stream:ShardCount, policy "
                        "name: out"));
  // They end with their target.
  ok("DeregisterScalableTarget", of("orders"));
  EXPECT_EQ(ok("DescribeScalingPolicies", listed()), R"({"ScalingPolicies":[]})");
}

TEST_F(AutoscalingTest, PoliciesThatMeanNothingAreRefused) {
  ok("RegisterScalableTarget", of("orders", bounds));
  const auto refused = [&](const std::string& more) {
    return error("PutScalingPolicy", policy("p", more));
  };
  const auto step = [&](const std::string& configuration) {
    return refused(R"("PolicyType":"StepScaling","StepScalingPolicyConfiguration":)" +
                   configuration);
  };
  const auto track = [&](const std::string& configuration) {
    return refused(
        R"("PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":)" +
        configuration);
  };
  EXPECT_THAT(refused(R"("x":1)"), HasSubstr("PolicyType must be specified"));
  EXPECT_THAT(refused(R"("PolicyType":"StepScaling")"),
              HasSubstr("StepScalingPolicyConfiguration must be specified."));
  EXPECT_THAT(refused(R"("PolicyType":"PredictiveScaling")"), HasSubstr("Predictive scaling"));
  EXPECT_THAT(step(R"({"AdjustmentType":"ChangeInCapacity"})"), HasSubstr("StepAdjustments"));
  EXPECT_THAT(step(R"({"AdjustmentType":"ChangeInCapacity","StepAdjustments":[]})"),
              HasSubstr("at least one step"));
  EXPECT_THAT(step(R"({"AdjustmentType":"Change"})"), HasSubstr("enum value set"));
  EXPECT_THAT(track(R"({"TargetValue":70})"), HasSubstr("Exactly one of"));
  EXPECT_THAT(track(R"({"TargetValue":0,"PredefinedMetricSpecification":{"PredefinedMetricType":)"
                    R"("KinesisStreamReadCapacityUtilization"}})"),
              HasSubstr("TargetValue must be greater than 0."));
  EXPECT_THAT(track(R"({"TargetValue":1,"PredefinedMetricSpecification":{"PredefinedMetricType":)"
                    R"("DynamoDBReadCapacityUtilization"}})"),
              HasSubstr("enum value set"));
  EXPECT_THAT(track(R"({"TargetValue":1,"CustomizedMetricSpecification":{"MetricName":"Lag"}})"),
              HasSubstr("MetricName, Namespace and Statistic must be specified."));
  EXPECT_THAT(track(R"({"TargetValue":1,"CustomizedMetricSpecification":{"Metrics":)"
                    R"([{"Id":"e","Expression":"SUM("}]}})"),
              HasSubstr("Error in expression 'e'"));
  ok("PutScalingPolicy", policy("out", steps));
  EXPECT_THAT(error("PutScalingPolicy", policy("out", tracking)),
              HasSubstr("The type of a scaling policy cannot be changed."));
}

TEST_F(AutoscalingTest, ScheduledActionsArePutDescribedAndDeleted) {
  EXPECT_THAT(error("PutScheduledAction", of("orders", nightly)),
              HasSubstr("No scalable target registered"));
  ok("RegisterScalableTarget", of("orders", bounds));
  ok("PutScheduledAction",
     of("orders", std::string(nightly) + R"(,"Timezone":"Etc/GMT-1","StartTime":1900000000)"));
  EXPECT_THAT(ok("DescribeScheduledActions", listed()),
              HasSubstr(R"("Timezone":"Etc/GMT-1","StartTime":1900000000)"));
  ok("PutScheduledAction",
     of("orders", R"x("ScheduledActionName":"night","Schedule":"rate(1 day)")x"));
  const std::string changed = ok("DescribeScheduledActions", listed());
  EXPECT_THAT(changed, HasSubstr(R"x("Schedule":"rate(1 day)","Timezone":"Etc/GMT-1")x"));
  EXPECT_THAT(changed, HasSubstr(R"("ScalableTargetAction":{"MaxCapacity":2})"));
  EXPECT_THAT(changed, Not(HasSubstr("StartTime")));
  const auto refused = [&](const std::string& more) {
    return error("PutScheduledAction", of("orders", R"("ScheduledActionName":"a",)" + more));
  };
  EXPECT_THAT(
      refused(R"x("Schedule":"rate(1 day)")x"),
      HasSubstr("At least one of minimum capacity and maximum capacity should be provided"));
  EXPECT_THAT(refused(R"("ScalableTargetAction":{"MinCapacity":1})"), HasSubstr("Schedule must"));
  EXPECT_THAT(refused(R"("Schedule":"daily","ScalableTargetAction":{"MinCapacity":1})"),
              HasSubstr("The schedule 'daily' is no at("));
  EXPECT_THAT(refused(R"x("Schedule":"rate(1 day)","Timezone":"Europe/Atlantis")x"),
              HasSubstr("Timezone 'Europe/Atlantis' is not valid."));
  EXPECT_THAT(refused(R"x("Schedule":"rate(1 day)","Timezone":"../../etc/passwd")x"),
              HasSubstr("is not valid"));
  EXPECT_THAT(error("PutScheduledAction", of("orders", R"("ScheduledActionName":"a:b")")),
              HasSubstr("ValidationException"));
  ok("DeleteScheduledAction", of("orders", R"("ScheduledActionName":"night")"));
  EXPECT_THAT(error("DeleteScheduledAction", of("orders", R"("ScheduledActionName":"night")")),
              HasSubstr("No scheduled action found for service namespace: kinesis"));
}

TEST_F(AutoscalingTest, ListsComeInPages) {
  for (const char* const name : {"a", "b", "c"}) {
    ASSERT_TRUE(create(key(name)));
    ok("RegisterScalableTarget", of(name, bounds));
    ok("PutScalingPolicy", of(name, fmt::format(R"("PolicyName":"p",{})", steps)));
    ok("PutScheduledAction", of(name, nightly));
  }
  for (const char* const operation :
       {"DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"}) {
    const std::string first = ok(operation, listed(R"("MaxResults":2)"));
    EXPECT_THAT(first, HasSubstr("stream/a"));
    EXPECT_THAT(first, HasSubstr("stream/b"));
    EXPECT_THAT(first, Not(HasSubstr("stream/c")));
    const std::string next = R"("NextToken":")" + token_of(first) + R"(")";
    const std::string second = ok(operation, listed(next));
    EXPECT_THAT(second, HasSubstr("stream/c"));
    EXPECT_THAT(second, Not(HasSubstr("stream/b")));
    EXPECT_EQ(token_of(second), "");
    EXPECT_THAT(error(operation, listed(R"("NextToken":"x")")),
                HasSubstr("InvalidNextTokenException"));
    EXPECT_THAT(error(operation, listed(R"("MaxResults":0)")), HasSubstr("MaxResults must be"));
    EXPECT_THAT(error(operation, listed(R"("MaxResults":51)")), HasSubstr("MaxResults must be"));
  }
  EXPECT_THAT(ok("DescribeScalableTargets", listed(R"("ResourceIds":["stream/b"])")),
              Not(HasSubstr("stream/a")));
  EXPECT_EQ(ok("DescribeScalableTargets", R"({"ServiceNamespace":"ecs"})"),
            R"({"ScalableTargets":[]})");
  // Of another region nothing is seen.
  region_ = "eu-west-1";
  EXPECT_EQ(ok("DescribeScalableTargets", listed()), R"({"ScalableTargets":[]})");
}

TEST_F(AutoscalingTest, TagsOfTargets) {
  const std::string made = ok("RegisterScalableTarget", of("orders", bounds));
  const std::string arn =
      R"("ResourceARN":)" + made.substr(made.find(':') + 1, made.size() - made.find(':') - 2);
  ok("TagResource", "{" + arn + R"(,"Tags":{"team":"a","stage":"test"}})");
  ok("UntagResource", "{" + arn + R"(,"TagKeys":["stage","none"]})");
  EXPECT_EQ(ok("ListTagsForResource", "{" + arn + "}"), R"({"Tags":{"team":"a"}})");
  std::string many;
  for (int tag = 0; tag < 50; ++tag)
    many += fmt::format(R"({}"k{}":"v")", tag == 0 ? "" : ",", tag);
  EXPECT_THAT(error("TagResource", "{" + arn + R"(,"Tags":{)" + many + "}}"),
              HasSubstr("TooManyTagsException"));
  EXPECT_THAT(error("ListTagsForResource",
                    R"({"ResourceARN":"arn:aws:application-autoscaling:us-east-1:1:x/y"})"),
              HasSubstr("ResourceNotFoundException"));
}

TEST_F(AutoscalingTest, PoliciesAndActionsOfATargetAreBounded) {
  ok("RegisterScalableTarget", of("orders", bounds));
  for (std::size_t number = 0; number < 50; ++number) {
    ok("PutScalingPolicy", policy(fmt::format("p{}", number), steps));
  }
  EXPECT_THAT(error("PutScalingPolicy", policy("more", steps)),
              HasSubstr("LimitExceededException"));
  const auto action = [](std::size_t number) {
    return of("orders", fmt::format(R"x("ScheduledActionName":"s{}","Schedule":"rate(1 day)",)x"
                                    R"("ScalableTargetAction":{{"MinCapacity":1}})",
                                    number));
  };
  for (std::size_t number = 0; number < 200; ++number) ok("PutScheduledAction", action(number));
  EXPECT_THAT(error("PutScheduledAction", action(200)), HasSubstr("LimitExceededException"));
}

}  // namespace
}  // namespace weir::api::autoscaling

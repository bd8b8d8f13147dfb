// PutScalingPolicy, DescribeScalingPolicies, DeleteScalingPolicy.
// docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/autoscaling/common.h"

namespace weir::aws::autoscaling {

inline constexpr std::array<std::string_view, 3> policy_types{
    "StepScaling", "TargetTrackingScaling", "PredictiveScaling"};
inline constexpr std::array<std::string_view, 3> adjustment_types{
    "ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"};
inline constexpr std::array<std::string_view, 3> aggregation_types{"Average", "Minimum", "Maximum"};
inline constexpr std::array<std::string_view, 5> metric_statistics{"Average", "Minimum", "Maximum",
                                                                   "SampleCount", "Sum"};

// What streams have of their own; Amazon's list has none for them.
inline constexpr std::string_view write_utilization_type = "KinesisStreamWriteCapacityUtilization";
inline constexpr std::string_view read_utilization_type = "KinesisStreamReadCapacityUtilization";
inline constexpr std::array<std::string_view, 2> predefined_metric_types{write_utilization_type,
                                                                         read_utilization_type};

inline constexpr Constraints expression_rules{
    .pattern = plain_text_pattern, .length_min = 1, .length_max = 2'048};
inline constexpr Constraints metric_text_rules{
    .pattern = plain_text_pattern, .length_min = 1, .length_max = 255};
inline constexpr Constraints metric_value_rules{
    .pattern = plain_text_pattern, .length_min = 1, .length_max = 1'024};

struct StepAdjustment {
  std::optional<double> lower{};
  std::optional<double> upper{};
  Required<std::int32_t> adjustment{};

  static void describe(auto& shape, auto& step) {
    shape.optional("MetricIntervalLowerBound", step.lower);
    shape.optional("MetricIntervalUpperBound", step.upper);
    shape.required("ScalingAdjustment", step.adjustment);
  }
};

struct StepScalingPolicyConfiguration {
  std::optional<std::string_view> adjustment_type{};
  std::optional<std::vector<StepAdjustment>> step_adjustments{};
  std::optional<std::int32_t> min_adjustment_magnitude{};
  std::optional<std::int32_t> cooldown{};
  std::optional<std::string_view> metric_aggregation_type{};

  static void describe(auto& shape, auto& policy) {
    shape.optional("AdjustmentType", policy.adjustment_type, {.values = adjustment_types});
    shape.optional("StepAdjustments", policy.step_adjustments);
    shape.optional("MinAdjustmentMagnitude", policy.min_adjustment_magnitude);
    shape.optional("Cooldown", policy.cooldown);
    shape.optional("MetricAggregationType", policy.metric_aggregation_type,
                   {.values = aggregation_types});
  }
};

struct PredefinedMetricSpecification {
  std::string_view predefined_metric_type{};
  std::optional<std::string_view> resource_label{};

  static void describe(auto& shape, auto& metric) {
    shape.required("PredefinedMetricType", metric.predefined_metric_type,
                   {.values = predefined_metric_types});
    shape.optional("ResourceLabel", metric.resource_label, {.length_min = 1, .length_max = 1'023});
  }
};

struct MetricDimension {
  std::string_view name{};
  std::string_view value{};

  static void describe(auto& shape, auto& dimension) {
    shape.required("Name", dimension.name, metric_text_rules);
    shape.required("Value", dimension.value, metric_value_rules);
  }
};

struct TargetTrackingMetric {
  std::optional<std::vector<MetricDimension>> dimensions{};
  std::optional<std::string_view> metric_name{};
  std::optional<std::string_view> name_space{};

  static void describe(auto& shape, auto& metric) {
    shape.optional("Dimensions", metric.dimensions, {.length_max = 30});
    shape.optional("MetricName", metric.metric_name, metric_text_rules);
    shape.optional("Namespace", metric.name_space, metric_text_rules);
  }
};

struct TargetTrackingMetricStat {
  Required<TargetTrackingMetric> metric{};
  std::string_view stat{};
  std::optional<std::string_view> unit{};

  static void describe(auto& shape, auto& stat) {
    shape.required("Metric", stat.metric);
    shape.required("Stat", stat.stat, plain_text_rules);
    shape.optional("Unit", stat.unit, metric_text_rules);
  }
};

struct TargetTrackingMetricDataQuery {
  std::string_view id{};
  std::optional<std::string_view> expression{};
  std::optional<std::string_view> label{};
  std::optional<TargetTrackingMetricStat> metric_stat{};
  std::optional<bool> return_data{};

  static void describe(auto& shape, auto& query) {
    shape.optional("Expression", query.expression, expression_rules);
    shape.required("Id", query.id, metric_text_rules);
    shape.optional("Label", query.label, plain_text_rules);
    shape.optional("MetricStat", query.metric_stat);
    shape.optional("ReturnData", query.return_data);
  }
};

struct CustomizedMetricSpecification {
  std::optional<std::string_view> metric_name{};
  std::optional<std::string_view> name_space{};
  std::optional<std::vector<MetricDimension>> dimensions{};
  std::optional<std::string_view> statistic{};
  std::optional<std::string_view> unit{};
  std::optional<std::vector<TargetTrackingMetricDataQuery>> metrics{};

  static void describe(auto& shape, auto& metric) {
    shape.optional("MetricName", metric.metric_name, metric_text_rules);
    shape.optional("Namespace", metric.name_space, metric_text_rules);
    shape.optional("Dimensions", metric.dimensions, {.length_max = 30});
    shape.optional("Statistic", metric.statistic, {.values = metric_statistics});
    shape.optional("Unit", metric.unit, metric_text_rules);
    shape.optional("Metrics", metric.metrics, {.length_max = 10});
  }
};

struct TargetTrackingScalingPolicyConfiguration {
  Required<double> target_value{};
  std::optional<PredefinedMetricSpecification> predefined{};
  std::optional<CustomizedMetricSpecification> customized{};
  std::optional<std::int32_t> scale_out_cooldown{};
  std::optional<std::int32_t> scale_in_cooldown{};
  std::optional<bool> disable_scale_in{};

  static void describe(auto& shape, auto& policy) {
    shape.required("TargetValue", policy.target_value);
    shape.optional("PredefinedMetricSpecification", policy.predefined);
    shape.optional("CustomizedMetricSpecification", policy.customized);
    shape.optional("ScaleOutCooldown", policy.scale_out_cooldown);
    shape.optional("ScaleInCooldown", policy.scale_in_cooldown);
    shape.optional("DisableScaleIn", policy.disable_scale_in);
  }
};

struct Alarm {
  std::string alarm_name{};
  std::string alarm_arn{};

  static void describe(auto& shape, auto& alarm) {
    shape.required("AlarmName", alarm.alarm_name);
    shape.required("AlarmARN", alarm.alarm_arn);
  }
};

struct ScalingPolicy {
  std::string policy_arn{};
  std::string policy_name{};
  TargetNames names{};
  std::string policy_type{};
  std::optional<StepScalingPolicyConfiguration> step_scaling{};
  std::optional<TargetTrackingScalingPolicyConfiguration> target_tracking{};
  std::vector<Alarm> alarms{};
  WallTime creation_time{};
  std::shared_ptr<const void> owner{};  // Of the texts that the configuration shows.

  static void describe(auto& shape, auto& policy) {
    shape.required("PolicyARN", policy.policy_arn);
    shape.required("PolicyName", policy.policy_name);
    TargetNames::describe(shape, policy.names);
    shape.required("PolicyType", policy.policy_type);
    shape.optional("StepScalingPolicyConfiguration", policy.step_scaling);
    shape.optional("TargetTrackingScalingPolicyConfiguration", policy.target_tracking);
    shape.required("Alarms", policy.alarms);
    shape.required("CreationTime", policy.creation_time);
  }
};

struct PutScalingPolicy {
  static constexpr OperationInfo info{.name = "PutScalingPolicy", .access = Access::write};

  struct Request {
    std::string_view policy_name{};
    TargetRef target{};
    std::optional<std::string_view> policy_type{};
    std::optional<StepScalingPolicyConfiguration> step_scaling{};
    std::optional<TargetTrackingScalingPolicyConfiguration> target_tracking{};

    static void describe(auto& shape, auto& request) {
      shape.required("PolicyName", request.policy_name, policy_name_rules);
      TargetRef::describe(shape, request.target);
      shape.optional("PolicyType", request.policy_type, {.values = policy_types});
      shape.optional("StepScalingPolicyConfiguration", request.step_scaling);
      shape.optional("TargetTrackingScalingPolicyConfiguration", request.target_tracking);
    }
  };

  struct Response {
    std::string policy_arn{};
    std::vector<Alarm> alarms{};

    static void describe(auto& shape, auto& response) {
      shape.required("PolicyARN", response.policy_arn);
      shape.required("Alarms", response.alarms);
    }
  };
};

struct DescribeScalingPolicies {
  static constexpr OperationInfo info{.name = "DescribeScalingPolicies", .access = Access::read};

  struct Request {
    std::optional<std::vector<std::string_view>> policy_names{};
    ListRef list{};

    static void describe(auto& shape, auto& request) {
      shape.optional("PolicyNames", request.policy_names, resource_ids_rules);
      ListRef::describe(shape, request.list);
    }
  };

  struct Response {
    std::vector<ScalingPolicy> scaling_policies{};
    std::optional<std::string> next_token{};

    static void describe(auto& shape, auto& response) {
      shape.required("ScalingPolicies", response.scaling_policies);
      shape.optional("NextToken", response.next_token);
    }
  };
};

struct DeleteScalingPolicy {
  static constexpr OperationInfo info{.name = "DeleteScalingPolicy", .access = Access::write};

  struct Request {
    std::string_view policy_name{};
    TargetRef target{};

    static void describe(auto& shape, auto& request) {
      shape.required("PolicyName", request.policy_name, resource_id_rules);
      TargetRef::describe(shape, request.target);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::autoscaling

// What the operations on alarms have in common on the wire.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html and others
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/common.h"
#include "aws/shapes/cloudwatch/tags.h"

namespace weir::aws::cloudwatch {

inline constexpr std::array<std::string_view, 3> alarm_states{"OK", "ALARM", "INSUFFICIENT_DATA"};
inline constexpr std::array<std::string_view, 2> alarm_types{"CompositeAlarm", "MetricAlarm"};
inline constexpr std::array<std::string_view, 3> history_item_types{"ConfigurationUpdate",
                                                                    "StateUpdate", "Action"};
inline constexpr std::array<std::string_view, 7> comparison_operators{
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold"};
inline constexpr std::array<std::string_view, 5> alarm_statistics{"SampleCount", "Average", "Sum",
                                                                  "Minimum", "Maximum"};

inline constexpr Constraints alarm_name_rules{.length_min = 1, .length_max = 255};
inline constexpr Constraints alarm_names_rules{.length_max = 100, .elements = &alarm_name_rules};
inline constexpr Constraints alarm_description_rules{.length_max = 1'024};
inline constexpr Constraints alarm_state_rules{.values = alarm_states};
inline constexpr Constraints alarm_type_rules{.values = alarm_types};
inline constexpr Constraints alarm_types_rules{.elements = &alarm_type_rules};
inline constexpr Constraints action_rules{.length_min = 1, .length_max = 1'024};
inline constexpr Constraints actions_rules{.length_max = 5, .elements = &action_rules};
inline constexpr Constraints records_rules{.value_min = 1, .value_max = 100};
inline constexpr Constraints alarm_statistic_rules{.values = alarm_statistics};
inline constexpr Constraints statistic_text_rules{.length_min = 1, .length_max = 255};

// What both kinds of alarms are given and show.
struct AlarmActions {
  std::optional<std::string_view> description;
  std::optional<bool> enabled;
  std::optional<std::vector<std::string_view>> ok;
  std::optional<std::vector<std::string_view>> alarm;
  std::optional<std::vector<std::string_view>> insufficient_data;

  // Its members are members of the structure that it is part of.
  static void describe_in(auto& shape, auto& actions) {
    shape.optional("AlarmDescription", actions.description, alarm_description_rules);
    shape.optional("ActionsEnabled", actions.enabled);
    shape.optional("OKActions", actions.ok, actions_rules);
    shape.optional("AlarmActions", actions.alarm, actions_rules);
    shape.optional("InsufficientDataActions", actions.insufficient_data, actions_rules);
  }
};

// What a metric alarm is given, and shows.
struct MetricAlarmTerms {
  std::optional<std::string_view> metric_name;
  std::optional<std::string_view> name_space;
  std::optional<std::string_view> statistic;
  std::optional<std::string_view> extended_statistic;
  std::optional<std::vector<Dimension>> dimensions;
  std::optional<std::int32_t> period;
  std::optional<std::string_view> unit;
  std::optional<std::int32_t> evaluation_periods;
  std::optional<std::int32_t> datapoints_to_alarm;
  std::optional<double> threshold;
  std::optional<std::string_view> comparison_operator;
  std::optional<std::string_view> treat_missing_data;
  std::optional<std::string_view> evaluate_low_sample_count_percentile;
  std::optional<std::vector<MetricDataQuery>> metrics;
  std::optional<std::string_view> threshold_metric_id;

  static void describe_in(auto& shape, auto& terms) {
    shape.optional("MetricName", terms.metric_name, name_rules);
    shape.optional("Namespace", terms.name_space, namespace_rules);
    shape.optional("Statistic", terms.statistic, alarm_statistic_rules);
    shape.optional("ExtendedStatistic", terms.extended_statistic);
    shape.optional("Dimensions", terms.dimensions, dimensions_rules);
    shape.optional("Period", terms.period, period_rules);
    shape.optional("Unit", terms.unit, unit_rules);
    shape.optional("EvaluationPeriods", terms.evaluation_periods, period_rules);
    shape.optional("DatapointsToAlarm", terms.datapoints_to_alarm, period_rules);
    shape.optional("Threshold", terms.threshold);
    shape.optional("ComparisonOperator", terms.comparison_operator,
                   {.values = comparison_operators});
    shape.optional("TreatMissingData", terms.treat_missing_data, statistic_text_rules);
    shape.optional("EvaluateLowSampleCountPercentile", terms.evaluate_low_sample_count_percentile,
                   statistic_text_rules);
    shape.optional("Metrics", terms.metrics);
    shape.optional("ThresholdMetricId", terms.threshold_metric_id, statistic_text_rules);
  }
};

// What a composite alarm is given, and shows.
struct CompositeAlarmTerms {
  std::string_view rule;
  std::optional<std::string_view> suppressor;
  std::optional<std::int32_t> wait_period;       // Seconds.
  std::optional<std::int32_t> extension_period;  // Seconds.

  static void describe_in(auto& shape, auto& terms) {
    shape.required("AlarmRule", terms.rule, {.length_min = 1, .length_max = 10'240});
    shape.optional("ActionsSuppressor", terms.suppressor, {.length_min = 1, .length_max = 1'600});
    shape.optional("ActionsSuppressorWaitPeriod", terms.wait_period);
    shape.optional("ActionsSuppressorExtensionPeriod", terms.extension_period);
  }
};

// The state of an alarm as answers show it.
struct AlarmStateAnswer {
  std::string_view name;
  std::string arn;
  std::optional<WallTime> configured;
  std::optional<std::string_view> value;
  std::optional<std::string_view> reason;
  std::optional<std::string_view> reason_data;
  std::optional<WallTime> updated;
  std::optional<WallTime> transitioned;

  static void describe_in(auto& shape, auto& state) {
    shape.required("AlarmName", state.name);
    shape.required("AlarmArn", state.arn);
    shape.optional("AlarmConfigurationUpdatedTimestamp", state.configured);
    shape.optional("StateValue", state.value);
    shape.optional("StateReason", state.reason);
    shape.optional("StateReasonData", state.reason_data);
    shape.optional("StateUpdatedTimestamp", state.updated);
    shape.optional("StateTransitionedTimestamp", state.transitioned);
  }
};

struct MetricAlarmAnswer {
  AlarmStateAnswer state;
  AlarmActions actions;
  MetricAlarmTerms terms;

  static void describe(auto& shape, auto& alarm) {
    AlarmStateAnswer::describe_in(shape, alarm.state);
    AlarmActions::describe_in(shape, alarm.actions);
    MetricAlarmTerms::describe_in(shape, alarm.terms);
  }
};

struct CompositeAlarmAnswer {
  AlarmStateAnswer state;
  AlarmActions actions;
  std::optional<std::string_view> rule;
  std::optional<std::string_view> suppressor;
  std::optional<std::int32_t> wait_period;
  std::optional<std::int32_t> extension_period;
  std::optional<std::string_view> suppressed_by;
  std::optional<std::string> suppressed_reason;

  static void describe(auto& shape, auto& alarm) {
    AlarmStateAnswer::describe_in(shape, alarm.state);
    AlarmActions::describe_in(shape, alarm.actions);
    shape.optional("AlarmRule", alarm.rule);
    shape.optional("ActionsSuppressor", alarm.suppressor);
    shape.optional("ActionsSuppressorWaitPeriod", alarm.wait_period);
    shape.optional("ActionsSuppressorExtensionPeriod", alarm.extension_period);
    shape.optional("ActionsSuppressedBy", alarm.suppressed_by);
    shape.optional("ActionsSuppressedReason", alarm.suppressed_reason);
  }
};

}  // namespace weir::aws::cloudwatch

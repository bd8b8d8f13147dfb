// DescribeAlarms.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct DescribeAlarms {
  static constexpr OperationInfo info{.name = "DescribeAlarms", .access = Access::read};

  struct Request {
    std::optional<std::vector<std::string_view>> names;
    std::optional<std::string_view> name_prefix;
    std::optional<std::vector<std::string_view>> types;
    std::optional<std::string_view> children_of;
    std::optional<std::string_view> parents_of;
    std::optional<std::string_view> state_value;
    std::optional<std::string_view> action_prefix;
    std::optional<std::int32_t> max_records;
    std::optional<std::string_view> next_token;

    static void describe(auto& shape, auto& request) {
      shape.optional("AlarmNames", request.names, alarm_names_rules);
      shape.optional("AlarmNamePrefix", request.name_prefix, alarm_name_rules);
      shape.optional("AlarmTypes", request.types, alarm_types_rules);
      shape.optional("ChildrenOfAlarmName", request.children_of, alarm_name_rules);
      shape.optional("ParentsOfAlarmName", request.parents_of, alarm_name_rules);
      shape.optional("StateValue", request.state_value, alarm_state_rules);
      shape.optional("ActionPrefix", request.action_prefix, action_rules);
      shape.optional("MaxRecords", request.max_records, records_rules);
      shape.optional("NextToken", request.next_token);
    }
  };

  struct Response {
    std::vector<CompositeAlarmAnswer> composite_alarms;
    std::vector<MetricAlarmAnswer> metric_alarms;
    std::optional<std::string> next_token;

    static void describe(auto& shape, auto& response) {
      shape.required("CompositeAlarms", response.composite_alarms);
      shape.required("MetricAlarms", response.metric_alarms);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::cloudwatch

// DescribeAlarmsForMetric.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct DescribeAlarmsForMetric {
  static constexpr OperationInfo info{.name = "DescribeAlarmsForMetric", .access = Access::read};

  struct Request {
    std::string_view metric_name;
    std::string_view name_space;
    std::optional<std::string_view> statistic;
    std::optional<std::string_view> extended_statistic;
    std::optional<std::vector<Dimension>> dimensions;
    std::optional<std::int32_t> period;
    std::optional<std::string_view> unit;

    static void describe(auto& shape, auto& request) {
      shape.required("MetricName", request.metric_name, name_rules);
      shape.required("Namespace", request.name_space, namespace_rules);
      shape.optional("Statistic", request.statistic, alarm_statistic_rules);
      shape.optional("ExtendedStatistic", request.extended_statistic);
      shape.optional("Dimensions", request.dimensions, dimensions_rules);
      shape.optional("Period", request.period, period_rules);
      shape.optional("Unit", request.unit, unit_rules);
    }
  };

  struct Response {
    std::vector<MetricAlarmAnswer> metric_alarms;

    static void describe(auto& shape, auto& response) {
      shape.required("MetricAlarms", response.metric_alarms);
    }
  };
};

}  // namespace weir::aws::cloudwatch

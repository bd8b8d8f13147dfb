// GetMetricStatistics.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
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

namespace weir::aws::cloudwatch {

inline constexpr std::array<std::string_view, 5> simple_statistics{"SampleCount", "Average", "Sum",
                                                                   "Minimum", "Maximum"};
inline constexpr Constraints simple_statistic_rules{.values = simple_statistics};

struct Datapoint {
  WallTime timestamp;
  std::optional<double> sample_count;
  std::optional<double> average;
  std::optional<double> sum;
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::optional<std::string> unit;
  std::optional<RealMap> extended_statistics;

  static void describe(auto& shape, auto& datapoint) {
    shape.required("Timestamp", datapoint.timestamp);
    shape.optional("SampleCount", datapoint.sample_count);
    shape.optional("Average", datapoint.average);
    shape.optional("Sum", datapoint.sum);
    shape.optional("Minimum", datapoint.minimum);
    shape.optional("Maximum", datapoint.maximum);
    shape.optional("Unit", datapoint.unit);
    shape.optional("ExtendedStatistics", datapoint.extended_statistics);
  }
};

struct GetMetricStatistics {
  static constexpr OperationInfo info{.name = "GetMetricStatistics", .access = Access::read};

  struct Request {
    std::string_view name_space;
    std::string_view metric_name;
    std::optional<std::vector<Dimension>> dimensions;
    Required<WallTime> start_time;
    Required<WallTime> end_time;
    Required<std::int32_t> period;
    std::optional<std::vector<std::string_view>> statistics;
    std::optional<std::vector<std::string_view>> extended_statistics;
    std::optional<std::string_view> unit;

    static void describe(auto& shape, auto& request) {
      shape.required("Namespace", request.name_space, namespace_rules);
      shape.required("MetricName", request.metric_name, name_rules);
      shape.optional("Dimensions", request.dimensions, dimensions_rules);
      shape.required("StartTime", request.start_time);
      shape.required("EndTime", request.end_time);
      shape.required("Period", request.period, period_rules);
      shape.optional("Statistics", request.statistics,
                     {.length_min = 1, .length_max = 5, .elements = &simple_statistic_rules});
      shape.optional("ExtendedStatistics", request.extended_statistics,
                     {.length_min = 1, .length_max = 10});
      shape.optional("Unit", request.unit, unit_rules);
    }
  };

  struct Response {
    std::string label;
    std::vector<Datapoint> datapoints;

    static void describe(auto& shape, auto& response) {
      shape.required("Label", response.label);
      shape.required("Datapoints", response.datapoints);
    }
  };
};

}  // namespace weir::aws::cloudwatch

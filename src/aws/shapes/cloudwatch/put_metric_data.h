// PutMetricData.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"

namespace weir::aws::cloudwatch {

inline constexpr std::size_t metric_data_max = 1'000;
inline constexpr std::size_t datum_values_max = 150;

struct StatisticSet {
  Required<double> sample_count;
  Required<double> sum;
  Required<double> minimum;
  Required<double> maximum;

  static void describe(auto& shape, auto& set) {
    shape.required("SampleCount", set.sample_count);
    shape.required("Sum", set.sum);
    shape.required("Minimum", set.minimum);
    shape.required("Maximum", set.maximum);
  }
};

struct MetricDatum {
  std::string_view metric_name;
  std::optional<std::vector<Dimension>> dimensions;
  std::optional<WallTime> timestamp;
  std::optional<double> value;
  std::optional<StatisticSet> statistic_values;
  std::optional<std::vector<double>> values;
  std::optional<std::vector<double>> counts;
  std::optional<std::string_view> unit;
  std::optional<std::int32_t> storage_resolution;

  static void describe(auto& shape, auto& datum) {
    shape.required("MetricName", datum.metric_name, name_rules);
    shape.optional("Dimensions", datum.dimensions, dimensions_rules);
    shape.optional("Timestamp", datum.timestamp);
    shape.optional("Value", datum.value);
    shape.optional("StatisticValues", datum.statistic_values);
    shape.optional("Values", datum.values, {.length_max = datum_values_max});
    shape.optional("Counts", datum.counts, {.length_max = datum_values_max});
    shape.optional("Unit", datum.unit, unit_rules);
    shape.optional("StorageResolution", datum.storage_resolution, {.value_min = 1});
  }
};

struct PutMetricData {
  static constexpr OperationInfo info{.name = "PutMetricData", .access = Access::write};
  // Called all the time: not in the audit log.
  static constexpr bool is_of_the_data_plane = true;

  struct Request {
    std::string_view name_space;
    std::optional<std::vector<MetricDatum>> metric_data;

    static void describe(auto& shape, auto& request) {
      shape.required("Namespace", request.name_space, namespace_rules);
      shape.optional("MetricData", request.metric_data, {.length_max = metric_data_max});
    }
  };

  using Response = NoOutput;

  // Before anything that would print the collection.
  static Outcome<void> check(const Request& request) {
    if (!request.metric_data || request.metric_data->size() <= metric_data_max) return {};
    return Failure(ServiceError{
        .type = "InvalidParameterValueException",
        .message = "The collection MetricData must not have a size greater than 1000."});
  }
};

}  // namespace weir::aws::cloudwatch

// What CloudWatch's operations have in common on the wire.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Types.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws::cloudwatch {

inline bool is_namespace(std::string_view text) { return !text.starts_with(':') && !text.empty(); }

inline constexpr std::array<std::string_view, 27> standard_units{"Seconds",
                                                                 "Microseconds",
                                                                 "Milliseconds",
                                                                 "Bytes",
                                                                 "Kilobytes",
                                                                 "Megabytes",
                                                                 "Gigabytes",
                                                                 "Terabytes",
                                                                 "Bits",
                                                                 "Kilobits",
                                                                 "Megabits",
                                                                 "Gigabits",
                                                                 "Terabits",
                                                                 "Percent",
                                                                 "Count",
                                                                 "Bytes/Second",
                                                                 "Kilobytes/Second",
                                                                 "Megabytes/Second",
                                                                 "Gigabytes/Second",
                                                                 "Terabytes/Second",
                                                                 "Bits/Second",
                                                                 "Kilobits/Second",
                                                                 "Megabits/Second",
                                                                 "Gigabits/Second",
                                                                 "Terabits/Second",
                                                                 "Count/Second",
                                                                 "None"};
inline constexpr std::array<std::string_view, 2> scan_orders{"TimestampDescending",
                                                             "TimestampAscending"};
inline constexpr std::array<std::string_view, 1> recent_spans{"PT3H"};

inline constexpr Constraints namespace_rules{
    .pattern = {"[^:].*", is_namespace}, .length_min = 1, .length_max = 255};
inline constexpr Constraints name_rules{.length_min = 1, .length_max = 255};
inline constexpr Constraints dimension_value_rules{.length_min = 1, .length_max = 1'024};
inline constexpr Constraints dimensions_rules{.length_max = 30};
inline constexpr Constraints unit_rules{.values = standard_units};
inline constexpr Constraints period_rules{.value_min = 1};
inline constexpr Constraints scan_rules{.values = scan_orders};

// `Text` is a view in requests, a string in answers.
template <class Text>
struct DimensionOf {
  Text name;
  Text value;

  static void describe(auto& shape, auto& dimension) {
    shape.required("Name", dimension.name, name_rules);
    shape.required("Value", dimension.value, dimension_value_rules);
  }
};
using Dimension = DimensionOf<std::string_view>;
using DimensionAnswer = DimensionOf<std::string>;

struct DimensionFilter {
  std::string_view name;
  std::optional<std::string_view> value;

  static void describe(auto& shape, auto& filter) {
    shape.required("Name", filter.name, name_rules);
    shape.optional("Value", filter.value, dimension_value_rules);
  }
};

struct Metric {
  std::optional<std::string_view> name_space;
  std::optional<std::string_view> metric_name;
  std::optional<std::vector<Dimension>> dimensions;

  static void describe(auto& shape, auto& metric) {
    shape.optional("Namespace", metric.name_space, namespace_rules);
    shape.optional("MetricName", metric.metric_name, name_rules);
    shape.optional("Dimensions", metric.dimensions, dimensions_rules);
  }
};

struct MetricAnswer {
  std::string name_space;
  std::string metric_name;
  std::vector<DimensionAnswer> dimensions;

  static void describe(auto& shape, auto& metric) {
    shape.required("Namespace", metric.name_space);
    shape.required("MetricName", metric.metric_name);
    shape.required("Dimensions", metric.dimensions);
  }
};

struct MetricStat {
  Required<Metric> metric;
  Required<std::int32_t> period;
  std::string_view stat;
  std::optional<std::string_view> unit;

  static void describe(auto& shape, auto& stat) {
    shape.required("Metric", stat.metric);
    shape.required("Period", stat.period, period_rules);
    shape.required("Stat", stat.stat);
    shape.optional("Unit", stat.unit, unit_rules);
  }
};

inline constexpr Constraints expression_rules{.length_min = 1, .length_max = 2'048};

struct MetricDataQuery {
  std::string_view id;
  std::optional<MetricStat> metric_stat;
  std::optional<std::string_view> expression;
  std::optional<std::string_view> label;
  std::optional<bool> return_data;
  std::optional<std::int32_t> period;
  std::optional<std::string_view> account_id;

  static void describe(auto& shape, auto& query) {
    shape.required("Id", query.id, name_rules);
    shape.optional("MetricStat", query.metric_stat);
    shape.optional("Expression", query.expression, expression_rules);
    shape.optional("Label", query.label);
    shape.optional("ReturnData", query.return_data);
    shape.optional("Period", query.period, period_rules);
    shape.optional("AccountId", query.account_id, name_rules);
  }
};

}  // namespace weir::aws::cloudwatch

// Statistic: what is asked of a period's values, by CloudWatch's names: "Average", "p99.9", "tm90",
// "TM(10%:90%)", "PR(:300)".
//
// Source:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "monitoring/statistics.h"

namespace weir::monitoring {

enum class StatisticKind : std::uint8_t {
  sample_count,
  average,
  sum,
  minimum,
  maximum,
  percentile,
  trimmed_mean,
  winsorized_mean,
  trimmed_count,
  trimmed_sum,
  percentile_rank,
};

struct Statistic {
  StatisticKind kind = StatisticKind::average;
  // Which values count, from the lowest to the highest: in percent of all, or by value. A
  // percentile is `high`. No bound: as far as there are values.
  std::optional<double> low{};
  std::optional<double> high{};
  bool is_in_percent = true;
};

// The five that GetMetricStatistics takes as Statistics.
std::optional<Statistic> parse_simple_statistic(std::string_view name);
// Those and all others.
std::optional<Statistic> parse_statistic(std::string_view name);

// Nothing if the statistics have no values, or if it asks how they are spread and that is unknown.
std::optional<double> value_of(const Statistic& statistic, const Statistics& statistics);

}  // namespace weir::monitoring

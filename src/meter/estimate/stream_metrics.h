// What CloudWatch counted of a stream: the questions of GetMetricStatistics, and its answers.
//
// In Amazon's query protocol, which Amazon and everything that imitates it speaks. Knows no
// network: who asks sends the forms and hands the answers in.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace weir::meter {

// The metrics of a stream that an estimate looks at, all as sums.
inline constexpr std::array<std::string_view, 5> estimate_metrics = {
    "IncomingBytes", "IncomingRecords", "GetRecords.Bytes", "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded"};

// [start, end), in periods.
struct MetricWindow {
  WallTime start;
  WallTime end;
  seconds period{60};
};

// The whole periods of the time `last` before `now`, cut into windows of which each has no more
// data points than an answer may, the oldest first. The period is as short as CloudWatch keeps it
// for so long: a minute for 15 days, five minutes for 63, an hour for 455.
// Errors: invalid_argument  less than five minutes or more than 455 days.
Result<std::vector<MetricWindow>> metric_windows(WallTime now, milliseconds last);

// The form that asks for the sums of a metric.
std::string statistics_form(std::string_view stream, std::string_view metric,
                            const MetricWindow& window);

struct MetricPoint {
  WallTime at;  // Where its period begins.
  double sum = 0;
};

// In order of time. Errors: corrupt  not such an answer.
Result<std::vector<MetricPoint>> read_points(std::string_view body);

}  // namespace weir::meter

// MetricReader: what alarms, scaling and the CloudWatch API ask of whoever keeps metrics.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "monitoring/metric.h"
#include "monitoring/statistics.h"

namespace weir::monitoring {

struct MetricRange {
  Metric metric;
  WallTime start;      // Included; a multiple of the period.
  WallTime end;        // Not included.
  seconds period{60};  // 60, or a multiple of it; 1, 5, 10, 30 for high resolution.
  std::string unit{};  // Only values of this unit; empty: of any.
};

struct Datapoint {
  WallTime time;  // The period's start.
  Statistics statistics;
  std::string unit;  // "Count"; "None" if the publisher named none.
};

// Which metrics exist: all members that are given must match.
struct MetricFilter {
  std::string account_id;
  std::string region;
  std::optional<std::string> name_space{};
  std::optional<std::string> name{};
  // Each must be there; with a value, have it.
  std::vector<std::pair<std::string, std::optional<std::string>>> dimensions{};
  // Only metrics with a value at or after it.
  std::optional<WallTime> active_since{};
};

class MetricReader {
 public:
  virtual ~MetricReader() = default;

  // Periods that have values, ascending. The current, unfinished minute counts too. Answers on the
  // caller's loop, never inside the call.
  // Errors: limit_exceeded  the range has more than 100,800 periods.
  //         unavailable     the log cannot be read now.
  virtual void read(const MetricRange& range, Done<std::vector<Datapoint>> done) = 0;

  // In a fixed order, behind `after` if given, at most `limit`.
  virtual std::vector<Metric> list(const MetricFilter& filter, const std::optional<Metric>& after,
                                   std::size_t limit) const = 0;
};

}  // namespace weir::monitoring

// MetricWriter: where values of metrics go that somebody publishes: PutMetricData's, and the
// service's own.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "monitoring/metric.h"
#include "monitoring/statistics.h"

namespace weir::monitoring {

struct MetricValue {
  Metric metric;  // Its dimensions sorted by name.
  std::string unit = "None";
  WallTime time;  // When it was measured: counts in that minute.
  Statistics statistics;
  // StorageResolution 1: periods of less than a minute can be read for three hours, until a
  // restart.
  bool is_high_resolution = false;
};

class MetricWriter {
 public:
  virtual ~MetricWriter() = default;

  // Adds the values to what is known of their periods. What has been answered is read at once; it
  // survives a kill once its minute, or the minute in which it came, has ended. Answers on the
  // caller's loop, never inside the call.
  // Errors, after which none of the values counts:
  //   limit_exceeded  the account has as many metrics as it may
  //   throttled       too much waits to be written
  virtual void write(std::vector<MetricValue> values, Done<void> done) = 0;
};

}  // namespace weir::monitoring

// SeenLoad: what a stream really took, from CloudWatch's sums: the highest rates, hour by hour and
// of all.
//
// A sum is of a minute or more, a shard's limits are of a second: bursts within a minute do not
// show. So an estimate by it needs headroom.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "meter/estimate/shard_estimate.h"
#include "meter/estimate/stream_metrics.h"

namespace weir::meter {

struct HourlyPeak {
  WallTime hour;    // Where it begins.
  StreamLoad peak;  // The highest period of each, in an hour; not of the same minute.
};

struct SeenLoad {
  seconds period{60};
  std::size_t periods_seen = 0;   // In which records were written.
  std::vector<HourlyPeak> hours;  // In order, those with data.
  StreamLoad peak;                // Of all hours.
  StreamLoad mean;                // Over the whole time that was asked for.
  double throttled_writes = 0;    // Records.
  double throttled_reads = 0;     // Calls.
};

class SeenLoadSum {
 public:
  // For answers about `windows`, as metric_windows made them.
  explicit SeenLoadSum(const std::vector<MetricWindow>& windows);

  // The points of one of estimate_metrics.
  void add(std::string_view metric, const std::vector<MetricPoint>& points);

  const SeenLoad& seen() const { return seen_; }

 private:
  HourlyPeak& hour_of(WallTime time);

  seconds length_{0};
  SeenLoad seen_;
};

}  // namespace weir::meter

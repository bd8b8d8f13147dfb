// StreamTotals: the metrics of streams as Prometheus wants them: what has come together since the
// process began. docs/metrics.md holds which is which of CloudWatch's; a test compares them.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "metrics/exposition.h"
#include "monitoring/metric_writer.h"

namespace weir::monitoring {

class StreamTotals {
 public:
  // Beyond so many series new ones are left out.
  static constexpr std::size_t series_max = 200'000;

  void add(const std::vector<MetricValue>& values);
  // Families and samples, as of `now`.
  void write(metrics::Exposition& page, WallTime now) const;

 private:
  struct Total {
    Metric metric{};
    Statistics statistics{};
    WallTime minute{};   // The last one with a value,
    double maximum = 0;  // and the largest in it and the one before.
    double maximum_before = 0;
  };

  mutable Mutex mutex_;
  // By the place in the table of metrics, then by dimensions.
  std::map<std::size_t, std::map<std::string, Total>> totals_ GUARDED_BY(mutex_);
  std::size_t count_ GUARDED_BY(mutex_) = 0;
};

// The table of docs/metrics.md.
std::string stream_metrics_table();

}  // namespace weir::monitoring

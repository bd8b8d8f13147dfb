#include "meter/estimate/seen_load.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/time.h"
#include "meter/estimate/shard_estimate.h"
#include "meter/estimate/stream_metrics.h"

namespace weir::meter {
namespace {

constexpr std::int64_t hour_ms = milliseconds(std::chrono::hours(1)).count();

// Which rate a metric is about; null for those that are only counted.
double StreamLoad::* rate_of(std::string_view metric) {
  if (metric == "IncomingBytes") return &StreamLoad::write_bytes;
  if (metric == "IncomingRecords") return &StreamLoad::write_records;
  if (metric == "GetRecords.Bytes") return &StreamLoad::read_bytes;
  return nullptr;
}

}  // namespace

SeenLoadSum::SeenLoadSum(const std::vector<MetricWindow>& windows) {
  CHECK(!windows.empty());
  seen_.period = windows.front().period;
  length_ = std::chrono::duration_cast<seconds>(windows.back().end - windows.front().start);
}

void SeenLoadSum::add(std::string_view metric, const std::vector<MetricPoint>& points) {
  double sum = 0;
  for (const MetricPoint& point : points) sum += point.sum;
  if (metric == "WriteProvisionedThroughputExceeded") seen_.throttled_writes += sum;
  if (metric == "ReadProvisionedThroughputExceeded") seen_.throttled_reads += sum;
  double StreamLoad::* const rate = rate_of(metric);
  if (rate == nullptr) return;
  if (metric == "IncomingRecords") seen_.periods_seen += points.size();
  for (const MetricPoint& point : points) {
    const double per_second = point.sum / static_cast<double>(seen_.period.count());
    double& of_hour = hour_of(point.at).peak.*rate;
    of_hour = std::max(of_hour, per_second);
    seen_.peak.*rate = std::max(seen_.peak.*rate, per_second);
  }
  seen_.mean.*rate += sum / static_cast<double>(length_.count());
}

HourlyPeak& SeenLoadSum::hour_of(WallTime time) {
  const WallTime hour{time.ms / hour_ms * hour_ms};
  const auto at = std::ranges::lower_bound(seen_.hours, hour, {}, &HourlyPeak::hour);
  if (at != seen_.hours.end() && at->hour == hour) return *at;
  return *seen_.hours.insert(at, {.hour = hour, .peak = {}});
}

}  // namespace weir::meter

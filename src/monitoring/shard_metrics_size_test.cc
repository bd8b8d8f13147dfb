// What a month of shard-level metrics takes on disk: all seven of 1,000 shards stay below 100 MB,
// as long as their records are of one size. docs/metrics.md has the figures, also of what is above
// that.

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "monitoring/stream_counters.h"
#include "monitoring/window_log.h"

namespace weir::monitoring {
namespace {

constexpr int shards = 100;  // Ten times as many take ten times as much.
constexpr std::uint32_t minutes = 60;
constexpr double bytes_max = 100e6 * shards / 1'000;

// What happens to a shard in a minute.
using Minute = std::function<void(ShardCounters& shard, std::mt19937_64& random)>;

std::vector<SeriesPoints> hour_of(const Minute& happens) {
  std::mt19937_64 random(1);
  std::vector<SeriesPoints> series(shards * shard_metric_count);
  for (std::size_t shard = 0; shard < shards; ++shard) {
    for (std::uint32_t minute = 0; minute < minutes; ++minute) {
      ShardCounters counters;
      happens(counters, random);
      for (std::size_t metric = 0; metric < shard_metric_count; ++metric) {
        SeriesPoints& one = series[shard * shard_metric_count + metric];
        one.series = SeriesId{static_cast<std::uint32_t>(shard * shard_metric_count + metric + 1)};
        const Tally& tally = counters.tallies[metric];
        if (tally.count > 0) one.points.push_back({minute, tally.statistics()});
      }
    }
  }
  std::erase_if(series, [](const SeriesPoints& one) { return one.points.empty(); });
  return series;
}

double bytes_of(const std::vector<SeriesPoints>& series, std::uint32_t factor) {
  std::vector<SeriesPoints> window;
  window.reserve(series.size());
  for (const SeriesPoints& one : series) {
    window.push_back({one.series, coarser(one.points, factor)});
  }
  double bytes = 0;
  for (const std::string& record : WindowLog::encode(500'000, std::move(window))) {
    bytes += static_cast<double>(record.size());
  }
  return bytes;
}

// What is there after 30 days: minutes are kept for 15.
double bytes_of_a_month(const Minute& happens) {
  const std::vector<SeriesPoints> series = hour_of(happens);
  if (series.empty()) return 0;
  return 24 * (15 * bytes_of(series, 1) + 30 * bytes_of(series, 5) + 30 * bytes_of(series, 60));
}

void put(ShardCounters& shard, std::size_t count, double bytes) {
  for (std::size_t put = 0; put < count; ++put) {
    shard.record(ShardMetric::incoming_bytes, bytes);
    shard.record(ShardMetric::incoming_records, 1);
    shard.record(ShardMetric::write_throttled, 0);
  }
}

void get(ShardCounters& shard, std::size_t count, double records, double bytes) {
  for (std::size_t get = 0; get < count; ++get) {
    shard.record(ShardMetric::outgoing_bytes, bytes);
    shard.record(ShardMetric::outgoing_records, records);
    shard.record(ShardMetric::read_throttled, 0);
    shard.record(ShardMetric::iterator_age_ms, 0);
  }
}

TEST(ShardMetricsSize, IdleShardsCostNothing) {
  EXPECT_EQ(bytes_of_a_month([](ShardCounters&, std::mt19937_64&) {}), 0);
}

TEST(ShardMetricsSize, ShardsThatAreOnlyPolledCostAFewBytesAnHour) {
  const double bytes = bytes_of_a_month(
      [](ShardCounters& shard, std::mt19937_64& random) { get(shard, 59 + random() % 3, 0, 0); });
  EXPECT_LT(bytes, bytes_max / 3);
  RecordProperty("megabytes_of_1000_shards", std::to_string(bytes * 1'000 / shards / 1e6));
}

TEST(ShardMetricsSize, RecordsOfOneSizeCostWhatTheirNumberDoes) {
  const double bytes = bytes_of_a_month([](ShardCounters& shard, std::mt19937_64& random) {
    put(shard, std::poisson_distribution<std::size_t>(100)(random), 1'032);
    get(shard, 60, 0, 0);
  });
  EXPECT_LT(bytes, bytes_max * 0.75);
  RecordProperty("megabytes_of_1000_shards", std::to_string(bytes * 1'000 / shards / 1e6));
}

}  // namespace
}  // namespace weir::monitoring

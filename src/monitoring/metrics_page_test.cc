// docs/metrics.md and the code say the same; and what Prometheus gets is what was counted.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "metrics/exposition.h"
#include "monitoring/stream_totals.h"

namespace weir::monitoring {
namespace {

MetricValue value_of(const std::string& name, std::vector<Dimension> dimensions, WallTime minute,
                     const std::vector<double>& values) {
  MetricValue value{.metric = {.account_id = "000000000001",
                               .region = "us-east-1",
                               .name_space = "AWS/Kinesis",
                               .name = name,
                               .dimensions = std::move(dimensions)},
                    .time = minute,
                    .statistics = {}};
  for (const double one : values) value.statistics.record(one);
  return value;
}

std::string page_of(const StreamTotals& totals, WallTime now) {
  metrics::Exposition page(metrics::ExpositionFormat::text);
  totals.write(page, now);
  return page.finish();
}

constexpr WallTime minute{1'704'067'200'000};

TEST(MetricsPage, HoldsTheTableOfTheCode) {
  std::ifstream file(WEIR_DOCS "/metrics.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(page.find(stream_metrics_table()), std::string::npos) << stream_metrics_table();
}

TEST(StreamTotals, AddUpOverMinutes) {
  StreamTotals totals;
  const std::vector<Dimension> stream = {{"StreamName", "orders"}};
  totals.add({value_of("IncomingBytes", stream, minute, {10, 20})});
  totals.add({value_of("IncomingBytes", stream, minute + std::chrono::minutes(1), {30})});
  totals.add({value_of("IncomingBytes", {{"ShardId", "shardId-0"}, {"StreamName", "orders"}},
                       minute, {7})});
  totals.add({value_of("NoSuchMetric", stream, minute, {7})});
  const std::string page = page_of(totals, minute);
  const std::string labels = "{account=\"000000000001\",region=\"us-east-1\",stream=\"orders\"}";
  EXPECT_NE(page.find("weir_stream_incoming_bytes_sum" + labels + " 60\n"), std::string::npos);
  EXPECT_NE(page.find("weir_stream_incoming_bytes_count" + labels + " 3\n"), std::string::npos);
  EXPECT_NE(page.find("weir_shard_incoming_bytes_sum{account=\"000000000001\",region=\"us-east-1\","
                      "shard=\"shardId-0\",stream=\"orders\"} 7\n"),
            std::string::npos);
  EXPECT_EQ(page.find("NoSuch"), std::string::npos);
}

TEST(StreamTotals, LatenciesAreAHistogramInSeconds) {
  StreamTotals totals;
  totals.add({value_of("PutRecord.Latency", {{"StreamName", "orders"}}, minute, {0.25, 4, 40})});
  const std::string page = page_of(totals, minute);
  EXPECT_NE(page.find("le=\"0.0005\"} 1\n"), std::string::npos) << page;
  EXPECT_NE(page.find("le=\"0.005\"} 2\n"), std::string::npos);
  EXPECT_NE(page.find("le=\"+Inf\"} 3\n"), std::string::npos);
  EXPECT_NE(page.find("} 0.04425\n"), std::string::npos);
}

TEST(StreamTotals, AnAgeIsTheLargestOfTheLastMinutesAndThenGone) {
  StreamTotals totals;
  const std::vector<Dimension> stream = {{"StreamName", "orders"}};
  const auto at = [](int count) { return minute + std::chrono::minutes(count); };
  totals.add({value_of("GetRecords.IteratorAgeMilliseconds", stream, at(0), {5'000, 100})});
  totals.add({value_of("GetRecords.IteratorAgeMilliseconds", stream, at(1), {300})});
  EXPECT_NE(page_of(totals, at(1)).find("} 5\n"), std::string::npos);
  totals.add({value_of("GetRecords.IteratorAgeMilliseconds", stream, at(2), {200})});
  EXPECT_NE(page_of(totals, at(2)).find("} 0.3\n"), std::string::npos);
  EXPECT_EQ(page_of(totals, at(5)).find("} 0.3\n"), std::string::npos);
}

}  // namespace
}  // namespace weir::monitoring

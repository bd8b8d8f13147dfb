#include "meter/estimate/seen_load.h"

#include <gtest/gtest.h>

#include <chrono>

#include "meter/estimate/estimate_report.h"
#include "meter/estimate/stream_metrics.h"

namespace weir::meter {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr WallTime now{1'795'003'605'678};  // 2026-11-18T12:06:45.678Z

TEST(MetricWindows, HoldNoMorePointsThanAnAnswerAndEndWithAWholePeriod) {
  const auto day = metric_windows(now, hours(24));
  ASSERT_TRUE(day);
  ASSERT_EQ(day->size(), 1U);
  EXPECT_EQ(day->front().end.ms, 1'795'003'560'000);
  EXPECT_EQ(day->front().end - day->front().start, hours(24));
  EXPECT_EQ(day->front().period, minutes(1));

  const auto long_ago = metric_windows(now, days(63));
  ASSERT_TRUE(long_ago);
  EXPECT_EQ(long_ago->front().period, minutes(5));
  EXPECT_EQ(long_ago->size(), 13U);
  for (std::size_t index = 1; index < long_ago->size(); ++index) {
    EXPECT_EQ((*long_ago)[index].start, (*long_ago)[index - 1].end);
  }
  EXPECT_EQ(long_ago->back().end - long_ago->front().start, days(63));
  EXPECT_EQ(metric_windows(now, days(455))->front().period, hours(1));
  EXPECT_FALSE(metric_windows(now, days(456)));
  EXPECT_FALSE(metric_windows(now, minutes(4)));
}

TEST(StatisticsForm, AsksForTheSumsOfAStreamsMetric) {
  EXPECT_EQ(
      statistics_form("a_b", "IncomingBytes", metric_windows(now, minutes(6))->front()),
      "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FKinesis&MetricName="
      "IncomingBytes&Dimensions.member.1.Name=StreamName&Dimensions.member.1.Value=a_b&StartTime="
      "2026-11-18T12%3A00%3A00Z&EndTime=2026-11-18T12%3A06%3A00Z&Period=60&Statistics.member.1="
      "Sum");
}

constexpr const char* answer =
    "<GetMetricStatisticsResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
    "<GetMetricStatisticsResult><Datapoints>"
    "<member><Timestamp>2026-11-18T12:01:00Z</Timestamp><Sum>6.0E7</Sum><Unit>Bytes</Unit></member>"
    "<member><Timestamp>2026-11-18T11:59:00Z</Timestamp><Sum>30.5</Sum></member></Datapoints>"
    "<Label>IncomingBytes</Label></GetMetricStatisticsResult></GetMetricStatisticsResponse>";

TEST(ReadPoints, PutsThemInOrderOfTime) {
  const auto points = read_points(answer);
  ASSERT_TRUE(points);
  ASSERT_EQ(points->size(), 2U);
  EXPECT_EQ(points->front().sum, 30.5);
  EXPECT_EQ(points->back().sum, 6e7);
  EXPECT_EQ(points->back().at - points->front().at, minutes(2));
  EXPECT_TRUE(read_points("<GetMetricStatisticsResult></GetMetricStatisticsResult>")->empty());
  EXPECT_FALSE(read_points("<html>"));
  EXPECT_FALSE(
      read_points("<GetMetricStatisticsResult><Datapoints><member><Sum>x</Sum></member>"
                  "</Datapoints></GetMetricStatisticsResult>"));
}

SeenLoad seen_of(const std::vector<MetricWindow>& windows) {
  SeenLoadSum sum(windows);
  const WallTime hour{1'794'999'600'000};  // 2026-11-18T11:00:00Z
  sum.add("IncomingBytes",
          {{hour, 60.0 * (3 << 20)}, {hour + minutes(1), 60.0}, {hour + hours(1), 60.0 * 1024}});
  sum.add("IncomingRecords", {{hour, 60.0}, {hour + minutes(1), 60.0 * 1'500}});
  sum.add("GetRecords.Bytes", {{hour + hours(1), 60.0 * (5 << 20)}});
  sum.add("WriteProvisionedThroughputExceeded", {{hour, 7}, {hour + minutes(1), 5}});
  sum.add("ReadProvisionedThroughputExceeded", {});
  return sum.seen();
}

TEST(SeenLoad, PeaksAreOfEachRateByItself) {
  const auto windows = metric_windows(now, hours(24));
  const SeenLoad seen = seen_of(*windows);
  EXPECT_EQ(seen.peak.write_bytes, 3 << 20);
  EXPECT_EQ(seen.peak.write_records, 1'500);
  EXPECT_EQ(seen.peak.read_bytes, 5 << 20);
  EXPECT_EQ(seen.mean.write_records, 60.0 * 1'501 / 86'400);
  EXPECT_EQ(seen.throttled_writes, 12);
  EXPECT_EQ(seen.throttled_reads, 0);
  ASSERT_EQ(seen.hours.size(), 2U);
  EXPECT_EQ(seen.hours[0].peak.write_bytes, 3 << 20);
  EXPECT_EQ(seen.hours[1].peak.write_bytes, 1024);
  EXPECT_EQ(seen.hours[1].peak.read_bytes, 5 << 20);
}

TEST(EstimateReport, SaysWhatDecidesInTextAndJson) {
  const auto windows = metric_windows(now, hours(24));
  const EstimateSubject subject{
      .sizing = {}, .stream = "s", .seen = seen_of(*windows), .open_shards = 4};
  const ShardEstimate estimate = estimate_shards(subject.seen->peak, 0.25);
  const std::string text = estimate_text(estimate, subject);
  EXPECT_TRUE(text.starts_with("4 shards: written bytes decide, with 25 % headroom.\n")) << text;
  EXPECT_NE(text.find("The stream has 4 open shards: at its peak it used 75.0 % of their written "
                      "bytes.\nThrottled: 12 written records, 0 reads."),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("2026-11-18T12:00"), std::string::npos) << text;
  const std::string json = estimate_json(estimate, subject);
  EXPECT_TRUE(
      json.starts_with("{\"shards\":4,\"decided_by\":\"write_bytes\",\"headroom\":0.25,"
                       "\"needs\":[{\"what\":\"write_bytes\",\"per_second\":3145728,"
                       "\"shard_takes_per_second\":1048576,\"shards\":4},"))
      << json;
  EXPECT_NE(json.find("\"hours\":[{\"hour\":\"2026-11-18T11:00:00Z\",\"peak\":{"
                      "\"write_bytes_per_second\":3145728,\"write_records_per_second\":1500,"
                      "\"read_bytes_per_second\":0},\"shards\":4}"),
            std::string::npos)
      << json;
}

}  // namespace
}  // namespace weir::meter

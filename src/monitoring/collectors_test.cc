#include "monitoring/collectors.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"

namespace weir::monitoring {
namespace {

class CollectorsTest : public testing::Test {
 protected:
  StreamCounters& stream(env::SimLoop& loop, std::uint32_t number = 1) {
    return collectors_.on(loop).stream(number, clock_.monotonic_now(), [&] {
      return StreamIdentity{"000000000001", "us-east-1", "s" + std::to_string(number)};
    });
  }

  void gather() {
    values_.clear();
    bool is_done = false;
    collectors_.gather(first_, [&](const Result<void>&) { is_done = true; });
    scheduler_.run_until_idle();
    EXPECT_TRUE(is_done);
  }

  // Of all values of that name, and dimensions besides the stream's.
  Statistics of(const std::string& name, const std::string& dimension = "") {
    Statistics statistics;
    for (const MetricValue& value : values_) {
      const std::string& first = value.metric.dimensions.front().value;
      if (value.metric.name != name || (!dimension.empty() && first != dimension)) continue;
      if (dimension.empty() && value.metric.dimensions.size() > 1) continue;
      statistics.merge(value.statistics);
    }
    return statistics;
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop first_{scheduler_, 0};
  env::SimLoop second_{scheduler_, 1};
  std::vector<MetricValue> values_;
  Collectors collectors_{{&first_, &second_}, clock_, [this](std::vector<MetricValue> values) {
                           for (MetricValue& value : values) values_.push_back(std::move(value));
                         }};
};

void put(StreamCounters& counters, double bytes, microseconds latency) {
  counters.put_record.record(true, latency);
  counters.put_record_bytes.record(bytes);
}

TEST_F(CollectorsTest, PutsOfAllLoopsAreOneMetric) {
  put(stream(first_), 100, microseconds(1'500));
  put(stream(first_), 200, microseconds(2'500));
  put(stream(second_), 1'000, microseconds(250));
  stream(second_).put_record.record(false, microseconds(10));
  ++stream(second_).put_record_throttled;
  gather();
  EXPECT_EQ(of("PutRecord.Success").sample_count, 4);
  EXPECT_EQ(of("PutRecord.Success").sum, 3);
  EXPECT_EQ(of("PutRecord.Bytes").sum, 1'300);
  EXPECT_EQ(of("PutRecord.Bytes").maximum, 1'000);
  EXPECT_NEAR(of("PutRecord.Bytes").sketch.value_at(50), 200, 2);
  EXPECT_DOUBLE_EQ(of("PutRecord.Latency").sum, 4.26);
  EXPECT_EQ(of("IncomingBytes").sum, 1'300);
  EXPECT_EQ(of("IncomingRecords").sum, 3);
  EXPECT_EQ(of("IncomingRecords").minimum, 1);
  EXPECT_EQ(of("WriteProvisionedThroughputExceeded").sum, 1);
  EXPECT_EQ(of("WriteProvisionedThroughputExceeded").sample_count, 4);
  EXPECT_EQ(values_.front().unit, "Count");
  EXPECT_EQ(values_.front().metric.name_space, "AWS/Kinesis");
  gather();
  EXPECT_TRUE(values_.empty());
}

TEST_F(CollectorsTest, WhatHappensInAMinuteCountsInIt) {
  const WallTime begin = clock_.wall_now();
  clock_.advance(milliseconds(59'999));
  put(stream(first_), 1, microseconds(1));
  clock_.advance(milliseconds(1));
  put(stream(first_), 10, microseconds(1));
  gather();
  std::map<std::int64_t, double> bytes;
  for (const MetricValue& value : values_) {
    if (value.metric.name == "PutRecord.Bytes") bytes[value.time.ms] += value.statistics.sum;
  }
  EXPECT_EQ(bytes, (std::map<std::int64_t, double>{{begin.ms, 1}, {begin.ms + 60'000, 10}}));
}

TEST_F(CollectorsTest, PutRecordsThatWroteNothingAreNoIncomingOnes) {
  StreamCounters& counters = stream(first_);
  counters.put_records.record(false, microseconds(5));
  counters.put_records_total.record(7);
  counters.put_records_successful.record(0);
  counters.put_records_failed.record(0);
  counters.put_records_throttled.record(7);
  counters.put_records.record(true, microseconds(5));
  counters.put_records_total.record(9);
  counters.put_records_successful.record(8);
  counters.put_records_written.record(8);
  counters.put_records_failed.record(1);
  counters.put_records_throttled.record(0);
  counters.put_records_bytes.record(800);
  put(counters, 50, microseconds(1));
  gather();
  EXPECT_EQ(of("IncomingRecords").sample_count, 2);
  EXPECT_EQ(of("IncomingRecords").sum, 9);
  EXPECT_EQ(of("IncomingBytes").sum, 850);
  EXPECT_EQ(of("PutRecords.Success").sum, 1);
  EXPECT_EQ(of("PutRecords.SuccessfulRecords").sample_count, 2);
  EXPECT_EQ(of("PutRecords.FailedRecords").sum, 1);
  EXPECT_EQ(of("PutRecords.ThrottledRecords").sum, 7);
  EXPECT_EQ(of("WriteProvisionedThroughputExceeded").sum, 7);
  EXPECT_EQ(of("WriteProvisionedThroughputExceeded").sample_count, 3);
}

TEST_F(CollectorsTest, OnlyTheShardMetricsThatAreOnAreThere) {
  EXPECT_EQ(stream(first_).shard(0), nullptr);
  stream(first_).set_shard_metrics(0b1000001);
  ShardCounters* const shard = stream(first_).shard(12);
  ASSERT_NE(shard, nullptr);
  shard->record(ShardMetric::incoming_bytes, 70);
  shard->record(ShardMetric::incoming_records, 1);
  shard->record(ShardMetric::iterator_age_ms, 5'000);
  gather();
  ASSERT_EQ(values_.size(), 2u);
  EXPECT_EQ(of("IncomingBytes", "shardId-000000000012").sum, 70);
  EXPECT_EQ(of("IteratorAgeMilliseconds", "shardId-000000000012").maximum, 5'000);
}

TEST_F(CollectorsTest, EventsAreTheirConsumers) {
  ConsumerCounters& counters = stream(first_).consumer("reader");
  ++counters.subscribed;
  ++counters.refused;
  ++counters.rate_exceeded;
  ++counters.events;
  counters.event_bytes.record(300);
  counters.event_records.record(3);
  counters.event_behind_ms.record(12);
  gather();
  EXPECT_EQ(of("SubscribeToShard.Success", "reader").sum, 1);
  EXPECT_EQ(of("SubscribeToShard.RateExceeded", "reader").sum, 1);
  EXPECT_EQ(of("SubscribeToShard.RateExceeded", "reader").sample_count, 2);
  EXPECT_EQ(of("SubscribeToShardEvent.Records", "reader").sum, 3);
  EXPECT_EQ(of("SubscribeToShardEvent.MillisBehindLatest", "reader").maximum, 12);
  EXPECT_EQ(values_.front().metric.dimensions.front().name, "ConsumerName");
}

TEST_F(CollectorsTest, GetRecordsCountsWhatWasReadAndWhatWasRefused) {
  StreamCounters& counters = stream(first_, 4);
  counters.get_records.record(true, microseconds(900));
  counters.get_records_bytes.record(512);
  counters.get_records_records.record(2);
  counters.get_records_age_ms.record(40);
  counters.get_records.record(false, microseconds(1));
  ++counters.get_records_throttled;
  gather();
  EXPECT_EQ(of("GetRecords.Success").sum, 1);
  EXPECT_EQ(of("GetRecords.Success").sample_count, 2);
  EXPECT_EQ(of("GetRecords.Bytes").sum, 512);
  EXPECT_EQ(of("GetRecords.Records").sum, 2);
  EXPECT_EQ(of("GetRecords.IteratorAgeMilliseconds").maximum, 40);
  EXPECT_EQ(of("ReadProvisionedThroughputExceeded").sum, 1);
}

// The array is no other than the sketch.
TEST(Distribution, IsTheStatisticsOfItsValues) {
  Distribution distribution;
  for (int run = 0; run < 2; ++run) {
    Statistics expected;
    for (const double value : {5.0, 1'000.0, 5.0, 5.0, 0.25, 0.0, 70.0, 1'000.0}) {
      distribution.record(value);
      expected.record(value);
    }
    const Statistics statistics = distribution.statistics();
    EXPECT_EQ(statistics.sample_count, expected.sample_count);
    EXPECT_EQ(statistics.sum, expected.sum);
    EXPECT_EQ(statistics.minimum, 0);
    EXPECT_EQ(statistics.maximum, 1'000);
    EXPECT_EQ(statistics.sketch.buckets(), expected.sketch.buckets());
    distribution.clear();
    EXPECT_EQ(distribution.statistics().sample_count, 0);
  }
}

}  // namespace
}  // namespace weir::monitoring

#include "meter/estimate/shard_estimate.h"

#include <gtest/gtest.h>

#include <limits>

namespace weir::meter {
namespace {

// "shards, by what".
std::string shards(const Sizing& sizing, double headroom = 0) {
  const auto load = load_of(sizing);
  if (!load) return load.error().message;
  const ShardEstimate estimate = estimate_shards(*load, headroom);
  return std::to_string(estimate.shards) + ", " + std::string(estimate.needs[estimate.decider].key);
}

TEST(ShardEstimate, WhicheverNeedsMostDecides) {
  EXPECT_EQ(shards({.record_kib = 10, .records_per_second = 500}), "5, write_bytes");
  EXPECT_EQ(shards({.record_kib = 0.1, .records_per_second = 2'500}), "3, write_records");
  EXPECT_EQ(shards({.record_kib = 2, .records_per_second = 1'500, .consumers = 3}),
            "5, read_bytes");
  // Two consumers read as much as a shard is written.
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = 1'024, .consumers = 2}),
            "2, write_records");
}

TEST(ShardEstimate, LimitsAreReachedBeforeAnotherShardIsNeeded) {
  EXPECT_EQ(shards({.record_kib = 1'024, .records_per_second = 1}), "1, write_bytes");
  EXPECT_EQ(shards({.record_kib = 1'024, .records_per_second = 1.001}), "2, write_bytes");
  EXPECT_EQ(shards({.record_kib = 0.001, .records_per_second = 1'000}), "1, write_records");
  EXPECT_EQ(shards({.record_kib = 0.001, .records_per_second = 1'001}), "2, write_records");
  EXPECT_EQ(shards({.record_kib = 0.001, .records_per_second = 0.01, .consumers = 0}),
            "1, write_records");
}

TEST(ShardEstimate, HeadroomIsAddedBeforeRoundingAndNoiseIsNot) {
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = 800}, 0.25), "1, write_records");
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = 801}, 0.25), "2, write_records");
}

TEST(ShardEstimate, FanOutConsumersNeedNoShardsOfTheirOwn) {
  EXPECT_EQ(
      shards(
          {.record_kib = 10, .records_per_second = 500, .consumers = 0, .fan_out_consumers = 20}),
      "5, write_bytes");
}

TEST(ShardEstimate, NumbersThatCannotBeAreOneSentence) {
  EXPECT_EQ(shards({.record_kib = 0, .records_per_second = 1}),
            "The record size is 0; more than 0 and up to 10240 KiB is allowed.");
  EXPECT_EQ(shards({.record_kib = 10'241, .records_per_second = 1}),
            "The record size is 10241; more than 0 and up to 10240 KiB is allowed.");
  EXPECT_EQ(
      shards({.record_kib = std::numeric_limits<double>::quiet_NaN(), .records_per_second = 1}),
      "The record size is nan; more than 0 and up to 10240 KiB is allowed.");
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = -1}),
            "The number of records per second is -1; more than 0 and up to a billion is allowed.");
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = 1, .consumers = 1'001}),
            "The number of consumers is 1001; 0 to 1000 is allowed.");
  EXPECT_EQ(shards({.record_kib = 1, .records_per_second = 1, .fan_out_consumers = 51}),
            "The number of fan-out consumers is 51; 0 to 50 is allowed.");
}

}  // namespace
}  // namespace weir::meter

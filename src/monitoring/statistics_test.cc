#include "monitoring/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace weir::monitoring {
namespace {

// The value that so many percent do not exceed, exactly.
double exact_at(std::vector<double> values, double percentile) {
  std::ranges::sort(values);
  const double rank = std::ceil(percentile * static_cast<double>(values.size()) / 100);
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

void expect_percentiles_of(const Sketch& sketch, const std::vector<double>& values) {
  for (const double percentile : {0.0, 0.1, 1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 99.0, 100.0}) {
    const double exact = exact_at(values, percentile);
    EXPECT_NEAR(sketch.value_at(percentile), exact, std::abs(exact) * 0.01 + 1e-9) << percentile;
  }
}

std::vector<double> spread_values(std::size_t count) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> spread(3, 2.5);
  std::vector<double> values(count);
  for (double& value : values) value = spread(random);
  return values;
}

TEST(Sketch, EveryPercentileIsWithinOnePercent) {
  const std::vector<double> values = spread_values(20'000);
  Sketch sketch;
  for (const double value : values) sketch.record(value);
  EXPECT_EQ(sketch.count(), 20'000);
  expect_percentiles_of(sketch, values);
}

TEST(Sketch, NegativeValuesAndZerosAreInOrderToo) {
  std::vector<double> values;
  Sketch sketch;
  for (int value = -500; value <= 500; ++value) {
    values.push_back(value * 3.5);
    sketch.record(value * 3.5);
  }
  expect_percentiles_of(sketch, values);
  EXPECT_EQ(sketch.value_at(50), 0);
}

TEST(Sketch, AValueStandsForItsBucketWithinOnePercent) {
  for (double value = 1e-9; value < 1e30; value *= 1.37) {
    EXPECT_NEAR(Sketch::value_of(Sketch::bucket_of(value)), value, value * 0.01);
    EXPECT_EQ(Sketch::bucket_of(-value), -Sketch::bucket_of(value));
  }
  EXPECT_EQ(Sketch::bucket_of(0), 0);
  EXPECT_EQ(Sketch::bucket_of(1e-12), 0);
  EXPECT_GE(Sketch::bucket_of(1e-9), 1);
}

TEST(Sketch, MergedItIsAsIfAllHadBeenRecordedInOne) {
  const std::vector<double> values = spread_values(10'000);
  Sketch whole;
  std::vector<Sketch> parts(3);
  for (std::size_t index = 0; index < values.size(); ++index) {
    whole.record(values[index]);
    parts[index % 3].record(values[index]);
  }
  parts[0].merge(parts[1]);
  parts[0].merge(parts[2]);
  parts[0].merge(Sketch());
  EXPECT_EQ(parts[0].buckets(), whole.buckets());
  EXPECT_EQ(Sketch::of(whole.buckets()).buckets(), whole.buckets());
}

TEST(Sketch, TooManyBucketsPushTheLowestTogether) {
  Sketch sketch;
  double value = 1e-9;
  for (std::size_t count = 0; count < 3'000; ++count, value *= 1.021) sketch.record(value);
  EXPECT_EQ(sketch.buckets().size(), Sketch::buckets_max);
  EXPECT_EQ(sketch.count(), 3'000);
  EXPECT_NEAR(sketch.value_at(100), value / 1.021, value * 0.01);
}

TEST(Statistics, OfWhatWasRecorded) {
  Statistics statistics;
  statistics.record(5);
  statistics.record(-2, 3);
  statistics.record(100, 0);
  EXPECT_EQ(statistics.sample_count, 4);
  EXPECT_EQ(statistics.sum, -1);
  EXPECT_EQ(statistics.minimum, -2);
  EXPECT_EQ(statistics.maximum, 5);
  EXPECT_NEAR(statistics.sketch.value_at(75), -2, 0.02);
}

TEST(Statistics, MergedTheyAreThoseOfAll) {
  Statistics all;
  Statistics left;
  Statistics right;
  for (int value = 1; value <= 100; ++value) {
    all.record(value);
    (value % 2 == 0 ? left : right).record(value);
  }
  left.merge(right);
  left.merge(Statistics());
  EXPECT_EQ(left.sample_count, 100);
  EXPECT_EQ(left.sum, all.sum);
  EXPECT_EQ(left.minimum, 1);
  EXPECT_EQ(left.maximum, 100);
  EXPECT_EQ(left.sketch.buckets(), all.sketch.buckets());
  Statistics none;
  none.merge(all);
  EXPECT_EQ(none.sum, all.sum);
}

// Percentiles of a part would be wrong for the whole.
TEST(Statistics, ASetOfUnknownSpreadTakesThePercentilesAway) {
  Statistics statistics;
  statistics.record(5);
  statistics.merge(statistics_of_set(2, 30, 10, 20));
  EXPECT_TRUE(statistics.sketch.is_empty());
  EXPECT_EQ(statistics.sum, 35);
  statistics.record(7);
  EXPECT_TRUE(statistics.sketch.is_empty());
  EXPECT_EQ(statistics.maximum, 20);
  EXPECT_EQ(statistics_of_set(3, 12, 4, 4).sketch.count(), 3);
}

}  // namespace
}  // namespace weir::monitoring

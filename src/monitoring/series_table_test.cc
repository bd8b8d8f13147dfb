#include "monitoring/series_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

Metric metric(const std::string& name, std::vector<Dimension> dimensions = {},
              const std::string& account = "000000000001") {
  return {.account_id = account,
          .region = "us-east-1",
          .name_space = "AWS/Kinesis",
          .name = name,
          .dimensions = std::move(dimensions)};
}

std::vector<std::string> names_of(const std::vector<Metric>& metrics) {
  std::vector<std::string> names;
  names.reserve(metrics.size());
  for (const Metric& one : metrics) names.push_back(one.name);
  return names;
}

const MetricFilter everything{.account_id = "000000000001", .region = "us-east-1"};
using Names = std::vector<std::string>;

TEST(SeriesTable, AMetricHasASeriesForEachUnit) {
  SeriesTable table({});
  const SeriesId bytes = *table.find_or_add(metric("a"), "Bytes", 1);
  const SeriesId count = *table.find_or_add(metric("a"), "Count", 1);
  EXPECT_NE(bytes, count);
  EXPECT_EQ(*table.find_or_add(metric("a"), "Bytes", 2), bytes);
  EXPECT_EQ(table.find(metric("a")).size(), 2u);
  EXPECT_EQ(table.find(metric("b")).size(), 0u);
  EXPECT_TRUE(table.has(metric("a"), "Count"));
  EXPECT_FALSE(table.has(metric("a"), "None"));
}

TEST(SeriesTable, ListsWhatTheFilterLetsThrough) {
  SeriesTable table({});
  ASSERT_TRUE(table.find_or_add(metric("a", {{"StreamName", "x"}}), "None", 100));
  ASSERT_TRUE(table.find_or_add(metric("b", {{"ShardId", "1"}, {"StreamName", "x"}}), "None", 200));
  ASSERT_TRUE(table.find_or_add(metric("c", {{"StreamName", "y"}}), "None", 300));
  ASSERT_TRUE(table.find_or_add(metric("d", {}, "000000000002"), "None", 300));
  EXPECT_EQ(names_of(table.list(everything, std::nullopt, 10)), (Names{"a", "b", "c"}));
  EXPECT_EQ(names_of(table.list(everything, std::nullopt, 2)), (Names{"a", "b"}));
  EXPECT_EQ(names_of(table.list(everything, metric("a", {{"StreamName", "x"}}), 2)),
            (Names{"b", "c"}));
  MetricFilter filter = everything;
  filter.dimensions = {{"StreamName", "x"}};
  EXPECT_EQ(names_of(table.list(filter, std::nullopt, 10)), (Names{"a", "b"}));
  filter.dimensions = {{"ShardId", std::nullopt}};
  EXPECT_EQ(names_of(table.list(filter, std::nullopt, 10)), (Names{"b"}));
  filter = everything;
  filter.name = "c";
  EXPECT_EQ(names_of(table.list(filter, std::nullopt, 10)), (Names{"c"}));
  filter = everything;
  filter.name_space = "AWS/Firehose";
  EXPECT_EQ(table.list(filter, std::nullopt, 10).size(), 0u);
  filter = everything;
  filter.active_since = WallTime{201 * hour_ms};
  EXPECT_EQ(names_of(table.list(filter, std::nullopt, 10)), (Names{"c"}));
  filter.active_since = WallTime{201 * hour_ms - 1};
  EXPECT_EQ(names_of(table.list(filter, std::nullopt, 10)), (Names{"b", "c"}));
}

TEST(SeriesTable, TakesSoManyAndNoMore) {
  SeriesTable table({.series_max = 3, .series_per_account_max = 2});
  ASSERT_TRUE(table.find_or_add(metric("a"), "None", 1));
  ASSERT_TRUE(table.find_or_add(metric("b"), "None", 1));
  const auto third = table.find_or_add(metric("c"), "None", 1);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::limit_exceeded);
  EXPECT_TRUE(table.find_or_add(metric("a"), "None", 1));
  EXPECT_TRUE(table.find_or_add(metric("c", {}, "000000000002"), "None", 1));
  EXPECT_FALSE(table.find_or_add(metric("d", {}, "000000000002"), "None", 1));
  table.expire(2);
  EXPECT_EQ(table.size(), 0u);
  EXPECT_TRUE(table.find_or_add(metric("d"), "None", 1));
}

TEST(SeriesTable, WhatIsEncodedIsTheSameAfterwards) {
  SeriesTable table({});
  ASSERT_TRUE(table.find_or_add(metric("a", {{"StreamName", "x"}}), "Count", 100));
  EXPECT_EQ(table.encode_new().size(), 1u);
  const SeriesId old = *table.find_or_add(metric("b"), "Bytes", 7);
  SeriesTable other({});
  for (const std::string& text : table.encode_new()) ASSERT_TRUE(other.decode(text));
  EXPECT_EQ(names_of(other.list(everything, std::nullopt, 10)), (Names{"b"}));
  EXPECT_EQ(table.encode_new().size(), 0u);
  for (const std::string& text : table.encode_all()) ASSERT_TRUE(other.decode(text));
  EXPECT_EQ(other.list(everything, std::nullopt, 10), table.list(everything, std::nullopt, 10));
  EXPECT_EQ(*other.find_or_add(metric("b"), "Bytes", 8), old);
  // Numbers are never used again.
  EXPECT_EQ(*other.find_or_add(metric("c"), "Bytes", 8), old + 1);
  EXPECT_FALSE(other.decode(""));
  EXPECT_FALSE(other.decode(std::string_view(table.encode_all().front()).substr(0, 20)));
}

}  // namespace
}  // namespace weir::monitoring

#include "monitoring/points.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "monitoring/number_encoding.h"

namespace weir::monitoring {
namespace {

Statistics of(const std::vector<double>& values) {
  Statistics statistics;
  for (const double value : values) statistics.record(value);
  return statistics;
}

void expect_same(const Statistics& left, const Statistics& right) {
  EXPECT_EQ(left.sample_count, right.sample_count);
  EXPECT_EQ(left.sum, right.sum);
  EXPECT_EQ(left.minimum, right.minimum);
  EXPECT_EQ(left.maximum, right.maximum);
  EXPECT_EQ(left.sketch.buckets(), right.sketch.buckets());
}

TEST(NumberEncoding, EveryValueComesBackExactly) {
  const std::vector<double> values = {0,     -0.0,   1,        -1,    5,         1e15,  -1e15,
                                      1e16,  1.5,    -2.125,   0.1,   1'234.567, 3e300, 5e-324,
                                      1e-12, 2.0005, 1e15 + 1, 0.001, 1e14 + 0.5};
  std::string text;
  NumberWriter writer(text);
  double before = 0;
  for (const double value : values) writer.value(value, before);
  writer.integer(std::numeric_limits<std::uint64_t>::max());
  writer.signed_integer(std::numeric_limits<std::int64_t>::min());
  NumberReader reader(text);
  before = 0;
  for (const double value : values) {
    const double read = reader.value(before);
    EXPECT_EQ(read, value);
    EXPECT_EQ(std::signbit(read), std::signbit(value)) << value;
  }
  EXPECT_EQ(reader.integer(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(reader.signed_integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(reader.is_at_end());
  EXPECT_FALSE(reader.failed());
}

TEST(NumberEncoding, EqualWholeValuesTakeAByteEach) {
  std::string text;
  double before = 0;
  for (int count = 0; count < 100; ++count) NumberWriter(text).value(1'024, before);
  EXPECT_LE(text.size(), 102u);
}

TEST(NumberEncoding, WhatIsCutOffIsNotRead) {
  std::string text;
  NumberWriter writer(text);
  double before = 0;
  writer.text("orders");
  writer.value(1e300, before);
  for (std::size_t size = 0; size < text.size(); ++size) {
    NumberReader reader(std::string_view(text).substr(0, size));
    before = 0;
    reader.text();
    EXPECT_EQ(reader.value(before), 0);
    EXPECT_TRUE(reader.failed());
  }
}

TEST(NumberEncoding, PackedTextsAreUnpackedAndDamagedOnesAreNot) {
  const std::string plain(10'000, 'x');
  const std::string small = packed(plain);
  EXPECT_LT(small.size(), 100u);
  EXPECT_EQ(unpacked(small, 10'000), plain);
  EXPECT_EQ(unpacked(small, 9'999), "");
  EXPECT_EQ(unpacked(small.substr(0, small.size() - 5), 10'000), "");
  EXPECT_EQ(unpacked(packed("ab"), 10), "ab");
  EXPECT_EQ(unpacked("", 10), "");
  EXPECT_EQ(unpacked("\7abc", 10), "");
}

TEST(Points, RowsOfOneIndexAddUp) {
  std::string rows;
  append_row(rows, 7, of({1, 2, 3}));
  append_row(rows, 2, of({0.25}));
  append_row(rows, 7, of({900}));
  const std::optional<Points> points = points_of_rows(rows);
  ASSERT_TRUE(points);
  ASSERT_EQ(points->size(), 2u);
  EXPECT_EQ(points->front().index, 2u);
  expect_same(points->back().statistics, of({1, 2, 3, 900}));
}

TEST(Points, OfRowsThatAreCutOffThereAreNone) {
  std::string rows;
  append_row(rows, 7, of({1, 2, 300}));
  for (std::size_t size = 1; size < rows.size(); ++size) {
    EXPECT_FALSE(points_of_rows(std::string_view(rows).substr(0, size))) << size;
  }
}

TEST(Points, ColumnsGiveBackWhatWentIn) {
  std::vector<SeriesPoints> series;
  for (std::uint32_t id = 3; id < 40; id += 4) {
    SeriesPoints one{.series = SeriesId{id}, .points = {}};
    for (std::uint32_t index = id % 5; index < 60; index += 1 + id % 3) {
      one.points.push_back({index, of({id * 1.0, index * 17.5, -3, id / 7.0})});
    }
    one.points.push_back({60, statistics_of_set(4, 10, 1, 5)});
    series.push_back(std::move(one));
  }
  const std::string encoded = encode_columns(series);
  const auto decoded = decode_columns(encoded);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->size(), series.size());
  for (std::size_t at = 0; at < series.size(); ++at) {
    EXPECT_EQ((*decoded)[at].series, series[at].series);
    ASSERT_EQ((*decoded)[at].points.size(), series[at].points.size());
    for (std::size_t point = 0; point < series[at].points.size(); ++point) {
      EXPECT_EQ((*decoded)[at].points[point].index, series[at].points[point].index);
      expect_same((*decoded)[at].points[point].statistics, series[at].points[point].statistics);
    }
  }
  for (std::size_t size = 0; size < encoded.size(); size += 13) {
    EXPECT_FALSE(decode_columns(encoded.substr(0, size)));
  }
}

TEST(Points, CoarserOnesAreSumsOfTheFiner) {
  const Points points = {{0, of({1})}, {4, of({2, 3})}, {5, of({10})}, {59, of({7})}};
  const Points five = coarser(points, 5);
  ASSERT_EQ(five.size(), 3u);
  expect_same(five[0].statistics, of({1, 2, 3}));
  EXPECT_EQ(five[1].index, 1u);
  EXPECT_EQ(five[2].index, 11u);
  expect_same(coarser(points, 60)[0].statistics, of({1, 2, 3, 10, 7}));
}

}  // namespace
}  // namespace weir::monitoring

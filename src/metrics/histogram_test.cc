#include "metrics/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "codec/base64.h"

namespace weir::metrics {
namespace {

constexpr HistogramLayout hour{};
constexpr HistogramLayout coarse{
    .lowest_discernible = 1000, .highest_trackable = 100'000, .significant_digits = 2};

// Encoded by the Python package hdrhistogram 0.10.3, with what it says of each below.
constexpr std::string_view squares_text =
    "HISTFAAAA4l4nLWRPWgUURSF887O7CYsIYSwBIkSgoiIBA0iQUSCiEoQERERESuRICJiYSEWItEqhUWKVIIWYhHE"
    "SrQRsbIQKwsLC0uxEA0WVoJv38zsvp9773uzJHPm3nO+c2eD4PYHqxNDQzMrQ8XTKF3peGL/mydDC7+LYhFfFX4B"
    "yxnWcqw38a6F1SY2MrzN8SHD8wY+NrDRwJ8GHgMvgPfAZ+A78Bf4pLrvF4VvCj8UNhT+KSwDPxVWFB4prCqsKTxW"
    "eKrwTGFd4aXCK4XXCm8VlnBFawnXcB03cBO3cFvrDu7intZ9hYcKV3EMx7VOai1qncJprTNaZ7XO4bzWBVw0uoTL"
    "WvOYxT7MmZnDgVIH9czrPW90qNRhrSNmFsx0ddRoRmva7EI7zVTaZabSbjOV9pgptNdMd88anzVTaAcm0dGaNDNp"
    "+SS29XYx23o+VdJUb3zt6E21u5q2fLq3K42VGu0lX+OWuzNueagJbxdT7b7b6ljeKVOnxx3LbY1jBG09ldqOt4PU"
    "HzuF3iZ41LuNEj7qpP7YKXQ/Vxojaczbbir+R1vIzeRi4sfePlNup5DSNMLQCOn+dpM89rbZJzqFJClHQ6vYofw+"
    "J7OU8kTKRXZTHm3zaOunsKWuPvk9l0IKOeXiqlXj1iKzlFxvlf8yZVS5m6mWuvo32qWW+kLa6eymGMlt2qS0HPkp"
    "jfktdXIbutSktDGiG7pLuQ0u/WeLVyF8I4UcB/IQmCbhJv8sUhA59eJbYl0z0NHquG+TgSiCO1kxpXhIOm/ST2Q1"
    "tuRX/J26pHV+I7NN5dMLPtBZiWVC4IokFIwAtmK2VPiR5IRLjb52kIEsogdh0k9JSH8Q+yaw5L5GSgeC6YptB/ko"
    "9pJ1Vr1JKTQ+1h4amCBWxYqVYuHsKIjGYOB8IVdMmZRd8CjOdEV28iHpvEk/iT1qa34lfECfyDYs443iMUNmHsfE"
    "DZbBkxPYAhKGEXThA8HiKxVJLjXl4gqyYpkKMpBF9CCozklCqmUDw7Yl5xorDoLTVYRidb2XarNm1ize2GLMCgHU"
    "FA1+sC3IziIhiEzRf0WOGYPk0OAtomI4simoLOr9EEludsEjqmDLxOtADwa6hy0kBAOxiBrBcwqHm8Pd1zX+Jd1e"
    "bqZCU6ikwg90JsCN8TdIRBSnv1yyVhDLTUGARLCSm10gi4QL/2Q1ThlPmZSC4Dll9sZ/5ci1/Q==";
constexpr std::string_view large_counts_text =
    "HISTFAAAADB4nJNpmSzMwMAgyAABzFDaAch0M9ixgMH+A0SAhWuvH9/HvAYQcLj/hpEFAN9hC7E=";
constexpr std::string_view coarse_text =
    "HISTFAAAACZ4nJNpmSzMwMDAzgABTBCK+QWYYmxbYP8BKsHEyPSXiQUAeHgFmw==";
constexpr std::string_view empty_text = "HISTFAAAAB14nJNpmSzMgADMUNoByHQz2LGAwf4DRAAAUmgEig==";

Histogram squares() {
  Histogram histogram(hour);
  for (std::int64_t root = 1; root <= 10'000; ++root) histogram.record(root * root * 37);
  return histogram;
}

using Buckets = std::vector<std::pair<std::int64_t, std::uint64_t>>;

Buckets buckets_of(const Histogram& histogram) {
  Buckets found;
  histogram.for_each_bucket(
      [&](std::int64_t value, std::uint64_t count) { found.emplace_back(value, count); });
  return found;
}

TEST(Histogram, PercentilesAreThoseOfAnotherImplementation) {
  const Histogram histogram = squares();
  EXPECT_EQ(histogram.value_at(0), 37);
  EXPECT_EQ(histogram.value_at(10), 37'027'839);
  EXPECT_EQ(histogram.value_at(25), 231'342'079);
  EXPECT_EQ(histogram.value_at(50), 925'368'319);
  EXPECT_EQ(histogram.value_at(75), 2'081'423'359);
  EXPECT_EQ(histogram.value_at(90), 2'998'927'359);
  EXPECT_EQ(histogram.value_at(99), 3'628'072'959);
  EXPECT_EQ(histogram.value_at(99.9), 3'693'084'671);
  EXPECT_EQ(histogram.value_at(99.99), 3'699'376'127);
  EXPECT_EQ(histogram.value_at(100), 3'701'473'279);
}

TEST(Histogram, MomentsAndEndsAreThoseOfAnotherImplementation) {
  const Histogram histogram = squares();
  EXPECT_EQ(histogram.count(), 10'000u);
  EXPECT_EQ(histogram.min(), 37);
  EXPECT_EQ(histogram.max(), 3'701'473'279);
  EXPECT_NEAR(histogram.mean(), 1233514562.2055, 0.01);
  EXPECT_NEAR(histogram.standard_deviation(), 1103226584.421104, 0.01);
}

TEST(Histogram, APercentileIsTheLeastValueThatSoManyDoNotExceed) {
  Histogram histogram(hour);
  for (std::int64_t value = 1; value <= 1'000; ++value) histogram.record(value);
  EXPECT_EQ(histogram.value_at(99.9), 999);
  EXPECT_EQ(histogram.value_at(99.91), 1'000);
  EXPECT_EQ(histogram.value_at(50), 500);
  EXPECT_EQ(histogram.value_at(50.01), 501);
  EXPECT_EQ(histogram.value_at(0.05), 1);
  EXPECT_EQ(histogram.value_at(-5), 1);
  EXPECT_EQ(histogram.value_at(200), 1'000);
}

TEST(Histogram, EveryValueIsKnownToItsDigits) {
  for (const int digits : {1, 2, 3, 4, 5}) {
    double error_allowed = 1;
    for (int digit = 0; digit < digits; ++digit) error_allowed /= 10;
    Histogram histogram({.significant_digits = digits});
    for (std::int64_t value = 1; value < 3'600'000'000'000; value = value * 3 / 2 + 1) {
      histogram.clear();
      histogram.record(value);
      EXPECT_LE(histogram.min(), value);
      EXPECT_GE(histogram.max(), value);
      EXPECT_LE(static_cast<double>(histogram.max() - histogram.min()),
                static_cast<double>(value) * error_allowed)
          << value << " with " << digits << " digits";
    }
  }
}

TEST(Histogram, ValuesOutsideTheRangeCountAtItsEnds) {
  Histogram histogram(coarse);
  histogram.record(-17);
  histogram.record(1'000'000'000);
  EXPECT_EQ(histogram.count(), 2u);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 100'351);
}

TEST(Histogram, AnEmptyOneAnswersZero) {
  const Histogram histogram(hour);
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.value_at(99), 0);
  EXPECT_EQ(histogram.count_up_to(1'000), 0u);
  EXPECT_EQ(histogram.mean(), 0);
  EXPECT_EQ(histogram.standard_deviation(), 0);
  EXPECT_TRUE(buckets_of(histogram).empty());
}

TEST(Histogram, CountsUpToAValueIncludeWhatIsNotToldFromIt) {
  Histogram histogram(hour);
  for (const std::int64_t value : {0, 10, 10, 5'000, 1'000'000}) histogram.record(value);
  EXPECT_EQ(histogram.count_up_to(-1), 0u);
  EXPECT_EQ(histogram.count_up_to(0), 1u);
  EXPECT_EQ(histogram.count_up_to(9), 1u);
  EXPECT_EQ(histogram.count_up_to(10), 3u);
  EXPECT_EQ(histogram.count_up_to(5'001), 4u);
  EXPECT_EQ(histogram.count_up_to(std::int64_t{1} << 62u), 5u);
}

TEST(Histogram, BucketsComeFromTheLowestWithTheHighestValueOfEach) {
  Histogram histogram(hour);
  histogram.record(3'000, 4);
  histogram.record(7);
  EXPECT_EQ(buckets_of(histogram), (Buckets{{7, 1}, {3'001, 4}}));
}

TEST(Histogram, MergedItIsAsIfAllHadBeenRecordedInOne) {
  Histogram odd(hour);
  Histogram even(hour);
  for (std::int64_t root = 1; root <= 10'000; ++root) {
    (root % 2 == 0 ? even : odd).record(root * root * 37);
  }
  odd.merge(even);
  EXPECT_EQ(odd.encode(), squares().encode());
  odd.merge(Histogram(hour));
  EXPECT_EQ(odd.count(), 10'000u);
}

TEST(Histogram, WhatIsSubtractedIsGone) {
  Histogram histogram(hour);
  histogram.record(5);
  histogram.record(70'000);
  Histogram other(hour);
  other.record(1, 3);
  other.record(900'000'000);
  histogram.merge(other);
  histogram.subtract(other);
  EXPECT_EQ(histogram.count(), 2u);
  EXPECT_EQ(histogram.min(), 5);
  EXPECT_EQ(histogram.max(), 70'015);
  EXPECT_EQ(buckets_of(histogram), (Buckets{{5, 1}, {70'015, 1}}));
}

TEST(Histogram, ClearedItIsAsNew) {
  Histogram histogram = squares();
  histogram.clear();
  EXPECT_EQ(histogram.encode(), Histogram(hour).encode());
  histogram.record(12);
  EXPECT_EQ(buckets_of(histogram), (Buckets{{12, 1}}));
}

TEST(HistogramDeathTest, HistogramsOfDifferentLayoutsDoNotMerge) {
  Histogram histogram(hour);
  EXPECT_DEATH(histogram.merge(Histogram(coarse)), "layout");
}

// --- Encoding ---

TEST(HistogramEncoding, WhatAnotherImplementationWroteIsRead) {
  const auto decoded = Histogram::decode(squares_text);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->layout(), hour);
  EXPECT_EQ(buckets_of(*decoded), buckets_of(squares()));
  EXPECT_EQ(decoded->count(), 10'000u);
}

TEST(HistogramEncoding, CountsOfManyBytesAreRead) {
  const auto decoded = Histogram::decode(large_counts_text);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(buckets_of(*decoded), (Buckets{{63, 2},
                                           {127, 5},
                                           {1'000'447, 7},
                                           {123'469'823, std::uint64_t{1} << 40u},
                                           {3'601'330'077'695, 2}}));
}

TEST(HistogramEncoding, OtherLayoutsAndEmptyOnesAreRead) {
  const auto decoded = Histogram::decode(coarse_text);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->layout(), coarse);
  EXPECT_EQ(decoded->value_at(50), 2'047);
  EXPECT_NEAR(decoded->mean(), 40'601.6, 0.001);
  EXPECT_NEAR(decoded->standard_deviation(), 48'579.49246997132, 0.001);
  const auto empty = Histogram::decode(empty_text);
  ASSERT_TRUE(empty) << empty.error().message;
  EXPECT_EQ(empty->count(), 0u);
}

TEST(HistogramEncoding, WhatIsWrittenIsReadBack) {
  Histogram histogram(hour);
  histogram.record(0, 3);
  histogram.record(2);
  histogram.record(12'345'678, (std::uint64_t{1} << 61u) + 5);
  const auto decoded = Histogram::decode(histogram.encode());
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(buckets_of(*decoded), buckets_of(histogram));
}

std::string packed(std::string_view plain) {
  std::string bytes(::compressBound(plain.size()), '\0');
  uLongf size = bytes.size();
  ::compress(reinterpret_cast<Bytef*>(bytes.data()), &size,
             reinterpret_cast<const Bytef*>(plain.data()), plain.size());
  bytes.resize(size);
  std::string head = "\x1c\x84\x93\x14";
  for (const unsigned shift : {24u, 16u, 8u, 0u}) head += static_cast<char>(size >> shift);
  return codec::base64_text(bytes_of(head + bytes));
}

// A plain encoding of an hour's layout, and something changed in it.
std::string plain_with(std::string_view payload, std::size_t at = 0, char value = '\x1c') {
  std::string plain = "\x1c\x84\x93\x13";
  plain += std::string("\0\0\0", 3) + static_cast<char>(payload.size());
  plain += std::string("\0\0\0\0\0\0\0\x03", 8);
  plain += std::string("\0\0\0\0\0\0\0\x01", 8);
  plain += std::string("\0\0\0\x10\0\0\0\0", 8);
  plain += std::string("\x3f\xf0\0\0\0\0\0\0", 8);
  plain += payload;
  plain[at] = value;
  return plain;
}

TEST(HistogramEncoding, WhatIsNoHistogramIsRefused) {
  ASSERT_TRUE(Histogram::decode(packed(plain_with("\x02"))));
  const std::string whole = squares().encode();
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"", "too short"},
      {"not base64!", "not base64"},
      {"AAAA", "too short"},
      {"AAAAAAAAAAAAAAAA", "does not begin"},
      {whole.substr(0, 400), "its length is wrong"},
      {packed(plain_with("\x02", 3, '\x12')), "not of version 2"},
      {packed(plain_with("\x02", 7, '\x09')), "payload's length"},
      {packed(plain_with("\x02", 11, '\x01')), "shifted"},
      {packed(plain_with("\x02", 15, '\x06')), "no such layout"},
      {packed(plain_with("\x02", 15, '\x00')), "no such layout"},
      {packed(plain_with("\x02", 23, '\x00')), "no such layout"},
      {packed(plain_with("\x02", 16, '\x7f')), "no such layout"},
      {packed(plain_with("\x02", 24, '\x80')), "no such layout"},
      {packed(plain_with("\x02", 32, '\x40')), "scaled"},
      {packed(plain_with("\x82")), "within a count"},
      {packed(plain_with("\xff\xff\xff\x7f")), "too many counts"},
      {packed(plain_with("\xfe\xff\xff\xff\xff\xff\xff\xff\xff")), "too large"},
      {packed(plain_with("\x02").substr(0, 39)), "too short"},
      {packed(std::string(17u << 20u, 'x')), "more than 16 MiB"},
  };
  for (const auto& [text, why] : refused) {
    const auto decoded = Histogram::decode(text);
    ASSERT_FALSE(decoded) << why;
    EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
    EXPECT_THAT(decoded.error().message, testing::HasSubstr(why));
  }
}

TEST(HistogramEncoding, ALayoutTooFineForMemoryIsRefused) {
  std::string plain = plain_with("\x02", 15, '\x05');
  plain.replace(24, 8, std::string("\x3f\0\0\0\0\0\0\0", 8));
  const auto decoded = Histogram::decode(packed(plain));
  ASSERT_FALSE(decoded);
  EXPECT_THAT(decoded.error().message, testing::HasSubstr("too fine"));
}

}  // namespace
}  // namespace weir::metrics

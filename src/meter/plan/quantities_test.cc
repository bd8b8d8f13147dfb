#include "meter/plan/quantities.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::meter {
namespace {

TEST(Quantities, DurationsAreReadInEveryUnit) {
  const std::vector<std::pair<std::string, std::int64_t>> texts{{"0", 0},
                                                                {"0s", 0},
                                                                {"200ms", 200},
                                                                {"1.5s", 1'500},
                                                                {"300s", 300'000},
                                                                {"5m", 300'000},
                                                                {"5min", 300'000},
                                                                {"2h", 7'200'000},
                                                                {"1d", 86'400'000},
                                                                {"1h30m", 5'400'000},
                                                                {"1500us", 2},
                                                                {"0.5s", 500},
                                                                {"366d", 31'622'400'000}};
  for (const auto& [text, expected] : texts) {
    const auto read = parse_duration(text);
    ASSERT_TRUE(read) << text << " " << read.error();
    EXPECT_EQ(read->count(), expected) << text;
  }
}

TEST(Quantities, WhatIsNoDurationIsRefusedWithItsReason) {
  const std::string hint = "; write, for example, \"200ms\", \"1.5s\" or \"5m\"";
  const std::vector<std::pair<std::string, std::string>> texts{
      {"", "is not a duration" + hint},
      {"s", "is not a duration" + hint},
      {"5", "has no unit" + hint},
      {"-1s", "is not a duration" + hint},
      {"1.2.3s", "is not a duration" + hint},
      {"5 s", "has a unit that is none of time" + hint},
      {"5x", "has a unit that is none of time" + hint},
      {"1e3s", "has a unit that is none of time" + hint},
      {"367d", "is more than 366 days"},
      {"99999999999999999999999h", "is more than 366 days"},
      {"1us", "is less than a millisecond, which is the shortest"}};
  for (const auto& [text, expected] : texts) {
    const auto read = parse_duration(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), expected) << text;
  }
}

TEST(Quantities, RatesArePerSecond) {
  const std::vector<std::pair<std::string, double>> texts{
      {"1/s", 1},     {"60/min", 1},         {"60/m", 1}, {"3600/h", 1},      {"20k/s", 20'000},
      {"0.5/s", 0.5}, {"1.5M/s", 1'500'000}, {"0/s", 0},  {"10000000/s", 1e7}};
  for (const auto& [text, expected] : texts) {
    const auto read = parse_rate(text);
    ASSERT_TRUE(read) << text << " " << read.error();
    EXPECT_DOUBLE_EQ(*read, expected) << text;
  }
}

TEST(Quantities, WhatIsNoRateIsRefusedWithItsReason) {
  const std::string hint = "; write, for example, \"1/s\", \"60/min\" or \"20k/s\"";
  const std::vector<std::pair<std::string, std::string>> texts{
      {"", "is not a rate" + hint},
      {"100", "has no unit" + hint},
      {"fast", "is not a rate" + hint},
      {"5ms", "is not a rate" + hint},
      {"5/x", "has a unit that is none of rates" + hint},
      {"5q/s", "has a unit that is none of rates" + hint},
      {"5/s2", "has a unit that is none of rates" + hint},
      {"-5/s", "is not a rate" + hint},
      {"11M/s", "is more than 10,000,000 a second"}};
  for (const auto& [text, expected] : texts) {
    const auto read = parse_rate(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), expected) << text;
  }
}

TEST(Quantities, SizesAreBytes) {
  const std::vector<std::pair<std::string, std::uint64_t>> texts{
      {"51200", 51'200}, {"64KiB", 65'536},  {"4MiB", 4'194'304}, {"1kB", 1'000},
      {"1.5KiB", 1'536}, {"5MB", 5'000'000}, {"10B", 10},         {"0", 0}};
  for (const auto& [text, expected] : texts) {
    const auto read = parse_size(text);
    ASSERT_TRUE(read) << text << " " << read.error();
    EXPECT_EQ(*read, expected) << text;
  }
  EXPECT_FALSE(parse_size("0.5B"));
  EXPECT_FALSE(parse_size("4mib"));
  EXPECT_FALSE(parse_size("99999999999999999TiB"));
}

TEST(Quantities, SharesArePercentOrFractions) {
  EXPECT_DOUBLE_EQ(*parse_share("0.1%"), 0.001);
  EXPECT_DOUBLE_EQ(*parse_share("0.25"), 0.25);
  EXPECT_DOUBLE_EQ(*parse_share("100%"), 1);
  EXPECT_FALSE(parse_share("101%"));
  EXPECT_FALSE(parse_share("20"));
  EXPECT_FALSE(parse_share("half"));
}

}  // namespace
}  // namespace weir::meter

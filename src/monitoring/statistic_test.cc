#include "monitoring/statistic.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

// 1, 2, … 100.
Statistics hundred() {
  Statistics statistics;
  for (int value = 1; value <= 100; ++value) statistics.record(value);
  return statistics;
}

TEST(Statistic, EveryNameHasItsValue) {
  const std::vector<std::pair<std::string, double>> cases{
      {"SampleCount", 100},  {"Average", 50.5},  {"Sum", 5'050},     {"Minimum", 1},
      {"Maximum", 100},      {"p0", 1},          {"p50", 50},        {"p99", 99},
      {"p99.9", 100},        {"p100", 100},      {"tm90", 45.5},     {"TM(:90%)", 45.5},
      {"TM(10%:90%)", 50.5}, {"TM(90%:)", 95.5}, {"IQM", 50.5},      {"tc90", 90},
      {"ts90", 4'095},       {"TC(20:40)", 20},  {"TS(20:40)", 610}, {"TM(20:40)", 30.5},
      {"PR(:30)", 30},       {"PR(30:)", 70},    {"wm90", 49.95},    {"WM(10%:90%)", 50.5},
  };
  for (const auto& [name, expected] : cases) {
    const auto statistic = parse_statistic(name);
    ASSERT_TRUE(statistic) << name;
    const auto value = value_of(*statistic, hundred());
    ASSERT_TRUE(value) << name;
    EXPECT_NEAR(*value, expected, expected * 0.02) << name;
  }
}

TEST(Statistic, OtherNamesAreNone) {
  for (const std::string name :
       {"PR(NaN:1)",  "PR(1:inf)",   "TM(:nan%)",   "",     "average", "p",     "p101",
        "p-1",        "px",          "p1e1",        "tm",   "TM(90%)", "TM(:)", "TM(90%:10%)",
        "TM(10%:90)", "TM(0%:101%)", "PR(10%:20%)", "p99 ", "P99",     "TM",    "TM(",
        "inf",        "pnan"}) {
    EXPECT_FALSE(parse_statistic(name)) << name;
  }
  EXPECT_TRUE(parse_simple_statistic("Sum"));
  EXPECT_FALSE(parse_simple_statistic("p99"));
}

TEST(Statistic, WhatIsNotKnownHasNoValue) {
  const Statistics unspread = statistics_of_set(3, 6, 1, 3);
  EXPECT_EQ(value_of(*parse_statistic("Average"), unspread), 2);
  EXPECT_FALSE(value_of(*parse_statistic("p50"), unspread));
  EXPECT_FALSE(value_of(*parse_statistic("tm90"), unspread));
  EXPECT_FALSE(value_of(*parse_statistic("Sum"), Statistics{}));
}

}  // namespace
}  // namespace weir::monitoring

#include "meter/plan/threshold.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::meter {
namespace {

struct Good {
  std::string text;
  std::string metric;
  std::string label;
  Comparison comparison;
  Measure measure;
  double value;
};

TEST(Thresholds, EveryMetricIsReadWithItsMeasure) {
  using enum Comparison;
  const std::vector<Good> table{
      {"p99 < 50ms", "p99", "", less, Measure::nanoseconds, 50e6},
      {"p99.9 <= 1s", "p99.9", "", at_most, Measure::nanoseconds, 1e9},
      {"p50<500us", "p50", "", less, Measure::nanoseconds, 500e3},
      {"avg < 5ms", "mean", "", less, Measure::nanoseconds, 5e6},
      {"service_p99 < 5ms", "service_p99", "", less, Measure::nanoseconds, 5e6},
      {"end_to_end_max < 2s", "end_to_end_max", "", less, Measure::nanoseconds, 2e9},
      {"errors < 0.1%", "errors", "", less, Measure::fraction, 0.001},
      {"errors == 0", "errors", "", equal, Measure::count, 0},
      {"lost = 0", "lost", "", equal, Measure::count, 0},
      {"duplicates != 1", "duplicates", "", not_equal, Measure::count, 1},
      {"records > 1000/s", "records", "", greater, Measure::per_second, 1000},
      {"records >= 60k/min", "records", "", at_least, Measure::per_second, 1000},
      {"records == 300", "records", "", equal, Measure::count, 300},
      {"bytes > 1MiB/s", "bytes", "", greater, Measure::per_second, 1'048'576},
      {"late < 3%", "late", "", less, Measure::fraction, 0.03},
      {"p99{Kinesis Producer} < 50ms", "p99", "Kinesis Producer", less, Measure::nanoseconds, 50e6},
      {" errors { a < b } <= 1% ", "errors", "a < b", at_most, Measure::fraction, 0.01}};
  for (const Good& good : table) {
    const auto read = parse_threshold(good.text);
    ASSERT_TRUE(read) << good.text << ": " << read.error();
    EXPECT_EQ(read->metric, good.metric) << good.text;
    EXPECT_EQ(read->label, good.label) << good.text;
    EXPECT_EQ(read->comparison, good.comparison) << good.text;
    EXPECT_EQ(read->measure, good.measure) << good.text;
    EXPECT_DOUBLE_EQ(read->value, good.value) << good.text;
    EXPECT_FALSE(read->aborts);
  }
}

TEST(Thresholds, WhatIsNoneIsRefusedInOneSentence) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"",
       R"(The threshold "" compares nothing; write, for example, "p99 < 50ms" or "errors < 0.1%".)"},
      {"p99",
       R"(The threshold "p99" compares nothing; write, for example, "p99 < 50ms" or "errors < 0.1%".)"},
      {"p99 ! 5ms",
       R"(The threshold "p99 ! 5ms" has a comparison that is none of <, <=, >, >=, ==, !=.)"},
      {"errrors < 1%", R"(The threshold "errrors < 1%" has the metric "errrors", which is )"
                       R"(none; did you mean "errors"?)"},
      {"p101 < 5ms", R"(The threshold "p101 < 5ms" has the metric "p101", which is none.)"},
      {"speed < 5ms", R"(The threshold "speed < 5ms" has the metric "speed", which is none.)"},
      {"p99 < 50", R"(The threshold "p99 < 50" has the value "50", which has no )"
                   R"(unit; write, for example, "200ms", "1.5s" or "5m".)"},
      {"p99 < 1%", R"(The threshold "p99 < 1%" has the value "1%", which has a unit )"
                   R"(that is none of time; write, for example, "200ms", "1.5s" or "5m".)"},
      {"lost < 1%",
       R"(The threshold "lost < 1%" has the value "1%", which is a share of something that is counted.)"},
      {"lost < 1/s",
       R"(The threshold "lost < 1/s" has the value "1/s", which is a rate of something that is counted once.)"},
      {"lost == x", R"(The threshold "lost == x" has the value "x", which is not a whole number.)"},
      {"records == -1",
       R"(The threshold "records == -1" has the value "-1", which is not a whole number.)"},
      {"p99{a < 5ms", R"(The threshold "p99{a < 5ms" has a "{" without its "}".)"},
      {"p99{} < 5ms", R"(The threshold "p99{} < 5ms" has a label that is empty.)"}};
  for (const auto& [text, sentence] : table) {
    const auto read = parse_threshold(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), sentence);
  }
}

TEST(Thresholds, AnAbortIsTheOppositeThatMustHold) {
  const auto read = parse_abort("errors{Writer} > 10%");
  ASSERT_TRUE(read) << read.error();
  EXPECT_TRUE(read->aborts);
  EXPECT_EQ(read->text, "errors{Writer} <= 10%");
  EXPECT_EQ(read->comparison, Comparison::at_most);
  EXPECT_EQ(parse_threshold(read->text)->comparison, read->comparison);
}

}  // namespace
}  // namespace weir::meter

#include "meter/report/thresholds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/plan/threshold.h"
#include "meter/report/hgrm.h"
#include "meter/report/junit.h"

namespace weir::meter {
namespace {

using testing::HasSubstr;

// 1,000 samples of 1 to 1,000 ms, 5 of them failed, 10 s long.
RunResult thousand() {
  RunResult result;
  result.plan_name = "a <plan>";
  result.duration = seconds(10);
  result.labels.resize(2);
  result.labels[0].label = "put";
  result.labels[1].label = "get";
  for (std::int64_t ms = 1; ms <= 1'000; ++ms) {
    result.labels[0].latency.record(ms * 1'000'000);
    result.labels[0].service_time.record(ms * 500'000);
  }
  result.labels[0].counts = {.samples = 1'000,
                             .samples_failed = 5,
                             .records = 20'000,
                             .records_failed = 100,
                             .attempts = 1'000,
                             .throttles = 7,
                             .payload_bytes = 5'000'000};
  result.trace = {.sent = 20'000, .received = 19'998, .lost = 2, .out_of_order = 1};
  return result;
}

Threshold threshold(std::string_view text) {
  auto parsed = parse_threshold(text);
  EXPECT_TRUE(parsed) << parsed.error();
  parsed->aborts = true;
  return *parsed;
}

Verdict judged(const Threshold& one) { return judge({one}, thousand()).at(0); }

TEST(Thresholds, EachMetricIsMeasured) {
  const std::vector<std::pair<std::string, double>> measures{
      {"p99 < 1s", 990e6},        {"p99.9 < 1s", 999e6},     {"p50 < 1s", 500e6},
      {"mean < 1s", 500.5e6},     {"max < 1s", 1'000e6},     {"min < 1s", 1e6},
      {"p0 < 1s", 1e6},           {"p100 < 1s", 1'000e6},    {"service_p50 < 1s", 250e6},
      {"stddev < 1s", 288.675e6}, {"errors < 1%", 0.004975}, {"errors == 0", 100},
      {"samples > 1", 1'000},     {"records > 1", 20'000},   {"throttles > 1", 7},
      {"throttles < 1%", 0.007},  {"attempts > 1", 1'000},   {"lost == 0", 2},
      {"duplicates == 0", 0},     {"out_of_order == 0", 1},  {"late == 0", 0},
      {"unsent == 0", 0},         {"samples > 1/s", 100},    {"records > 1/s", 2'000},
      {"bytes > 1/s", 500'000},   {"bytes > 1", 5'000'000},  {"errors{get} < 1%", 0.25},
      {"samples{get} > 1", 4}};
  RunResult result = thousand();
  result.labels[1].counts = {.samples = 4, .samples_failed = 1};
  for (const auto& [text, value] : measures) {
    const bool is_of_get = text.find("{get}") != std::string::npos;
    const Verdict verdict = judge({threshold(text)}, is_of_get ? result : thousand()).at(0);
    ASSERT_TRUE(verdict.measured) << text;
    EXPECT_NEAR(*verdict.measured, value, value * 0.002) << text;
  }
  // Of all labels: records of those that write, calls of those that only read.
  EXPECT_NEAR(*judge({threshold("errors < 1%")}, result)[0].measured, 101.0 / 20'104, 1e-9);
}

TEST(Thresholds, EachComparisonIsMade) {
  for (const auto* holds :
       {"lost < 3", "lost <= 2", "lost > 1", "lost >= 2", "lost == 2", "lost != 0"}) {
    EXPECT_TRUE(judged(threshold(holds)).holds) << holds;
  }
  for (const auto* missed :
       {"lost < 2", "lost <= 1", "lost > 2", "lost >= 3", "lost == 0", "lost != 2"}) {
    EXPECT_FALSE(judged(threshold(missed)).holds) << missed;
  }
}

TEST(Thresholds, WhatWasNotMeasuredDoesNotHold) {
  for (const auto* text : {"p99{get} < 1h", "p99{nobody} < 1h", "errors{get} < 100%",
                           "lost{put} == 2", "connect_p99 < 1h", "late < 100%"}) {
    const Verdict verdict = judged(threshold(text));
    EXPECT_FALSE(verdict.holds) << text;
    EXPECT_EQ(verdict.measured, std::nullopt);
    EXPECT_THAT(verdict.text(), HasSubstr("nothing was measured, missed"));
  }
}

TEST(Thresholds, AVerdictSaysWhatWasMeasured) {
  EXPECT_EQ(judged(threshold("p99{put} < 50ms")).text(), "p99{put} < 50ms: 990 ms, missed");
  EXPECT_EQ(judged(threshold("errors < 1%")).text(), "errors < 1%: 0.50 %, holds");
  EXPECT_EQ(judged(threshold("records > 10/s")).text(), "records > 10/s: 2,000/s, holds");
  EXPECT_EQ(judged(threshold("lost == 0")).text(), "lost == 0: 2, missed");
}

bool is_lost(std::string_view text, std::uint64_t expected) {
  return cannot_hold({threshold(text)}, thousand(), expected).has_value();
}

TEST(Thresholds, APercentileIsLostOnceMoreAreBeyondItThanItsShareOfAll) {
  // 500 took more than 500 ms. Of 50,000 that is the slowest hundredth: the rest may be quick.
  EXPECT_FALSE(is_lost("p99 <= 500.5ms", 50'000));
  EXPECT_TRUE(is_lost("p99 <= 500.5ms", 49'000));
  EXPECT_TRUE(is_lost("p99 <= 500.5ms", 0));
  EXPECT_FALSE(is_lost("p99 <= 990.5ms", 0));
  EXPECT_FALSE(is_lost("p99 > 2s", 1'000));
}

TEST(Thresholds, SharesCountsAndMaximaAreLostAsSoonAsTheyArePassed) {
  EXPECT_TRUE(is_lost("errors < 0.1%", 4'975));
  EXPECT_FALSE(is_lost("errors < 0.1%", 5'000));
  EXPECT_TRUE(is_lost("errors == 0%", 1'000'000));
  EXPECT_TRUE(is_lost("errors == 0", 1'000'000));
  EXPECT_FALSE(is_lost("errors > 50%", 1'000));
  EXPECT_TRUE(is_lost("out_of_order == 0", 1'000'000));
  EXPECT_TRUE(is_lost("throttles < 7", 1'000'000));
  EXPECT_FALSE(is_lost("throttles < 8", 1'000'000));
  EXPECT_TRUE(is_lost("max < 900ms", 1'000'000));
  EXPECT_TRUE(is_lost("min > 2ms", 1'000'000));
  EXPECT_FALSE(is_lost("min < 1us", 1'000'000));
  EXPECT_TRUE(is_lost("mean < 50ms", 10'000));
  EXPECT_FALSE(is_lost("mean < 50ms", 10'100));
}

TEST(Thresholds, WhatMayYetComeRightEndsNoRun) {
  EXPECT_FALSE(is_lost("lost == 0", 1'000));
  EXPECT_FALSE(is_lost("records > 1000000/s", 1'000));
  EXPECT_FALSE(is_lost("samples > 1000000", 1'000));
  EXPECT_FALSE(is_lost("p99{nobody} < 1ms", 1'000));
  Threshold quiet = threshold("max < 1ms");
  quiet.aborts = false;
  EXPECT_EQ(cannot_hold({quiet}, thousand(), 1'000), std::nullopt);
}

TEST(Thresholds, ALostOneSaysWhy) {
  const std::vector<Threshold> thresholds{threshold("lost == 0"), threshold("max < 900ms")};
  EXPECT_EQ(cannot_hold(thresholds, thousand(), 0),
            "max < 900ms cannot hold any more: 1.00 s was measured already.");
}

TEST(Junit, ThresholdsAreTestCasesAndEscaped) {
  RunResult result = thousand();
  result.abort_reason = "stopped & gone";
  const std::string xml =
      junit_xml(result, judge({threshold("lost < 3"), threshold("p99{<put>} < 1ms")}, result));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"a &lt;plan&gt;\" tests=\"3\" failures=\"2\""));
  EXPECT_THAT(xml, HasSubstr("name=\"lost &lt; 3\" time=\"10.000\"/>"));
  EXPECT_THAT(xml, HasSubstr("name=\"p99{&lt;put&gt;} &lt; 1ms\""));
  EXPECT_THAT(xml, HasSubstr("message=\"stopped &amp; gone\""));
}

TEST(Hgrm, TheTableIsHdrHistograms) {
  metrics::Histogram histogram({});
  for (std::int64_t value = 1; value <= 8; ++value) histogram.record(value * 1'000'000);
  // As the Python package hdrhistogram prints it, but for its last line and the size of buckets.
  EXPECT_THAT(hgrm_text(histogram, 1e6),
              testing::StartsWith("       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
                                  "       1.000 0.000000000000          1           1.00\n"
                                  "       1.000 0.100000000000          1           1.11\n"));
  EXPECT_THAT(hgrm_text(histogram, 1e6), HasSubstr("       8.004 1.000000000000          8\n#["));
  EXPECT_THAT(hgrm_text(metrics::Histogram({}), 1e6), HasSubstr("Total count    =            0]"));
}

}  // namespace
}  // namespace weir::meter

#include "meter/results/run_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace weir::meter {
namespace {

using testing::ElementsAre;
using testing::Pair;

LabelResult label_of(std::uint64_t step) {
  LabelResult label;
  label.label = "put";
  label.counts = {.samples = step,
                  .samples_failed = 2 * step,
                  .records = 3 * step,
                  .records_failed = 4 * step,
                  .attempts = 5 * step,
                  .throttles = 6 * step,
                  .payload_bytes = 7 * step,
                  .bytes_sent = 8 * step,
                  .bytes_received = 9 * step};
  label.latency.record(static_cast<std::int64_t>(step) * 1'000'000);
  label.service_time.record(static_cast<std::int64_t>(step) * 2'000'000);
  label.connect.record(static_cast<std::int64_t>(step) * 3'000'000);
  label.end_to_end.record(static_cast<std::int64_t>(step) * 4'000'000);
  label.errors = {{"E" + std::to_string(step), step}, {"Every", 1}};
  return label;
}

TEST(RunResult, TheTotalHasEverythingOfAllLabels) {
  RunResult result;
  result.labels = {label_of(1), label_of(10)};
  const LabelResult total = result.total();
  EXPECT_EQ(total.label, "TOTAL");
  EXPECT_EQ(total.counts.samples, 11u);
  EXPECT_EQ(total.counts.samples_failed, 22u);
  EXPECT_EQ(total.counts.records, 33u);
  EXPECT_EQ(total.counts.records_failed, 44u);
  EXPECT_EQ(total.counts.attempts, 55u);
  EXPECT_EQ(total.counts.throttles, 66u);
  EXPECT_EQ(total.counts.payload_bytes, 77u);
  EXPECT_EQ(total.counts.bytes_sent, 88u);
  EXPECT_EQ(total.counts.bytes_received, 99u);
  EXPECT_THAT(total.errors, ElementsAre(Pair("E1", 1), Pair("E10", 10), Pair("Every", 2)));
}

TEST(RunResult, PercentilesOfTheTotalComeFromMergedHistograms) {
  RunResult result;
  result.labels = {label_of(1), label_of(10)};
  for (int sample = 0; sample < 98; ++sample) result.labels[0].latency.record(1'000'000);
  const LabelResult total = result.total();
  // One of a hundred took 10 ms: an average of both labels' p99 would say 5.5 ms.
  EXPECT_NEAR(static_cast<double>(total.latency.value_at(99)), 1e6, 1e3);
  EXPECT_NEAR(static_cast<double>(total.latency.value_at(99.5)), 1e7, 1e4);
  EXPECT_EQ(total.service_time.count(), 2u);
  EXPECT_NEAR(static_cast<double>(total.connect.max()), 3e7, 3e4);
  EXPECT_NEAR(static_cast<double>(total.end_to_end.max()), 4e7, 4e4);
}

TEST(RunResult, ARunWithoutLabelsHasAnEmptyTotal) {
  const LabelResult total = RunResult{}.total();
  EXPECT_EQ(total.counts.samples, 0u);
  EXPECT_EQ(total.latency.count(), 0u);
}

}  // namespace
}  // namespace weir::meter

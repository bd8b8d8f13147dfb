#include "meter/report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/plan/threshold.h"
#include "meter/report/quantities.h"
#include "meter/report/result_fixture.h"
#include "meter/report/text_table.h"

namespace weir::meter {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Quantities, AreReadable) {
  EXPECT_EQ(time_text(0), "0 ns");
  EXPECT_EQ(time_text(84'210), "84.2 us");
  EXPECT_EQ(time_text(999'600), "1.00 ms");
  EXPECT_EQ(time_text(1'234'567), "1.23 ms");
  EXPECT_EQ(time_text(99.97e6), "100 ms");
  EXPECT_EQ(time_text(12e9), "12.0 s");
  EXPECT_EQ(time_text(303e9), "5 min 3 s");
  EXPECT_EQ(time_text(86'400e9), "24 h 0 min");
  EXPECT_EQ(time_text(-1'000), "-1.00 us");
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1'000), "1,000");
  EXPECT_EQ(count_text(1'234'567), "1,234,567");
  EXPECT_EQ(percent_text(0), "0 %");
  EXPECT_EQ(percent_text(1e-9), "<0.01 %");
  EXPECT_EQ(percent_text(0.0005), "0.05 %");
  EXPECT_EQ(percent_text(0.99999), ">99.99 %");
  EXPECT_EQ(percent_text(1), "100 %");
  EXPECT_EQ(rate_text(0), "0.0");
  EXPECT_EQ(rate_text(0.0333), "0.033");
  EXPECT_EQ(rate_text(12.34), "12.3");
  EXPECT_EQ(rate_text(20'000.4), "20,000");
  EXPECT_EQ(bytes_text(512), "512 B");
  EXPECT_EQ(bytes_text(30'830), "30.1 KB");
  EXPECT_EQ(bytes_text(5.0 * (1u << 30u)), "5.00 GB");
  EXPECT_EQ(wall_text({1'795'696'881'345}), "2026-11-26 12:41:21.345 UTC");
  EXPECT_EQ(iso_text({0}), "1970-01-01T00:00:00.000Z");
}

TEST(TextTable, ColumnsAreAlignedByWhatTheTerminalShows) {
  TextTable table({"Name", "Count"});
  table.add({"é", "1"});
  table.add({"日本", "1,000"});
  EXPECT_EQ(table.text(80), "Name  Count\né         1\n日本  1,000\n");
}

TEST(TextTable, WhatIsTooWideFollowsBelow) {
  TextTable table({"Name", "First", "Second", "Third"});
  table.add({"a", "1", "2", "3"});
  EXPECT_EQ(table.text(20),
            "Name  First  Second\na         1       2\n\nName  Third\na         3\n");
  EXPECT_EQ(table.text(1),
            "Name  First\na         1\n\nName  Second\na          2\n\n"
            "Name  Third\na         3\n");
}

TEST(TextTable, WhatATerminalWouldObeyIsShown) {
  EXPECT_EQ(fitted("\x1b[31mred\x07\n", 80), "·[31mred··");
  EXPECT_EQ(fitted("\xff\xfe!", 80), "\xef\xbf\xbd\xef\xbf\xbd!");
  EXPECT_EQ(fitted("\xc2\x9b", 80), "·");  // CSI in one character.
  EXPECT_EQ(fitted("abcdef", 6), "abcdef");
  EXPECT_EQ(fitted("abcdefg", 6), "abcde…");
  EXPECT_EQ(fitted("日本語", 5), "日本…");
  EXPECT_EQ(fitted("日本語", 6), "日本語");
  EXPECT_EQ(fitted("abc", 0), "");
}

std::vector<Verdict> verdicts_of(const RunResult& run) {
  return judge({*parse_threshold("p99 < 50ms"), *parse_threshold("lost == 0")}, run);
}

TEST(Summary, AllOfItIsThere) {
  const RunResult run = made_up_run();
  const std::string text = summary_text(run, verdicts_of(run), 200);
  for (const auto* part :
       {"Kinesis <Test> \"Plan\", 10.0 s from 2026-11-26 12:41:21.345 UTC, seed 4711",
        "Label             # Samples  Average      Min      Max  Std. Dev.  Error %  Throughput  "
        "Received KB/sec  Sent KB/sec  Avg. Bytes",
        "Kinesis Producer      1,000  7.57 ms  1.00 ms  20.6 ms", "TOTAL                 2,000",
        "Median  90% Line  95% Line  99% Line", "99.99%", "TOTAL: latency", "TOTAL: service time",
        "TOTAL: connect", "TOTAL: end to end", "Sent late by",
        "Traced records: sent 995, received 990, lost 5, duplicates 1, out of order",
        "ProvisionedThroughputExceededException     61", "shardId-000000000002      900",
        "ok      p99 < 50ms: 38.7 ms, holds", "MISSED  lost == 0: 5, missed",
        "The meter fell behind: 30 of 1,000 sends (3.00 %) were more than 10 ms late.",
        "Skipped the group \"SQS\""}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Summary, NoLineIsWiderThanTheScreen) {
  const RunResult run = made_up_run();
  for (const std::size_t columns : {60u, 80u, 100u, 132u}) {
    std::string_view rest = summary_text(run, {}, columns);
    const std::string text(summary_text(run, {}, columns));
    rest = text;
    rest = rest.substr(0, rest.find("\nNotes\n"));  // Sentences wrap by themselves.
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      if (line.find("Traced") != 0 && line.find("Latency counts") != 0 &&
          line.find("Kinesis <") != 0) {
        EXPECT_LE(text_columns(line), columns) << line;
      }
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
  }
}

TEST(Summary, OneLabelNeedsNoTotalAndNothingMeasuredIsNoZero) {
  RunResult run;
  run.labels.resize(1);
  run.labels[0].label = "put";
  const std::string text = summary_text(run, {}, 120);
  EXPECT_THAT(text, Not(HasSubstr("TOTAL")));
  EXPECT_THAT(text, HasSubstr("put            0        -    -    -          -      0 %"));
  EXPECT_THAT(text, Not(HasSubstr("Latency")));
}

TEST(Summary, AnEarlyEndIsTold) {
  RunResult run;
  run.was_interrupted = true;
  EXPECT_THAT(summary_text(run, {}, 80), HasSubstr("Interrupted; these"));
  run.abort_reason = "errors < 1% cannot hold any more: …";
  EXPECT_THAT(summary_text(run, {}, 80), HasSubstr("Ended early: errors < 1% cannot hold"));
}

TEST(Summary, WhatTheEngineToldOfItsLatenessIsNotRepeated) {
  RunResult run = made_up_run();
  run.notes.emplace_back("The meter fell behind: much.");
  run.punctuality.unsent = 12;
  EXPECT_THAT(notes_of(run), testing::ElementsAre(HasSubstr("Skipped"), HasSubstr("much"),
                                                  HasSubstr("12 sends were planned")));
}

}  // namespace
}  // namespace weir::meter

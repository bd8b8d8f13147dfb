#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "meter/report/compare.h"
#include "meter/report/result_fixture.h"
#include "meter/report/sample_table.h"

namespace weir::meter {
namespace {

using testing::HasSubstr;

StoredSample stored_of(std::uint64_t number) {
  StoredSample stored{.number = number, .label = "Kinesis Producer", .thread_name = "G 1-1"};
  Sample& sample = stored.sample;
  sample.started_at = {1'795'696'881'345};
  sample.first_byte = {1'200'000};
  sample.ended = {1'234'567};
  sample.connect = microseconds(350);
  sample.bytes_received = 256;
  sample.bytes_sent = 512;
  sample.url = "http://localhost:4567/";
  sample.stream = "client-stream";
  sample.details = {{.partition_key = "0",
                     .data = "{\"a\":1}\x1b",
                     .shard_id = "shardId-000000000000",
                     .sequence_number = "4957",
                     .encryption_type = "NONE",
                     .error_code = ""}};
  return stored;
}

TEST(SampleTable, HasJMetersColumns) {
  EXPECT_EQ(
      sample_table_text({stored_of(7)}, 200),
      "Sample #               Start Time  Thread Name             Label  Sample Time(ms)  "
      "Status  Bytes  Sent Bytes  Latency  Connect Time(ms)\n"
      "7         2026-11-26 12:41:21.345        G 1-1  Kinesis Producer            1.235      "
      "OK    256         512    1.200             0.350\n");
  EXPECT_EQ(sample_csv_head() + sample_csv_line(stored_of(7)),
            "Sample #,Start Time,Thread Name,Label,Sample Time(ms),Status,Bytes,Sent Bytes,Latency,"
            "Connect Time(ms)\n"
            "7,2026-11-26 12:41:21.345,G 1-1,Kinesis Producer,1.235,OK,256,512,1.200,0.350\n");
  EXPECT_THAT(sample_json_line(stored_of(7)),
              testing::StartsWith("{\"sample\":7,\"label\":\"Kinesis Producer\","
                                  "\"thread\":\"G 1-1\","));
}

TEST(SampleTable, TheDetailShowsRequestAndResponse) {
  StoredSample stored = stored_of(7);
  stored.sample.details.push_back({.partition_key = "1",
                                   .data = "x",
                                   .shard_id = "",
                                   .sequence_number = "",
                                   .encryption_type = "",
                                   .error_code = "InternalFailure"});
  EXPECT_EQ(sample_detail_text(stored),
            "Sample 7: Kinesis Producer, G 1-1, 2026-11-26 12:41:21.345 UTC\n"
            "  Sample Time: 1.235 ms (service time 1.235 ms)  Latency: 1.200 ms  "
            "Connect Time: 0.350 ms\n"
            "  Response code: 200  Response message: OK\n"
            "  Bytes: 256  Sent Bytes: 512  Records: 1, 0 failed  Attempts: 1\n"
            "  URL: http://localhost:4567/\n"
            "  Request\n    Stream Name: client-stream\n    Partition Key: 0\n"
            "    Data Record: {\"a\":1}·\n    Partition Key: 1\n    Data Record: x\n"
            "  Response\n    Shard id: shardId-000000000000\n    Sequence Number: 4957\n"
            "    Encryption Type: NONE\n    Error Code: InternalFailure\n");
}

TEST(SampleFilter, EachConditionCounts) {
  const StoredSample stored = stored_of(7);
  StoredSample failed = stored_of(8);
  failed.sample.records_failed = 1;
  EXPECT_TRUE(SampleFilter{}.matches(stored));
  EXPECT_FALSE(SampleFilter{.errors_only = true}.matches(stored));
  EXPECT_TRUE(SampleFilter{.errors_only = true}.matches(failed));
  EXPECT_TRUE(SampleFilter{.label = "Kinesis Producer"}.matches(stored));
  EXPECT_FALSE(SampleFilter{.label = "Kinesis"}.matches(stored));
  EXPECT_FALSE(SampleFilter{.number = 8}.matches(stored));
  EXPECT_TRUE(SampleFilter{.shard = "shardId-000000000000"}.matches(stored));
  EXPECT_FALSE(SampleFilter{.shard = "shardId-000000000001"}.matches(stored));
  EXPECT_TRUE(SampleFilter{.partition_key = "0"}.matches(stored));
  EXPECT_FALSE(SampleFilter{.partition_key = "1"}.matches(stored));
  const WallTime then = stored.sample.started_at;
  EXPECT_TRUE(SampleFilter{.since = then}.matches(stored));
  EXPECT_FALSE(SampleFilter{.since = then + milliseconds(1)}.matches(stored));
  EXPECT_FALSE(SampleFilter{.until = then}.matches(stored));
}

TEST(SampleFilter, MomentsAreReadInBothForms) {
  const WallTime start{1'795'696'881'345};
  for (const auto* text : {"2026-11-26T12:41:21.345Z", "2026-11-26 12:41:21.345", "0s"}) {
    const auto moment = parse_moment(text, start);
    ASSERT_TRUE(moment) << moment.error().message;
    EXPECT_EQ(*moment, start) << text;
  }
  EXPECT_EQ(parse_moment("2026-11-26T12:41:21Z", start)->ms, 1'795'696'881'000);
  EXPECT_EQ(parse_moment("1m30s", start)->ms, start.ms + 90'000);
  for (const auto* text : {"", "now", "2026-13-26T12:41:21Z", "2026-11-26T24:41:21Z",
                           "2026-11-26T12:41:21+01:00", "2026-11-26"}) {
    EXPECT_FALSE(parse_moment(text, start)) << text;
  }
}

// `slower` milliseconds on every latency, seconds alternating by 10 %.
RunResult run_of(std::uint32_t length, double p50_ms, std::uint64_t failed = 0) {
  RunResult run;
  run.duration = seconds(length);
  run.labels.resize(1);
  run.labels[0].label = "put";
  for (std::uint32_t second = 0; second < length; ++second) {
    const double here = p50_ms * (second % 3 == 0 ? 1.1 : second % 3 == 1 ? 1.0 : 0.9);
    Second row{.second = second, .label = 0, .counts = {.samples = 100}};
    for (int sample = 0; sample < 100; ++sample) {
      run.labels[0].latency.record(static_cast<std::int64_t>(here * (1e6 + sample * 1e3)));
    }
    row.p50 = row.p90 = row.p95 = row.p99 = static_cast<std::int64_t>(here * 1e6);
    row.mean = here * 1e6;
    run.labels[0].counts.add(row.counts);
    run.seconds.push_back(row);
  }
  run.labels[0].counts.samples_failed = failed;
  return run;
}

RunDifference row_of(const RunResult& before, const RunResult& after, std::string_view metric) {
  const auto rows = compare_runs(before, after);
  const auto found = std::ranges::find(rows, metric, &RunDifference::metric);
  EXPECT_NE(found, rows.end()) << metric;
  return *found;
}

TEST(Compare, ADifferenceLargerThanTheNoiseIsSaid) {
  const RunResult before = run_of(60, 2.0);
  EXPECT_EQ(row_of(before, run_of(60, 4.0), "p50").change, Change::worse);
  EXPECT_EQ(row_of(before, run_of(60, 1.0), "p99").change, Change::better);
  EXPECT_EQ(row_of(before, run_of(60, 1.0), "mean").change, Change::better);
  EXPECT_EQ(row_of(before, run_of(60, 2.0, 600), "errors").change, Change::worse);
  const RunDifference row = row_of(before, run_of(60, 4.0), "p50");
  EXPECT_NEAR(*row.before, 2.1e6, 0.15e6);
  ASSERT_TRUE(row.noise);
  EXPECT_LT(*row.noise, 1e6);
}

TEST(Compare, ASmallerOneIsNoise) {
  const RunResult before = run_of(61, 2.0);
  for (const auto* metric : {"p50", "p99", "mean", "samples/s", "errors"}) {
    EXPECT_EQ(row_of(before, before, metric).change, Change::noise) << metric;
    EXPECT_EQ(row_of(before, run_of(60, 2.01), metric).change, Change::noise) << metric;
  }
}

TEST(Compare, WhatIsTooShortIsNotJudged) {
  const RunDifference row = row_of(run_of(8, 2.0), run_of(8, 4.0), "p50");
  EXPECT_EQ(row.change, Change::unknown);
  EXPECT_EQ(row.noise, std::nullopt);
  EXPECT_EQ(row_of(run_of(8, 2.0), RunResult{}, "p50").after, std::nullopt);
}

TEST(Compare, TextAndJsonSayTheSame) {
  RunResult after = made_up_run();
  after.trace.lost = 9;
  const auto rows = compare_runs(made_up_run(), after);
  const std::string text = compare_text(made_up_run(), after, rows, 120);
  EXPECT_THAT(text, HasSubstr("A  Kinesis <Test> \"Plan\", 10.0 s from 2026-11-26"));
  EXPECT_THAT(text, HasSubstr("\nKinesis Reader\n"));
  EXPECT_THAT(text, testing::ContainsRegex("lost +5 +9 +4 +\\+80.0 % +\\+-0 +WORSE"));
  EXPECT_THAT(compare_json(rows),
              HasSubstr("{\"label\":\"TOTAL\",\"metric\":\"lost\",\"unit\":\"count\",\"a\":5,"
                        "\"b\":9,\"noise\":0,\"change\":\"worse\"}"));
}

}  // namespace
}  // namespace weir::meter

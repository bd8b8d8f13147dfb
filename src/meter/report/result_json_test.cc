#include "meter/report/result_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/plan/threshold.h"
#include "meter/report/result_fixture.h"

namespace weir::meter {
namespace {

using testing::HasSubstr;

TEST(ResultJson, WhatIsWrittenIsReadBack) {
  RunResult run = made_up_run();
  run.was_interrupted = true;
  run.abort_reason = "because";
  run.punctuality.unsent = 7;
  const std::string document = result_json(run, {});
  const auto read = read_result_json(document);
  ASSERT_TRUE(read) << read.error().message;
  // Every member goes into the document, so equal documents are equal runs.
  EXPECT_EQ(result_json(*read, {}), document);
  EXPECT_EQ(read->labels[1].label, "Kinesis Reader");
  EXPECT_EQ(read->labels[0].latency.encode(), run.labels[0].latency.encode());
  EXPECT_EQ(read->seconds[15].counts.samples_failed, 5u);
  EXPECT_EQ(read->shards[2].records_each_second.size(), 10u);
  EXPECT_EQ(read->punctuality.unsent, 7u);
  EXPECT_EQ(read->duration, seconds(10));
}

TEST(ResultJson, PeopleAndScriptsFindTheFigures) {
  const RunResult run = made_up_run();
  const std::string document = result_json(run, judge({*parse_threshold("lost == 0")}, run));
  for (const auto* part :
       {"\"version\":1", "\"started_at\":\"2026-11-26T12:41:21.345Z\"", "\"label\":\"TOTAL\"",
        "\"p99_9_ms\":", "\"threshold\":\"lost == 0\",\"holds\":false,\"measured\":5",
        "\"hdr\":\"HISTF"}) {
    EXPECT_THAT(document, HasSubstr(part));
  }
}

TEST(ResultJson, TextsOfAnyBytesAreValidJson) {
  RunResult run;
  run.plan_name = "\xff\"\\\x01";
  run.labels.resize(1);
  run.labels[0].errors["\xc3"] = 1;
  const auto read = read_result_json(result_json(run, {}));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->plan_name, "\xef\xbf\xbd\"\\\x01");
}

TEST(ResultJson, WhatALaterVersionAddsWithinVersionOneIsSkipped) {
  const auto read =
      read_result_json(R"({"version":1,"colour":{"a":[1]},"labels":[{"label":"x","y":2}],)"
                       R"("seconds":[[0,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]]})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->seconds[0].mean, 16);
}

TEST(ResultJson, WhatIsNoneIsRefused) {
  const std::vector<std::pair<std::string, std::string>> refused{
      {"", "no JSON"},
      {"[]", "no JSON"},
      {"{}", "no version"},
      {R"({"version":0})", "no version"},
      {R"({"version":2})", "newer weir"},
      {R"({"version":1)", "no JSON"},
      {R"({"version":1,"seed":-1})", "out of range"},
      {R"({"version":1,"seed":1.5})", "out of range"},
      {R"({"version":1,"seed":"1"})", "no JSON"},
      {R"({"version":1,"duration_ns":-1})", "ended before"},
      {R"({"version":1,"seconds":[[0,0]]})", "too few columns"},
      {R"({"version":1,"seconds":[[0,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]]})", "of no label"},
      {R"({"version":1,"labels":[{"latency":{"hdr":"AAAA"}}]})", "damaged"},
      {R"({"version":1,"labels":[{"latency":{"hdr":")" + metrics::Histogram({}).encode() + "\"}}]}",
       "another layout"}};
  for (const auto& [document, why] : refused) {
    const auto read = read_result_json(document);
    ASSERT_FALSE(read) << document;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
    EXPECT_THAT(read.error().message, HasSubstr(why)) << document;
  }
}

TEST(ResultJson, NoMoreLabelsAreTakenThanMemoryHas) {
  std::string document = R"({"version":1,"labels":[{})";
  for (int label = 0; label < 256; ++label) document += ",{}";
  const auto read = read_result_json(document + "]}");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("too many labels"));
}

}  // namespace
}  // namespace weir::meter

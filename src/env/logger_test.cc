#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "env/json_log_line.h"
#include "env/log_line.h"
#include "env/memory_logger.h"
#include "env/spdlog_logger.h"

namespace weir::env {
namespace {

TEST(LogLine, FieldsFollowTheEventInOrder) {
  EXPECT_EQ(log_line("stream_created", {{"stream", "orders"}, {"shards", 4}}),
            "event=stream_created stream=orders shards=4");
  EXPECT_EQ(log_line("stopped", {}), "event=stopped");
}

TEST(LogLine, ValuesThatWouldBeReadWrongAreQuoted) {
  EXPECT_EQ(log_line("e", {{"error", "disk is full"}}), R"(event=e error="disk is full")");
  EXPECT_EQ(log_line("e", {{"name", ""}}), R"(event=e name="")");
  EXPECT_EQ(log_line("e", {{"name", "a=b"}}), R"(event=e name="a=b")");
  EXPECT_EQ(log_line("e", {{"name", R"(say "hi"\)"}}), R"(event=e name="say \"hi\"\\")");
}

TEST(LogLine, AValueCannotBreakOutOfItsLine) {
  EXPECT_EQ(log_line("e", {{"name", "x\nevent=forged\x1b[2J"}}),
            R"(event=e name="x\nevent=forged\u001b[2J")");
}

TEST(JsonLogLine, FieldsFollowTheEventAndNumbersAreNumbers) {
  EXPECT_EQ(json_log_members("stream_created", {{"stream", "orders"}, {"shards", 4}}),
            R"("event":"stream_created","stream":"orders","shards":4})");
  EXPECT_EQ(json_log_members("slow", {{"duration_ms", "1003.250"}, {"status", 200}}),
            R"("event":"slow","duration_ms":1003.250,"status":200})");
  EXPECT_EQ(json_log_members("stopped", {}), R"("event":"stopped"})");
}

// A stream may be called 4: that is a text all the same.
TEST(JsonLogLine, AFieldIsAlwaysOfOneType) {
  EXPECT_EQ(json_log_members("e", {{"stream", "4"}}), R"("event":"e","stream":"4"})");
  EXPECT_EQ(json_log_members("e", {{"account", "000000000001"}}),
            R"("event":"e","account":"000000000001"})");
}

TEST(JsonLogLine, WhatIsNoNumberOfJsonIsAText) {
  for (const char* value : {"", "007", "1.", ".5", "-1", "1e5", "0x1", "inf", "1234567890123456"}) {
    EXPECT_EQ(json_log_members("e", {{"count", value}}),
              fmt::format(R"("event":"e","count":"{}"}})", value));
  }
  EXPECT_EQ(json_log_members("e", {{"count", 0}}), R"("event":"e","count":0})");
}

TEST(JsonLogLine, AValueCannotBreakOutOfItsLine) {
  EXPECT_EQ(json_log_members("e", {{"name", "x\",\n\"event\":\"forged\x1b"}}),
            R"("event":"e","name":"x\",\n\"event\":\"forged\u001b"})");
  EXPECT_EQ(json_log_members("e", {{"name", "a\xff\xc3\xa9"}}), R"("event":"e","name":"a???"})");
  EXPECT_EQ(json_log_members("e", {{"name", "\xc3\xa9"}}),
            "\"event\":\"e\",\"name\":\"\xc3\xa9\"}");
}

TEST(MemoryLogger, KeepsLinesAndCountsErrors) {
  MemoryLogger logger;
  logger.info("started", {{"port", 4567}});
  logger.warning("slow");
  logger.error("disk_failed");
  EXPECT_EQ(logger.lines().size(), 3U);
  EXPECT_EQ(logger.error_count(), 1U);
  EXPECT_TRUE(logger.contains("port=4567"));
  EXPECT_FALSE(logger.contains("port=1"));
}

TEST(SpdlogLogger, LinesHaveTimeLevelAndEvent) {
  testing::internal::CaptureStderr();
  SpdlogLogger().warning("disk_full", {{"path", "/a b"}});
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{"
                                    "3}Z warning event=disk_full path=\"/a b\"\n"));
}

TEST(SpdlogLogger, LinesAreObjectsOnRequest) {
  testing::internal::CaptureStderr();
  SpdlogLogger(LogFormat::json).warning("disk_full", {{"path", "/a %v"}, {"count", 2}});
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      testing::MatchesRegex(
          "\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z\","
          "\"level\":\"warning\",\"event\":\"disk_full\",\"path\":\"/a %v\",\"count\":2\\}\n"));
}

TEST(SpdlogLogger, LinesOfThreadsDoNotMix) {
  testing::internal::CaptureStderr();
  {
    SpdlogLogger logger;
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 100; ++j) logger.info("tick", {{"value", "0123456789"}});
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const std::string lines = testing::internal::GetCapturedStderr();
  const std::string end = " info event=tick value=0123456789\n";
  EXPECT_EQ(lines.size(), 400 * (24 + end.size()));
}

}  // namespace
}  // namespace weir::env

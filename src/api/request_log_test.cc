#include "api/request_log.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "env/memory_logger.h"
#include "env/sim_clock.h"

namespace weir::api {
namespace {

class RequestLogTest : public testing::Test {
 protected:
  void use(const RequestLogSettings& settings) { log_.emplace(clock_, logger_, settings); }

  void answer(int status, milliseconds takes, std::string_view error = {},
              std::string_view detail = {}) {
    const MonotonicTime started = log_->start();
    clock_.advance(takes);
    log_->answered(started, status, [&] {
      return AnsweredRequest{.request_id = "id-1",
                             .service = "kinesis",
                             .operation = "PutRecord",
                             .account_id = "000000000001",
                             .source_ip = "10.1.2.3",
                             .error = error,
                             .detail = detail};
    });
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> texts;
    const std::vector<env::MemoryLogger::Line> lines = logger_.lines();
    texts.reserve(lines.size());
    for (const auto& line : lines) texts.push_back(line.text);
    return texts;
  }

  env::SimClock clock_;
  env::MemoryLogger logger_;
  std::optional<RequestLog> log_;
};

using Lines = std::vector<std::string>;

const std::string head = "request_id=id-1 service=kinesis operation=PutRecord status=";
const std::string tail = " account=000000000001 source_ip=10.1.2.3";

TEST_F(RequestLogTest, WhatTakesTheThresholdIsSlow) {
  use({.slow = milliseconds(500)});
  answer(200, milliseconds(499));
  EXPECT_EQ(lines(), Lines());
  answer(200, milliseconds(500));
  answer(400, milliseconds(1'250), "ResourceNotFoundException");
  EXPECT_EQ(lines(),
            (Lines{"event=slow_request " + head + "200 duration_ms=500.000" + tail,
                   "event=slow_request " + head +
                       "400 error=ResourceNotFoundException duration_ms=1250.000" + tail}));
}

TEST_F(RequestLogTest, NothingIsSlowWithoutAThreshold) {
  use({.slow = milliseconds(0)});
  answer(200, seconds(100));
  EXPECT_EQ(lines(), Lines());
}

TEST_F(RequestLogTest, WhatTheServerFailedIsAlwaysThere) {
  use({.slow = milliseconds(0)});
  answer(500, milliseconds(1), "InternalFailure", "The disk is full.");
  answer(400, milliseconds(1), "ResourceNotFoundException");
  EXPECT_EQ(lines(), Lines{"event=request_failed " + head +
                           "500 error=InternalFailure detail=\"The disk is full.\" "
                           "duration_ms=1.000" +
                           tail});
  EXPECT_EQ(logger_.error_count(), 0u);
}

TEST_F(RequestLogTest, RefusedOnesAndAllAreThereOnRequest) {
  use({.requests = LoggedRequests::failed});
  answer(200, milliseconds(1));
  answer(403, milliseconds(0), "AccessDeniedException");
  use({.requests = LoggedRequests::all});
  answer(200, milliseconds(2));
  EXPECT_EQ(lines(), (Lines{"event=request_refused " + head +
                                "403 error=AccessDeniedException duration_ms=0.000" + tail,
                            "event=request " + head + "200 duration_ms=2.000" + tail}));
}

// Nobody asked for lines of thousands of requests that wait for one disk.
TEST_F(RequestLogTest, SlowOnesBeyondSoManyASecondAreCounted) {
  use({.slow = milliseconds(1)});
  const MonotonicTime started = log_->start();
  clock_.advance(seconds(5));
  const auto answer_many = [&](std::uint64_t count) {
    for (std::uint64_t number = 0; number < count; ++number) {
      log_->answered(started, 200, [] { return AnsweredRequest{}; });
    }
  };
  answer_many(RequestLog::lines_per_second_max + 7);
  EXPECT_EQ(lines().size(), RequestLog::lines_per_second_max);
  clock_.advance(seconds(1));
  answer_many(1);
  ASSERT_EQ(lines().size(), RequestLog::lines_per_second_max + 2);
  EXPECT_EQ(lines()[RequestLog::lines_per_second_max], "event=requests_not_logged count=7");
}

TEST_F(RequestLogTest, ThoseThatWereAskedForAreAllThere) {
  use({.requests = LoggedRequests::all});
  for (int number = 0; number < 100; ++number) answer(200, seconds(2));
  EXPECT_EQ(lines().size(), 100u);
}

}  // namespace
}  // namespace weir::api

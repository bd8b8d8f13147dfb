// What a log keeps over a crash: part of shard_log_contract.h, which includes it. An engine that
// keeps nothing must be empty afterwards, and work.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/contract_fixture.h"

namespace weir::log {

TEST_P(ShardLogContract, AcknowledgedRecordsSurviveACrash) {
  std::vector<std::string> expected;
  for (int i = 0; i < 30; ++i) {
    expected.push_back(std::to_string(i));
    ASSERT_TRUE(append({expected.back()}));
  }
  Bounds before = log()->bounds();
  if (harness().crash()) {
    EXPECT_EQ(read_all(), expected);
    EXPECT_EQ(log()->bounds().tail, before.tail);
    EXPECT_EQ(log()->bounds().last_arrival, before.last_arrival);
  } else {
    EXPECT_TRUE(read_all().empty());
    EXPECT_TRUE(store().log_ids().empty());
  }
  ASSERT_TRUE(append({"after"}));
}

TEST_P(ShardLogContract, RecordsUnderWayInACrashAppearWholeAndInOrderOrNotAtAll) {
  ASSERT_TRUE(append({"acknowledged"}));
  for (int i = 0; i < 20; ++i) ask_append({std::to_string(i)});
  if (!harness().crash()) return;
  std::vector<std::string> texts = read_all();
  ASSERT_GE(texts.size(), 1u);
  EXPECT_EQ(texts[0], "acknowledged");
  for (std::size_t i = 1; i < texts.size(); ++i) EXPECT_EQ(texts[i], std::to_string(i - 1));
}

TEST_P(ShardLogContract, NoOffsetIsUsedTwiceOverACrash) {
  Result<Appended> before = append({"a", "b"});
  ASSERT_TRUE(before);
  ASSERT_TRUE(trim(log()->bounds().tail));
  if (!harness().crash()) return;
  Result<Appended> after = append({"c"});
  ASSERT_TRUE(after);
  EXPECT_GT(after->first, before->offset_of(1));
  EXPECT_EQ(read_all(), std::vector<std::string>{"c"});
}

TEST_P(ShardLogContract, ATrimmedRecordNeverComesBack) {
  Result<Appended> appended = append({"a", "b", "c"});
  ASSERT_TRUE(appended);
  ASSERT_TRUE(trim(appended->offset_of(1)));
  if (!harness().crash()) return;
  EXPECT_EQ(log()->bounds().trim_horizon, appended->offset_of(1));
  EXPECT_EQ(read_all(), (std::vector<std::string>{"b", "c"}));
}

TEST_P(ShardLogContract, AnEndedLogStaysEndedOverACrash) {
  ASSERT_TRUE(append({"a"}));
  Result<Offset> marker = end();
  ASSERT_TRUE(marker);
  if (!harness().crash()) return;
  EXPECT_EQ(log()->bounds().end, *marker);
  Result<Appended> late = append({"late"});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::expired);
  EXPECT_EQ(read_all(), std::vector<std::string>{"a"});
}

TEST_P(ShardLogContract, ArrivalNeverGoesBackOverACrashWithAClockSetBack) {
  Result<Appended> first = append({"a"});
  ASSERT_TRUE(first);
  if (!harness().crash()) return;
  harness().move_wall_clock(-std::chrono::hours(1));
  Result<Appended> second = append({"b"});
  ASSERT_TRUE(second);
  EXPECT_GE(second->arrival, first->arrival);
}

TEST_P(ShardLogContract, ManyCrashesInARowLoseNothing) {
  std::vector<std::string> expected;
  for (int round = 0; round < 8; ++round) {
    expected.push_back("round " + std::to_string(round));
    ASSERT_TRUE(append({expected.back()}));
    if (!harness().crash()) return;
    EXPECT_EQ(read_all(), expected);
  }
}

}  // namespace weir::log

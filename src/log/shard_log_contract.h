// The contract of log/shard_log.h as tests: every engine passes them, and callers rely on nothing
// else.
//
// An engine includes this header in ONE test file and instantiates it:
//     INSTANTIATE_TEST_SUITE_P(Memory, ShardLogContract, testing::Values(ContractCase{…}));
// What a log keeps over a crash is in shard_log_crash_contract.h, included here.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/contract_fixture.h"
#include "log/shard_log_crash_contract.h"

namespace weir::log {

using Texts = std::vector<std::string>;

TEST_P(ShardLogContract, ReadsGiveBackWhatWasAppended) {
  Result<Appended> appended = append({"one", "two", ""});
  ASSERT_TRUE(appended);
  Result<ReadBatch> read_back = read(appended->first);
  ASSERT_TRUE(read_back);
  ASSERT_EQ(read_back->records.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read_back->records[i].offset, appended->offset_of(i));
    EXPECT_EQ(read_back->records[i].arrival, appended->arrival);
    EXPECT_EQ(read_back->records[i].partition_key, "k" + std::to_string(i));
  }
  EXPECT_EQ(text_of(read_back->records[1].data), "two");
  EXPECT_TRUE(read_back->records[2].data.empty());
  EXPECT_FALSE(read_back->ended);
}

TEST_P(ShardLogContract, LargeRecordsAndEveryByteValueSurvive) {
  std::string large(3u << 20, 'x');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 7 % 256);
  ASSERT_TRUE(append({large, "small", large}));
  EXPECT_EQ(read_all(), (Texts{large, "small", large}));
}

TEST_P(ShardLogContract, ABatchOfElevenMebibytesFits) {
  ASSERT_TRUE(append(Texts(11, std::string(1u << 20, 'y'))));
  EXPECT_EQ(read_all().size(), 11u);
}

TEST_P(ShardLogContract, OffsetsGrowInOrderOfTheAppends) {
  Offset last{};
  for (int i = 0; i < 20; ++i) {
    Result<Appended> appended = append({"a", "b"});
    ASSERT_TRUE(appended);
    if (i > 0) {
      EXPECT_GT(appended->first, last);
    }
    EXPECT_GT(appended->offset_of(1), appended->offset_of(0));
    last = appended->offset_of(1);
  }
}

TEST_P(ShardLogContract, AppendsOfOneLoopCompleteInTheOrderOfTheCalls) {
  auto order = std::make_shared<std::vector<int>>();
  std::atomic<bool> all{false};
  on_loop(0, [&](env::EventLoop& home) {
    for (int i = 0; i < 300; ++i) {
      log(static_cast<std::uint64_t>(i % 7 + 1))
          ->append(home, batch({std::to_string(i)}), [&all, order, i](Result<Appended> result) {
            EXPECT_TRUE(result);
            order->push_back(i);
            all = order->size() == 300;
            all.notify_all();
          });
    }
  });
  harness().run_until(all);
  ASSERT_EQ(order->size(), 300u);
  for (int i = 0; i < 300; ++i) EXPECT_EQ((*order)[static_cast<std::size_t>(i)], i);
}

TEST_P(ShardLogContract, AppendsOfTwoLoopsAreEachReadBackOnce) {
  std::vector<Asked<Appended>> asked;
  for (int i = 0; i < 200; ++i) {
    asked.push_back(ask_append({std::to_string(i)}, 1, static_cast<std::size_t>(i % 2)));
  }
  for (const auto& answer : asked) ASSERT_TRUE(wait(answer));
  Texts texts = read_all();
  ASSERT_EQ(texts.size(), 200u);
  for (int parity = 0; parity < 2; ++parity) {
    int expected = parity;
    for (const std::string& text : texts) {
      if (std::stoi(text) % 2 != parity) continue;
      EXPECT_EQ(std::stoi(text), expected);
      expected += 2;
    }
  }
}

TEST_P(ShardLogContract, LogsDoNotSeeEachOther) {
  ASSERT_TRUE(append({"a"}, 1));
  ASSERT_TRUE(append({"b"}, 2));
  EXPECT_EQ(read_all({}, 1), Texts{"a"});
  EXPECT_EQ(read_all({}, 2), Texts{"b"});
}

TEST_P(ShardLogContract, AReadAtTheTailSucceedsWithoutRecords) {
  Result<ReadBatch> empty = read({});
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->records.empty());
  ASSERT_TRUE(append({"a"}));
  Result<ReadBatch> at_tail = read(log()->bounds().tail);
  ASSERT_TRUE(at_tail);
  EXPECT_TRUE(at_tail->records.empty());
  EXPECT_EQ(at_tail->next, log()->bounds().tail);
}

TEST_P(ShardLogContract, AReadStopsAtTheRecordLimit) {
  ASSERT_TRUE(append({"a", "b", "c", "d", "e"}));
  Result<ReadBatch> first = read({}, {.records_max = 2});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->records.size(), 2u);
  EXPECT_EQ(read_all(first->next), (Texts{"c", "d", "e"}));
}

TEST_P(ShardLogContract, AReadStopsAtTheByteLimitButReturnsAtLeastOneRecord) {
  ASSERT_TRUE(append(Texts(10, std::string(100, 'x'))));
  Result<ReadBatch> several = read({}, {.bytes_max = 350});
  ASSERT_TRUE(several);
  EXPECT_EQ(several->records.size(), 3u);
  Result<ReadBatch> one = read({}, {.bytes_max = 1});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->records.size(), 1u);
  EXPECT_EQ(read_all({}, 1, {.bytes_max = 1}).size(), 10u);
}

TEST_P(ShardLogContract, AReadMayBeginInTheMiddleOfABatch) {
  Result<Appended> appended = append({"a", "b", "c"});
  ASSERT_TRUE(appended);
  EXPECT_EQ(read_all(appended->offset_of(1)), (Texts{"b", "c"}));
}

TEST_P(ShardLogContract, BoundsFollowTheLog) {
  Bounds before = log()->bounds();
  EXPECT_EQ(before.trim_horizon, before.tail);
  EXPECT_FALSE(before.end);
  EXPECT_EQ(before.last_arrival, WallTime{});
  Result<Appended> appended = append({"a", "b"});
  ASSERT_TRUE(appended);
  Bounds after = log()->bounds();
  EXPECT_LE(after.trim_horizon, appended->first);
  EXPECT_EQ(after.tail, appended->offset_of(1) + 1);
  EXPECT_EQ(after.last_arrival, appended->arrival);
}

TEST_P(ShardLogContract, NothingFollowsTheEndMarker) {
  ASSERT_TRUE(append({"a"}));
  Result<Offset> marker = end();
  ASSERT_TRUE(marker);
  Result<Appended> late = append({"late"});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::expired);
  Bounds bounds = log()->bounds();
  ASSERT_TRUE(bounds.end);
  EXPECT_EQ(*bounds.end, *marker);
  EXPECT_EQ(bounds.tail, *marker + 1);
  EXPECT_EQ(read_all(), Texts{"a"});
  Result<ReadBatch> last = read(*marker);
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->ended);
  EXPECT_EQ(last->next, *marker);
}

TEST_P(ShardLogContract, AReaderLearnsOfTheEndWithTheLastRecords) {
  ASSERT_TRUE(append({"a", "b"}));
  Result<Offset> marker = end();
  ASSERT_TRUE(marker);
  Result<ReadBatch> all = read({});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->records.size(), 2u);
  EXPECT_TRUE(all->ended);
  EXPECT_EQ(all->next, *marker);
  Result<ReadBatch> part = read({}, {.records_max = 1});
  ASSERT_TRUE(part);
  EXPECT_FALSE(part->ended);
}

TEST_P(ShardLogContract, EndingTwiceAnswersWithTheFirstMarker) {
  Result<Offset> first = end();
  ASSERT_TRUE(first);
  Result<Offset> second = end();
  ASSERT_TRUE(second);
  EXPECT_EQ(*first, *second);
}

TEST_P(ShardLogContract, TheEndDecidesBetweenAppendsUnderWay) {
  auto before = std::make_shared<Answer<Appended>>();
  auto marker = std::make_shared<Answer<Offset>>();
  auto again = std::make_shared<Answer<Offset>>();
  auto behind = std::make_shared<Answer<Appended>>();
  on_loop(0, [&](env::EventLoop& home) {
    log()->append(home, batch({"in"}), keep<Appended>(before));
    log()->end(home, keep<Offset>(marker));
    log()->append(home, batch({"out"}), keep<Appended>(behind));
    log()->end(home, keep<Offset>(again));
  });
  EXPECT_TRUE(wait(before));
  Result<Offset> first = wait(marker);
  Result<Offset> second = wait(again);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  Result<Appended> late = wait(behind);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::expired);
  EXPECT_EQ(read_all(), Texts{"in"});
}

TEST_P(ShardLogContract, ATrimmedRecordIsGone) {
  Result<Appended> appended = append({"a", "b", "c"});
  ASSERT_TRUE(appended);
  ASSERT_TRUE(trim(appended->offset_of(2)));
  EXPECT_EQ(log()->bounds().trim_horizon, appended->offset_of(2));
  EXPECT_EQ(read_all(), Texts{"c"});
  ASSERT_TRUE(trim(appended->offset_of(1)));  // Lower: nothing happens.
  EXPECT_EQ(read_all(), Texts{"c"});
}

TEST_P(ShardLogContract, TrimmingStopsAtTheTail) {
  ASSERT_TRUE(append({"a"}));
  Offset tail = log()->bounds().tail;
  ASSERT_TRUE(trim(tail + 1000));
  EXPECT_EQ(log()->bounds().trim_horizon, tail);
  Result<Appended> next = append({"b"});
  ASSERT_TRUE(next);
  EXPECT_GE(next->first, tail);
  EXPECT_EQ(read_all(), Texts{"b"});
}

TEST_P(ShardLogContract, FindGivesTheFirstRecordAtOrAfterATime) {
  std::vector<Appended> appended;
  for (int i = 0; i < 3; ++i) {
    harness().move_wall_clock(milliseconds(1000));
    Result<Appended> one = append({"a", "b"});
    ASSERT_TRUE(one);
    appended.push_back(*one);
  }
  for (const Appended& one : appended) {
    Result<Offset> exact = find(one.arrival);
    ASSERT_TRUE(exact);
    EXPECT_EQ(*exact, one.first);
  }
  Result<Offset> before_all = find(WallTime{1});
  ASSERT_TRUE(before_all);
  EXPECT_LE(*before_all, appended[0].first);
  Result<Offset> between = find(appended[0].arrival + milliseconds(1));
  ASSERT_TRUE(between);
  EXPECT_EQ(*between, appended[1].first);
  Result<Offset> after_all = find(appended[2].arrival + milliseconds(1));
  ASSERT_TRUE(after_all);
  EXPECT_EQ(*after_all, log()->bounds().tail);
  ASSERT_TRUE(trim(appended[1].first));
  Result<Offset> trimmed = find(WallTime{1});
  ASSERT_TRUE(trimmed);
  EXPECT_EQ(*trimmed, appended[1].first);
}

TEST_P(ShardLogContract, ArrivalNeverGoesBackWhenTheClockDoes) {
  Result<Appended> first = append({"a"});
  harness().move_wall_clock(-std::chrono::hours(1));
  Result<Appended> second = append({"b"});
  ASSERT_TRUE(first && second);
  EXPECT_GE(second->arrival, first->arrival);
}

TEST_P(ShardLogContract, AWaiterIsWokenByAnAppendAndNotBefore) {
  ASSERT_TRUE(append({"a"}));
  Asked<void> waiting = ask_wait(log()->bounds().tail);
  ASSERT_TRUE(append({"b"}, 2));  // Of another log: no reason to wake.
  EXPECT_FALSE(waiting->arrived);
  ASSERT_TRUE(append({"c"}));
  EXPECT_TRUE(wait(waiting));
  EXPECT_TRUE(wait(ask_wait({})));  // There already.
}

TEST_P(ShardLogContract, AWaiterIsWokenByTheEnd) {
  Asked<void> waiting = ask_wait({});
  ASSERT_TRUE(end());
  EXPECT_TRUE(wait(waiting));
  EXPECT_TRUE(wait(ask_wait(log()->bounds().tail + 5)));
}

TEST_P(ShardLogContract, ALogIsTheSameObjectUntilRemoved) {
  EXPECT_EQ(log(1), log(1));
  EXPECT_NE(log(1), log(2));
}

TEST_P(ShardLogContract, LogsExistFromTheirFirstEntryOn) {
  log(5);
  EXPECT_TRUE(store().log_ids().empty());
  ASSERT_TRUE(append({"a"}, 5));
  EXPECT_EQ(store().log_ids(), std::vector<LogId>{LogId{5}});
}

TEST_P(ShardLogContract, ARemovedLogIsGoneAndOthersAreNot) {
  ASSERT_TRUE(append({"a"}, 1));
  ASSERT_TRUE(append({"b"}, 2));
  std::shared_ptr<ShardLog> removed = log(1);
  Asked<void> waiting = ask_wait(removed->bounds().tail, 1);
  on_loop(0, [](env::EventLoop&) {});
  store().remove(LogId{1});
  EXPECT_EQ(store().log_ids(), std::vector<LogId>{LogId{2}});
  Result<ReadBatch> gone = wait(ask<ReadBatch>([removed](env::EventLoop& home, auto done) {
    removed->read(home, {}, {}, std::move(done));
  }));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::not_found);
  harness().run_until(waiting->arrived);
  EXPECT_EQ(read_all({}, 2), Texts{"b"});
}

TEST_P(ShardLogContract, CloseFinishesAppendsAndWakesWaiters) {
  Asked<void> waiting = ask_wait({}, 2);
  Asked<Appended> under_way = ask_append({"a"});
  EXPECT_TRUE(close());
  EXPECT_TRUE(under_way->arrived);
  EXPECT_TRUE(wait(under_way));
  harness().run_until(waiting->arrived);
  EXPECT_FALSE(append({"late"}));
}

TEST_P(ShardLogContract, ManyLogsInOneLoopBatch) {
  const std::uint64_t logs = 2000;
  std::atomic<bool> all{false};
  auto count = std::make_shared<std::uint64_t>(0);
  on_loop(0, [&](env::EventLoop& home) {
    for (std::uint64_t id = 1; id <= logs; ++id) {
      log(id)->append(home, batch({std::to_string(id)}),
                      [&all, count, logs](Result<Appended> result) {
                        EXPECT_TRUE(result);
                        all = ++*count == logs;
                        all.notify_all();
                      });
    }
  });
  harness().run_until(all);
  EXPECT_EQ(store().log_ids().size(), logs);
  EXPECT_EQ(read_all({}, 1234), Texts{"1234"});
}

}  // namespace weir::log

// What commands do to the shards of a stream: the state machine alone, without a log.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

const StreamKey orders{"000000000001", "us-east-1", "orders"};
constexpr WallTime noon{1'704'110'400'500};

class CatalogStateReshardTest : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  void create(std::uint32_t shards) {
    ASSERT_TRUE(run(commands::CreateStream{.key = orders, .shard_count = shards, .tags = {}}));
    ASSERT_TRUE(run(commands::FinishTransition{stream().number}));
  }

  const StreamDescription& stream() { return *state_.find(orders); }
  const ShardDescription& shard(std::int32_t index) { return *stream().find_shard({index}); }

  Result<void> split(std::int32_t index, HashKey key, std::uint64_t account_shards_max = 0) {
    return run(commands::SplitShard{.key = orders,
                                    .shard = {index},
                                    .new_starting_hash_key = key,
                                    .account_shards_max = account_shards_max});
  }

  Result<void> update_count(std::uint32_t target) {
    return run(commands::UpdateShardCount{.key = orders,
                                          .target = target,
                                          .account_shards_max = 20,
                                          .stream_shards_max = 16,
                                          .updates_a_day_max = 3,
                                          .steps_are_limited = true});
  }

  // Ends the shards that the stream waits for, each at offset 100.
  Result<void> finish_step(WallTime last_arrival = {}) {
    std::vector<commands::ClosedShard> closed;
    for (const ShardIndex index : stream().reshard->closing) {
      closed.push_back({.shard = index, .end = {100}, .last_arrival = last_arrival});
    }
    return run(commands::FinishReshard{.stream = stream().number, .closed = std::move(closed)});
  }

  std::uint64_t counted_shards() {
    const std::uint64_t* const count = state_.open_shards.find(Scope{"000000000001", "us-east-1"});
    return count == nullptr ? 0 : *count;
  }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

constexpr HashKey middle{uint128{1} << 127};

TEST_F(CatalogStateReshardTest, AShardThatIsGoingToSplitStaysOpenUntilItsLogHasEnded) {
  create(1);
  ASSERT_TRUE(split(0, middle));
  EXPECT_EQ(stream().status, StreamStatus::updating);
  EXPECT_EQ(stream().shards->size(), 1U);
  EXPECT_TRUE(shard(0).is_open());
  // A transition that is over in time is not over in fact.
  ASSERT_TRUE(run(commands::FinishTransition{stream().number}));
  EXPECT_EQ(stream().status, StreamStatus::updating);

  ASSERT_TRUE(finish_step());
  EXPECT_EQ(stream().status, StreamStatus::active);
  EXPECT_EQ(stream().reshard, nullptr);
  ASSERT_EQ(stream().shards->size(), 3U);
  EXPECT_EQ(shard(0).end->offset, log::Offset{100});
  EXPECT_EQ(counted_shards(), 2U);
}

TEST_F(CatalogStateReshardTest, ChildrenBeginTheSecondAfterTheirParentsEnd) {
  create(1);
  ASSERT_TRUE(split(0, middle));
  now_ = noon + milliseconds(1'700);
  ASSERT_TRUE(finish_step());
  EXPECT_EQ(shard(0).end->time, now_);
  EXPECT_EQ(shard(1).creation_seconds, now_.whole_seconds() + 1);
  EXPECT_EQ(shard(2).creation_seconds, now_.whole_seconds() + 1);
}

// A clock that was set back must not give a child smaller numbers than its parent's.
TEST_F(CatalogStateReshardTest, AShardEndsBehindItsLastRecordWhateverTheClockSays) {
  create(1);
  ASSERT_TRUE(split(0, middle));
  now_ = noon - std::chrono::hours(1);
  const WallTime last_arrival = noon + milliseconds(5'000);
  ASSERT_TRUE(finish_step(last_arrival));
  EXPECT_EQ(shard(0).end->time, last_arrival);
  ASSERT_TRUE(split(1, {42}));
  ASSERT_TRUE(finish_step());
  EXPECT_GE(shard(1).end->time.whole_seconds(), shard(1).creation_seconds);
  EXPECT_GT(shard(3).creation_seconds, shard(1).creation_seconds);
}

TEST_F(CatalogStateReshardTest, EndsThatTheStreamDoesNotWaitForChangeNothing) {
  create(2);
  ASSERT_TRUE(split(0, {uint128{1} << 126}));
  const auto before = stream().shards;
  const StreamNumber number = stream().number;
  const commands::ClosedShard first{.shard = {0}, .end = {1}, .last_arrival = {}};
  const commands::ClosedShard second{.shard = {1}, .end = {1}, .last_arrival = {}};
  for (const auto& closed : {std::vector<commands::ClosedShard>{}, {second}, {first, second}}) {
    ASSERT_TRUE(run(commands::FinishReshard{.stream = number, .closed = closed}));
    EXPECT_EQ(stream().shards, before);
  }
  ASSERT_TRUE(finish_step());
  const auto after = stream().shards;
  // What is repeated after an unknown outcome under another id.
  ASSERT_TRUE(run(commands::FinishReshard{.stream = number, .closed = {first}}));
  EXPECT_EQ(stream().shards, after);
}

TEST_F(CatalogStateReshardTest, AStreamThatChangesRefusesOtherChanges) {
  create(2);
  ASSERT_TRUE(split(0, {7}));
  EXPECT_EQ(split(1, middle).error().code, ErrorCode::in_use);
  EXPECT_EQ(update_count(3).error().code, ErrorCode::in_use);
  EXPECT_EQ(
      run(commands::MergeShards{.key = orders, .shard = {0}, .adjacent_shard = {1}}).error().code,
      ErrorCode::in_use);
}

TEST_F(CatalogStateReshardTest, AClosedShardIsNeitherSplitNorMerged) {
  create(1);
  ASSERT_TRUE(split(0, middle));
  ASSERT_TRUE(finish_step());
  EXPECT_EQ(split(0, {7}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(
      run(commands::MergeShards{.key = orders, .shard = {0}, .adjacent_shard = {2}}).error().code,
      ErrorCode::invalid_argument);
  EXPECT_EQ(split(9, {7}).error().code, ErrorCode::not_found);
}

TEST_F(CatalogStateReshardTest, TheShardsOfAnAccountAreLimitedWhenShardsSplitToo) {
  create(3);
  EXPECT_EQ(split(0, {7}, 3).error().code, ErrorCode::limit_exceeded);
  EXPECT_TRUE(split(0, {7}, 4));
}

TEST_F(CatalogStateReshardTest, ACountIsReachedStepByStepWhileTheStreamIsUpdating) {
  create(3);
  ASSERT_TRUE(update_count(5));
  int steps = 0;
  while (stream().status == StreamStatus::updating) {
    ASSERT_LT(++steps, 10);
    ASSERT_TRUE(finish_step());
  }
  EXPECT_GT(steps, 1);
  EXPECT_EQ(stream().open_shard_count(), 5U);
  EXPECT_EQ(counted_shards(), 5U);
}

TEST_F(CatalogStateReshardTest, ACountIsLimitedInStepInSizeAndInADay) {
  create(4);
  EXPECT_EQ(update_count(9).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(update_count(1).error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(update_count(4));  // What it has already; that does not count.
  EXPECT_EQ(stream().status, StreamStatus::active);
  for (const std::uint32_t target : {8U, 16U, 8U}) {
    ASSERT_TRUE(update_count(target));
    ASSERT_TRUE(finish_step());
  }
  EXPECT_EQ(update_count(4).error().code, ErrorCode::limit_exceeded);
  now_ = noon + std::chrono::hours(24);
  EXPECT_TRUE(update_count(16));
  ASSERT_TRUE(finish_step());
  EXPECT_EQ(update_count(17).error().code, ErrorCode::limit_exceeded);
}

TEST_F(CatalogStateReshardTest, OnlyClosedShardsAreForgottenAndIndexesNeverComeBack) {
  create(1);
  ASSERT_TRUE(split(0, middle));
  ASSERT_TRUE(finish_step());
  ASSERT_TRUE(run(
      commands::ForgetShards{.stream = stream().number, .shards = {ShardIndex{0}, ShardIndex{1}}}));
  EXPECT_EQ(stream().find_shard({0}), nullptr);
  ASSERT_NE(stream().find_shard({1}), nullptr);
  ASSERT_TRUE(split(2, {middle.value + 9}));
  ASSERT_TRUE(finish_step());
  EXPECT_EQ(stream().shards->back().index, ShardIndex{4});
}

TEST_F(CatalogStateReshardTest, DeletingAStreamThatChangesForgetsTheChange) {
  create(2);
  ASSERT_TRUE(split(0, {7}));
  ASSERT_TRUE(run(commands::DeleteStream{orders}));
  EXPECT_EQ(stream().reshard, nullptr);
  ASSERT_TRUE(run(commands::RemoveStream{stream().number}));
  EXPECT_EQ(counted_shards(), 0U);
}

TEST_F(CatalogStateReshardTest, ASnapshotKeepsLineageAndWhatIsUnderWay) {
  create(4);
  ASSERT_TRUE(update_count(6));
  ASSERT_TRUE(finish_step());
  ASSERT_NE(stream().reshard, nullptr);
  const std::string bytes = encode_state(state_);
  const Result<CatalogState> copy = decode_state(bytes_of(bytes));
  ASSERT_TRUE(copy);
  const DescriptionPointer same = copy->find(orders);
  EXPECT_EQ(*same->shards, *stream().shards);
  EXPECT_EQ(*same->reshard, *stream().reshard);
  EXPECT_EQ(same->count_updates, stream().count_updates);
  EXPECT_EQ(encode_state(*copy), bytes);
}

}  // namespace
}  // namespace weir::stream

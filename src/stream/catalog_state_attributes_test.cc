// What commands do to tags, metrics, sizes, modes and commitments: the state machine alone.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/on_demand.h"

namespace weir::stream {
namespace {

using std::chrono::hours;

const StreamKey orders{"000000000001", "us-east-1", "orders"};
const StreamKey bills{"000000000001", "us-east-1", "bills"};
const Scope scope{"000000000001", "us-east-1"};
constexpr WallTime noon{1'704'110'400'500};

class CatalogStateAttributesTest : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  void create(const StreamKey& key, StreamMode mode = StreamMode::provisioned,
              std::uint32_t shards = 2) {
    ASSERT_TRUE(
        run(commands::CreateStream{.key = key, .shard_count = shards, .mode = mode, .tags = {}}));
    settle(key);
  }
  void settle(const StreamKey& key = orders) {
    ASSERT_TRUE(run(commands::FinishTransition{state_.find(key)->number}));
  }

  const StreamDescription& stream(const StreamKey& key = orders) { return *state_.find(key); }
  Result<void> set_tags(Tags tags, std::uint32_t tags_max = 50) {
    return run(commands::ChangeTags{
        .key = orders, .set = std::move(tags), .remove = {}, .tags_max = tags_max});
  }
  Result<void> change_mode(StreamMode mode, std::uint32_t warm_mibps = 0) {
    return run(commands::ChangeMode{.key = orders,
                                    .mode = mode,
                                    .warm_mibps = warm_mibps,
                                    .on_demand_streams_max = 1,
                                    .updates_a_day_max = 2,
                                    .account_shards_max = 4});
  }
  Result<void> commit(bool enable) {
    return run(commands::ChangeCommitment{
        .account_id = scope.account_id, .region = scope.region, .enable = enable});
  }
  std::uint64_t count(const PersistentMap<Scope, std::uint64_t>& counts) {
    const std::uint64_t* const found = counts.find(scope);
    return found == nullptr ? 0 : *found;
  }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

template <class T>
std::pair<ErrorCode, std::string> refusal(const Result<T>& result) {
  if (result) return {ErrorCode::unavailable, "no refusal"};
  return {result.error().code, result.error().message};
}

// -- Tags ------------------------------------------------------------------------

TEST_F(CatalogStateAttributesTest, TagsAreAddedReplacedAndTakenAway) {
  create(orders);
  ASSERT_TRUE(set_tags({{"b", "1"}, {"d", "2"}}));
  ASSERT_TRUE(set_tags({{"a", ""}, {"b", "3"}}));
  EXPECT_EQ(stream().tags, (Tags{{"a", ""}, {"b", "3"}, {"d", "2"}}));
  ASSERT_TRUE(run(commands::ChangeTags{.key = orders, .set = {}, .remove = {"d", "x", "a"}}));
  EXPECT_EQ(stream().tags, (Tags{{"b", "3"}}));
  EXPECT_EQ(stream().status, StreamStatus::active);
}

TEST_F(CatalogStateAttributesTest, ATagTooManyIsRefusedAndChangesNothing) {
  create(orders);
  ASSERT_TRUE(set_tags({{"a", "1"}, {"b", "1"}}, 2));
  EXPECT_EQ(refusal(set_tags({{"a", "2"}, {"c", "2"}}, 2)),
            std::pair(ErrorCode::invalid_argument,
                      std::string("Failed to add tags to stream orders under account 000000000001 "
                                  "because a given stream cannot have more than 10 tags "
                                  "associated with it.")));
  EXPECT_EQ(stream().tags, (Tags{{"a", "1"}, {"b", "1"}}));
  EXPECT_TRUE(set_tags({{"a", "2"}, {"b", "2"}}, 2));
}

TEST_F(CatalogStateAttributesTest, TagsOfAStreamThatIsNotSettledStayAsTheyAre) {
  EXPECT_EQ(refusal(set_tags({{"a", "1"}})).first, ErrorCode::not_found);
  ASSERT_TRUE(run(commands::CreateStream{.key = orders, .tags = {}}));
  EXPECT_EQ(refusal(set_tags({{"a", "1"}})),
            std::pair(ErrorCode::in_use,
                      std::string("Stream orders under account 000000000001 not ACTIVE, instead in "
                                  "state CREATING")));
}

// -- Attributes ------------------------------------------------------------------

TEST_F(CatalogStateAttributesTest, MetricsAreSwitchedOnAndOffOneByOne) {
  create(orders);
  ASSERT_TRUE(run(commands::ChangeShardMetrics{.key = orders, .metrics = 5, .enable = true}));
  EXPECT_EQ(stream().status, StreamStatus::updating);
  EXPECT_EQ(refusal(run(commands::ChangeShardMetrics{.key = orders, .metrics = 2})).first,
            ErrorCode::in_use);
  settle();
  ASSERT_TRUE(run(commands::ChangeShardMetrics{.key = orders, .metrics = 6, .enable = false}));
  EXPECT_EQ(stream().shard_level_metrics, 1);
}

TEST_F(CatalogStateAttributesTest, RecordsMayBecomeLarger) {
  create(orders);
  ASSERT_TRUE(run(commands::ChangeRecordSize{.key = orders, .record_kib_max = 10'240}));
  EXPECT_EQ(stream().record_kib_max, 10'240U);
  EXPECT_EQ(stream().status, StreamStatus::updating);
}

TEST_F(CatalogStateAttributesTest, OnlyAnOnDemandStreamDistributesByItself) {
  create(orders);
  const commands::ChangeDistribution automatic{.key = orders,
                                               .strategy = DistributionStrategy::automatic};
  EXPECT_EQ(refusal(run(automatic)).first, ErrorCode::invalid_argument);
  ASSERT_TRUE(change_mode(StreamMode::on_demand));
  ASSERT_TRUE(run(automatic));
  EXPECT_EQ(stream().distribution, DistributionStrategy::automatic);
  settle();
  ASSERT_TRUE(change_mode(StreamMode::provisioned));
  EXPECT_EQ(stream().distribution, DistributionStrategy::user_partition_key);
}

// -- Modes -----------------------------------------------------------------------

TEST_F(CatalogStateAttributesTest, AModeIsChangedTwiceADayAndKeepsTheShards) {
  create(orders, StreamMode::provisioned, 3);
  EXPECT_EQ(count(state_.open_shards), 3U);
  ASSERT_TRUE(change_mode(StreamMode::on_demand));
  EXPECT_EQ(stream().open_shard_count(), 3U);
  EXPECT_EQ(count(state_.open_shards), 0U);
  EXPECT_EQ(count(state_.on_demand_streams), 1U);
  settle();
  EXPECT_EQ(refusal(change_mode(StreamMode::on_demand)).first, ErrorCode::invalid_argument);
  now_ = now_ + hours(1);
  ASSERT_TRUE(change_mode(StreamMode::provisioned));
  EXPECT_EQ(count(state_.open_shards), 3U);
  EXPECT_EQ(count(state_.on_demand_streams), 0U);
  settle();
  now_ = noon + hours(23);
  EXPECT_EQ(refusal(change_mode(StreamMode::on_demand)).first, ErrorCode::limit_exceeded);
  now_ = noon + hours(24);
  EXPECT_TRUE(change_mode(StreamMode::on_demand));
}

TEST_F(CatalogStateAttributesTest, AnAccountHasOnlySoManyOnDemandStreams) {
  create(bills, StreamMode::on_demand);
  create(orders);
  EXPECT_EQ(refusal(change_mode(StreamMode::on_demand)).first, ErrorCode::limit_exceeded);
  EXPECT_EQ(refusal(run(commands::CreateStream{.key = {"000000000001", "us-east-1", "third"},
                                               .mode = StreamMode::on_demand,
                                               .tags = {},
                                               .on_demand_streams_max = 1}))
                .first,
            ErrorCode::limit_exceeded);
  ASSERT_TRUE(run(commands::DeleteStream{bills}));
  ASSERT_TRUE(run(commands::RemoveStream{stream(bills).number}));
  EXPECT_TRUE(change_mode(StreamMode::on_demand));
}

// Shards of on-demand streams do not count, until they are provisioned.
TEST_F(CatalogStateAttributesTest, ProvisioningAStreamNeedsRoomForItsShards) {
  create(orders, StreamMode::on_demand, 3);
  create(bills, StreamMode::provisioned, 2);
  EXPECT_EQ(refusal(change_mode(StreamMode::provisioned)).first, ErrorCode::limit_exceeded);
  EXPECT_EQ(stream().mode, StreamMode::on_demand);
}

// -- Commitments and warm throughput -----------------------------------------------

TEST_F(CatalogStateAttributesTest, ACommitmentLastsADayAtLeast) {
  ASSERT_TRUE(commit(false));
  EXPECT_EQ(state_.commitments.find(scope), nullptr);
  ASSERT_TRUE(commit(true));
  const auto status = [&](WallTime at) { return state_.commitments.find(scope)->status(at); };
  EXPECT_EQ(status(noon), CommitmentStatus::enabled);
  now_ = noon + hours(1);
  ASSERT_TRUE(commit(true));  // It is already.
  EXPECT_EQ(state_.commitments.find(scope)->started, noon);
  ASSERT_TRUE(commit(false));
  EXPECT_EQ(status(noon + hours(23)), CommitmentStatus::enabled_until_end);
  EXPECT_EQ(status(noon + hours(24)), CommitmentStatus::disabled);
  EXPECT_EQ(state_.commitments.find(scope)->end, noon + hours(24));

  now_ = noon + hours(30);
  ASSERT_TRUE(commit(true));
  EXPECT_EQ(state_.commitments.find(scope)->started, now_);
  now_ = noon + hours(60);
  ASSERT_TRUE(commit(false));
  EXPECT_EQ(status(now_), CommitmentStatus::disabled);
}

TEST_F(CatalogStateAttributesTest, WarmThroughputNeedsTheCommitment) {
  create(orders, StreamMode::on_demand, 4);
  const commands::ChangeWarmThroughput warm{.key = orders, .mibps = 10};
  EXPECT_EQ(refusal(run(warm)).first, ErrorCode::invalid_argument);
  ASSERT_TRUE(commit(true));
  ASSERT_TRUE(run(warm));
  // 4 shards become 8 and then 16, which take 10 MiB/s.
  ASSERT_NE(stream().reshard, nullptr);
  EXPECT_EQ(stream().reshard->target_count, 16U);
  EXPECT_EQ(stream().on_demand.warm_mibps, 10U);
}

TEST_F(CatalogStateAttributesTest, LessWarmThroughputThanThereIsNeedsNoShards) {
  ASSERT_TRUE(commit(true));
  create(orders, StreamMode::on_demand, 4);
  ASSERT_TRUE(run(commands::ChangeWarmThroughput{.key = orders, .mibps = 3}));
  EXPECT_EQ(stream().reshard, nullptr);
  EXPECT_EQ(stream().status, StreamStatus::updating);
  settle();
  EXPECT_EQ(stream().status, StreamStatus::active);
}

TEST_F(CatalogStateAttributesTest, AProvisionedStreamHasNoWarmThroughput) {
  ASSERT_TRUE(commit(true));
  create(orders);
  EXPECT_EQ(refusal(run(commands::ChangeWarmThroughput{.key = orders, .mibps = 10})).first,
            ErrorCode::invalid_argument);
}

// -- Demands -----------------------------------------------------------------------

TEST_F(CatalogStateAttributesTest, TheBusiestDemandsOfThirtyDaysAreKept) {
  create(orders, StreamMode::on_demand);
  const auto record = [&](std::int64_t day, std::uint32_t shards) {
    ASSERT_TRUE(run(commands::RecordDemand{stream().number, {.day = day, .shards = shards}}));
  };
  for (std::int64_t day = 100; day < 140; ++day) record(day, 8);
  EXPECT_EQ(stream().on_demand.demands.size(), demand_days);
  EXPECT_EQ(stream().on_demand.demands.front().day, 110);
  record(139, 16);
  record(139, 4);
  EXPECT_EQ(stream().on_demand.demands.back(), (DailyDemand{.day = 139, .shards = 16}));
}

TEST_F(CatalogStateAttributesTest, OnlyAnActiveOnDemandStreamIsScaled) {
  create(orders, StreamMode::on_demand, 4);
  create(bills);
  ASSERT_TRUE(run(commands::ScaleStream{.stream = stream(bills).number, .split = {}, .target = 4}));
  EXPECT_EQ(stream(bills).reshard, nullptr);
  ASSERT_TRUE(
      run(commands::ScaleStream{.stream = stream().number, .split = {{1}, {3}}, .target = 0}));
  ASSERT_NE(stream().reshard, nullptr);
  EXPECT_EQ(stream().reshard->closing, (std::vector<ShardIndex>{{1}, {3}}));
  EXPECT_EQ(stream().reshard->opening.size(), 4U);
  EXPECT_EQ(stream().on_demand.scaled, noon);
  const auto under_way = stream().reshard;
  ASSERT_TRUE(run(commands::ScaleStream{.stream = stream().number, .split = {{0}}, .target = 0}));
  EXPECT_EQ(stream().reshard, under_way);
}

}  // namespace
}  // namespace weir::stream

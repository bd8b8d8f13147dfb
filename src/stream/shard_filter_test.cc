#include "stream/shard_filter.h"

#include <gtest/gtest.h>

#include <vector>

#include "stream/reshard.h"

namespace weir::stream {
namespace {

StreamDescription stream_of(std::uint32_t count) {
  std::vector<ShardDescription> shards;
  for (const HashRange& range : even_ranges(count)) {
    shards.push_back(
        {{static_cast<std::int32_t>(shards.size())}, 1'700'000'000, range, {}, {}, {}});
  }
  StreamDescription stream;
  stream.shards = std::make_shared<const std::vector<ShardDescription>>(std::move(shards));
  return stream;
}

std::vector<std::int32_t> indexes(const ShardPage& page) {
  std::vector<std::int32_t> found;
  for (const ShardDescription& shard : page.shards) found.push_back(shard.index.value);
  return found;
}

using Indexes = std::vector<std::int32_t>;

constexpr WallTime created{1'700'000'000'000};
const WallTime noon = created + std::chrono::hours(1);

ShardPage select(const StreamDescription& stream, const std::optional<ShardFilter>& filter,
                 std::optional<ShardIndex> after = {}, std::size_t count = 100,
                 WallTime now = noon) {
  return select_shards(stream, filter, after, count, now);
}

// Two shards, of which the first was split into 2 and 3 ten minutes after the stream was created,
// and those were merged into 4 ten minutes later.
const WallTime split_at = created + std::chrono::minutes(10);
const WallTime merged_at = created + std::chrono::minutes(20);

StreamDescription resharded_stream() {
  const std::vector<HashRange> ranges = even_ranges(4);
  const HashRange lower{ranges[0].first, ranges[1].last};
  const HashRange upper{ranges[2].first, ranges[3].last};
  const auto child = [](std::int32_t index, const HashRange& range, WallTime begun) {
    return ShardDescription{.index = {index},
                            .creation_seconds = begun.whole_seconds() + 1,
                            .range = range,
                            .parent = ShardIndex{0},
                            .adjacent_parent = {},
                            .end = {}};
  };
  std::vector<ShardDescription> shards{
      {{0}, created.whole_seconds(), lower, {}, {}, ShardEnd{log::Offset{5}, split_at}},
      {{1}, created.whole_seconds(), upper, {}, {}, {}},
      child(2, ranges[0], split_at),
      child(3, ranges[1], split_at),
      child(4, lower, merged_at)};
  shards[2].end = shards[3].end = ShardEnd{log::Offset{7}, merged_at};
  shards[4].parent = ShardIndex{2};
  shards[4].adjacent_parent = ShardIndex{3};
  StreamDescription stream;
  stream.shards = std::make_shared<const std::vector<ShardDescription>>(std::move(shards));
  return stream;
}

Indexes shown(ShardFilterType type, WallTime time = {}, WallTime now = noon) {
  const ShardFilter filter{.type = type, .after = {}, .time = time};
  return indexes(select(resharded_stream(), filter, {}, 100, now));
}

TEST(ShardFilter, WithoutOneAllShardsAreShownByIndex) {
  const ShardPage page = select(stream_of(4), {});
  EXPECT_EQ(indexes(page), (Indexes{0, 1, 2, 3}));
  EXPECT_FALSE(page.more);
}

TEST(ShardFilter, APageIsNoLongerThanAskedAndSaysThatThereIsMore) {
  const StreamDescription stream = stream_of(5);
  const ShardPage first = select(stream, {}, {}, 2);
  EXPECT_EQ(indexes(first), (Indexes{0, 1}));
  EXPECT_TRUE(first.more);
  const ShardPage second = select(stream, {}, first.shards.back().index, 2);
  EXPECT_EQ(indexes(second), (Indexes{2, 3}));
  EXPECT_TRUE(second.more);
  const ShardPage third = select(stream, {}, second.shards.back().index, 2);
  EXPECT_EQ(indexes(third), (Indexes{4}));
  EXPECT_FALSE(third.more);
}

TEST(ShardFilter, APageThatEndsWithTheLastShardHasNothingMore) {
  const ShardPage page = select(stream_of(4), {}, ShardIndex{1}, 2);
  EXPECT_EQ(indexes(page), (Indexes{2, 3}));
  EXPECT_FALSE(page.more);
}

TEST(ShardFilter, AfterShardIdLeavesOutThatShardAndThoseBefore) {
  const ShardFilter filter{.type = ShardFilterType::after_shard_id, .after = {1}, .time = {}};
  EXPECT_EQ(indexes(select(stream_of(4), filter, {}, 100)), (Indexes{2, 3}));
  // The filter and the place of the page hold both.
  EXPECT_EQ(indexes(select(stream_of(4), filter, ShardIndex{2}, 100)), (Indexes{3}));
  EXPECT_EQ(indexes(select(stream_of(4), filter, ShardIndex{0}, 100)), (Indexes{2, 3}));
}

TEST(ShardFilter, AfterTheLastShardThereIsNone) {
  const ShardFilter filter{.type = ShardFilterType::after_shard_id, .after = {3}, .time = {}};
  const ShardPage page = select(stream_of(4), filter, {}, 100);
  EXPECT_TRUE(page.shards.empty());
  EXPECT_FALSE(page.more);
  EXPECT_TRUE(select(stream_of(4), {}, ShardIndex{1'000}, 100).shards.empty());
}

TEST(ShardFilter, OfTimesShowsShardsThatWereNeverReshardedWhateverTheTime) {
  for (const ShardFilterType type :
       {ShardFilterType::at_trim_horizon, ShardFilterType::from_trim_horizon,
        ShardFilterType::at_latest, ShardFilterType::at_timestamp,
        ShardFilterType::from_timestamp}) {
    for (const WallTime time : {WallTime{0}, noon + std::chrono::hours(100)}) {
      const ShardFilter filter{.type = type, .after = {}, .time = time};
      EXPECT_EQ(indexes(select(stream_of(3), filter)), (Indexes{0, 1, 2}));
    }
  }
}

TEST(ShardFilter, AtLatestShowsTheOpenShards) {
  EXPECT_EQ(shown(ShardFilterType::at_latest), (Indexes{1, 4}));
}

TEST(ShardFilter, FromTrimHorizonShowsEverythingThatIsThere) {
  EXPECT_EQ(shown(ShardFilterType::from_trim_horizon), (Indexes{0, 1, 2, 3, 4}));
}

TEST(ShardFilter, AtTrimHorizonShowsWhatWasOpenAtTheEndOfRetention) {
  EXPECT_EQ(shown(ShardFilterType::at_trim_horizon), (Indexes{0, 1}));
  const auto day = std::chrono::hours(24);
  EXPECT_EQ(shown(ShardFilterType::at_trim_horizon, {}, split_at + day + seconds(5)),
            (Indexes{1, 2, 3}));
  EXPECT_EQ(shown(ShardFilterType::at_trim_horizon, {}, merged_at + day + seconds(5)),
            (Indexes{1, 4}));
}

TEST(ShardFilter, AtATimestampShowsWhatWasOpenThen) {
  const auto at = [](WallTime time) { return shown(ShardFilterType::at_timestamp, time); };
  EXPECT_EQ(at({0}), (Indexes{0, 1}));
  EXPECT_EQ(at(split_at - milliseconds(1)), (Indexes{0, 1}));
  EXPECT_EQ(at(split_at + seconds(1)), (Indexes{1, 2, 3}));
  EXPECT_EQ(at(merged_at), (Indexes{1, 2, 3}));
  EXPECT_EQ(at(merged_at + seconds(1)), (Indexes{1, 4}));
  EXPECT_EQ(at(noon + seconds(100)), (Indexes{1, 4}));
}

TEST(ShardFilter, AtAnyTimeTheShownShardsOwnEachHashKeyOnce) {
  const StreamDescription stream = resharded_stream();
  for (WallTime time = created - seconds(60); time < noon; time = time + milliseconds(500)) {
    const ShardFilter filter{.type = ShardFilterType::at_timestamp, .after = {}, .time = time};
    std::vector<ShardDescription> open = select(stream, filter).shards;
    for (ShardDescription& shard : open) shard.end.reset();
    ASSERT_TRUE(covers_all_keys(open)) << time.ms;
  }
}

TEST(ShardFilter, FromATimestampShowsWhatWasOpenThenOrSince) {
  const auto from = [](WallTime time) { return shown(ShardFilterType::from_timestamp, time); };
  EXPECT_EQ(from({0}), (Indexes{0, 1, 2, 3, 4}));
  EXPECT_EQ(from(split_at), (Indexes{0, 1, 2, 3, 4}));
  EXPECT_EQ(from(split_at + milliseconds(1)), (Indexes{1, 2, 3, 4}));
  EXPECT_EQ(from(merged_at + milliseconds(1)), (Indexes{1, 4}));
}

}  // namespace
}  // namespace weir::stream

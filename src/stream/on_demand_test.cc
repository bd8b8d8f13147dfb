// The rules of on-demand scaling, without a log and without time.

#include "stream/on_demand.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "stream/hash_key.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};
constexpr std::uint64_t mib = 1u << 20;
constexpr WriteRate capacity{.bytes = mib, .records = 1'000};

StreamDescription stream_of(std::uint32_t shards) {
  std::vector<ShardDescription> all;
  for (const HashRange& range : even_ranges(shards)) {
    all.push_back({.index = {static_cast<std::int32_t>(all.size())},
                   .creation_seconds = 1,
                   .range = range,
                   .parent = {},
                   .adjacent_parent = {},
                   .end = {}});
  }
  StreamDescription stream;
  stream.number = StreamNumber{7};
  stream.status = StreamStatus::active;
  stream.mode = StreamMode::on_demand;
  stream.shards = std::make_shared<const std::vector<ShardDescription>>(std::move(all));
  return stream;
}

// Every shard of the stream with the same load.
std::vector<ShardLoad> even_load(const StreamDescription& stream, WriteRate rate) {
  std::vector<ShardLoad> loads;
  for (const ShardDescription& shard : *stream.shards) loads.push_back({shard.index, rate});
  return loads;
}

std::uint32_t demanded(const StreamDescription& stream, const std::vector<ShardLoad>& loads) {
  return demanded_shards(stream, loads, capacity);
}

TEST(OnDemand, AStreamKeepsDoubleOfWhatItTakes) {
  const StreamDescription stream = stream_of(4);
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = mib / 2, .records = 500})), 4U);
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = mib / 2 + 1, .records = 1})), 8U);
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = 1, .records = 501})), 8U);
  // More than double does not come at once.
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = mib, .records = 1'000})), 8U);
}

TEST(OnDemand, AQuieterStreamNeedsFewerShardsButNeverFewerThanFour) {
  const StreamDescription stream = stream_of(64);
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = mib / 4, .records = 1})), 32U);
  EXPECT_EQ(demanded(stream, even_load(stream, {.bytes = mib / 4 + 1, .records = 1})), 64U);
  EXPECT_EQ(demanded(stream, even_load(stream, {})), 4U);
  const StreamDescription small = stream_of(2);
  EXPECT_EQ(demanded(small, even_load(small, {})), 2U);
}

TEST(OnDemand, AHotShardIsHalved) {
  const StreamDescription stream = stream_of(4);
  const std::vector<ShardLoad> loads{{{2}, {.bytes = 600'000, .records = 10}}};
  EXPECT_EQ(demanded(stream, loads), 5U);
  const auto scaling = scaling_of(stream, loads, capacity, noon);
  ASSERT_TRUE(scaling);
  EXPECT_EQ(scaling->split, (std::vector<ShardIndex>{{2}}));
}

// Halving cannot help a stream whose load is all of one key: it must end somewhere.
TEST(OnDemand, OneHotKeyMakesAtMostTwiceTheShardsOfItsLoad) {
  const StreamDescription stream = stream_of(8);
  const std::vector<ShardLoad> loads{{{7}, {.bytes = mib, .records = 10}}};
  EXPECT_EQ(demanded(stream, loads), 8U);
  EXPECT_FALSE(scaling_of(stream, loads, capacity, noon));
}

TEST(OnDemand, ShardsDoubleWhenTheLoadGrows) {
  StreamDescription stream = stream_of(4);
  const auto loads = even_load(stream, {.bytes = 700'000, .records = 1});
  const auto scaling = scaling_of(stream, loads, capacity, noon);
  ASSERT_TRUE(scaling);
  EXPECT_EQ(*scaling, (commands::ScaleStream{.stream = {7}, .split = {}, .target = 8}));
  // Not twice in 15 minutes.
  stream.on_demand.scaled = noon;
  EXPECT_FALSE(scaling_of(stream, loads, capacity, noon + scaling_pause - milliseconds(1)));
  EXPECT_TRUE(scaling_of(stream, loads, capacity, noon + scaling_pause));
}

TEST(OnDemand, ShardsAreKeptForTheBusiestOfThirtyDays) {
  StreamDescription stream = stream_of(16);
  const std::int64_t today = day_of(noon);
  const auto target = [&] {
    const auto scaling = scaling_of(stream, even_load(stream, {}), capacity, noon);
    return scaling ? scaling->target : 16;
  };
  EXPECT_EQ(target(), 4U);
  stream.on_demand.demands = {{.day = today - 29, .shards = 16}, {.day = today, .shards = 4}};
  EXPECT_EQ(target(), 16U);
  stream.on_demand.demands.front().day = today - 30;
  EXPECT_EQ(target(), 4U);
  stream.on_demand.demands.back().shards = 7;
  EXPECT_EQ(target(), 8U);
  stream.on_demand.warm_mibps = 9;
  EXPECT_EQ(target(), 16U);
}

TEST(OnDemand, OnlyStreamsThatAreStillAreScaled) {
  StreamDescription stream = stream_of(16);
  stream.status = StreamStatus::updating;
  EXPECT_FALSE(scaling_of(stream, {}, capacity, noon));
  stream.status = StreamStatus::active;
  stream.mode = StreamMode::provisioned;
  EXPECT_FALSE(scaling_of(stream, {}, capacity, noon));
}

TEST(OnDemand, HalvesMeetInTheMiddle) {
  const StreamDescription stream = stream_of(4);
  const auto halves = halving_of(*stream.shards, {{1}, {3}});
  ASSERT_TRUE(halves);
  EXPECT_EQ(halves->closing, (std::vector<ShardIndex>{{1}, {3}}));
  ASSERT_EQ(halves->opening.size(), 4U);
  const HashRange& second = (*stream.shards)[1].range;
  EXPECT_EQ(halves->opening[0].range.first, second.first);
  EXPECT_EQ(halves->opening[0].range.last.value + 1, halves->opening[1].range.first.value);
  EXPECT_EQ(halves->opening[1].range.last, second.last);
  EXPECT_EQ(halves->opening[1].range.first.value - second.first.value, uint128{1} << 125);
  EXPECT_EQ(halves->opening[1].parent, ShardIndex{1});
  EXPECT_FALSE(halving_of(*stream.shards, {{4}}));
}

TEST(OnDemand, AStreamIsWarmedByDoubling) {
  StreamDescription stream = stream_of(4);
  EXPECT_FALSE(warming_step(stream));
  stream.on_demand.warm_mibps = 4;
  EXPECT_FALSE(warming_step(stream));
  stream.on_demand.warm_mibps = 5;
  EXPECT_EQ(warming_step(stream)->target_count, 8U);
  stream.on_demand.warm_mibps = 100;
  EXPECT_EQ(warming_step(stream)->target_count, 128U);
}

}  // namespace
}  // namespace weir::stream

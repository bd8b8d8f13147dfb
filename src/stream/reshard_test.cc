#include "stream/reshard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace weir::stream {
namespace {

using Shards = std::vector<ShardDescription>;

Shards even(std::uint32_t count) {
  Shards shards;
  for (const HashRange& range : even_ranges(count)) {
    shards.push_back({.index = {static_cast<std::int32_t>(shards.size())},
                      .creation_seconds = 0,
                      .range = range,
                      .parent = std::nullopt,
                      .adjacent_parent = std::nullopt,
                      .end = std::nullopt});
  }
  return shards;
}

// What the catalog does with a step.
void carry_out(Shards& shards, const Reshard& step) {
  for (const ShardIndex closing : step.closing) {
    ShardDescription& shard = shards[static_cast<std::size_t>(closing.value)];
    ASSERT_TRUE(shard.is_open()) << closing.value;
    shard.end = ShardEnd{};
  }
  for (const NewShard& opened : step.opening) {
    shards.push_back({.index = shards.back().index + 1,
                      .creation_seconds = 0,
                      .range = opened.range,
                      .parent = opened.parent,
                      .adjacent_parent = opened.adjacent_parent,
                      .end = std::nullopt});
  }
}

// Goes on until nothing is left to do; how many steps that took.
int reach(Shards& shards, std::uint32_t count) {
  int steps = 0;
  while (const std::optional<Reshard> step = next_step(shards, count)) {
    EXPECT_EQ(step->target_count, count);
    EXPECT_TRUE(std::ranges::is_sorted(step->closing));
    carry_out(shards, *step);
    EXPECT_TRUE(covers_all_keys(shards)) << "after step " << steps;
    if (++steps > 100) break;
  }
  return steps;
}

std::vector<HashRange> open_ranges(const Shards& shards) {
  std::vector<HashRange> ranges;
  for (const ShardDescription& shard : shards) {
    if (shard.is_open()) ranges.push_back(shard.range);
  }
  std::ranges::sort(ranges);
  return ranges;
}

TEST(Reshard, ASplitCutsAtTheGivenKeyAndNamesItsParent) {
  const Shards shards = even(2);
  const HashKey key{shards[1].range.first.value + 7};
  const Reshard split = split_of(shards[1], key);
  EXPECT_EQ(split.closing, std::vector{ShardIndex{1}});
  ASSERT_EQ(split.opening.size(), 2U);
  EXPECT_EQ(split.opening[0].range, (HashRange{shards[1].range.first, {key.value - 1}}));
  EXPECT_EQ(split.opening[1].range, (HashRange{key, hash_key_max}));
  for (const NewShard& child : split.opening) {
    EXPECT_EQ(child.parent, ShardIndex{1});
    EXPECT_EQ(child.adjacent_parent, std::nullopt);
  }
}

TEST(Reshard, AMergeJoinsTwoRangesAndNamesBothParents) {
  const Shards shards = even(3);
  const Reshard merge = merge_of(shards[1], shards[2]);
  EXPECT_EQ(merge.closing, (std::vector{ShardIndex{1}, ShardIndex{2}}));
  ASSERT_EQ(merge.opening.size(), 1U);
  EXPECT_EQ(merge.opening[0].range, (HashRange{shards[1].range.first, hash_key_max}));
  EXPECT_EQ(merge.opening[0].parent, ShardIndex{1});
  EXPECT_EQ(merge.opening[0].adjacent_parent, ShardIndex{2});
}

TEST(Reshard, DoublingSplitsEachShardOnceInItsMiddle) {
  for (const std::uint32_t count : {1U, 2U, 3U, 7U, 1'000U}) {
    Shards shards = even(count);
    EXPECT_EQ(reach(shards, 2 * count), 1) << count;
    EXPECT_EQ(shards.size(), 3 * count);
    EXPECT_EQ(next_step(shards, 2 * count), std::nullopt);
  }
}

TEST(Reshard, HalvingMergesNeighboursTwoByTwo) {
  for (const std::uint32_t count : {2U, 6U, 14U, 2'000U}) {
    Shards shards = even(count);
    EXPECT_EQ(reach(shards, count / 2), 1) << count;
    EXPECT_EQ(shards.size(), count + count / 2);
  }
}

TEST(Reshard, DoublingAndHalvingManyTimesNeverLeavesAnExtraStepForRounding) {
  Shards shards = even(3);
  std::uint32_t count = 3;
  for (int round = 0; round < 8; ++round) EXPECT_EQ(reach(shards, count *= 2), 1) << count;
  for (int round = 0; round < 8; ++round) EXPECT_EQ(reach(shards, count /= 2), 1) << count;
  EXPECT_EQ(open_ranges(shards), even_ranges(3));
}

// Within rounding: every open range is as wide as its neighbours, and there are as many as asked.
TEST(Reshard, AnyCountIsReachedFromAnyOtherBySplitsInTwoAndMergesOfTwo) {
  for (const auto& [from, to] : std::map<std::uint32_t, std::uint32_t>{
           {3, 5}, {5, 3}, {4, 7}, {7, 4}, {10, 19}, {19, 10}, {100, 101}, {101, 100}, {64, 97}}) {
    Shards shards = even(from);
    const int steps = reach(shards, to);
    EXPECT_LE(steps, 8) << from << " to " << to;
    const std::vector<HashRange> ranges = open_ranges(shards);
    ASSERT_EQ(ranges.size(), to) << from << " to " << to;
    const uint128 width = hash_key_max.value / to;
    for (const HashRange& range : ranges) {
      const uint128 own = range.last.value - range.first.value;
      EXPECT_LT(own > width ? own - width : width - own, uint128{1} << 42) << from << " to " << to;
    }
  }
}

TEST(Reshard, EachShardClosesOnceAndHasAtMostTwoChildren) {
  Shards shards = even(10);
  reach(shards, 17);
  reach(shards, 9);
  for (const ShardDescription& shard : shards) {
    const auto children = std::ranges::count_if(
        shards, [&](const ShardDescription& other) { return other.is_child_of(shard.index); });
    if (shard.is_open()) {
      EXPECT_EQ(children, 0) << shard.index.value;
    } else {
      EXPECT_GE(children, 1) << shard.index.value;
      EXPECT_LE(children, 2) << shard.index.value;
    }
    if (shard.adjacent_parent) {
      EXPECT_TRUE(shard.parent.has_value());
    }
  }
}

TEST(Reshard, RangesWithAHoleOrAnOverlapDoNotCoverAllKeys) {
  EXPECT_TRUE(covers_all_keys(even(1)));
  EXPECT_FALSE(covers_all_keys({}));
  Shards hole = even(4);
  hole.erase(hole.begin() + 2);
  EXPECT_FALSE(covers_all_keys(hole));
  Shards overlap = even(4);
  overlap[1].range.last.value += 1;
  EXPECT_FALSE(covers_all_keys(overlap));
  Shards short_of_the_end = even(4);
  short_of_the_end.pop_back();
  EXPECT_FALSE(covers_all_keys(short_of_the_end));
}

}  // namespace
}  // namespace weir::stream

#include "stream/hash_key.h"

#include <gtest/gtest.h>

namespace weir::stream {
namespace {

std::uint32_t shard_of(std::string_view partition_key, std::uint32_t count) {
  const HashKey key = hash_key_of(partition_key);
  std::uint32_t index = 0;
  for (const HashRange& range : even_ranges(count)) {
    if (range.contains(key)) return index;
    ++index;
  }
  ADD_FAILURE() << "no shard for " << partition_key;
  return count;
}

TEST(HashKey, ThreeShardsHaveTheRangesThatProductionGives) {
  const auto ranges = even_ranges(3);
  ASSERT_EQ(ranges.size(), 3u);
  EXPECT_EQ(to_decimal(ranges[0].first), "0");
  EXPECT_EQ(to_decimal(ranges[0].last), "113427455640312821154458202477256070484");
  EXPECT_EQ(to_decimal(ranges[1].first), "113427455640312821154458202477256070485");
  EXPECT_EQ(to_decimal(ranges[1].last), "226854911280625642308916404954512140969");
  EXPECT_EQ(to_decimal(ranges[2].first), "226854911280625642308916404954512140970");
  EXPECT_EQ(to_decimal(ranges[2].last), "340282366920938463463374607431768211455");
}

TEST(HashKey, KeysRouteToTheShardsThatProductionPutsThemInto) {
  EXPECT_EQ(shard_of("a", 3), 0u);
  EXPECT_EQ(shard_of("b", 3), 1u);
  EXPECT_EQ(shard_of("e", 3), 2u);
  EXPECT_EQ(shard_of("f", 3), 1u);
}

TEST(HashKey, RangesCoverTheWholeSpaceWithoutHolesOrOverlap) {
  for (const std::uint32_t count : {1u, 2u, 3u, 4u, 5u, 7u, 64u, 1'000u, 1'024u, 9'999u}) {
    const auto ranges = even_ranges(count);
    ASSERT_EQ(ranges.size(), count);
    EXPECT_EQ(ranges.front().first, HashKey{});
    EXPECT_EQ(ranges.back().last, hash_key_max);
    for (std::size_t index = 1; index < count; ++index) {
      EXPECT_TRUE(ranges[index].first.value == ranges[index - 1].last.value + 1) << count;
    }
  }
}

TEST(HashKey, AnExplicitHashKeyOf2To128AndMoreIsRefusedInAmazonsWords) {
  EXPECT_EQ(parse_explicit_hash_key("340282366920938463463374607431768211455"), hash_key_max);
  EXPECT_EQ(parse_explicit_hash_key("0"), HashKey{});
  const auto refused = parse_explicit_hash_key("340282366920938463463374607431768211456");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(
      refused.error().message,
      "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified "
      "value was 340282366920938463463374607431768211456");
}

}  // namespace
}  // namespace weir::stream

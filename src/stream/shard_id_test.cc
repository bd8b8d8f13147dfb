#include "stream/shard_id.h"

#include <gtest/gtest.h>

#include <limits>

namespace weir::stream {
namespace {

TEST(ShardId, HasTwelveDigits) {
  EXPECT_EQ(shard_id_text({0}), "shardId-000000000000");
  EXPECT_EQ(shard_id_text({31}), "shardId-000000000031");
  EXPECT_EQ(shard_id_text({std::numeric_limits<std::int32_t>::max()}), "shardId-002147483647");
}

TEST(ShardId, OfANegativeIndexIsQuotedAsProductionDoes) {
  EXPECT_EQ(shard_id_text({std::numeric_limits<std::int32_t>::min()}), "shardId--02147483648");
}

TEST(ShardId, IsParsedLeniently) {
  for (const char* text : {"shardId-000000000000", "shard-0", "foo-0", "00000", "0", "-0"}) {
    EXPECT_EQ(parse_shard_id(text), ShardIndex{0}) << text;
  }
  EXPECT_EQ(parse_shard_id("shardId-000000000005"), ShardIndex{5});
  EXPECT_EQ(parse_shard_id("2147483647"), ShardIndex{2147483647});
}

TEST(ShardId, ThatMeansNoIndexIsRefused) {
  for (const char* text : {"", "-", "shardId-", "shardId-2147483648", "shardId--1", "shardId-1a",
                           "shardId", "99999999999999999999", "shard-0-1"}) {
    EXPECT_FALSE(parse_shard_id(text)) << text;
  }
}

}  // namespace
}  // namespace weir::stream

#include "stream/limits.h"

#include <gtest/gtest.h>

namespace weir::stream {
namespace {

ShardLimits with_bytes(std::uint64_t bytes) {
  ShardLimits limits;
  limits.write.bytes_per_second = bytes;
  return limits;
}

TEST(Limits, WhatIsSaidOfAStreamCountsBeforeItsAccountAndThatBeforeTheServer) {
  Limits limits;
  limits.shard = with_bytes(1);
  limits.account_shards.emplace("000000000001", with_bytes(2));
  limits.streams_by_name.emplace("orders", with_bytes(3));
  limits.streams.emplace(StreamKey{"000000000001", "eu-west-1", "orders"}, with_bytes(4));
  const auto bytes = [&](const StreamKeyView& key) {
    return limits.of_stream(key).write.bytes_per_second;
  };
  EXPECT_EQ(bytes({"000000000002", "us-east-1", "bills"}), 1U);
  EXPECT_EQ(bytes({"000000000001", "us-east-1", "bills"}), 2U);
  EXPECT_EQ(bytes({"000000000001", "us-east-1", "orders"}), 3U);
  EXPECT_EQ(bytes({"000000000002", "eu-west-1", "orders"}), 3U);
  EXPECT_EQ(bytes({"000000000001", "eu-west-1", "orders"}), 4U);
}

TEST(Limits, AnAccountWithoutLimitsOfItsOwnHasTheServers) {
  Limits limits;
  limits.account.tags_max = 7;
  limits.accounts.emplace("000000000001", AccountLimits{.tags_max = 8});
  EXPECT_EQ(limits.of_account("000000000001").tags_max, 8U);
  EXPECT_EQ(limits.of_account("000000000002").tags_max, 7U);
}

}  // namespace
}  // namespace weir::stream

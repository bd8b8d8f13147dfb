#include "meter/run/shard_tracker.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "meter/run/trace_ledger.h"

namespace weir::meter {
namespace {

std::vector<std::string> ids(const std::vector<ShardToRead>& shards) {
  std::vector<std::string> ids;
  for (const ShardToRead& shard : shards) ids.push_back(shard.shard_id);
  return ids;
}

using Ids = std::vector<std::string>;

// a was split into b and c, which were merged into d.
std::vector<KnownShard> shards() {
  std::vector<KnownShard> known(4);
  known[0].range.shard_id = "a";
  known[0].is_open = false;
  known[1].range.shard_id = "b";
  known[1].parents = {"a"};
  known[1].is_open = false;
  known[2].range.shard_id = "c";
  known[2].parents = {"a"};
  known[2].is_open = false;
  known[3].range.shard_id = "d";
  known[3].parents = {"b", "c"};
  return known;
}

TEST(ShardTracker, FromNowOnReadsOpenShards) {
  const ShardTracker tracker(shards(), false);
  EXPECT_EQ(ids(tracker.share_of(0, 1)), Ids{"d"});
  EXPECT_TRUE(tracker.share_of(1, 2).empty());
}

TEST(ShardTracker, FromTheBeginningReadsThoseWithoutParents) {
  ShardTracker tracker(shards(), true);
  EXPECT_EQ(ids(tracker.share_of(0, 1)), Ids{"a"});
  const auto children = tracker.ended(
      "a", {{.shard_id = "b", .parents = {"a"}}, {.shard_id = "c", .parents = {"a"}}});
  EXPECT_EQ(ids(children), (Ids{"b", "c"}));
  EXPECT_TRUE(children[0].is_child);
  // A child of two begins when the second of them has ended, and once.
  const std::vector<ShardTracker::Child> merged{{.shard_id = "d", .parents = {"b", "c"}}};
  EXPECT_TRUE(tracker.ended("b", merged).empty());
  EXPECT_EQ(ids(tracker.ended("c", merged)), Ids{"d"});
  EXPECT_TRUE(tracker.ended("c", merged).empty());
}

TEST(ShardTracker, SharesOfReadersAreAllTogetherEverythingOnce) {
  std::vector<KnownShard> many(7);
  for (std::size_t index = 0; index < many.size(); ++index) {
    many[index].range.shard_id = std::to_string(index);
  }
  const ShardTracker tracker(many, false);
  EXPECT_EQ(ids(tracker.share_of(0, 3)), (Ids{"0", "3", "6"}));
  EXPECT_EQ(ids(tracker.share_of(2, 3)), (Ids{"2", "5"}));
}

TraceMark mark(std::uint32_t number, std::uint32_t key = 0, std::uint32_t key_number = 0) {
  return {.run = 1, .writer = 3, .number = number, .key = key, .key_number = key_number};
}

TEST(TraceLedger, FindsLossDuplicatesAndDisorder) {
  TraceLedger ledger;
  const std::vector<std::uint32_t> numbers{0, 1, 2, 3, 4};
  ledger.acknowledge(3, numbers);
  EXPECT_EQ(ledger.result().lost, 0U);  // Nobody reads.
  ledger.read(9, mark(0, 1, 0));
  ledger.read(9, mark(2, 1, 2));
  ledger.read(9, mark(1, 1, 1));  // Behind its successor.
  ledger.read(9, mark(2, 1, 2));  // Once more.
  ledger.read(9, mark(7, 2, 0));  // Never acknowledged, which is no fault.
  const TraceResult result = ledger.result();
  EXPECT_EQ(result.sent, 5U);
  EXPECT_EQ(result.received, 5U);
  EXPECT_EQ(result.lost, 2U);
  EXPECT_EQ(result.duplicates, 1U);
  EXPECT_EQ(result.out_of_order, 1U);
  EXPECT_EQ(ledger.missing(), 2U);
}

TEST(TraceLedger, RecordMayBeReadBeforeItIsAcknowledged) {
  TraceLedger ledger;
  ledger.read(9, mark(0));
  const std::vector<std::uint32_t> numbers{0};
  ledger.acknowledge(3, numbers);
  ledger.acknowledge(3, numbers);
  EXPECT_EQ(ledger.missing(), 0U);
  EXPECT_EQ(ledger.result().sent, 1U);
  EXPECT_EQ(ledger.result().duplicates, 0U);
}

TEST(TraceLedger, SecondReaderOfTheSameStreamIsNoDuplicate) {
  TraceLedger ledger;
  ledger.read(9, mark(0));
  ledger.read(8, mark(0));
  EXPECT_EQ(ledger.result().duplicates, 0U);
  EXPECT_EQ(ledger.result().received, 1U);
}

}  // namespace
}  // namespace weir::meter

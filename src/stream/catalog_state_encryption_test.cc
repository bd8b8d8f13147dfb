// What commands do to the encryption of streams: the state machine alone.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "stream/catalog_state.h"

namespace weir::stream {
namespace {

using std::chrono::hours;

const StreamKey orders{"000000000001", "us-east-1", "orders"};
constexpr WallTime noon{1'704'110'400'500};

class CatalogStateEncryptionTest : public testing::Test {
 protected:
  CatalogStateEncryptionTest() {
    EXPECT_TRUE(run(commands::CreateStream{.key = orders, .shard_count = 1, .tags = {}}));
    settle();
  }

  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }
  void settle() { ASSERT_TRUE(run(commands::FinishTransition{stream().number})); }
  const StreamDescription& stream() { return *state_.find(orders); }

  commands::StartEncryption command(const std::string& key_id, std::uint32_t version = 1) {
    return {.key = orders,
            .stream = stream().number,
            .key_id = key_id,
            .data_key = {.number = stream().encryption.next_number(),
                         .wrapped = {.key_id = "id of " + key_id, .key_version = version}},
            .starts_a_day_max = 3};
  }
  Result<void> start(const std::string& key_id, std::uint32_t version = 1) {
    Result<void> started = run(command(key_id, version));
    if (started && stream().status == StreamStatus::updating) settle();
    return started;
  }
  Result<void> stop() {
    Result<void> stopped = run(commands::StopEncryption{.key = orders, .stops_a_day_max = 3});
    if (stopped && stream().status == StreamStatus::updating) settle();
    return stopped;
  }
  // The numbers of the data keys that there are: "1 2".
  std::string numbers() {
    std::string text;
    for (const DataKeyDescription& key : stream().encryption.data_keys) {
      text += (text.empty() ? "" : " ") + std::to_string(key.number);
    }
    return text;
  }

  CatalogState state_;
  std::uint64_t counter_ = 0;
  WallTime now_ = noon;
};

TEST_F(CatalogStateEncryptionTest, StartsAndStops) {
  EXPECT_FALSE(stream().encryption.is_on());
  ASSERT_TRUE(run(command("alias/a")));
  EXPECT_EQ(stream().status, StreamStatus::updating);
  EXPECT_EQ(stream().encryption.key_id, "alias/a");
  EXPECT_EQ(stream().encryption.data_keys.back().wrapped.key_id, "id of alias/a");
  // Not while it is on its way.
  EXPECT_EQ(run(command("alias/b")).error().code, ErrorCode::in_use);
  EXPECT_EQ(run(commands::StopEncryption{.key = orders}).error().code, ErrorCode::in_use);
  settle();
  ASSERT_TRUE(run(commands::StopEncryption{.key = orders}));
  EXPECT_EQ(stream().status, StreamStatus::updating);
  EXPECT_FALSE(stream().encryption.is_on());
  // What it encrypted is still to be read.
  EXPECT_EQ(numbers(), "1");
  settle();
  ASSERT_TRUE(run(commands::StopEncryption{.key = orders}));
  EXPECT_EQ(stream().status, StreamStatus::active);
}

TEST_F(CatalogStateEncryptionTest, AnotherKeyOrVersionIsAnotherDataKey) {
  ASSERT_TRUE(start("alias/a"));
  ASSERT_TRUE(start("alias/a"));
  EXPECT_EQ(numbers(), "1");
  ASSERT_TRUE(start("alias/a", 2));
  EXPECT_EQ(numbers(), "1 2");
  ASSERT_TRUE(start("alias/b", 2));
  EXPECT_EQ(numbers(), "1 2 3");
  ASSERT_TRUE(stop());
  now_ = now_ + hours(24);
  ASSERT_TRUE(start("alias/b", 2));
  EXPECT_EQ(stream().encryption.data_keys.back().number, 4U);
}

// A data key is wrapped for one number of one stream: what has changed meanwhile is found here.
TEST_F(CatalogStateEncryptionTest, ADataKeyMadeForAnotherStateIsRefused) {
  commands::StartEncryption late = command("alias/a");
  ASSERT_TRUE(start("alias/b"));
  EXPECT_EQ(run(late).error().code, ErrorCode::in_use);
  commands::StartEncryption other = command("alias/a");
  other.stream = StreamNumber{99};
  EXPECT_EQ(run(other).error().code, ErrorCode::in_use);
  EXPECT_EQ(run(commands::StopEncryption{.key = {"1", "2", "3"}}).error().code,
            ErrorCode::not_found);
}

TEST_F(CatalogStateEncryptionTest, OnlySoOftenADay) {
  for (const char* key_id : {"alias/a", "alias/b", "alias/c"}) ASSERT_TRUE(start(key_id));
  const auto refused = start("alias/d");
  EXPECT_EQ(refused.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(refused.error().message,
            "Rate exceeded for stream orders under account 000000000001: its encryption was "
            "started 3 times in the last 24 hours.");
  EXPECT_EQ(stream().encryption.key_id, "alias/c");
  // What changes nothing does not count, and stops count for themselves.
  EXPECT_TRUE(start("alias/c"));
  EXPECT_TRUE(stop());
  now_ = now_ + hours(24);
  EXPECT_TRUE(start("alias/d"));
}

// A data key goes when all that it has encrypted has expired; not the last one, whose number counts
// on.
TEST_F(CatalogStateEncryptionTest, DataKeysGoWithTheirRecords) {
  ASSERT_TRUE(start("alias/a"));
  now_ = now_ + hours(30);
  ASSERT_TRUE(start("alias/b"));
  now_ = now_ + hours(24);
  ASSERT_TRUE(start("alias/c"));
  EXPECT_EQ(numbers(), "1 2 3");
  now_ = now_ + hours(2);
  ASSERT_TRUE(start("alias/d"));
  EXPECT_EQ(numbers(), "2 3 4");
  ASSERT_TRUE(stop());
  now_ = now_ + hours(1'000);
  ASSERT_TRUE(start("alias/e"));
  EXPECT_EQ(numbers(), "5");
}

}  // namespace
}  // namespace weir::stream

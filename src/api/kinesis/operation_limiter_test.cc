#include "api/kinesis/operation_limiter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "env/sim_clock.h"

namespace weir::api::kinesis {
namespace {

const stream::StreamKeyView orders{"000000000001", "us-east-1", "orders"};
const stream::StreamKeyView bills{"000000000001", "us-east-1", "bills"};
const stream::StreamKeyView foreign{"000000000002", "us-east-1", "orders"};
const stream::StreamKeyView elsewhere{"000000000001", "eu-west-1", "orders"};

class OperationLimiterTest : public testing::Test {
 protected:
  bool call(std::string_view operation, const stream::StreamKeyView& stream = orders) {
    return limiter_.try_call(*find_published_rate(operation), stream);
  }
  int passing(std::string_view operation, const stream::StreamKeyView& stream = orders) {
    int count = 0;
    while (count < 10'000 && call(operation, stream)) ++count;
    return count;
  }

  env::SimClock clock_;
  stream::ServiceTime time_{clock_};
  OperationRateSettings settings_{
      .server = {},
      .accounts = {{"000000000002",
                    OperationRates{.published_apply = false, .changed = {{"ListStreams", 2}}}}}};
  OperationLimiter limiter_{time_, settings_};
};

TEST_F(OperationLimiterTest, EachOperationHasAmazonsRate) {
  EXPECT_EQ(passing("DescribeLimits"), 1);
  EXPECT_EQ(passing("ListStreams"), 5);
  EXPECT_EQ(passing("DescribeStream"), 10);
  EXPECT_EQ(passing("DescribeStreamSummary"), 20);
  clock_.advance(milliseconds(200));
  EXPECT_EQ(passing("ListStreams"), 1);
  EXPECT_EQ(find_published_rate("PutRecords"), nullptr);
  EXPECT_EQ(find_published_rate("GetRecords"), nullptr);
}

TEST_F(OperationLimiterTest, AnAccountsStreamsShareARateButNotWithOtherRegions) {
  EXPECT_EQ(passing("CreateStream", orders), 5);
  EXPECT_EQ(passing("CreateStream", bills), 0);
  EXPECT_EQ(passing("CreateStream", elsewhere), 5);
}

TEST_F(OperationLimiterTest, SomeRatesAreEachStreamsOwn) {
  EXPECT_EQ(passing("ListShards", orders), 1'000);
  EXPECT_EQ(passing("ListShards", bills), 1'000);
}

TEST_F(OperationLimiterTest, AnAccountCanHaveRatesOfItsOwn) {
  EXPECT_EQ(passing("ListStreams", foreign), 2);
  EXPECT_EQ(passing("CreateStream", foreign), 10'000);
}

// Regions and names are the clients' to choose; what they choose must not stay in memory.
TEST_F(OperationLimiterTest, BucketsThatAreFullAgainAreForgotten) {
  for (int round = 0; round < 20; ++round) {
    for (int number = 0; number < 1'000; ++number) {
      const std::string region = fmt::format("region-{}-{}", round, number);
      EXPECT_TRUE(call("CreateStream", {"000000000001", region, "s"}));
    }
    clock_.advance(seconds(2));
  }
  EXPECT_LE(limiter_.bucket_count(), 2'048U);
}

TEST(OperationRates, TextsChangeWhatIsPublished) {
  EXPECT_EQ(*parse_operation_rates("amazon"), OperationRates{});
  EXPECT_EQ(*parse_operation_rates(""), OperationRates{});
  EXPECT_EQ(*parse_operation_rates("none"),
            (OperationRates{.published_apply = false, .changed = {}}));
  EXPECT_EQ(*parse_operation_rates("none, CreateStream=7,ListStreams=none"),
            (OperationRates{.published_apply = false,
                            .changed = {{"CreateStream", 7}, {"ListStreams", 0}}}));
}

TEST(OperationRates, MistakesAreNamed) {
  const auto mistake = [](std::string_view text) {
    const auto rates = parse_operation_rates(text);
    return rates ? "" : rates.error().message;
  };
  EXPECT_EQ(mistake("PutRecord=5"),
            "\"PutRecord=5\" is none of amazon, none and OPERATION=CALLS with an operation that "
            "has a rate");
  EXPECT_EQ(mistake("fast"),
            "\"fast\" is none of amazon, none and OPERATION=CALLS with an operation that has a "
            "rate");
  EXPECT_EQ(mistake("ListStreams=0"), "\"0\" is neither none nor a number of calls a second");
  EXPECT_EQ(mistake("ListStreams="), "\"\" is neither none nor a number of calls a second");
}

}  // namespace
}  // namespace weir::api::kinesis

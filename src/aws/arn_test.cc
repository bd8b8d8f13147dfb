#include "aws/arn.h"

#include <gtest/gtest.h>

namespace weir::aws {
namespace {

constexpr std::string_view stream_text = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
constexpr StreamArn orders{.region = "eu-central-1", .account = "123456789012", .name = "orders"};

TEST(Arn, AStreamsNameIsPrintedAndRead) {
  EXPECT_EQ(to_text(orders), stream_text);
  EXPECT_EQ(parse_stream_arn(stream_text), orders);
}

TEST(Arn, OtherPartitionsKeepTheirName) {
  const auto arn = parse_stream_arn("arn:aws-cn:kinesis:cn-north-1:123456789012:stream/a");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->partition, "aws-cn");
  EXPECT_EQ(to_text(*arn), "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/a");
}

TEST(Arn, WhatIsNoStreamIsRefused) {
  for (const std::string_view text :
       {"", "arn", "arn:aws:kinesis:r:123456789012:stream/",
        "arn:aws:kinesis:r:123456789012:stream", "arn:aws:kinesis:r:12345678901:stream/a",
        "arn:aws:kinesis:r:12345678901x:stream/a", "arn:aws:s3:r:123456789012:stream/a",
        "arn:gcp:kinesis:r:123456789012:stream/a", "arn:aws:kinesis:r:123456789012:stream/a/b",
        "arn:aws:kinesis:123456789012:stream/a",
        "arn:aws:kinesis:r:123456789012:stream/orders/consumer/billing:1700000000"}) {
    EXPECT_FALSE(parse_stream_arn(text)) << text;
  }
}

TEST(Arn, AConsumersNameIsPrintedAndRead) {
  const ConsumerArn billing{.stream = orders, .name = "billing", .creation_seconds = 1'700'000'000};
  const std::string text = to_text(billing);
  EXPECT_EQ(text, std::string(stream_text) + "/consumer/billing:1700000000");
  EXPECT_EQ(parse_consumer_arn(text), billing);
}

TEST(Arn, WhatIsNoConsumerIsRefused) {
  const std::string stream(stream_text);
  for (const std::string_view rest :
       {"", "/consumer", "/consumer/", "/consumer/a", "/consumer/a:", "/consumer/:1",
        "/consumer/a:-1", "/consumer/a:+1", "/consumer/a:1x", "/consumer/a/b:1",
        "/consumer/a:99999999999999999999", "//consumer/a:1"}) {
    EXPECT_FALSE(parse_consumer_arn(stream + std::string(rest))) << rest;
  }
  EXPECT_FALSE(parse_consumer_arn("arn:aws:kinesis:r:123456789012:stream//consumer/a:1"));
}

}  // namespace
}  // namespace weir::aws

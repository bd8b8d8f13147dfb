#include "aws/shapes/kinesis/patterns.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <regex>
#include <span>
#include <string>

namespace weir::aws::kinesis {
namespace {

// Texts made of the pieces that matter to a pattern, valid and nearly so.
std::string random_text(std::mt19937& random, std::span<const std::string_view> pieces) {
  std::string text;
  for (auto count = random() % 9; count > 0; --count) text += pieces[random() % pieces.size()];
  return text;
}

// Each function must agree with its own pattern.
void expect_to_match_like_its_text(const Pattern& pattern,
                                   std::span<const std::string_view> pieces) {
  const std::regex expression{std::string(pattern.text)};
  std::mt19937 random(4711);
  int matches = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random, pieces);
    const bool expected = std::regex_match(text, expression);
    ASSERT_EQ(pattern.matches(text), expected) << text;
    matches += expected ? 1 : 0;
  }
  EXPECT_GT(matches, 5) << pattern.text;
}

TEST(KinesisPatterns, NamesMatchLikeTheirPattern) {
  constexpr std::array<std::string_view, 10> pieces{"a", "Z",  "9", "_", ".",
                                                    "-", "m5", "ü", " ", ""};
  expect_to_match_like_its_text(name_pattern, pieces);
}

TEST(KinesisPatterns, NumbersMatchLikeTheirPatterns) {
  constexpr std::array<std::string_view, 8> pieces{
      "0", "1", "9", "-", "12345678901234567", "1234567890123456789012345678", "x", ""};
  expect_to_match_like_its_text(hash_key_pattern, pieces);
  expect_to_match_like_its_text(sequence_number_pattern, pieces);
}

TEST(KinesisPatterns, NumbersHaveExactLimits) {
  EXPECT_TRUE(is_hash_key(std::string(39, '9')));
  EXPECT_FALSE(is_hash_key(std::string(40, '9')));
  EXPECT_TRUE(is_sequence_number(std::string(129, '9')));
  EXPECT_FALSE(is_sequence_number(std::string(130, '9')));
  EXPECT_TRUE(is_hash_key("0"));
  EXPECT_FALSE(is_hash_key("00"));
  EXPECT_FALSE(is_hash_key("\n"));
}

TEST(KinesisPatterns, StreamIdsMatchLikeTheirPattern) {
  constexpr std::array<std::string_view, 4> pieces{"abcdefghij0123456789", "-", "a1b", "A"};
  expect_to_match_like_its_text(stream_id_pattern, pieces);
}

TEST(KinesisPatterns, StreamArnsMatchLikeTheirPattern) {
  constexpr std::array<std::string_view, 11> pieces{"arn:aws",
                                                    ":kinesis:",
                                                    "arn:aws:kinesis:us-east-1",
                                                    ":123456789012:stream/",
                                                    ":stream/",
                                                    "a",
                                                    "12345678901",
                                                    ":",
                                                    " ",
                                                    "\n",
                                                    "arn:aws:kinesis::123456789012:stream/a"};
  expect_to_match_like_its_text(stream_arn_pattern, pieces);
}

TEST(KinesisPatterns, ResourceArnsMatchLikeTheirPattern) {
  constexpr std::array<std::string_view, 12> pieces{"arn:aws",
                                                    ":kinesis:",
                                                    "arn:aws:kinesis:us-east-1",
                                                    ":123456789012:stream/",
                                                    ":123456789012:",
                                                    "stream/",
                                                    "a",
                                                    "12345678901",
                                                    ":",
                                                    " ",
                                                    "\n",
                                                    "arn:aws:kinesis::123456789012:stream/a"};
  expect_to_match_like_its_text(resource_arn_pattern, pieces);
}

TEST(KinesisPatterns, ConsumerArnsMatchLikeTheirPattern) {
  constexpr std::array<std::string_view, 10> pieces{
      "arn:aws:kinesis:us-east-1",
      ":123456789012:stream/",
      "arn:aws:kinesis::123456789012:stream/a",
      "/consumer/b:1",
      "/consumer/",
      "b:1",
      "12",
      ":",
      "\n",
      "arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b:1"};
  expect_to_match_like_its_text(consumer_arn_pattern, pieces);
}

TEST(KinesisPatterns, ConsumerArnsAreTold) {
  EXPECT_TRUE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b:1"));
  EXPECT_TRUE(is_consumer_arn("arn:aws:kinesis:r:123456789012:x:stream/a.b/consumer/c-d:0123"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b:"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:12345678901:stream/a/consumer/b:1"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream//consumer/b:1"));
  EXPECT_FALSE(is_consumer_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/:1"));
}

TEST(KinesisPatterns, StreamArnsAreTold) {
  EXPECT_TRUE(is_stream_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a"));
  EXPECT_TRUE(is_stream_arn("arn:aws-cn:kinesis:cn-north-1:123456789012:stream/a/consumer/b:1"));
  EXPECT_FALSE(is_stream_arn("arn:aws:kinesis:us-east-1:12345678901:stream/a"));
  EXPECT_FALSE(is_stream_arn("arn:aws:kinesis:us-east-1:123456789012:stream/"));
  EXPECT_FALSE(is_stream_arn("arn:aws:kinesis:us-east-1:123456789012:stream/a b"));
  EXPECT_FALSE(is_stream_arn("my-stream"));
}

}  // namespace
}  // namespace weir::aws::kinesis

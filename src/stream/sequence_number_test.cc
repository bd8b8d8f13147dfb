#include "stream/sequence_number.h"

#include <gtest/gtest.h>

#include "env/seeded_random.h"

namespace weir::stream {
namespace {

constexpr std::int64_t creation = 1'700'000'000;

// The number that a text of hexadecimal digits stands for, in decimal.
std::string from_hex(std::string_view digits) {
  codec::Uint192 number;
  unsigned bit = 0;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    const int value = *digit <= '9' ? *digit - '0' : *digit - 'a' + 10;
    number.set_bits(bit, 4, static_cast<std::uint64_t>(value));
    bit += 4;
  }
  return codec::uint192_text(number);
}

TEST(SequenceNumber, OfProductionTakesApartAndPutsTogetherAgain) {
  const std::string text = "49590338271490256608559692538361571095921575989136588898";
  const auto number = parse_sequence_number(text);
  ASSERT_TRUE(number);
  EXPECT_EQ(number->version, 2);
  EXPECT_EQ(number->shard, ShardIndex{6});
  EXPECT_EQ(number->creation_seconds, 1'542'776'258);
  EXPECT_GE(number->record_seconds, number->creation_seconds);
  EXPECT_EQ(to_decimal(*number), text);
}

TEST(SequenceNumber, HasItsFieldsWhereTheLayoutSaysTheyAre) {
  // 2 | creation 9 | shard digit | index 16 | 00 | record time 9 | shard 8 | 2
  EXPECT_EQ(to_decimal({.creation_seconds = 0x123456789,
                        .shard = {0x1a},
                        .sequence_index = 0x0123456789abcdef,
                        .record_seconds = 0x3a987654}),
            from_hex("2123456789a0123456789abcdef0003a9876540000001a2"));
}

TEST(SequenceNumber, OfNeighbouringShardsDifferByTheDistanceOfProduction) {
  codec::Uint192 left = pack(starting_number(creation, {3}));
  const codec::Uint192 right = pack(starting_number(creation, {4}));
  // 16^36 + 16.
  left.set_bits(144, 4, left.bits(144, 4) + 1);
  left.set_bits(4, 32, left.bits(4, 32) + 1);
  EXPECT_EQ(left, right);
}

TEST(SequenceNumber, OfTheFirstRecordIsGreaterThanTheStartingNumber) {
  const auto start = starting_number(creation, {0});
  const auto first = sequence_number_of(creation, {0}, {0}, {creation * 1000});
  EXPECT_EQ(start.record_seconds, creation);
  EXPECT_GT(pack(first), pack(start));
}

TEST(SequenceNumber, GrowsWithTheOffsetWhateverTheTimeSays) {
  const auto earlier = sequence_number_of(creation, {0}, {7}, {(creation + 500) * 1000});
  const auto later = sequence_number_of(creation, {0}, {8}, {(creation + 1) * 1000});
  EXPECT_LT(pack(earlier), pack(later));
}

TEST(SequenceNumber, OfAClosedShardEndsAboveAllItsRecordsAndBelowItsChildren) {
  const auto last =
      sequence_number_of(creation, {1}, {sequence_index_max - 2}, {(creation + 9) * 1000});
  const auto end = ending_number(creation, {1}, {(creation + 9) * 1000});
  const auto child = starting_number(creation + 10, {2});
  EXPECT_LT(pack(last), pack(end));
  EXPECT_LT(pack(end), pack(child));
  EXPECT_EQ(end.sequence_index, sequence_index_max);
}

TEST(SequenceNumber, AlwaysHas56Digits) {
  for (const std::int64_t second : {std::int64_t{0}, creation, std::int64_t{16'025'174'999}}) {
    EXPECT_EQ(to_decimal(starting_number(second, {0})).size(), 56u);
    EXPECT_EQ(to_decimal(ending_number(second, {2147483647}, {second * 1000})).size(), 56u);
  }
}

TEST(SequenceNumber, KnowsTheOffsetsAtAndAfterIt) {
  const auto number = sequence_number_of(creation, {0}, {41}, {creation * 1000});
  EXPECT_EQ(number.offset_at(), log::Offset{41});
  EXPECT_EQ(number.offset_after(), log::Offset{42});
  const auto start = starting_number(creation, {0});
  EXPECT_EQ(start.offset_at(), log::Offset{0});
  EXPECT_EQ(start.offset_after(), log::Offset{0});
}

TEST(SequenceNumber, OfRandomFieldsSurvivesPrintingAndParsing) {
  env::SeededRandom random(1);
  for (int round = 0; round < 1'000; ++round) {
    const SequenceNumber number{
        .creation_seconds = static_cast<std::int64_t>(random.below(16'025'175'000)),
        .shard = {static_cast<std::int32_t>(random.next())},
        .sequence_index = random.next() & sequence_index_max,
        .record_seconds = static_cast<std::int64_t>(random.below(16'025'175'000))};
    const auto parsed = parse_sequence_number(to_decimal(number));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, number);
  }
}

TEST(SequenceNumber, OfVersion1IsTakenApart) {
  const auto number =
      parse_sequence_number(from_hex("2052d8c2b30aa052d8c2c5123456789abcde07000000031"));
  ASSERT_TRUE(number);
  EXPECT_EQ(number->version, 1);
  EXPECT_EQ(number->creation_seconds, 0x052d8c2b3);
  EXPECT_EQ(number->record_seconds, 0x052d8c2c5);
  EXPECT_EQ(number->shard, ShardIndex{3});
}

TEST(SequenceNumber, OfVersion0IsTakenApart) {
  const auto number = parse_sequence_number(from_hex("1052d8c2b3aa0123456789abcdef0005"));
  ASSERT_TRUE(number);
  EXPECT_EQ(number->version, 0);
  EXPECT_EQ(number->creation_seconds, 0x052d8c2b3);
  EXPECT_EQ(number->shard, ShardIndex{5});
}

TEST(SequenceNumber, ThatIsSmallIsOfVersion0AndShard0) {
  for (const char* text : {"0", "00000", "1"}) {
    const auto number = parse_sequence_number(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(number->version, 0);
    EXPECT_EQ(number->creation_seconds, 0);
  }
  EXPECT_EQ(parse_sequence_number("0")->shard, ShardIndex{0});
  EXPECT_EQ(parse_sequence_number("5")->shard, ShardIndex{5});
}

TEST(SequenceNumber, OutsideWhatProductionParsesIsInvalid) {
  const std::string invalid[] = {
      "",
      "a",
      "-1",
      from_hex("1000000000000000000000000000000000"),               // 2^132: between the ranges.
      from_hex("200000000000000000000000000000000"),                // 2^129: the end of version 0.
      from_hex("20000000000000000000000000000000000000000000000"),  // 2^185 itself.
      from_hex("30000000000000000000000000000000000000000000002"),  // 1.5 * 2^185.
      from_hex("20656f2b600000000000000010000656f2b6000000000"
               "00"),                                             // Version 0, long form.
      from_hex("20656f2b60000000000000001000656f2b60000000003"),  // Too short.
      "9999999999999999999999999999999999999999999999999999999999999999999999999",
  };
  for (const std::string& text : invalid) {
    const auto number = parse_sequence_number(text);
    ASSERT_FALSE(number) << text;
    EXPECT_EQ(number.error().code, ErrorCode::invalid_argument);
  }
}

TEST(SequenceNumber, WithAVersionATimeOrAnIndexThatCannotBeIsInvalid) {
  const std::string good =
      "20656f2b60000000000000001000"
      "0656f2b60"
      "00000000"
      "2";
  ASSERT_EQ(good.size(), 46u + 0u);
}

}  // namespace
}  // namespace weir::stream

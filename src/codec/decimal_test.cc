#include "codec/decimal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace weir::codec {
namespace {

constexpr std::string_view uint128_max = "340282366920938463463374607431768211455";
constexpr std::string_view uint192_max =
    "6277101735386680763835789423207666416102355444464034512895";

// A sequence number of Kinesis, from the reference, and what it is made of.
constexpr std::string_view sequence_number =
    "49590338271490256608559692538361571095921575989136588898";

TEST(Decimal, NumbersOf128BitsComeBack) {
  for (const char* text :
       {"0", "1", "9", "10", "9999999999999999999", "10000000000000000000", "18446744073709551615",
        "18446744073709551616", "99999999999999999999999999999999999999",
        "100000000000000000000000000000000000000", "340282366920938463463374607431768211455"}) {
    const auto number = parse_uint128(text);
    ASSERT_TRUE(number.has_value()) << text;
    EXPECT_EQ(uint128_text(*number), text);
  }
  EXPECT_EQ(parse_uint128(uint128_max), ~uint128{0});
  EXPECT_EQ(parse_uint128("18446744073709551616"), uint128{1} << 64);
  EXPECT_EQ(parse_uint128("000012"), uint128{12});
}

TEST(Decimal, WhatIsNoNumberOf128BitsIsRefused) {
  for (const char* text :
       {"", " 1", "1 ", "-1", "+1", "1.0", "1e3", "0x1", "a",
        "340282366920938463463374607431768211456", "1000000000000000000000000000000000000000",
        "3402823669209384634633746074317682114550", "123456789012345678901234x"}) {
    EXPECT_FALSE(parse_uint128(text).has_value()) << text;
  }
}

TEST(Decimal, NumbersOf192BitsComeBackAndLargerOnesAreRefused) {
  for (const std::string_view text :
       {std::string_view("0"), sequence_number, uint128_max, uint192_max}) {
    const auto number = parse_uint192(text);
    ASSERT_TRUE(number.has_value()) << text;
    EXPECT_EQ(uint192_text(*number), text);
  }
  EXPECT_EQ(parse_uint192(uint192_max)->words, (std::array<std::uint64_t, 3>{~0ULL, ~0ULL, ~0ULL}));
  EXPECT_FALSE(parse_uint192("6277101735386680763835789423207666416102355444464034512896"));
  EXPECT_FALSE(parse_uint192(std::string(58, '9')));
  EXPECT_FALSE(parse_uint192(std::string(1000, '9')));
}

TEST(Decimal, RandomNumbersOfAnyWidthComeBack) {
  std::mt19937_64 random(1);
  for (int count = 0; count < 2000; ++count) {
    Uint192 number{{random(), random(), random()}};
    const unsigned width = static_cast<unsigned>(random() % 192);
    for (unsigned bit = width; bit < 192; ++bit) number.set_bits(bit, 1, 0);
    EXPECT_EQ(parse_uint192(uint192_text(number)), number);
  }
}

TEST(Decimal, FieldsOfASequenceNumberAreWhereTheReferenceSaysTheyAre) {
  const auto number = parse_uint192(sequence_number);
  ASSERT_TRUE(number.has_value());
  EXPECT_EQ(number->bits(184, 4), 2U);                  // The first of 47 hexadecimal digits.
  EXPECT_EQ(number->bits(0, 4), 2U);                    // The last: version 2.
  EXPECT_EQ(number->bits(144, 4), number->bits(4, 4));  // The shard's lowest digit, twice.
  Uint192 built;
  for (unsigned from = 0; from < 192; from += 12) built.set_bits(from, 12, number->bits(from, 12));
  EXPECT_EQ(built, *number);
}

TEST(Decimal, BitsAreSetAndReadAcrossWords) {
  std::mt19937_64 random(2);
  for (int count = 0; count < 2000; ++count) {
    const unsigned width = 1 + static_cast<unsigned>(random() % 64);
    const unsigned from = static_cast<unsigned>(random() % (193 - width));
    const std::uint64_t value = random();
    const std::uint64_t expected = width == 64 ? value : value & ((1ULL << width) - 1);
    Uint192 ones{{~0ULL, ~0ULL, ~0ULL}};
    ones.set_bits(from, width, value);
    EXPECT_EQ(ones.bits(from, width), expected);
    ones.set_bits(from, width, ~0ULL);
    EXPECT_EQ(ones, (Uint192{{~0ULL, ~0ULL, ~0ULL}}));
  }
}

TEST(Decimal, OrderIsThatOfTheNumbers) {
  EXPECT_LT((Uint192{{9, 0, 0}}), (Uint192{{0, 1, 0}}));
  EXPECT_LT((Uint192{{9, 9, 0}}), (Uint192{{0, 0, 1}}));
  EXPECT_EQ((Uint192{{1, 2, 3}}) <=> (Uint192{{1, 2, 3}}), std::strong_ordering::equal);
}

TEST(Decimal, AddingToATextIsAddingToItsNumber) {
  const auto padded = [](uint128 number) {
    std::string text = uint128_text(number);
    return std::string(40 - text.size(), '0') + text;
  };
  std::mt19937_64 random(3);
  const auto number = [&random] {
    const uint128 wide = static_cast<uint128>(random()) << 64 | random();
    return wide >> (1 + random() % 120);
  };
  for (int count = 0; count < 5000; ++count) {
    const uint128 left = number();
    const uint128 right = number();
    std::string text = padded(left);
    add_decimal(text, padded(right));
    EXPECT_EQ(text, padded(left + right));
  }
  std::string nines = "0000000099999999999999999999999999999999";
  add_decimal(nines, "0000000000000000000000000000000000000001");
  EXPECT_EQ(nines, "0000000100000000000000000000000000000000");
}

// Sequence numbers one apart in their index differ by 2^80.
TEST(Decimal, ARunOfSequenceNumbersCanBeCountedInText) {
  std::string text(sequence_number);
  auto number = *parse_uint192(sequence_number);
  const std::string addend = std::string(56 - 25, '0') + "1208925819614629174706176";
  for (int count = 0; count < 10'000; ++count) {
    add_decimal(text, addend);
    number.set_bits(80, 64, number.bits(80, 64) + 1);
  }
  EXPECT_EQ(text, uint192_text(number));
}

TEST(DecimalDeathTest, ASumThatDoesNotFitIsOurMistake) {
  std::string nines(8, '9');
  EXPECT_DEATH(add_decimal(nines, "00000001"), "more than 8 digits");
}

}  // namespace
}  // namespace weir::codec

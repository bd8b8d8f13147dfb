// Hexadecimal, UTF-8, UUIDs and percent-encoding.

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "codec/hex.h"
#include "codec/percent_encoding.h"
#include "codec/utf8.h"
#include "codec/uuid.h"

namespace weir::codec {
namespace {

std::string percent_encoded(std::string_view text, Slash slash) {
  std::string out = ">";
  append_percent_encoded(out, text, slash);
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out = ">";
  append_percent_decoded(out, text);
  return out;
}

// The first code point of a valid text, by the definition.
std::string encoded(std::uint32_t code_point) {
  std::array<char, 4> place{};
  return {place.data(), utf8_encode(code_point, place.data())};
}

TEST(Hex, EveryByteComesBackInEitherCase) {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  std::string digits = hex_text(bytes_of(all));
  EXPECT_EQ(digits.substr(0, 6), "000102");
  EXPECT_EQ(digits.substr(510), "ff");
  for (int round = 0; round < 2; ++round) {
    const auto bytes = hex_bytes(digits);
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(text_of(*bytes), all);
    for (char& digit : digits) digit = static_cast<char>(std::toupper(digit));
  }
}

TEST(Hex, OddLengthsAndOtherCharactersAreRefused) {
  for (const char* text : {"0", "0g", "g0", " 0", "0x", "/0", ":0", "@0", "`0", "00 "}) {
    EXPECT_FALSE(hex_bytes(text).has_value()) << text;
  }
  EXPECT_TRUE(hex_bytes("").has_value());
}

TEST(Utf8, EveryCodePointIsValidAndOneLong) {
  for (std::uint32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
    if (code_point >= 0xd800 && code_point < 0xe000) continue;
    const std::string text = encoded(code_point);
    ASSERT_TRUE(is_utf8(text)) << code_point;
    ASSERT_EQ(utf8_length(text), 1U) << code_point;
    ASSERT_EQ(is_ascii(text), code_point < 0x80) << code_point;
    if (text.size() > 1) {
      ASSERT_FALSE(is_utf8(text.substr(0, text.size() - 1))) << code_point;
      ASSERT_FALSE(is_utf8(text.substr(1))) << code_point;
    }
  }
}

TEST(Utf8, LongFormsSurrogatesAndStrayBytesAreInvalidWhereverTheyStand) {
  for (const char* bad : {"\x80",
                          "\xbf",
                          "\xc0\xaf",
                          "\xc1\xbf",
                          "\xc2",
                          "\xc2 ",
                          "\xe0\x9f\xbf",
                          "\xe0\xa0",
                          "\xed\xa0\x80",
                          "\xed\xbf\xbf",
                          "\xef\xbf",
                          "\xf0\x8f\xbf\xbf",
                          "\xf0\x90\x80",
                          "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80",
                          "\xf8\x88\x80\x80\x80",
                          "\xfe",
                          "\xff",
                          "\xc2\xc2\x80",
                          "\xe2\x82\xc2",
                          "\xf0\x9f\x98\xc2"}) {
    for (std::size_t before = 0; before < 20; ++before) {
      EXPECT_FALSE(is_utf8(std::string(before, 'x') + bad)) << before;
      EXPECT_FALSE(is_utf8(std::string(before, 'x') + bad + "0123456789")) << before;
    }
  }
}

TEST(Utf8, LengthCountsCharactersNotBytes) {
  EXPECT_EQ(utf8_length(""), 0U);
  EXPECT_EQ(utf8_length("a\u00e9\u20ac\U0001F600"), 4U);
}

TEST(Utf8, AByteAbove127IsFoundAtEveryPlace) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string text(size, 'x');
    EXPECT_TRUE(is_ascii(text));
    for (std::size_t place = 0; place < size; ++place) {
      text[place] = '\x80';
      EXPECT_FALSE(is_ascii(text));
      text[place] = 'x';
    }
  }
}

TEST(Uuid, SixteenBytesBecomeAVersionFourText) {
  std::array<std::byte, 16> bytes{};
  EXPECT_EQ(uuid_text(bytes), "00000000-0000-4000-8000-000000000000");
  bytes.fill(std::byte{0xff});
  EXPECT_EQ(uuid_text(bytes), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  for (std::size_t index = 0; index < bytes.size(); ++index) bytes[index] = std::byte(index);
  EXPECT_EQ(uuid_text(bytes), "00010203-0405-4607-8809-0a0b0c0d0e0f");
}

TEST(PercentEncoding, OnlyUnreservedCharactersStandForThemselves) {
  EXPECT_EQ(percent_encoded("AZaz09-._~", Slash::encode), ">AZaz09-._~");
  EXPECT_EQ(percent_encoded("/ +%\u00e9\x01", Slash::encode), ">%2F%20%2B%25%C3%A9%01");
  EXPECT_EQ(percent_encoded("/a b/", Slash::keep), ">/a%20b/");
}

TEST(PercentEncoding, DecodingUndoesItAndKeepsWhatEncodesNothing) {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  EXPECT_EQ(percent_decoded(percent_encoded(all, Slash::encode)), ">>" + all);
  EXPECT_EQ(percent_decoded("a+b%2fc%2F"), ">a+b/c/");
  EXPECT_EQ(percent_decoded("%"), ">%");
  EXPECT_EQ(percent_decoded("%4"), ">%4");
  EXPECT_EQ(percent_decoded("%zz%4g%%41"), ">%zz%4g%A");
}

}  // namespace
}  // namespace weir::codec

#include "codec/utf8_prefix.h"

#include <gtest/gtest.h>

namespace weir::codec {
namespace {

TEST(Utf8Prefix, ACodePointIsWholeOrNotThere) {
  EXPECT_EQ(utf8_prefix("aß€😀", 100), "aß€😀");
  EXPECT_EQ(utf8_prefix("aß€😀", 10), "aß€😀");
  EXPECT_EQ(utf8_prefix("aß€😀", 9), "aß€");
  EXPECT_EQ(utf8_prefix("aß€😀", 6), "aß€");
  EXPECT_EQ(utf8_prefix("aß€😀", 5), "aß");
  EXPECT_EQ(utf8_prefix("aß€😀", 2), "a");
  EXPECT_EQ(utf8_prefix("ß", 1), "");
  EXPECT_EQ(utf8_prefix("", 0), "");
}

TEST(Utf8Prefix, TheFirstCharacter) {
  EXPECT_EQ(first_character("ab"), "a");
  EXPECT_EQ(first_character("ßb"), "ß");
  EXPECT_EQ(first_character("😀"), "😀");
}

}  // namespace
}  // namespace weir::codec

#include "aws/java_text.h"

#include <gtest/gtest.h>

namespace weir::aws {
namespace {

TEST(JavaText, MapsPrintInTheOrderOfAHashMap) {
  // Buckets of 16 by the letters' codes: p is 112, a multiple of 16.
  EXPECT_EQ(java_text(TextMap{{"b", "1"}, {"a", "2"}, {"p", "3"}}), "{p=3, a=2, b=1}");
  EXPECT_EQ(java_text(TextMap{}), "{}");
}

TEST(JavaText, TheSameBucketKeepsTheOrderOfInsertion) {
  // "Aa" and "BB" are the classic pair of one hash code.
  EXPECT_EQ(java_text(TextMap{{"BB", "1"}, {"Aa", "2"}}), "{BB=1, Aa=2}");
  EXPECT_EQ(java_text(TextMap{{"Aa", "2"}, {"BB", "1"}}), "{Aa=2, BB=1}");
}

TEST(JavaText, ManyEntriesMakeMoreBuckets) {
  // 13 entries are more than three quarters of 16: in 32 buckets "p" (112) is behind "a" (97).
  TextMap map;
  const std::string_view letters = "abcdefghijklp";
  for (std::size_t index = 0; index < letters.size(); ++index) {
    map.emplace_back(letters.substr(index, 1), "");
  }
  EXPECT_EQ(java_text(map), "{a=, b=, c=, d=, e=, f=, g=, h=, i=, j=, k=, l=, p=}");
  map.erase(map.begin());
  EXPECT_TRUE(java_text(map).starts_with("{p=, b=,"));
}

TEST(JavaText, ANameThatOccursTwiceKeepsItsPlaceAndItsLastValue) {
  EXPECT_EQ(java_text(TextMap{{"BB", "1"}, {"Aa", "2"}, {"BB", "3"}}), "{BB=3, Aa=2}");
}

TEST(JavaText, HashesCountUtf16Units) {
  // U+1F600 is d83d de00: 31 * 0xd83d + 0xde00 = 0x1b0d63, and 3 with its upper half mixed in.
  EXPECT_EQ(java_text(TextMap{{"\x04", ""}, {"😀", ""}, {"\x02", ""}}), "{\x02=, \x04=, 😀=}");
}

TEST(JavaText, HashesAreJavas) {
  EXPECT_EQ(java_hash("hello"), 99162322U);
  EXPECT_EQ(java_hash("Aa"), java_hash("BB"));
  EXPECT_EQ(java_hash(Blob{}), 1U);
  EXPECT_EQ(java_hash(Blob(bytes_of("\xff"))), 30U);  // 31 - 1: bytes have a sign.
}

TEST(JavaText, BlobsPrintAsBuffers) {
  EXPECT_EQ(java_text(Blob(bytes_of("hello"))), "java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]");
}

TEST(JavaText, ListsPrintTheirElements) {
  EXPECT_EQ(java_text(std::vector<std::string_view>{"a", {}, "b"}), "[a, null, b]");
  EXPECT_EQ(java_text(std::vector<std::string_view>{"", ""}), "[, ]");
}

}  // namespace
}  // namespace weir::aws

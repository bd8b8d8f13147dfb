#include "codec/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace weir::codec {
namespace {

std::string timestamp(std::int64_t ms) {
  std::string out;
  JsonWriter(out).timestamp({ms});
  return out;
}

TEST(JsonWriter, CommasStandBetweenMembersAndElementsOnly) {
  std::string out = "before:";
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("a");
  writer.number(1);
  writer.key("b");
  writer.begin_array();
  writer.begin_object();
  writer.end_object();
  writer.begin_array();
  writer.end_array();
  writer.text("[");
  writer.text(":");
  writer.boolean(true);
  writer.null();
  writer.raw("{}");
  writer.end_array();
  writer.key("c");
  writer.plain_text("{");
  writer.key("d");
  writer.begin_object();
  writer.end_object();
  writer.end_object();
  EXPECT_EQ(out, R"(before:{"a":1,"b":[{},[],"[",":",true,null,{}],"c":"{","d":{}})");
}

TEST(JsonWriter, TextsAreEscapedWhereTheyMustAndNowhereElse) {
  EXPECT_EQ(json_text(""), R"("")");
  EXPECT_EQ(json_text("\"\\/\b\f\n\r\t"), R"("\"\\/\b\f\n\r\t")");
  EXPECT_EQ(json_text(std::string_view("\0\x01\x1f\x7f", 4)), "\"\\u0000\\u0001\\u001f\x7f\"");
  EXPECT_EQ(json_text("\u00e9\U0001F600"), "\"\u00e9\U0001F600\"");
  for (std::size_t size = 0; size < 24; ++size) {
    const std::string plain(size, 'x');
    EXPECT_EQ(json_text(plain + "\"" + plain), "\"" + plain + "\\\"" + plain + "\"");
  }
}

TEST(JsonWriter, NumbersReachTheirEnds) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_array();
  writer.number(std::numeric_limits<std::int64_t>::min());
  writer.number(std::numeric_limits<std::int64_t>::max());
  writer.number(std::numeric_limits<std::uint64_t>::max());
  writer.number(0);
  writer.end_array();
  EXPECT_EQ(out, "[-9223372036854775808,9223372036854775807,18446744073709551615,0]");
}

TEST(JsonWriter, TimestampsAreSecondsWithoutTrailingZeros) {
  EXPECT_EQ(timestamp(1459799926480), "1459799926.48");
  EXPECT_EQ(timestamp(1459799926000), "1459799926");
  EXPECT_EQ(timestamp(1459799926001), "1459799926.001");
  EXPECT_EQ(timestamp(1459799926100), "1459799926.1");
  EXPECT_EQ(timestamp(0), "0");
  EXPECT_EQ(timestamp(-1), "-0.001");
  EXPECT_EQ(timestamp(std::numeric_limits<std::int64_t>::min()), "-9223372036854775.808");
}

TEST(JsonWriter, BytesBecomeBase64InsideQuotes) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_array();
  writer.base64({});
  writer.base64(bytes_of("hello"));
  writer.end_array();
  EXPECT_EQ(out, R"(["","aGVsbG8="])");
}

// A string that grows gets more room than it asked for.
TEST(JsonWriter, Base64IsAsLongAsItIsHoweverTheTextGrows) {
  for (std::size_t before = 0; before < 64; ++before) {
    std::string out(before, '[');
    out.shrink_to_fit();
    JsonWriter(out).base64(bytes_of("plan.toml"));
    EXPECT_EQ(out, std::string(before, '[') + "\"cGxhbi50b21s\"");
  }
}

}  // namespace
}  // namespace weir::codec

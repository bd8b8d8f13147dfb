#include "codec/json_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "codec/json_writer.h"

namespace weir::codec {
namespace {

bool well_formed(std::string document) { return JsonReader(document).finish(); }

// The text of a document that is one string, or "failed".
std::string text_of_document(std::string document) {
  JsonReader reader(document);
  const std::string text(reader.read_text());
  return reader.finish() ? text : "failed";
}

// Everything about a document, read and written again.
void copy(JsonReader& reader, JsonWriter& writer) {
  switch (reader.kind()) {
    case JsonKind::object:
      writer.begin_object();
      reader.enter_object();
      while (const auto name = reader.next_key()) {
        writer.escaped_key(*name);
        copy(reader, writer);
      }
      return writer.end_object();
    case JsonKind::array:
      writer.begin_array();
      reader.enter_array();
      while (reader.next_element()) copy(reader, writer);
      return writer.end_array();
    case JsonKind::text:
      return writer.text(reader.read_text());
    case JsonKind::number:
      return writer.raw(reader.read_number());
    case JsonKind::boolean:
      return writer.boolean(reader.read_boolean());
    case JsonKind::null:
      reader.read_null();
      return writer.null();
    case JsonKind::failed:
      return;
  }
}

std::string copied(std::string document) {
  std::string out;
  JsonReader reader(document);
  JsonWriter writer(out);
  copy(reader, writer);
  return reader.finish() ? out : "failed";
}

std::string nested(unsigned depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonReader, WellFormedDocumentsAreReadWhole) {
  for (const char* document : {"{}",
                               "[]",
                               "0",
                               "-0",
                               "1",
                               "10",
                               "-1.5e3",
                               "0.0",
                               "1E+2",
                               "1e-2",
                               "0e0",
                               "true",
                               "false",
                               "null",
                               "\"\"",
                               " \t\r\n{ } ",
                               R"({"a":1})",
                               R"({ "a" : [ ] , "b" : { } })",
                               R"([1,2,[3,[4]],{"a":[{}]}])",
                               R"("\u0000")",
                               R"({"":""})",
                               "\"\x7f\"",
                               "\"\xf4\x8f\xbf\xbf\"",
                               R"({"a":1,"a":2})",
                               R"([[],[[]],{}])",
                               "\"\xc3\xa9\"",
                               "\"\xed\x9f\xbf\""}) {
    EXPECT_TRUE(well_formed(document)) << document;
    EXPECT_NE(copied(document), "failed") << document;
  }
}

TEST(JsonReader, MalformedDocumentsAreRefusedHoweverTheyAreRead) {
  const std::vector<std::string> documents = {"",
                                              " ",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              "{]",
                                              "[}",
                                              "[1",
                                              "[1,",
                                              "[1,]",
                                              "[,1]",
                                              "[,]",
                                              "[1 2]",
                                              "[1,,2]",
                                              R"({"a")",
                                              R"({"a":)",
                                              R"({"a":1)",
                                              R"({"a":1,)",
                                              R"({"a":1,})",
                                              R"({,"a":1})",
                                              R"({"a" 1})",
                                              R"({"a":1 "b":2})",
                                              R"({"a":1;"b":2})",
                                              R"({a:1})",
                                              R"({'a':1})",
                                              R"({1:1})",
                                              R"({"a"::1})",
                                              R"({"a":1}})",
                                              "{}{}",
                                              "{} x",
                                              "1 2",
                                              "[]]",
                                              "nul",
                                              "nulls",
                                              "NULL",
                                              "True",
                                              "tru",
                                              "truefalse",
                                              "fals",
                                              "NaN",
                                              "Infinity",
                                              "-Infinity",
                                              "-",
                                              "+1",
                                              "01",
                                              "-01",
                                              "00",
                                              "1.",
                                              ".5",
                                              "1.e1",
                                              "1e",
                                              "1e+",
                                              "1e+-1",
                                              "0x10",
                                              "1_000",
                                              "1a",
                                              "--1",
                                              "0.1.2",
                                              "\"",
                                              "\"a",
                                              "'a'",
                                              "\"\\\"",
                                              "\"\\",
                                              R"("\x")",
                                              R"("\a")",
                                              R"("\'")",
                                              R"("\u")",
                                              R"("\u12")",
                                              R"("\u123")",
                                              R"("\u123g")",
                                              R"("\U0041")",
                                              R"("\ud800")",
                                              R"("\ud800x")",
                                              R"("\ud800\n")",
                                              R"("\ud800\ud800")",
                                              R"("\udc00")",
                                              R"("\udc00\ud800")",
                                              R"("\ud83d\u")",
                                              R"("\ud83d\ude0")",
                                              "\"\n\"",
                                              "\"\t\"",
                                              "\"\x1f\"",
                                              "\"a\x01\"",
                                              "\"\x80\"",
                                              "\"\xc3\"",
                                              "\"\xc3\xa9\xa9\"",
                                              "\"\xc0\x80\"",
                                              "\"\xe0\x80\x80\"",
                                              "\"\xed\xa0\x80\"",
                                              "\"\xf4\x90\x80\x80\"",
                                              "\"\xf8\x88\x80\x80\x80\"",
                                              "\"\xff\"",
                                              "\"\xe2\x82\"",
                                              "\"\xe2\\u0041\x82\xac\"",
                                              "/**/1",
                                              "1//",
                                              "[1]#",
                                              "\xef\xbb\xbf{}",
                                              "\x0c{}",
                                              "{\"a\n\":1}",
                                              "[\"",
                                              "[\"a\",\n4",
                                              "{\"a\":\"b\"]",
                                              "[\"a\":1]",
                                              "[tru]",
                                              "[nulll]",
                                              "\v1",
                                              "[1\xa0]"};
  for (const std::string& document : documents) {
    EXPECT_FALSE(well_formed(document)) << document;
    EXPECT_EQ(copied(document), "failed") << document;
    EXPECT_FALSE(well_formed("[0," + document + ",0]")) << document;
    EXPECT_FALSE(well_formed("{\"a\":" + document + ",\"b\":0}")) << document;
  }
}

TEST(JsonReader, AZeroByteIsNotTheEnd) {
  using std::string_literals::operator""s;
  EXPECT_FALSE(well_formed("{}\0"s));
  EXPECT_FALSE(well_formed("\0{}"s));
  EXPECT_FALSE(well_formed("[\0]"s));
  EXPECT_FALSE(well_formed("\"\0\""s));
}

TEST(JsonReader, EveryProperPrefixOfADocumentIsRefused) {
  const std::string document =
      R"({"a":[1.5e+10,true,null,"x\n\u00e9\ud83d\ude00"],"b":{"c":"0123456789abcdef"}})";
  ASSERT_TRUE(well_formed(document));
  for (std::size_t size = 0; size < document.size(); ++size) {
    EXPECT_FALSE(well_formed(document.substr(0, size))) << size;
    EXPECT_EQ(copied(document.substr(0, size)), "failed") << size;
  }
}

TEST(JsonReader, EscapesAreResolvedWhereTheyStand) {
  EXPECT_EQ(text_of_document(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(text_of_document(R"("a\u0041\u00e9\u20AC\ud83d\ude00z")"), "aA\u00e9\u20ac\U0001F600z");
  EXPECT_EQ(text_of_document(R"("\u0000")"), std::string(1, '\0'));
  EXPECT_EQ(text_of_document(R"("\uFFFF\udbff\udfff")"), "\uffff\U0010FFFF");
  EXPECT_EQ(text_of_document("\"0123456789\u00e9\\n0123456789\u20ac\""),
            "0123456789\u00e9\n0123456789\u20ac");
  std::string document = R"({"a\u0062":1})";
  JsonReader reader(document);
  reader.enter_object();
  EXPECT_EQ(reader.next_key(), "ab");
}

TEST(JsonReader, AQuoteIsFoundAtEveryDistance) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string plain(size, 'x');
    EXPECT_EQ(text_of_document("\"" + plain + "\""), plain);
    EXPECT_EQ(text_of_document("\"" + plain + "\\\"" + plain + "\""), plain + "\"" + plain);
    EXPECT_EQ(text_of_document("\"" + plain + "\u00e9" + plain + "\""), plain + "\u00e9" + plain);
    EXPECT_EQ(text_of_document("\"" + plain + "\x1f" + plain + "\""), "failed");
  }
}

TEST(JsonReader, NumbersKeepTheirText) {
  std::string document = "[0,-0,123456789012345678901234567890,1.50,1E5,-2.5e-7]";
  JsonReader reader(document);
  std::vector<std::string> numbers;
  reader.enter_array();
  while (reader.next_element()) numbers.emplace_back(reader.read_number());
  EXPECT_TRUE(reader.finish());
  EXPECT_EQ(numbers, (std::vector<std::string>{"0", "-0", "123456789012345678901234567890", "1.50",
                                               "1E5", "-2.5e-7"}));
}

TEST(JsonReader, ContainersNestSixtyFourDeepAndNoDeeper) {
  EXPECT_TRUE(well_formed(nested(64)));
  EXPECT_FALSE(well_formed(nested(65)));
  EXPECT_FALSE(well_formed(std::string(1'000'000, '[')));
}

TEST(JsonReader, AMemberThatOccursTwiceIsReportedTwiceInOrder) {
  std::string document = R"({"a":1,"b":2,"a":3})";
  JsonReader reader(document);
  std::string seen;
  reader.enter_object();
  while (const auto name = reader.next_key())
    seen += std::string(*name) + std::string(reader.read_number());
  EXPECT_TRUE(reader.finish());
  EXPECT_EQ(seen, "a1b2a3");
}

TEST(JsonReader, ReadingAsTheWrongKindFails) {
  const auto fails = [](std::string document, auto read) {
    JsonReader reader(document);
    read(reader);
    return reader.failed() && !reader.finish() && reader.kind() == JsonKind::failed;
  };
  EXPECT_TRUE(fails("1", [](JsonReader& reader) { reader.read_text(); }));
  EXPECT_TRUE(fails("1", [](JsonReader& reader) { EXPECT_TRUE(reader.read_base64()->empty()); }));
  EXPECT_TRUE(fails("\"1\"", [](JsonReader& reader) { reader.read_number(); }));
  EXPECT_TRUE(fails("null", [](JsonReader& reader) { reader.read_boolean(); }));
  EXPECT_TRUE(fails("{}", [](JsonReader& reader) { reader.enter_array(); }));
  EXPECT_TRUE(fails("[]", [](JsonReader& reader) { reader.enter_object(); }));
  EXPECT_TRUE(fails("[]", [](JsonReader& reader) { reader.read_null(); }));
}

TEST(JsonReader, SkippingOverwritesNothing) {
  const std::string original = R"({"a\n":["\u0041",{"b":"\\\u00e9"}],"c":"\t"})";
  std::string document = original;
  JsonReader reader(document);
  reader.skip_value();
  EXPECT_TRUE(reader.finish());
  EXPECT_EQ(document, original);
}

TEST(JsonReader, TheRestCanBeCheckedFromAnywhere) {
  // Where the caller gives up, and whether what follows is well-formed.
  const auto rest_is_good = [](std::string document, int steps) {
    JsonReader reader(document);
    if (steps > 0) reader.enter_object();
    if (steps > 1) {
      EXPECT_EQ(reader.next_key(), "a");
    }
    if (steps > 2) reader.enter_array();
    if (steps > 3) {
      EXPECT_TRUE(reader.next_element());
    }
    if (steps > 4) reader.read_number();
    return reader.skip_rest();
  };
  for (int steps = 0; steps <= 5; ++steps) {
    EXPECT_TRUE(rest_is_good(R"( {"a":[1,{"b":2}],"c":"d"} )", steps)) << steps;
    EXPECT_FALSE(rest_is_good(R"({"a":[1,{"b":2}],"c":"d"}x)", steps)) << steps;
    EXPECT_FALSE(rest_is_good(R"({"a":[1,{"b":2}],"c":"d")", steps)) << steps;
    EXPECT_FALSE(rest_is_good(R"({"a":[1,{"b":}],"c":"d"})", steps)) << steps;
  }
}

TEST(JsonReader, Base64IsDecodedWhereItStandsWithOrWithoutEscapes) {
  const auto decoded = [](std::string document) -> std::string {
    JsonReader reader(document);
    const auto bytes = reader.read_base64();
    if (!bytes) return "refused " + std::string(bytes.error().text);
    const std::string text(text_of(*bytes));
    return reader.finish() ? text : "failed";
  };
  EXPECT_EQ(decoded(R"("")"), "");
  EXPECT_EQ(decoded(R"("aGVsbG8=")"), "hello");
  EXPECT_EQ(decoded(R"("\/\/8=")"), "\xff\xff");
  EXPECT_EQ(decoded(R"("a\u0047VsbG8=")"), "hello");
  EXPECT_EQ(decoded(R"("23456")"), "refused 23456");
  EXPECT_EQ(decoded(R"("=+/=")"), "refused =+/=");
  EXPECT_EQ(decoded(R"("+\/+=")"), "refused +/+=");
  EXPECT_EQ(decoded(R"("aGVs\"")"), "refused aGVs\"");
  EXPECT_EQ(decoded(R"("aGVs)"), "failed");
  EXPECT_EQ(decoded(R"(")"), "failed");
  EXPECT_EQ(decoded("\"aGVs\n\""), "failed");
  EXPECT_EQ(decoded("\"aGV\xff\""), "failed");
  EXPECT_EQ(decoded(R"("aGVs"x)"), "failed");
}

TEST(JsonReader, ARefusedBlobDoesNotEndTheReading) {
  std::string document = R"({"Data":"23456","PartitionKey":"k"})";
  JsonReader reader(document);
  reader.enter_object();
  ASSERT_EQ(reader.next_key(), "Data");
  const auto bytes = reader.read_base64();
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().error, (Base64Error{Base64Fault::length, 5}));
  ASSERT_EQ(reader.next_key(), "PartitionKey");
  EXPECT_EQ(reader.read_text(), "k");
  EXPECT_EQ(reader.next_key(), std::nullopt);
  EXPECT_TRUE(reader.finish());
}

TEST(JsonReader, AFailureNamesItsPlace) {
  std::string document = R"({"a":1,"b":x})";
  JsonReader reader(document);
  EXPECT_FALSE(reader.finish());
  EXPECT_EQ(reader.position(), 11U);
}

}  // namespace
}  // namespace weir::codec

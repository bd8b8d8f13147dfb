// What production answers to values of a wrong type, and what it reads from odd ones of a right
// type.

#include <gtest/gtest.h>

#include <limits>

#include "aws/protocol.h"
#include "aws/test_cbor.h"

namespace weir::aws {
namespace {

struct Nested {
  std::string_view type;
  std::optional<std::string_view> shard_id;

  static void describe(auto& shape, auto& nested) {
    shape.required("Type", nested.type);
    shape.optional("ShardId", nested.shard_id, {.length_max = 3});
  }
};

struct Entry {
  static constexpr std::string_view java_class = "Entry";

  Blob data;

  static void describe(auto& shape, auto& entry) { shape.required("Data", entry.data); }
};

// Members that must be there.
struct Entries {
  std::string_view key;
  Required<std::vector<Entry>> records;

  static void describe(auto& shape, auto& request) {
    shape.required("Key", request.key);
    shape.required("Records", request.records, {.length_min = 1, .length_max = 500});
  }
};

// A member of each kind.
struct Everything {
  struct Request {
    std::optional<std::string_view> text;
    std::optional<Blob> blob;
    std::optional<bool> boolean;
    std::optional<std::int32_t> integer;
    std::optional<std::int64_t> long_integer;
    std::optional<WallTime> timestamp;
    std::optional<std::vector<std::string_view>> list;
    std::optional<TextMap> map;
    std::optional<Nested> structure;

    static void describe(auto& shape, auto& request) {
      shape.optional("String", request.text);
      shape.optional("Blob", request.blob);
      shape.optional("Boolean", request.boolean);
      shape.optional("Integer", request.integer);
      shape.optional("Long", request.long_integer);
      shape.optional("Timestamp", request.timestamp);
      shape.optional("List", request.list);
      shape.optional("Map", request.map);
      shape.optional("Structure", request.structure);
    }
  };
};

// Keeps the body alive, which decoded views point into.
template <class Request>
struct Decoded {
  explicit Decoded(std::string text)
      : body(std::move(text)), request(decode_request<Request>(body)) {}

  std::string body;
  Outcome<Request> request;
};

using DecodedEverything = Decoded<Everything::Request>;

DecodedEverything decode_member(std::string_view name, std::string_view value) {
  return DecodedEverything("{\"" + std::string(name) + "\":" + std::string(value) + "}");
}

constexpr std::string_view no_error = "<none>";

std::string type_error_of(std::string body, Protocol protocol = Protocol::json_1_1) {
  const auto request = decode_request<Everything::Request>(body, protocol);
  if (request) return std::string(no_error);
  EXPECT_EQ(request.error().type, "SerializationException");
  EXPECT_EQ(request.error().http_status, 400);
  EXPECT_TRUE(request.error().capital_message);
  return request.error().message;
}

struct WrongType {
  std::string_view member;
  std::string_view value;
  std::string_view message;
};

class WrongTypes : public testing::TestWithParam<WrongType> {};

TEST_P(WrongTypes, AreAnsweredInProductionsWordsInEveryEncoding) {
  const auto& [member, value, message] = GetParam();
  const std::string json = "{\"" + std::string(member) + "\":" + std::string(value) + "}";
  EXPECT_EQ(type_error_of(json), message) << member << " " << value;
  // Only JSON has blobs in base64.
  if (message.find("Base64") != std::string_view::npos) return;
  for (const Protocol protocol : {Protocol::cbor_1_1, Protocol::rpc_v2_cbor}) {
    EXPECT_EQ(type_error_of(cbor_like(json, protocol), protocol), message)
        << member << " " << value;
  }
}

constexpr std::string_view from_number =
    "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to ";
constexpr std::string_view unexpected_list = "Start of list found where not expected";
constexpr std::string_view unexpected_map = "Start of structure or map found where not expected.";

#define BIG_NUMBER "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"

INSTANTIATE_TEST_SUITE_P(
    Boolean, WrongTypes,
    testing::Values(
        WrongType{"Boolean", R"("hellowtf")", "'HELLOWTF' can not be converted to an Boolean"},
        WrongType{"Boolean", R"("23")", "'23' can not be converted to an Boolean"},
        WrongType{"Boolean", R"("")", "'' can not be converted to an Boolean"},
        WrongType{"Boolean", "23", BIG_NUMBER " can not be converted to an Boolean"},
        WrongType{"Boolean", "-2147483648", BIG_NUMBER " can not be converted to an Boolean"},
        WrongType{"Boolean", "[]", unexpected_list}, WrongType{"Boolean", "{}", unexpected_map}));

INSTANTIATE_TEST_SUITE_P(
    String, WrongTypes,
    testing::Values(WrongType{"String", "true",
                              "class java.lang.Boolean can not be converted to an String"},
                    WrongType{"String", "23", BIG_NUMBER " can not be converted to an String"},
                    WrongType{"String", "34.56", BIG_NUMBER " can not be converted to an String"},
                    WrongType{"String", "[]", unexpected_list},
                    WrongType{"String", "{}", unexpected_map}));

INSTANTIATE_TEST_SUITE_P(
    Integers, WrongTypes,
    testing::Values(
        WrongType{"Integer", R"("23")",
                  "class java.lang.String can not be converted to an Integer"},
        WrongType{"Integer", "true", "class java.lang.Boolean can not be converted to an Integer"},
        WrongType{"Integer", "[]", unexpected_list}, WrongType{"Integer", "{}", unexpected_map},
        WrongType{"Long", R"("23")", "class java.lang.String can not be converted to an Long"},
        WrongType{"Long", "false", "class java.lang.Boolean can not be converted to an Long"},
        WrongType{"Long", "[1]", unexpected_list}, WrongType{"Long", "{\"a\":1}", unexpected_map}));

INSTANTIATE_TEST_SUITE_P(
    Blob, WrongTypes,
    testing::Values(
        WrongType{"Blob", "true", "class java.lang.Boolean can not be converted to a Blob"},
        WrongType{"Blob", "23", BIG_NUMBER " can not be converted to a Blob"},
        WrongType{"Blob", "34.56", BIG_NUMBER " can not be converted to a Blob"},
        WrongType{"Blob", "[]", unexpected_list}, WrongType{"Blob", "{}", unexpected_map},
        WrongType{"Blob", R"("23456")",
                  "'23456' can not be converted to a Blob: Base64 encoded length is expected a "
                  "multiple of 4 bytes but found: 5"},
        WrongType{"Blob", R"("=+/=")",
                  "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='"},
        WrongType{"Blob", R"("+/+=")",
                  "'+/+=' can not be converted to a Blob: Invalid last non-pad Base64 character "
                  "dectected"},
        // Escapes are resolved before anything else.
        WrongType{"Blob", R"("=+\/=")",
                  "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='"},
        WrongType{"Blob", R"("ab c")",
                  "'ab c' can not be converted to a Blob: Invalid Base64 character: ' '"},
        // Java counts characters, not bytes.
        WrongType{"Blob", R"("abcü")",
                  "'abcü' can not be converted to a Blob: Invalid Base64 character: 'ü'"},
        WrongType{"Blob", R"("abü")",
                  "'abü' can not be converted to a Blob: Base64 encoded length is expected a "
                  "multiple of 4 bytes but found: 3"},
        WrongType{"Blob", R"("aü==")",
                  "'aü==' can not be converted to a Blob: Invalid Base64 character: 'ü'"},
        WrongType{"Blob", R"("abc😀")",
                  "'abc😀' can not be converted to a Blob: Base64 encoded length is expected a "
                  "multiple of 4 bytes but found: 5"}));

INSTANTIATE_TEST_SUITE_P(
    Timestamp, WrongTypes,
    testing::Values(WrongType{"Timestamp", R"("2026")",
                              "class java.lang.String can not be converted to milliseconds since "
                              "epoch"},
                    WrongType{"Timestamp", "true",
                              "class java.lang.Boolean can not be converted to milliseconds since "
                              "epoch"},
                    WrongType{"Timestamp", "[]", unexpected_list},
                    WrongType{"Timestamp", "{}", unexpected_map}));

INSTANTIATE_TEST_SUITE_P(
    Collections, WrongTypes,
    testing::Values(WrongType{"List", R"("23")", "Expected list or null"},
                    WrongType{"List", "true", "Expected list or null"},
                    WrongType{"List", "23", "Expected list or null"},
                    WrongType{"List", "34.56", "Expected list or null"},
                    WrongType{"List", "{}", unexpected_map},
                    WrongType{"List", "[1]", BIG_NUMBER " can not be converted to an String"},
                    WrongType{"Map", R"("23")", "Expected map or null"},
                    WrongType{"Map", "true", "Expected map or null"},
                    WrongType{"Map", "23", "Expected map or null"},
                    WrongType{"Map", "[]", unexpected_list},
                    WrongType{"Map", R"({"a":true})",
                              "class java.lang.Boolean can not be converted to an String"},
                    WrongType{"Structure", R"("23")", "Expected null"},
                    WrongType{"Structure", "true", "Expected null"},
                    WrongType{"Structure", "-23", "Expected null"},
                    WrongType{"Structure", "[]", unexpected_list},
                    WrongType{"Structure", R"({"ShardId":[]})", unexpected_list}));

TEST(JsonTypes, ElementsOfAListOfStructuresAreStructures) {
  std::string body = R"({"Records":["a"]})";
  EXPECT_EQ(decode_request<Entries>(body).error().message, "Expected null");
  body = R"({"Records":[{"Data":1}]})";
  EXPECT_EQ(decode_request<Entries>(body).error().message, std::string(from_number) + "a Blob");
}

TEST(JsonTypes, TheFirstWrongTypeOfTheDocumentIsReported) {
  EXPECT_EQ(type_error_of(R"({"Timestamp":true,"String":1})"),
            "class java.lang.Boolean can not be converted to milliseconds since epoch");
  EXPECT_EQ(type_error_of(R"({"Unknown":1,"String":1,"Timestamp":true})"),
            std::string(from_number) + "an String");
}

TEST(JsonTypes, WrongTypesComeBeforeViolatedConstraints) {
  EXPECT_EQ(type_error_of(R"({"Structure":{"ShardId":"long"},"List":1})"), "Expected list or null");
}

TEST(JsonTypes, AMalformedDocumentHasNoMessageEvenBehindAWrongType) {
  EXPECT_EQ(type_error_of(R"({"String":1,"Timestamp":tru})"), "");
  EXPECT_EQ(type_error_of(R"({"Blob":"=","Timestamp":1)"), "");
}

TEST(JsonTypes, WhatIsNoObjectHasNoMessage) {
  for (const std::string_view body :
       {"", " ", "null", "[]", "1", "\"a\"", "true", "{", "}", "{}{}", "{} x", "{'a':1}", "{\"a\"}",
        "{\"a\":1,}", "\xff", "{\"String\":\"\xff\"}", "{\"String\":\"\\ud800\"}", "{\"a\":01}"}) {
    EXPECT_EQ(type_error_of(std::string(body)), "") << body;
  }
}

TEST(JsonTypes, TextsThatSayItAreBooleans) {
  for (const std::string_view yes : {"true", R"("true")", R"("TRUE")", R"("Yes")", R"("1")"}) {
    EXPECT_EQ(decode_member("Boolean", yes).request->boolean, true) << yes;
  }
  for (const std::string_view no : {"false", R"("False")", R"("no")", R"("0")"}) {
    EXPECT_EQ(decode_member("Boolean", no).request->boolean, false) << no;
  }
}

TEST(JsonTypes, NumbersWithAFractionAreBooleans) {
  EXPECT_EQ(decode_member("Boolean", "34.56").request->boolean, true);
  EXPECT_EQ(decode_member("Boolean", "0.0e5").request->boolean, false);
}

TEST(JsonTypes, IntegersAreRoundedDownAndSaturate) {
  const auto integer = [](std::string_view text) {
    return *decode_member("Integer", text).request->integer;
  };
  EXPECT_EQ(integer("0"), 0);
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("1.9"), 1);
  EXPECT_EQ(integer("-1.5"), -2);
  EXPECT_EQ(integer("1.2e3"), 1200);
  EXPECT_EQ(integer("2147483648"), 2147483647);
  EXPECT_EQ(integer("-2147483649"), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(integer("100000000000000000000000000"), 2147483647);
  EXPECT_EQ(integer("-1e400"), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(integer("1e-400"), 0);
  EXPECT_EQ(integer(std::string(1000, '9')), 2147483647);
}

TEST(JsonTypes, LongsAreExactAndSaturate) {
  const auto number = [](std::string_view text) {
    return *decode_member("Long", text).request->long_integer;
  };
  EXPECT_EQ(number("9007199254740993"), 9007199254740993);
  EXPECT_EQ(number("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(number("9223372036854775808"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(number("-9223372036854775809"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(number("-1e30"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(number("1e999999999999999999999"), std::numeric_limits<std::int64_t>::max());
}

TEST(JsonTypes, TimestampsAreSecondsToTheMillisecond) {
  const auto milliseconds = [](std::string_view text) {
    return decode_member("Timestamp", text).request->timestamp->ms;
  };
  EXPECT_EQ(milliseconds("1459799926"), 1459799926000);
  EXPECT_EQ(milliseconds("1459799926.48"), 1459799926480);
  EXPECT_EQ(milliseconds("1459799926.4804"), 1459799926480);
  EXPECT_EQ(milliseconds("1.459799926E9"), 1459799926000);
  EXPECT_EQ(milliseconds("1.459799926123e+9"), 1459799926123);
  EXPECT_EQ(milliseconds("-1.5"), -1500);
  EXPECT_EQ(milliseconds("0"), 0);
}

TEST(JsonTypes, TimestampsSaturateFarFromTheLimitsOfTheirType) {
  for (const std::string_view text : {"1e300", "99999999999999999999", "9223372036854775807"}) {
    const WallTime time = *decode_member("Timestamp", text).request->timestamp;
    EXPECT_GT(time.ms, std::int64_t{1} << 61) << text;
    EXPECT_LE(time.ms, std::int64_t{1} << 62) << text;
  }
  EXPECT_LT(decode_member("Timestamp", "-1e300").request->timestamp->ms, -(std::int64_t{1} << 61));
}

TEST(JsonTypes, NullIsAbsent) {
  const DecodedEverything decoded(
      R"({"String":null,"Blob":null,"Boolean":null,"Integer":null,"Long":null,"Timestamp":null,)"
      R"("List":null,"Map":null,"Structure":null})");
  ASSERT_TRUE(decoded.request);
  EXPECT_FALSE(decoded.request->text || decoded.request->blob || decoded.request->boolean ||
               decoded.request->integer || decoded.request->long_integer ||
               decoded.request->timestamp || decoded.request->list || decoded.request->map ||
               decoded.request->structure);
}

TEST(JsonTypes, OfAMemberThatOccursTwiceTheLastCounts) {
  EXPECT_EQ(DecodedEverything(R"({"String":"a","String":"b"})").request->text, "b");
  EXPECT_EQ(DecodedEverything(R"({"List":["a","b"],"List":["c"]})").request->list->size(), 1U);
  EXPECT_FALSE(DecodedEverything(R"({"String":"a","String":null})").request->text);
  const Decoded<Entries> entries(R"({"Key":"a","Key":null,"Records":[{"Data":""}]})");
  EXPECT_FALSE(entries.request);
}

TEST(JsonTypes, UnknownMembersAreReadPastWhateverTheyHold) {
  const DecodedEverything decoded(
      R"({"a":{"b":[1,{"String":"inner"},[[]],"\u0000\"]}"]},"string":"lower","String":"x","c":1e9})");
  ASSERT_TRUE(decoded.request);
  EXPECT_EQ(decoded.request->text, "x");
}

TEST(JsonTypes, EscapesAreResolvedInNamesTextsAndBlobs) {
  const DecodedEverything decoded(
      R"({"\u0053tring":"a\"\\\/\b\f\n\r\tü\u00fc\ud83d\ude00","Blob":"\/\/8\u003d",)"
      R"("Map":{"k\u0031":"v"}})");
  ASSERT_TRUE(decoded.request);
  EXPECT_EQ(decoded.request->text, "a\"\\/\b\f\n\r\tüü😀");
  ASSERT_TRUE(decoded.request->blob);
  EXPECT_EQ(text_of(*decoded.request->blob), "\xff\xff");
  EXPECT_EQ(decoded.request->map->front().first, "k1");
}

TEST(JsonTypes, DeepNestingIsMalformedNotACrash) {
  for (const std::string_view open : {"[", "{\"a\":"}) {
    std::string body = "{\"Unknown\":";
    for (int depth = 0; depth < 1'000'000; ++depth) body += open;
    EXPECT_EQ(type_error_of(body), "") << open;
  }
}

TEST(JsonTypes, ADocumentCutOffAnywhereIsMalformed) {
  const std::string whole =
      R"({"String":"a\u00fc\n","Blob":"YWJj","Boolean":true,"Integer":-1.5e2,"Timestamp":1,)"
      R"("List":["a","b"],"Map":{"k":"v"},"Structure":{"Type":"AT_LATEST"},"x":[{"y":null}]})";
  ASSERT_EQ(type_error_of(whole), no_error);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // On the heap without room to spare, so that a read past the end is seen.
    std::vector<char> body(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    body.shrink_to_fit();
    const auto request = decode_request<Everything::Request>(body);
    ASSERT_FALSE(request) << size;
    EXPECT_EQ(request.error().type, "SerializationException") << size;
    EXPECT_EQ(request.error().message, "") << size;
  }
}

TEST(JsonTypes, AListFarAboveItsLimitIsNotKeptWhole) {
  std::string body = R"({"Records":[)";
  for (int count = 0; count < 100'000; ++count) body += "{},";
  body += "{}]}";
  Entries request;
  ASSERT_TRUE(decode_document(Protocol::json_1_1, body, request));
  EXPECT_EQ(request.records->size(), 1000U);
  EXPECT_FALSE(validate(request));
}

}  // namespace
}  // namespace weir::aws

// What CBOR has and JSON has not: byte strings, tags, numbers of many widths, points in time in two
// units. What both have is tested for both in document_types_test.cc.

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "aws/protocol.h"
#include "codec/cbor_writer.h"
#include "codec/hex.h"

namespace weir::aws {
namespace {

struct Entry {
  static constexpr std::string_view java_class = "Entry";

  Blob data;

  static void describe(auto& shape, auto& entry) { shape.required("Data", entry.data); }
};

struct Everything {
  std::optional<std::string_view> text;
  std::optional<Blob> blob;
  std::optional<bool> boolean;
  std::optional<std::int32_t> integer;
  std::optional<std::int64_t> long_integer;
  std::optional<WallTime> timestamp;
  std::optional<std::vector<Entry>> list;
  std::optional<TextMap> map;
  std::optional<Entry> structure;

  static void describe(auto& shape, auto& request) {
    shape.optional("String", request.text);
    shape.optional("Blob", request.blob);
    shape.optional("Boolean", request.boolean);
    shape.optional("Integer", request.integer);
    shape.optional("Long", request.long_integer);
    shape.optional("Timestamp", request.timestamp);
    shape.optional("List", request.list, {.length_max = 500});
    shape.optional("Map", request.map, {.length_max = 50});
    shape.optional("Structure", request.structure);
  }
};

std::string from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  EXPECT_TRUE(codec::hex_decode(hex, reinterpret_cast<std::byte*>(bytes.data()))) << hex;
  return bytes;
}

// {name: value}, the value given as hexadecimal digits.
std::string member(std::string_view name, std::string_view hex) {
  std::string document = "\xbf";
  codec::CborWriter(document).text(name);
  return document + from_hex(hex) + "\xff";
}

// Keeps the body alive, which decoded views point into.
struct Decoded {
  explicit Decoded(std::string document, Protocol protocol = Protocol::cbor_1_1)
      : body(std::move(document)), request(decode_request<Everything>(body, protocol)) {}

  std::string body;
  Outcome<Everything> request;
};

std::string type_error_of(std::string body) {
  const auto request = decode_request<Everything>(body, Protocol::cbor_1_1);
  if (request) return "<none>";
  EXPECT_EQ(request.error().type, "SerializationException");
  EXPECT_TRUE(request.error().capital_message);
  return request.error().message;
}

TEST(CborTypes, AByteStringIsOnlyABlob) {
  const std::string_view bytes = "4161";
  EXPECT_EQ(type_error_of(member("String", bytes)),
            "class java.nio.HeapByteBuffer can not be converted to an String");
  EXPECT_EQ(type_error_of(member("Boolean", bytes)),
            "class java.nio.HeapByteBuffer can not be converted to an Boolean");
  EXPECT_EQ(type_error_of(member("Integer", bytes)),
            "class java.nio.HeapByteBuffer can not be converted to an Integer");
  EXPECT_EQ(type_error_of(member("Long", bytes)),
            "class java.nio.HeapByteBuffer can not be converted to an Long");
  EXPECT_EQ(type_error_of(member("Timestamp", bytes)),
            "class java.nio.HeapByteBuffer can not be converted to milliseconds since epoch");
  EXPECT_EQ(type_error_of(member("List", bytes)), "Expected list or null");
  EXPECT_EQ(type_error_of(member("Map", bytes)), "Expected map or null");
  EXPECT_EQ(type_error_of(member("Structure", bytes)), "Expected null");
}

TEST(CborTypes, ATextIsNoBlobWhateverItSays) {
  EXPECT_EQ(type_error_of(member("Blob", "6459574a6a")),
            "class java.lang.String can not be converted to a Blob");
}

TEST(CborTypes, IntegersAreTakenInAnyWidthRoundedDownAndSaturate) {
  const auto integer = [](std::string_view hex) {
    return Decoded(member("Integer", hex)).request->integer;
  };
  EXPECT_EQ(integer("05"), 5);
  EXPECT_EQ(integer("1b0000000000000005"), 5);
  EXPECT_EQ(integer("24"), -5);
  EXPECT_EQ(integer("f93e00"), 1);              // 1.5, half.
  EXPECT_EQ(integer("fabfc00000"), -2);         // -1.5, single.
  EXPECT_EQ(integer("fb40091eb851eb851f"), 3);  // 3.14, double.
  EXPECT_EQ(integer("1a80000000"), std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(integer("3a80000000"), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(integer("1bffffffffffffffff"), std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(integer("c249010000000000000000"), std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(integer("f97c00"), std::numeric_limits<std::int32_t>::max());  // Infinity.
  EXPECT_EQ(integer("f9fc00"), std::numeric_limits<std::int32_t>::min());
}

TEST(CborTypes, LongsAreExactAndSaturate) {
  const auto number = [](std::string_view hex) {
    return Decoded(member("Long", hex)).request->long_integer;
  };
  EXPECT_EQ(number("1b0020000000000001"), 9007199254740993);
  EXPECT_EQ(number("1b7fffffffffffffff"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(number("1b8000000000000000"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(number("3b7fffffffffffffff"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(number("3bffffffffffffffff"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(number("fb7e37e43c8800759c"), std::numeric_limits<std::int64_t>::max());  // 1e300
}

TEST(CborTypes, WhatIsNoNumberIsAWrongType) {
  constexpr std::string_view nans[] = {"f97e00", "fa7fc00000", "fb7ff8000000000000",
                                       "fbfff8000000000001"};
  for (const std::string_view nan : nans) {
    for (const auto& [name, wanted] : {std::pair("Boolean", "an Boolean"),
                                       {"Integer", "an Integer"},
                                       {"Long", "an Long"},
                                       {"Timestamp", "milliseconds since epoch"}}) {
      EXPECT_EQ(type_error_of(member(name, nan)),
                "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be "
                "converted to " +
                    std::string(wanted))
          << name << nan;
    }
  }
}

TEST(CborTypes, FloatsAreBooleansAndWholeNumbersAreNot) {
  EXPECT_EQ(Decoded(member("Boolean", "f93e00")).request->boolean, true);
  EXPECT_EQ(Decoded(member("Boolean", "f90000")).request->boolean, false);
  EXPECT_EQ(Decoded(member("Boolean", "f97c00")).request->boolean, true);
  EXPECT_FALSE(Decoded(member("Boolean", "01")).request);
}

struct TimeCase {
  std::string_view hex;
  std::int64_t ms;
};

std::int64_t milliseconds(std::string_view hex, Protocol protocol) {
  return Decoded(member("Timestamp", hex), protocol).request->timestamp->ms;
}

TEST(CborTypes, KinesisTimesAreWholeMillisecondsAndFloatsMayBeSeconds) {
  constexpr TimeCase cases[] = {
      {"c11b0000018bcfe5687b", 1'700'000'000'123},  // As Java writes it.
      {"1b0000018bcfe5687b", 1'700'000'000'123},    // Without a tag.
      {"c100", 0},
      {"c120", -1},
      {"c1fb41d954fc4007df3b", 1'700'000'000'123},  // 1700000000.123 seconds, by the tag's meaning.
      {"fb41d954fc4007df3b", 1'700'000'000'123},
      {"c1fb4278bcfe5687b000", 1'700'000'000'123},  // The same as milliseconds.
      {"c1fac4bb8000", -1'500'000},                 // -1500 seconds, single.
      {"c2480000018bcfe5687b", 1'700'000'000'123},  // A large number.
  };
  for (const TimeCase& each : cases) {
    EXPECT_EQ(milliseconds(each.hex, Protocol::cbor_1_1), each.ms) << each.hex;
  }
}

TEST(CborTypes, SmithysTimesAreSeconds) {
  constexpr TimeCase cases[] = {
      {"c1fb41d954fc4007df3b", 1'700'000'000'123},
      {"c11a6553f100", 1'700'000'000'000},
      {"c120", -1000},
      {"c1f93e00", 1500},
      {"c1fa3f000000", 500},
  };
  for (const TimeCase& each : cases) {
    EXPECT_EQ(milliseconds(each.hex, Protocol::rpc_v2_cbor), each.ms) << each.hex;
  }
}

TEST(CborTypes, TimesSaturateFarFromTheLimitsOfTheirType) {
  for (const Protocol protocol : {Protocol::cbor_1_1, Protocol::rpc_v2_cbor}) {
    for (const std::string_view hex : {"1b7fffffffffffffff", "fb7e37e43c8800759c", "f97c00"}) {
      const std::int64_t ms = milliseconds(hex, protocol);
      EXPECT_GT(ms, std::int64_t{1} << 61) << hex;
      EXPECT_LE(ms, std::int64_t{1} << 62) << hex;
    }
    EXPECT_LT(milliseconds("f9fc00", protocol), -(std::int64_t{1} << 61));
  }
}

TEST(CborTypes, TimesAreWrittenInTheUnitOfTheProtocol) {
  Everything shape;
  shape.timestamp = WallTime{1'700'000'000'123};
  std::string out;
  encode_document(Protocol::cbor_1_1, shape, out);
  EXPECT_EQ(codec::hex_text(bytes_of(out)), "bf6954696d657374616d70c11b0000018bcfe5687bff");
  out.clear();
  encode_document(Protocol::rpc_v2_cbor, shape, out);
  EXPECT_EQ(codec::hex_text(bytes_of(out)), "bf6954696d657374616d70c1fb41d954fc4007df3bff");
}

TEST(CborTypes, TagsBeforeAnyValueAreReadPast) {
  std::string document = from_hex("d9d9f7");
  codec::CborWriter writer(document);
  writer.begin_map();
  const auto tagged = [&](std::string_view name, auto write) {
    writer.text(name);
    writer.tag(55799);
    writer.tag(99);
    write();
  };
  tagged("String", [&] { writer.text("s"); });
  tagged("Blob", [&] { writer.bytes(bytes_of("b")); });
  tagged("Boolean", [&] { writer.boolean(true); });
  tagged("Integer", [&] { writer.number(1); });
  tagged("List", [&] {
    writer.begin_array();
    writer.tag(7);
    writer.begin_map();
    writer.text("Data");
    writer.bytes({});
    writer.end_map();
    writer.end_array();
  });
  tagged("Unknown", [&] { writer.null(); });
  tagged("Structure", [&] { writer.null(); });
  writer.end_map();
  const Decoded decoded(document);
  ASSERT_TRUE(decoded.request) << decoded.request.error().message;
  EXPECT_EQ(decoded.request->text, "s");
  EXPECT_EQ(text_of(*decoded.request->blob), "b");
  EXPECT_EQ(decoded.request->boolean, true);
  EXPECT_EQ(decoded.request->integer, 1);
  EXPECT_EQ(decoded.request->list->size(), 1U);
  EXPECT_FALSE(decoded.request->structure);
}

TEST(CborTypes, UndefinedIsAbsentLikeNull) {
  EXPECT_FALSE(Decoded(member("String", "f7")).request->text);
  EXPECT_FALSE(Decoded(member("Structure", "f7")).request->structure);
}

TEST(CborTypes, OfAMemberThatOccursTwiceTheLastCounts) {
  EXPECT_EQ(Decoded(from_hex("a266537472696e67616166537472696e676162")).request->text, "b");
  EXPECT_FALSE(Decoded(from_hex("a266537472696e67616166537472696e67f6")).request->text);
}

TEST(CborTypes, NamesAndValuesMayComeInPieces) {
  const Decoded decoded(
      from_hex("bf"
               "7f6353747263696e67ff7f626162606163ff"  // "Str" "ing": "ab" "" "c".
               "7f64426c6f62ff5f41014202034104ff"      // "Blob": 01 0203 04.
               "ff"));
  ASSERT_TRUE(decoded.request) << decoded.request.error().message;
  EXPECT_EQ(decoded.request->text, "abc");
  EXPECT_EQ(codec::hex_text(*decoded.request->blob), "01020304");
}

TEST(CborTypes, BlobsStayWhereTheyAre) {
  std::string body = member("Blob", "4401020304");
  const std::string before = body;
  const auto request = decode_request<Everything>(body, Protocol::cbor_1_1);
  ASSERT_TRUE(request);
  EXPECT_EQ(static_cast<const void*>(request->blob->data()), body.data() + 7);
  EXPECT_EQ(body, before);
}

TEST(CborTypes, AnEmptyBlobIsThere) {
  const Decoded decoded(member("Structure", "a1644461746140"));
  ASSERT_TRUE(decoded.request);
  EXPECT_NE(decoded.request->structure->data.data(), nullptr);
}

TEST(CborTypes, WhatHoldsNoStructureHasNoMessage) {
  for (const std::string_view hex :
       {"f6", "80", "00", "6161", "4161", "a1", "a0a0", "a100f6", "bf", "bf00ff", "ff", "7b",
        "a161615affffffff", "a161615bffffffffffffffff"}) {
    EXPECT_EQ(type_error_of(from_hex(hex)), "") << hex;
  }
  EXPECT_EQ(type_error_of("{}"), "");
  EXPECT_EQ(type_error_of(""), "");
}

TEST(CborTypes, AMalformedDocumentHasNoMessageEvenBehindAWrongType) {
  EXPECT_EQ(type_error_of(from_hex("bf66537472696e6701ff")),
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted "
            "to an String");
  EXPECT_EQ(type_error_of(from_hex("bf66537472696e6701")), "");
  EXPECT_EQ(type_error_of(from_hex("bf66537472696e67016161ffff")), "");
}

TEST(CborTypes, InvalidUtf8IsMalformedInUnknownMembersToo) {
  EXPECT_EQ(type_error_of(member("String", "62c328")), "");
  EXPECT_EQ(type_error_of(member("Unknown", "62c328")), "");
  EXPECT_EQ(type_error_of(from_hex("a162c328f6")), "");
}

TEST(CborTypes, DeepNestingIsMalformedNotACrash) {
  for (const std::string_view open : {"81", "9f", "a16161", "bf6161", "bf7f6161ff"}) {
    std::string hex;
    for (int depth = 0; depth < 100'000; ++depth) hex += open;
    EXPECT_EQ(type_error_of("\xbf"
                            "aU" +
                            from_hex(hex)),
              "")
        << open;
  }
}

TEST(CborTypes, ADocumentCutOffAnywhereIsMalformed) {
  Everything all;
  const std::vector<Entry> entries(3, Entry{.data = bytes_of("abc")});
  all.text = "text";
  all.blob = bytes_of("blob");
  all.boolean = true;
  all.integer = 70'000;
  all.timestamp = WallTime{1'700'000'000'123};
  all.list = entries;
  all.map = TextMap{{"k", "v"}};
  all.structure = entries.front();
  std::string whole;
  encode_document(Protocol::cbor_1_1, all, whole);
  ASSERT_EQ(type_error_of(whole), "<none>");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // On the heap without room to spare, so that a read past the end is seen.
    std::vector<char> body(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    body.shrink_to_fit();
    const auto request = decode_request<Everything>(body, Protocol::cbor_1_1);
    ASSERT_FALSE(request) << size;
    EXPECT_EQ(request.error().message, "") << size;
  }
}

TEST(CborTypes, WhatIsFarAboveItsLimitIsNotKeptWhole) {
  std::string structures = "9f";
  for (int count = 0; count < 100'000; ++count) structures += "a0";
  std::string body = member("List", structures + "ff");
  Everything request;
  ASSERT_TRUE(decode_document(Protocol::cbor_1_1, body, request));
  EXPECT_EQ(request.list->size(), 1000U);

  std::string entries = "bf";
  for (int count = 0; count < 10'000; ++count) entries += "6060";
  body = member("Map", entries + "ff");
  ASSERT_TRUE(decode_document(Protocol::cbor_1_1, body, request));
  EXPECT_EQ(request.map->size(), 100U);
}

TEST(CborTypes, ALyingCountTakesNoMemory) {
  Everything request;
  for (const std::string_view hex : {"9b7fffffffffffffff", "9bffffffffffffffff", "9a7fffffff"}) {
    std::string body = member("List", hex);
    EXPECT_FALSE(decode_document(Protocol::cbor_1_1, body, request));
    EXPECT_TRUE(request.list->empty());
  }
}

TEST(CborErrors, AreSpelledAsInJsonAndWithANamespaceInSmithysRpc) {
  const auto encoded = [](const Failure& failure, Protocol protocol) {
    std::string body;
    encode_error(failure.error(), body, protocol, "com.amazonaws.kinesis");
    return body;
  };
  const auto decoded = [](std::string body, Protocol protocol) {
    const ErrorAnswer answer = decode_error(body, protocol);
    return answer.type + "|" + answer.message;
  };
  const Failure failure = serialization("Expected null");
  EXPECT_EQ(encoded(failure, Protocol::cbor_1_1),
            "\xbf\x66__type\x76SerializationException\x67Message\x6d"
            "Expected null\xff");
  EXPECT_EQ(encoded(failure, Protocol::rpc_v2_cbor),
            "\xbf\x66__type\x78\x2c"
            "com.amazonaws.kinesis#SerializationException\x67message\x6d"
            "Expected null\xff");
  EXPECT_EQ(encoded(internal_failure(), Protocol::cbor_1_1),
            "\xbf\x66__type\x6fInternalFailure\xff");
  for (const Protocol protocol : {Protocol::cbor_1_1, Protocol::rpc_v2_cbor}) {
    EXPECT_EQ(decoded(encoded(failure, protocol), protocol),
              "SerializationException|Expected null");
    EXPECT_EQ(decoded("<html>", protocol), "|");
  }
}

}  // namespace
}  // namespace weir::aws

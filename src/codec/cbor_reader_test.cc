#include "codec/cbor_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "codec/cbor_writer.h"
#include "codec/hex.h"

namespace weir::codec {
namespace {

using namespace std::string_literals;

std::string bytes_from(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  EXPECT_TRUE(hex_decode(hex, reinterpret_cast<std::byte*>(bytes.data()))) << hex;
  return bytes;
}

// In a form like RFC 8949's diagnostic notation, without tags.
std::string shown_value(CborReader& reader) {
  std::string out;
  switch (reader.kind()) {
    case CborKind::map:
      reader.enter_map();
      while (const auto name = reader.next_key()) {
        const std::string key(*name);
        out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", key, shown_value(reader));
      }
      return "{" + out + "}";
    case CborKind::array:
      reader.enter_array();
      while (reader.next_element()) out += (out.empty() ? "" : ",") + shown_value(reader);
      return "[" + out + "]";
    case CborKind::text:
      return fmt::format("\"{}\"", reader.read_text());
    case CborKind::bytes:
      return fmt::format("h'{}'", hex_text(reader.read_bytes()));
    case CborKind::number:
      return std::visit([](auto number) { return fmt::format("{}", number); },
                        reader.read_number());
    case CborKind::boolean:
      return reader.read_boolean() ? "true" : "false";
    case CborKind::null:
      reader.read_null();
      return "null";
    case CborKind::failed:
      return "failed";
  }
  return out;
}

// On the heap without room to spare, so that a read past the end is seen.
std::string shown(std::string_view document) {
  std::vector<char> exact(document.begin(), document.end());
  exact.shrink_to_fit();
  CborReader reader(exact);
  const std::string text = shown_value(reader);
  return reader.finish() ? text : "failed";
}

bool well_formed(std::string_view document) {
  std::vector<char> exact(document.begin(), document.end());
  exact.shrink_to_fit();
  const std::vector<char> before = exact;
  CborReader reader(exact);
  reader.skip_value();
  const bool finished = reader.finish();
  EXPECT_EQ(exact, before) << "skipping overwrites nothing";
  return finished;
}

struct Example {
  std::string_view hex;
  std::string_view shown;
};

// RFC 8949, appendix A, but for what no shape has: names that are no texts, simple values.
constexpr Example rfc_examples[] = {
    {"00", "0"},
    {"01", "1"},
    {"0a", "10"},
    {"17", "23"},
    {"1818", "24"},
    {"1819", "25"},
    {"1864", "100"},
    {"1903e8", "1000"},
    {"1a000f4240", "1000000"},
    {"1b000000e8d4a51000", "1000000000000"},
    {"1bffffffffffffffff", "9223372036854775807"},
    {"c249010000000000000000", "9223372036854775807"},
    {"3bffffffffffffffff", "-9223372036854775808"},
    {"c349010000000000000000", "-9223372036854775808"},
    {"20", "-1"},
    {"29", "-10"},
    {"3863", "-100"},
    {"3903e7", "-1000"},
    {"f90000", "0"},
    {"f98000", "-0"},
    {"f93c00", "1"},
    {"fb3ff199999999999a", "1.1"},
    {"f93e00", "1.5"},
    {"f97bff", "65504"},
    {"fa47c35000", "100000"},
    {"fa7f7fffff", "3.4028234663852886e+38"},
    {"fb7e37e43c8800759c", "1e+300"},
    {"f90001", "5.960464477539063e-08"},
    {"f90400", "6.103515625e-05"},
    {"f9c400", "-4"},
    {"fbc010666666666666", "-4.1"},
    {"f97c00", "inf"},
    {"f97e00", "nan"},
    {"f9fc00", "-inf"},
    {"fa7f800000", "inf"},
    {"fa7fc00000", "nan"},
    {"faff800000", "-inf"},
    {"fb7ff0000000000000", "inf"},
    {"fb7ff8000000000000", "nan"},
    {"fbfff0000000000000", "-inf"},
    {"f4", "false"},
    {"f5", "true"},
    {"f6", "null"},
    {"f7", "null"},
    {"c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\""},
    {"c11a514b67b0", "1363896240"},
    {"c1fb41d452d9ec200000", "1363896240.5"},
    {"d74401020304", "h'01020304'"},
    {"d818456449455446", "h'6449455446'"},
    {"40", "h''"},
    {"4401020304", "h'01020304'"},
    {"60", "\"\""},
    {"6161", "\"a\""},
    {"6449455446", "\"IETF\""},
    {"62225c", "\"\"\\\""},
    {"62c3bc", "\"ü\""},
    {"63e6b0b4", "\"水\""},
    {"64f0908591", "\"𐅑\""},
    {"80", "[]"},
    {"83010203", "[1,2,3]"},
    {"8301820203820405", "[1,[2,3],[4,5]]"},
    {"98190102030405060708090a0b0c0d0e0f101112131415161718181819",
     "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"},
    {"a0", "{}"},
    {"a26161016162820203", "{\"a\":1,\"b\":[2,3]}"},
    {"826161a161626163", "[\"a\",{\"b\":\"c\"}]"},
    {"a56161614161626142616361436164614461656145",
     "{\"a\":\"A\",\"b\":\"B\",\"c\":\"C\",\"d\":\"D\",\"e\":\"E\"}"},
    {"5f42010243030405ff", "h'0102030405'"},
    {"7f657374726561646d696e67ff", "\"streaming\""},
    {"9fff", "[]"},
    {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"},
    {"9f01820203820405ff", "[1,[2,3],[4,5]]"},
    {"83018202039f0405ff", "[1,[2,3],[4,5]]"},
    {"83019f0203ff820405", "[1,[2,3],[4,5]]"},
    {"bf61610161629f0203ffff", "{\"a\":1,\"b\":[2,3]}"},
    {"826161bf61626163ff", "[\"a\",{\"b\":\"c\"}]"},
    {"bf6346756ef563416d7421ff", "{\"Fun\":true,\"Amt\":-2}"},
};

TEST(CborReader, TheStandardsExamplesAreRead) {
  for (const Example& example : rfc_examples) {
    EXPECT_EQ(shown(bytes_from(example.hex)), example.shown) << example.hex;
    EXPECT_TRUE(well_formed(bytes_from(example.hex))) << example.hex;
  }
}

TEST(CborReader, WhatJavaSendsIsRead) {
  // GetShardIterator AT_TIMESTAMP, as both Java SDKs write it.
  EXPECT_EQ(
      shown(bytes_from("bf6a53747265616d4e616d656173675368617264496462736871536861726449746572"
                       "61746f72547970656c41545f54494d455354414d506954696d657374616d70c11b0000"
                       "018bcfe5687bff")),
      "{\"StreamName\":\"s\",\"ShardId\":\"sh\",\"ShardIteratorType\":\"AT_TIMESTAMP\","
      "\"Timestamp\":1700000000123}");
  // Its writer may begin with the tag that says "this is CBOR".
  EXPECT_EQ(shown(bytes_from("d9d9f7bfff")), "{}");
}

TEST(CborReader, HeadsLongerThanNeededAreTaken) {
  EXPECT_EQ(shown(bytes_from("1800")), "0");
  EXPECT_EQ(shown(bytes_from("1b0000000000000017")), "23");
  EXPECT_EQ(shown(bytes_from("5b000000000000000161")), "h'61'");
  EXPECT_EQ(shown(bytes_from("7a0000000161")), "\"a\"");
  EXPECT_EQ(shown(bytes_from("b900017801619b000000000000000101")), "{\"a\":[1]}");
  EXPECT_EQ(shown(bytes_from("3900ff")), "-256");
}

TEST(CborReader, PiecesOfAStringAreJoinedWhereTheyStand) {
  std::string document = bytes_from(
      "7f6161606362c3bcff"
      "5f41014042020359000104ff");
  document.insert(0, 1, '\x82');
  CborReader reader(document);
  reader.enter_array();
  ASSERT_TRUE(reader.next_element());
  const std::string_view text = reader.read_text();
  EXPECT_EQ(text, "abü");
  EXPECT_TRUE(text.data() > document.data() && text.data() < document.data() + document.size());
  ASSERT_TRUE(reader.next_element());
  EXPECT_EQ(hex_text(reader.read_bytes()), "01020304"s);
}

TEST(CborReader, StringsOfDefiniteLengthAreNeverMoved) {
  std::string document = bytes_from("824401020304626162");
  const std::string before = document;
  CborReader reader(document);
  reader.enter_array();
  ASSERT_TRUE(reader.next_element());
  EXPECT_EQ(static_cast<const void*>(reader.read_bytes().data()), document.data() + 2);
  ASSERT_TRUE(reader.next_element());
  EXPECT_EQ(reader.read_text().data(), document.data() + 7);
  EXPECT_FALSE(reader.next_element());
  EXPECT_TRUE(reader.finish());
  EXPECT_EQ(document, before);
}

TEST(CborReader, EmptyStringsAreThere) {
  std::string document = bytes_from(
      "836040"
      "5fff");
  CborReader reader(document);
  reader.enter_array();
  ASSERT_TRUE(reader.next_element());
  EXPECT_NE(reader.read_text().data(), nullptr);
  ASSERT_TRUE(reader.next_element());
  EXPECT_NE(reader.read_bytes().data(), nullptr);
  ASSERT_TRUE(reader.next_element());
  EXPECT_NE(reader.read_bytes().data(), nullptr);
}

TEST(CborReader, LargeNumbersAreNumbersInPiecesToo) {
  EXPECT_EQ(shown(bytes_from("c240")), "0");
  EXPECT_EQ(shown(bytes_from("c340")), "-1");
  EXPECT_EQ(shown(bytes_from("c2430f4240")), "1000000");
  EXPECT_EQ(shown(bytes_from("c24a00000000000000000001")), "1");
  EXPECT_EQ(shown(bytes_from("c25f410f424240ff")), "1000000");
  EXPECT_TRUE(well_formed(bytes_from("c25f410f424240ff")));
  // Only the tag that stands next to the bytes counts.
  EXPECT_EQ(shown(bytes_from("c2d74101")), "h'01'");
}

constexpr std::string_view malformed[] = {
    // Nothing, or nothing behind a head.
    "", "18", "1900", "1a000000", "1b00000000000000", "f9", "fa000000", "c1", "d8", "a0c1",
    // Lying lengths.
    "41", "4201", "61", "5affffffff00", "5bffffffffffffffff00", "7bffffffffffffffff61",
    "7b8000000000000000", "81", "9affffffff00", "9bffffffffffffffff00", "9bfffffffffffffffe00",
    "a1", "a16161", "baffffffff616100", "bbffffffffffffffff616100", "bb8000000000000000616100",
    // Reserved heads.
    "1c", "1d", "1e", "1f", "3c", "3f", "5c", "7d", "9e", "bc", "dc", "df", "fc", "fd", "fe",
    // Simple values of no meaning.
    "e0", "f0", "f3", "f800", "f818", "f8ff",
    // A break that ends nothing, or comes too early.
    "ff", "81ff", "a1ff", "a16161ff", "bf6161ff", "9f", "9f00", "bf", "bf6161", "bf616100", "c1ff",
    // Pieces of another kind, in one another, or without an end.
    "5f", "7f", "5f6161ff", "7f4161ff", "5f00ff", "7f7f6161ffff", "5f5f4161ffff", "5f41ff",
    "7f6161", "5fc14161ff",
    // Names that are no texts, or have a tag.
    "a10000", "a1f600", "a1410000", "bf0000ff", "a1c1616100",
    // Something behind the value.
    "0000", "a0a0", "f6ff", "80f6",
    // Invalid UTF-8, here and there, and a character spread over two pieces.
    "61ff", "62c328", "63eda080", "64f4908080", "62c080", "a161ff00", "8161ff", "7f61c361bcff",
    "a161617f61ffff"};

TEST(CborReader, MalformedDocumentsAreFoundOut) {
  for (const std::string_view hex : malformed) {
    EXPECT_EQ(shown(bytes_from(hex)), "failed") << hex;
    EXPECT_FALSE(well_formed(bytes_from(hex))) << hex;
  }
}

TEST(CborReader, ADocumentCutOffAnywhereIsMalformed) {
  const std::string whole =
      bytes_from("d9d9f7bf6161c11b0000018bcfe5687b61627f6161ff61635f4161ff61648261659ff93c00ffff");
  ASSERT_TRUE(well_formed(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(shown(whole.substr(0, size)), "failed") << size;
    EXPECT_FALSE(well_formed(whole.substr(0, size))) << size;
  }
}

TEST(CborReader, EveryChangedByteIsReadOrRefusedTheSameWayTwice) {
  const std::string whole =
      bytes_from("bf6161c11b0000018bcfe5687b61627f6161ff61635f4161ff61648261659ff93c00ffff");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (unsigned octet = 0; octet < 256; ++octet) {
      std::string spoilt = whole;
      spoilt[at] = static_cast<char>(octet);
      EXPECT_EQ(shown(spoilt) != "failed", well_formed(spoilt)) << at << " " << octet;
    }
  }
}

TEST(CborReader, NestingIsBounded) {
  for (const auto& [open, close] :
       {std::pair("\x81"s, ""s), std::pair("\x9f"s, "\xff"s), std::pair("\xa1\x61\x61"s, ""s),
        std::pair("\xbf\x61\x61"s, "\xff"s)}) {
    const auto nested = [&](unsigned depth) {
      std::string document;
      for (unsigned level = 0; level < depth; ++level) document += open;
      document += '\0';
      for (unsigned level = 0; level < depth; ++level) document += close;
      return document;
    };
    EXPECT_TRUE(well_formed(nested(CborReader::depth_max)));
    EXPECT_FALSE(well_formed(nested(CborReader::depth_max + 1)));
    EXPECT_FALSE(well_formed(nested(100'000)));
  }
}

TEST(CborReader, TagsUponTagsCostNoDepth) {
  std::string document(100'000, '\xc6');
  document += '\x05';
  EXPECT_EQ(shown(document), "5");
  EXPECT_TRUE(well_formed(document));
}

TEST(CborReader, AskingForAnotherKindFails) {
  const auto fails = [](std::string_view hex, auto read) {
    std::string document = bytes_from(hex);
    CborReader reader(document);
    read(reader);
    return reader.failed() && !reader.finish();
  };
  EXPECT_TRUE(fails("6161", [](CborReader& reader) { reader.read_bytes(); }));
  EXPECT_TRUE(fails("4161", [](CborReader& reader) { reader.read_text(); }));
  EXPECT_TRUE(fails("4161", [](CborReader& reader) { reader.read_number(); }));
  EXPECT_TRUE(fails("00", [](CborReader& reader) { reader.read_boolean(); }));
  EXPECT_TRUE(fails("f5", [](CborReader& reader) { reader.read_null(); }));
  EXPECT_TRUE(fails("f6", [](CborReader& reader) { reader.enter_map(); }));
  EXPECT_TRUE(fails("a0", [](CborReader& reader) { reader.enter_array(); }));
}

TEST(CborReader, AValueMayBeSkippedAfterItsKindWasSeen) {
  std::string document = bytes_from(
      "83c1c21a00000001"
      "c2420102"
      "05");
  CborReader reader(document);
  reader.enter_array();
  for (int count = 0; count < 3; ++count) {
    ASSERT_TRUE(reader.next_element());
    EXPECT_EQ(reader.kind(), CborKind::number);
    EXPECT_EQ(reader.kind(), CborKind::number);
    reader.skip_value();
  }
  EXPECT_FALSE(reader.next_element());
  EXPECT_TRUE(reader.finish());
}

std::string written(auto write) {
  std::string out = "before";
  CborWriter writer(out);
  write(writer);
  return hex_text(bytes_of(std::string_view(out).substr(6)));
}

TEST(CborWriter, HeadsAreAsShortAsTheyCanBe) {
  const auto number = [](std::int64_t value) {
    return written([&](CborWriter& writer) { writer.number(value); });
  };
  EXPECT_EQ(number(0), "00");
  EXPECT_EQ(number(23), "17");
  EXPECT_EQ(number(24), "1818");
  EXPECT_EQ(number(255), "18ff");
  EXPECT_EQ(number(256), "190100");
  EXPECT_EQ(number(65535), "19ffff");
  EXPECT_EQ(number(65536), "1a00010000");
  EXPECT_EQ(number(4294967295), "1affffffff");
  EXPECT_EQ(number(4294967296), "1b0000000100000000");
  EXPECT_EQ(number(std::numeric_limits<std::int64_t>::max()), "1b7fffffffffffffff");
  EXPECT_EQ(number(-1), "20");
  EXPECT_EQ(number(-24), "37");
  EXPECT_EQ(number(-25), "3818");
  EXPECT_EQ(number(std::numeric_limits<std::int64_t>::min()), "3b7fffffffffffffff");
  EXPECT_EQ(written([](CborWriter& writer) { writer.number(std::int32_t{-100}); }), "3863");
}

TEST(CborWriter, ValuesOfEachKindAreWritten) {
  EXPECT_EQ(written([](CborWriter& writer) {
              writer.begin_map();
              writer.text("a");
              writer.begin_array();
              writer.boolean(true);
              writer.boolean(false);
              writer.null();
              writer.number(1.5);
              writer.tag(CborWriter::epoch_tag);
              writer.number(std::int64_t{1'700'000'000'123});
              writer.bytes(bytes_of("\x01\x02"));
              writer.end_array();
              writer.end_map();
            }),
            "bf61619ff5f4f6fb3ff8000000000000c11b0000018bcfe5687b420102ffff");
}

TEST(CborWriter, LongStringsAreReadAgain) {
  for (const std::size_t size : {0U, 23U, 24U, 255U, 256U, 65535U, 65536U}) {
    const std::string content(size, 'x');
    std::string out;
    CborWriter writer(out);
    writer.begin_array();
    writer.text(content);
    writer.bytes(bytes_of(content));
    writer.end_array();
    CborReader reader(out);
    reader.enter_array();
    ASSERT_TRUE(reader.next_element());
    EXPECT_EQ(reader.read_text(), content);
    ASSERT_TRUE(reader.next_element());
    EXPECT_EQ(text_of(reader.read_bytes()), content);
    EXPECT_FALSE(reader.next_element());
    EXPECT_TRUE(reader.finish());
  }
}

}  // namespace
}  // namespace weir::codec

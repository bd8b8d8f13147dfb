#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "codec/hex.h"
#include "meter/wire/gzip.h"
#include "meter/wire/kpl_aggregate.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs user_records(std::string_view data) {
  Pairs records;
  for_each_user_record(data, [&](std::string_view key, std::string_view bytes) {
    records.emplace_back(key, bytes);
  });
  return records;
}

// Worked out by hand from the format: keys "a" and "b"; records (a, "x"), (b, "yz"), (a, "").
TEST(KplAggregate, BytesAreThoseOfTheFormat) {
  KplAggregate aggregate;
  aggregate.add("a", "", "x");
  aggregate.add("b", "7", "yz");
  aggregate.add("a", "", "");
  std::string out;
  aggregate.finish(out);
  const std::string digits = codec::hex_text(bytes_of(out));
  EXPECT_EQ(digits.substr(0, digits.size() - 32),
            "f3899ac2"
            "0a0161"          // partition_key_table "a"
            "0a0162"          // "b"
            "120137"          // explicit_hash_key_table "7"
            "1a0508001a0178"  // record: key 0, data "x"
            "1a08080110001a02797a"
            "1a0408001a00");
}

TEST(KplAggregate, IsTakenApartAgain) {
  KplAggregate aggregate;
  Pairs records;
  for (int number = 0; number < 300; ++number) {
    records.emplace_back("key-" + std::to_string(number % 7), std::string(number, 'x'));
    const std::size_t bound = aggregate.bytes_with(records.back().first, "", records.back().second);
    aggregate.add(records.back().first, "", records.back().second);
    std::string copy;
    KplAggregate(aggregate).finish(copy);
    EXPECT_LE(copy.size(), bound);
  }
  EXPECT_EQ(aggregate.records(), 300U);
  std::string out;
  aggregate.finish(out);
  EXPECT_EQ(user_records(out), records);
  EXPECT_EQ(aggregate.records(), 0U);
}

TEST(KplAggregate, WhatIsNoAggregateStandsForItself) {
  KplAggregate aggregate;
  aggregate.add("a", "", "data");
  std::string out;
  aggregate.finish(out);
  const auto nothing = [](std::string_view, std::string_view) { FAIL(); };
  EXPECT_FALSE(for_each_user_record("hello", nothing));
  EXPECT_FALSE(for_each_user_record(out.substr(0, out.size() - 1), nothing));
  for (std::size_t at = 0; at < out.size(); ++at) {
    std::string broken = out;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    EXPECT_FALSE(for_each_user_record(broken, nothing)) << at;
  }
}

constexpr TraceMark mark{.run = 0xdeadbeef,
                         .sent_at_ns = 1'795'000'000'123'456'789,
                         .writer = 7,
                         .number = 0xffffffff,
                         .key = 3,
                         .key_number = 12};

std::string marked(std::string data) {
  append_trace_mark(data, mark);
  return data;
}

constexpr std::string_view text =
    "weir1:deadbeef:18e91efd632f4d15:00000007:ffffffff:00000003:0000000c";

TEST(TraceMark, LeavesWhatTheUserSentReadable) {
  EXPECT_EQ(marked("hello"), "hello " + std::string(text));
  EXPECT_EQ(marked(""), " " + std::string(text));
  EXPECT_EQ(marked(R"({"a": 1})"), R"({"a": 1,"_weir":")" + std::string(text) + "\"}");
  EXPECT_EQ(marked("{ }\n"), "{ \"_weir\":\"" + std::string(text) + "\"}\n");
  EXPECT_EQ(marked("a}"), "a} " + std::string(text));
}

TEST(TraceMark, IsFoundAgain) {
  for (const std::string data : {"hello", "", R"({"a": 1})", "{}\n", "}", "weir1:"}) {
    const std::string sent = marked(data);
    EXPECT_EQ(find_trace_mark(sent, mark.run), mark) << sent;
    EXPECT_EQ(find_trace_mark(sent + "\n", mark.run), mark) << sent;
    EXPECT_EQ(find_trace_mark(sent, mark.run + 1), std::nullopt);
    EXPECT_EQ(find_trace_mark(data, mark.run), std::nullopt);
  }
  EXPECT_EQ(find_trace_mark(std::string(text).replace(20, 1, "g"), mark.run), std::nullopt);
}

TEST(Gzip, IsReadByZlib) {
  const std::string data(10'000, 'a');
  const std::string packed = gzip(data);
  EXPECT_LT(packed.size(), 200U);
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string unpacked(20'000, '\0');
  std::string in = packed;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
  stream.avail_out = static_cast<uInt>(unpacked.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  unpacked.resize(stream.total_out);
  inflateEnd(&stream);
  EXPECT_EQ(unpacked, data);
}

}  // namespace
}  // namespace weir::meter

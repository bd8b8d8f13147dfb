#include "aws/event_message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "aws/event_stream_frames.h"
#include "codec/crc32.h"
#include "codec/hex.h"

namespace weir::aws {
namespace {

using namespace std::string_view_literals;

std::string from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  EXPECT_TRUE(codec::hex_decode(hex, reinterpret_cast<std::byte*>(bytes.data()))) << hex;
  return bytes;
}

std::string frame_of(const std::vector<EventHeader>& headers, std::string_view payload) {
  std::string out = "before";
  append_event_message(headers, out, [&](std::string& to) { to += payload; });
  return out.substr(6);
}

EventUuid counting_uuid() {
  EventUuid uuid{};
  for (std::size_t index = 0; index < uuid.size(); ++index) uuid[index] = std::byte(index);
  return uuid;
}

struct FrameCase {
  std::string_view name;
  std::vector<EventHeader> headers;
  std::string_view payload;
};

const std::vector<FrameCase>& frame_cases() {
  static const std::vector<FrameCase> cases = {
      {"empty message", {}, ""},
      {"payload without headers", {}, "{'foo':'bar'}"},
      {"text header", {{"content-type", "application/json"sv}}, "{'foo':'bar'}"},
      {"integer header", {{"event-type", std::int32_t{40972}}}, "{'foo':'bar'}"},
      {"every type of header",
       {{"true", true},
        {"false", false},
        {"int8", std::int8_t{-100}},
        {"int16", std::int16_t{-30'000}},
        {"int32", std::int32_t{-2'000'000'000}},
        {"int64", -(std::int64_t{1} << 62)},
        {"bytes", bytes_of("\0\xff\x61"sv)},
        {"text", "ü"sv},
        {"timestamp", WallTime{1'700'000'000'123}},
        {"uuid", counting_uuid()}},
       "\0"sv},
  };
  return cases;
}

TEST(EventMessage, IsWrittenByteByByteAsPublished) {
  for (const FrameCase& each : frame_cases()) {
    EXPECT_EQ(codec::hex_text(bytes_of(frame_of(each.headers, each.payload))),
              event_stream_frame(each.name))
        << each.name;
  }
}

TEST(EventMessage, IsReadAsItWasWritten) {
  for (const FrameCase& each : frame_cases()) {
    std::string bytes = from_hex(event_stream_frame(each.name)) + "behind it";
    const auto message = read_event_message(bytes);
    ASSERT_TRUE(message && *message) << each.name;
    EXPECT_EQ((*message)->headers, each.headers) << each.name;
    EXPECT_EQ(std::string_view((*message)->payload.data(), (*message)->payload.size()),
              each.payload)
        << each.name;
    EXPECT_EQ((*message)->frame_bytes, bytes.size() - 9) << each.name;
  }
}

TEST(EventMessage, OnlyTextHeadersHaveAText) {
  std::string bytes = from_hex(event_stream_frame("every type of header"));
  const auto message = read_event_message(bytes);
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->text("text"), "ü");
  EXPECT_EQ((*message)->text("bytes"), "");
  EXPECT_EQ((*message)->text("int8"), "");
  EXPECT_EQ((*message)->text("none"), "");
}

TEST(EventMessage, APartOfOneIsNotYetOne) {
  for (const EventStreamFrame& frame : event_stream_frames) {
    const std::string whole = from_hex(frame.hex);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // On the heap without room to spare, so that a read past the end is seen.
      std::vector<char> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      part.shrink_to_fit();
      const auto message = read_event_message(part);
      ASSERT_TRUE(message) << frame.name << size;
      EXPECT_FALSE(*message) << frame.name << size;
    }
  }
}

TEST(EventMessage, AFlippedBitIsCorruptionWhereverItIs) {
  const std::string whole = from_hex(event_stream_frame("every type of header"));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string spoilt = whole;
    spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << bit % 8));
    const auto message = read_event_message(spoilt);
    ASSERT_FALSE(message) << bit;
    EXPECT_EQ(message.error().code, ErrorCode::corrupt);
  }
}

void put(std::string& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t index = 0; index < 4; ++index) {
    bytes[at + index] = static_cast<char>(value >> (24 - 8 * index));
  }
}

// A frame whose checksums fit, whatever it says.
std::string sealed(std::uint32_t size, std::uint32_t headers_bytes, std::string_view content) {
  std::string bytes(12, '\0');
  put(bytes, 0, size);
  put(bytes, 4, headers_bytes);
  put(bytes, 8, codec::crc32(bytes_of(std::string_view(bytes).substr(0, 8))));
  bytes += content;
  const std::uint32_t crc = codec::crc32(bytes_of(bytes));
  bytes += "....";
  put(bytes, bytes.size() - 4, crc);
  return bytes;
}

std::string with_headers(std::string_view headers) {
  return sealed(static_cast<std::uint32_t>(16 + headers.size()),
                static_cast<std::uint32_t>(headers.size()), headers);
}

TEST(EventMessage, LyingLengthsAreCorruptBeforeAnythingIsWaitedFor) {
  EXPECT_TRUE(read_event_message(std::span(sealed(16, 0, "").data(), 16)));
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> lengths = {{0, 0},
                                                                        {15, 0},
                                                                        {16, 1},
                                                                        {19, 4},
                                                                        {~0U, 0},
                                                                        {~0U, ~0U - 16},
                                                                        {1U << 20, 1U << 19},
                                                                        {16 + (24U << 20) + 1, 0}};
  for (const auto& [size, headers_bytes] : lengths) {
    std::string bytes = sealed(size, headers_bytes, "").substr(0, 12);
    const auto message = read_event_message(bytes);
    EXPECT_FALSE(message) << size << " " << headers_bytes;
  }
  // The largest are waited for.
  std::string largest = sealed(16 + (128U << 10) + (24U << 20), 128U << 10, "").substr(0, 12);
  const auto waits = read_event_message(largest);
  ASSERT_TRUE(waits);
  EXPECT_FALSE(*waits);
}

TEST(EventMessage, MalformedHeadersAreCorrupt) {
  std::string fine = with_headers(
      "\x01"
      "a\x01\x01"
      "b\x00"sv);
  ASSERT_TRUE(read_event_message(fine));
  for (const std::string_view headers : {
           "\x00\x00"sv,  // No name.
           "\x02"
           "a"sv,  // A name beyond the end.
           "\x01"
           "a"sv,  // No type.
           "\x01"
           "a\x0a"sv,  // A type that there is not.
           "\x01"
           "a\xff"sv,
           "\x01"
           "a\x02"sv,  // No value.
           "\x01"
           "a\x03\x00"sv,
           "\x01"
           "a\x04\x00\x00\x00"sv,
           "\x01"
           "a\x05\x00\x00\x00\x00\x00\x00\x00"sv,
           "\x01"
           "a\x06\x00"sv,
           "\x01"
           "a\x06\x00\x02z"sv,  // A value beyond the end.
           "\x01"
           "a\x07\xff\xffz"sv,
           "\x01"
           "a\x08\x00"sv,
           "\x01"
           "a\x09\x00\x01\x02"sv,
           "\x01"
           "a\x07\x00\x01\xff"sv,  // Invalid UTF-8, in a value and in a name.
           "\x01\xff\x00"sv,
           "\x01"
           "a\x00\x01"
           "a\x01"sv,  // A name that occurs twice.
       }) {
    std::string bytes = with_headers(headers);
    EXPECT_FALSE(read_event_message(bytes)) << codec::hex_text(bytes_of(headers));
  }
}

TEST(EventMessage, ALongValueIsReadALongerOneRefused) {
  for (const std::string_view type : {"\x06"sv, "\x07"sv}) {
    const std::string name = "\x01n" + std::string(type);
    std::string longest = with_headers(name + "\x7f\xff" + std::string(32'767, 'x'));
    EXPECT_TRUE(read_event_message(longest));
    std::string longer = with_headers(name + std::string("\x80\x00", 2) + std::string(32'768, 'x'));
    EXPECT_FALSE(read_event_message(longer));
  }
}

TEST(EventMessage, ManyHeadersAreReadInReasonableTime) {
  std::vector<std::string> names;
  for (int number = 0; number < 15'000; ++number) names.push_back(std::to_string(number));
  std::vector<EventHeader> headers;
  for (const std::string& name : names) headers.push_back({name, true});
  std::string bytes = frame_of(headers, "");
  const auto message = read_event_message(bytes);
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->headers.size(), headers.size());
}

TEST(EventMessage, SpoiltHeadersAreReadOrRefusedButNeverReadBeyond) {
  const std::string whole = from_hex(event_stream_frame("every type of header"));
  for (std::size_t at = 12; at < whole.size() - 5; ++at) {
    for (const unsigned octet : {0x00U, 0x01U, 0x06U, 0x07U, 0x09U, 0x7fU, 0xffU}) {
      std::string content = whole.substr(12, whole.size() - 16);
      content[at - 12] = static_cast<char>(octet);
      const std::string frame = sealed(static_cast<std::uint32_t>(whole.size()),
                                       static_cast<std::uint32_t>(whole.size() - 17), content);
      std::vector<char> exact(frame.begin(), frame.end());
      exact.shrink_to_fit();
      const auto message = read_event_message(exact);
      if (message) {
        EXPECT_TRUE(message->has_value());
      }
    }
  }
}

}  // namespace
}  // namespace weir::aws

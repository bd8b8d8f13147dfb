#include "aws/event_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "aws/event_stream_frames.h"
#include "codec/hex.h"

namespace weir::aws {
namespace {

std::string from_hex(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  EXPECT_TRUE(codec::hex_decode(hex, reinterpret_cast<std::byte*>(bytes.data()))) << hex;
  return bytes;
}

std::string hex_of(auto append) {
  std::string out;
  append(out);
  return codec::hex_text(bytes_of(out));
}

TEST(EventStream, BeginsWithAnInitialResponse) {
  EXPECT_EQ(hex_of([](std::string& out) { append_initial_response(Protocol::json_1_1, out); }),
            event_stream_frame("initial response, JSON"));
  EXPECT_EQ(hex_of([](std::string& out) { append_initial_response(Protocol::cbor_1_1, out); }),
            event_stream_frame("initial response, CBOR"));
}

TEST(EventStream, ExceptionsCarryTheirMessageInTheProtocolOfTheRequest) {
  const ServiceError busy = resource_in_use("Busy.").error();
  EXPECT_EQ(hex_of([&](std::string& out) { append_exception(Protocol::json_1_1, busy, out); }),
            event_stream_frame("exception, JSON"));
  EXPECT_EQ(hex_of([&](std::string& out) { append_exception(Protocol::cbor_1_1, busy, out); }),
            event_stream_frame("exception, CBOR"));
}

TEST(EventStream, ErrorsSayEverythingInTheirHeaders) {
  ServiceError failure = internal_failure().error();
  failure.message = "Try again.";
  EXPECT_EQ(hex_of([&](std::string& out) { append_error(failure, out); }),
            event_stream_frame("error"));
}

// The only message in `frame`, which must outlive it.
StreamEvent event_in(std::string& frame) {
  auto message = read_event_message(frame);
  EXPECT_TRUE(message && *message);
  const auto event = to_stream_event(**message);
  EXPECT_TRUE(event);
  return event.value_or(StreamEvent{});
}

TEST(EventStream, AnErrorAlwaysHasAMessageThatFitsIntoAHeader) {
  std::string frame;
  append_error(internal_failure().error(), frame);
  EXPECT_EQ(event_in(frame).message, "InternalFailure");

  ServiceError failure = internal_failure().error();
  for (const std::size_t before : {32'764U, 32'765U, 32'766U, 32'767U}) {
    failure.message = std::string(before, 'x') + "€€";
    frame.clear();
    append_error(failure, frame);
    // Three bytes a character: one fits behind 32,764 others.
    EXPECT_EQ(event_in(frame).message,
              failure.message.substr(0, before == 32'764 ? 32'767 : before));
  }
}

TEST(EventStream, ClientsAreToldWhatEachMessageIs) {
  const auto described = [](std::string_view name) {
    std::string frame = from_hex(event_stream_frame(name));
    const StreamEvent event = event_in(frame);
    return std::to_string(static_cast<int>(event.kind)) + " " + std::string(event.type) + " " +
           std::string(event.message) + std::string(event.payload.data(), event.payload.size());
  };
  EXPECT_EQ(described("initial response, JSON"), "0 initial-response {}");
  EXPECT_EQ(described("exception, JSON"), R"(2 ResourceInUseException {"message":"Busy."})");
  EXPECT_EQ(described("error"), "3 InternalFailure Try again.");
  EXPECT_EQ(described("event, JSON").substr(0, 36), R"(1 SubscribeToShardEvent {"Records":[)");
}

TEST(EventStream, AMessageThatDoesNotSayWhatItIsIsCorrupt) {
  for (const std::string_view name :
       {"empty message", "payload without headers", "text header", "integer header"}) {
    std::string frame = from_hex(event_stream_frame(name));
    const auto message = read_event_message(frame);
    ASSERT_TRUE(message && *message);
    EXPECT_FALSE(to_stream_event(**message)) << name;
  }
}

TEST(EventStreamReader, GivesMessageByMessageHoweverTheyCome) {
  std::string stream;
  for (const EventStreamFrame& frame : event_stream_frames) stream += from_hex(frame.hex);
  for (const std::size_t piece : {1U, 2U, 7U, 100U, 1'000'000U}) {
    EventStreamReader reader;
    std::size_t count = 0;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.append(std::string_view(stream).substr(at, piece));
      while (true) {
        const auto message = reader.next();
        ASSERT_TRUE(message);
        if (!*message) break;
        EXPECT_EQ((*message)->frame_bytes, event_stream_frames[count].hex.size() / 2);
        ++count;
      }
    }
    EXPECT_EQ(count, event_stream_frames.size()) << piece;
    EXPECT_FALSE(reader.is_inside_message());
  }
}

TEST(EventStreamReader, KnowsThatAStreamWasCutOff) {
  EventStreamReader reader;
  EXPECT_FALSE(reader.is_inside_message());
  reader.append(from_hex(event_stream_frame("error")).substr(0, 20));
  EXPECT_FALSE(reader.next()->has_value());
  EXPECT_TRUE(reader.is_inside_message());
}

TEST(EventStreamReader, FailsForGood) {
  std::string frame = from_hex(event_stream_frame("error"));
  EventStreamReader reader;
  reader.append(frame);
  frame.back() ^= 1;
  reader.append(frame + from_hex(event_stream_frame("error")));
  EXPECT_TRUE(reader.next());
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace weir::aws

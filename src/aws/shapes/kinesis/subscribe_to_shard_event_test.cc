#include "aws/shapes/kinesis/subscribe_to_shard_event.h"

#include <gtest/gtest.h>

#include <string>

#include "aws/event_stream.h"
#include "aws/event_stream_frames.h"
#include "codec/hex.h"

namespace weir::aws::kinesis {
namespace {

constexpr std::string_view first = "49590338271490256608559692538361571095921575989136588898";
constexpr std::string_view next = "49590338271490256608559692540925702759324208523137515618";

TEST(SubscribeToShardEvent, IsWrittenByteByByteInBothEncodings) {
  SubscribeToShardEvent event;
  Record& record = event.records.emplace_back();
  record.sequence_number = first;
  record.approximate_arrival_timestamp = WallTime{1'700'000'000'123};
  record.data = bytes_of("hello");
  record.partition_key = "k";
  event.continuation_sequence_number = next;
  for (const auto& [protocol, frame] : {std::pair(Protocol::json_1_1, "event, JSON"),
                                        std::pair(Protocol::cbor_1_1, "event, CBOR")}) {
    std::string out;
    append_event(protocol, SubscribeToShardEvent::name, event, out);
    EXPECT_EQ(codec::hex_text(bytes_of(out)), event_stream_frame(frame));
  }
}

TEST(SubscribeToShardEvent, IsReadByClientsInBothEncodings) {
  for (const auto& [protocol, frame] : {std::pair(Protocol::json_1_1, "event, JSON"),
                                        std::pair(Protocol::cbor_1_1, "event, CBOR")}) {
    EventStreamReader reader;
    reader.append(text_of(*codec::hex_bytes(event_stream_frame(frame))));
    const auto message = reader.next();
    ASSERT_TRUE(message && *message);
    const auto read = to_stream_event(**message);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->type, SubscribeToShardEvent::name);
    const auto event = decode_response<SubscribeToShardEvent>(read->payload, protocol);
    ASSERT_TRUE(event) << event.error().message;
    ASSERT_EQ(event->records.size(), 1U);
    EXPECT_EQ(event->records[0].sequence_number.view(), first);
    EXPECT_EQ(event->records[0].approximate_arrival_timestamp, WallTime{1'700'000'000'123});
    EXPECT_EQ(text_of(event->records[0].data), "hello");
    EXPECT_EQ(event->continuation_sequence_number->view(), next);
  }
}

TEST(SubscribeToShardEvent, EndsAShardWithChildrenAndWithoutAContinuation) {
  SubscribeToShardEvent event;
  event.child_shards.emplace();
  std::string out;
  encode_document(Protocol::json_1_1, event, out);
  EXPECT_EQ(out, R"({"Records":[],"MillisBehindLatest":0,"ChildShards":[]})");
}

}  // namespace
}  // namespace weir::aws::kinesis

// A server that answers with any event stream. The first byte says which protocol the payloads are
// in, and whether the checksums are made to fit, without which nothing but them would be looked at.
// Cut in any way it is the same messages; what was read can be said again, to the byte.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/event_message.h"
#include "aws/event_stream.h"
#include "aws/protocol.h"
#include "aws/shapes/kinesis/subscribe_to_shard_event.h"
#include "base/bytes.h"
#include "base/check.h"
#include "codec/crc32.h"
#include "every_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

using aws::kinesis::SubscribeToShardEvent;

constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t crc_bytes = 4;

std::size_t length_at(std::string_view bytes) {
  std::size_t value = 0;
  for (const char octet : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(octet);
  return value;
}

void put_crc(std::string& bytes, std::size_t begin, std::size_t end) {
  const std::uint32_t crc =
      codec::crc32(bytes_of(std::string_view(bytes).substr(begin, end - begin)));
  for (std::size_t index = 0; index < crc_bytes; ++index) {
    bytes[end + index] = static_cast<char>(crc >> (24 - 8 * index));
  }
}

// Of each frame that is there from its beginning to its end.
void make_checksums_fit(std::string& bytes) {
  std::size_t begin = 0;
  while (bytes.size() - begin >= prelude_bytes) {
    put_crc(bytes, begin, begin + prelude_bytes - crc_bytes);
    const std::size_t size = length_at(std::string_view(bytes).substr(begin));
    if (size < prelude_bytes + crc_bytes || size > bytes.size() - begin) return;
    put_crc(bytes, begin, begin + size - crc_bytes);
    begin += size;
  }
}

std::string said_again(const aws::EventMessage& message) {
  std::string frame;
  aws::append_event_message(message.headers, frame, [&](std::string& out) {
    out.append(message.payload.data(), message.payload.size());
  });
  return frame;
}

// What a client makes of an event, as a server would say it; empty if it refuses it.
std::string event_said_again(std::string payload, aws::Protocol protocol) {
  const auto event = aws::decode_response<SubscribeToShardEvent>(std::span(payload), protocol);
  std::string said;
  if (event) aws::append_event(protocol, SubscribeToShardEvent::name, *event, said);
  return said;
}

void check_event(const aws::EventMessage& message, aws::Protocol protocol) {
  const auto event = aws::to_stream_event(message);
  if (!event) return;
  CHECK(!event->type.empty());
  const std::string payload(event->payload.data(), event->payload.size());
  if (event->kind == aws::EventKind::exception) {
    std::string error = payload;
    (void)aws::decode_error(std::span(error), protocol);
  }
  if (event->kind != aws::EventKind::event) return;
  std::string frame = event_said_again(payload, protocol);
  if (frame.empty()) return;
  const auto once = aws::read_event_message(frame);
  CHECK(once && *once);
  const auto again = aws::to_stream_event(**once);
  CHECK(again && again->kind == aws::EventKind::event);
  const std::string said(again->payload.data(), again->payload.size());
  CHECK(event_said_again(said, protocol) == frame, "{}", said);
}

// The messages one after another as they are said again, and how it ended.
std::string messages_in(const std::vector<std::string_view>& pieces, aws::Protocol protocol) {
  aws::EventStreamReader reader;
  std::string said;
  for (const std::string_view piece : pieces) {
    reader.append(piece);
    while (true) {
      const auto message = reader.next();
      if (!message) return said + "corrupt";
      if (!*message) break;
      const std::string frame = said_again(**message);
      CHECK(frame.size() == (*message)->frame_bytes);
      said += frame;
      check_event(**message, protocol);
    }
  }
  return said + (reader.is_inside_message() ? "cut off" : "whole");
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  if (size == 0) return 0;
  constexpr std::uint8_t as_it_is = 0x80;
  std::string input = text_of(data + 1, size - 1);
  if ((data[0] & as_it_is) == 0) make_checksums_fit(input);
  const weir::aws::Protocol protocol = protocol_of(data[0] & ~as_it_is);
  const std::string whole = messages_in({input}, protocol);
  // Messages are whole frames of what came.
  if (whole.ends_with("whole")) CHECK(whole == input + "whole");
  CHECK(messages_in(in_pieces(input), protocol) == whole);
  return 0;
}

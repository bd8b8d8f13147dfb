// Messages of application/vnd.amazon.eventstream: headers and a payload, framed with two CRC-32s.
// Only the frame: what the messages of an operation's answer say is in event_stream.h.
//
// A frame, all numbers big-endian:
//     u32 length of the frame         u32 length of the headers       u32 CRC of these 8 bytes
//     headers: u8 length, name, u8 type, value                        payload
//     u32 CRC of everything before it
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace weir::aws {

using EventUuid = std::array<std::byte, 16>;

// The types that a header's value may have. Texts and bytes are views.
using EventHeaderValue = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                                      ByteView, std::string_view, WallTime, EventUuid>;

struct EventHeader {
  std::string_view name;
  EventHeaderValue value;

  friend bool operator==(const EventHeader& left, const EventHeader& right);
};

// What may be sent, by the specification.
inline constexpr std::size_t event_headers_bytes_max = 128U << 10;
inline constexpr std::size_t event_payload_bytes_max = 24U << 20;
inline constexpr std::size_t event_header_value_bytes_max = (1U << 15) - 1;

// Appends a frame to `out`; `write_payload(out)` appends what it carries. The limits are the
// caller's to keep.
void begin_event_message(std::span<const EventHeader> headers, std::string& out);
void finish_event_message(std::size_t begin, std::string& out);

template <class WritePayload>
void append_event_message(std::span<const EventHeader> headers, std::string& out,
                          WritePayload write_payload) {
  const std::size_t begin = out.size();
  begin_event_message(headers, out);
  write_payload(out);
  finish_event_message(begin, out);
}

// A message that was read: views into its frame.
struct EventMessage {
  std::vector<EventHeader> headers;
  std::span<char> payload;  // The frame's reader may decode it in place.
  std::size_t frame_bytes;  // What it took, from the beginning of what was read.

  // The value of the text header of that name; empty if there is none.
  std::string_view text(std::string_view name) const;
};

// Reads the message at the beginning of `bytes`; nothing if it has not come whole. A length is
// believed only after its checksum has been verified, and within the limits above.
// Errors: corrupt  a checksum does not fit, or what is inside is malformed. There is no way to go
//                  on behind it.
Result<std::optional<EventMessage>> read_event_message(std::span<char> bytes);

}  // namespace weir::aws

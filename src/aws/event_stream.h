// Event streams: what an operation such as SubscribeToShard answers with, message by message: first
// the initial response, then events, and perhaps an exception or an error as the last. Payloads are
// documents of the request's protocol. For servers and for clients.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/event_message.h"
#include "aws/protocol.h"
#include "aws/service_error.h"
#include "base/result.h"

namespace weir::aws {

inline constexpr std::string_view event_stream_content_type = "application/vnd.amazon.eventstream";

// A server writes. Each call appends one message to `out`.

// Without it some clients wait for ever, and others refuse the stream.
void append_initial_response(Protocol protocol, std::string& out);

// `event_type` is the name of the union's member: "SubscribeToShardEvent".
template <Structure Event>
void append_event(Protocol protocol, std::string_view event_type, const Event& event,
                  std::string& out);

// An exception that the operation's union has as a member: "ResourceInUseException".
void append_exception(Protocol protocol, const ServiceError& error, std::string& out);

// An error that it has not. A message that is too long for a header is cut.
void append_error(const ServiceError& error, std::string& out);

// A client reads.

enum class EventKind : std::uint8_t { initial_response, event, exception, error };

// A message by what it says. Views into it.
struct StreamEvent {
  EventKind kind;
  std::string_view type;     // Of an event or an exception; the code of an error.
  std::string_view message;  // Of an error.
  std::span<char> payload;   // Of the others.
};

// Errors: corrupt  the message does not say what it is.
Result<StreamEvent> to_stream_event(const EventMessage& message);

// Collects what comes from the wire and gives it message by message.
class EventStreamReader {
 public:
  void append(std::string_view bytes) {
    forget_taken();
    buffer_ += bytes;
  }

  // The next message; nothing if it has not come whole. Views are valid until the next call. Once
  // it has failed it fails for good. Keeps at most a message of the largest size and what was
  // appended behind it.
  // Errors: corrupt.
  Result<std::optional<EventMessage>> next();

  // Whether a message has begun and not ended: a stream that ends here has been cut off.
  bool is_inside_message() const { return taken_ < buffer_.size(); }

 private:
  void forget_taken() {
    buffer_.erase(0, taken_);
    taken_ = 0;
  }

  std::string buffer_;
  std::size_t taken_ = 0;  // Bytes of messages that were given.
};

// What all messages with a payload begin with.
std::array<EventHeader, 3> event_headers(std::string_view message_type, std::string_view type_name,
                                         std::string_view type, Protocol protocol);

template <Structure Event>
void append_event(Protocol protocol, std::string_view event_type, const Event& event,
                  std::string& out) {
  append_event_message(event_headers("event", ":event-type", event_type, protocol), out,
                       [&](std::string& payload) { encode_document(protocol, event, payload); });
}

}  // namespace weir::aws

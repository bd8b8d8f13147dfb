#include "aws/event_stream.h"

#include <array>

#include "codec/utf8_prefix.h"

namespace weir::aws {
namespace {

constexpr std::string_view initial_response_type = "initial-response";

// An exception's own document: its type is in the headers.
struct ExceptionDocument {
  std::string_view message;

  static void describe(auto& shape, auto& document) { shape.required("message", document.message); }
};

// The longest beginning of a text that a header can hold.
std::string_view header_text(std::string_view text) {
  return codec::utf8_prefix(text, event_header_value_bytes_max);
}

}  // namespace

std::array<EventHeader, 3> event_headers(std::string_view message_type, std::string_view type_name,
                                         std::string_view type, Protocol protocol) {
  return {{{.name = ":message-type", .value = message_type},
           {.name = type_name, .value = type},
           {.name = ":content-type", .value = content_type(protocol)}}};
}

void append_initial_response(Protocol protocol, std::string& out) {
  append_event(protocol, initial_response_type, NoOutput{}, out);
}

void append_exception(Protocol protocol, const ServiceError& error, std::string& out) {
  append_event_message(event_headers("exception", ":exception-type", error.type, protocol), out,
                       [&](std::string& payload) {
                         encode_document(protocol, ExceptionDocument{.message = error.message},
                                         payload);
                       });
}

void append_error(const ServiceError& error, std::string& out) {
  const std::array<EventHeader, 3> headers{
      {{.name = ":message-type", .value = std::string_view("error")},
       {.name = ":error-code", .value = error.type},
       // Must say something; production's InternalFailure says nothing.
       {.name = ":error-message",
        .value = error.message.empty() ? error.type : header_text(error.message)}}};
  append_event_message(headers, out, [](std::string&) {});
}

Result<StreamEvent> to_stream_event(const EventMessage& message) {
  const std::string_view message_type = message.text(":message-type");
  StreamEvent event{.kind = EventKind::event, .type = {}, .message = {}, .payload = {}};
  if (message_type == "event") {
    event.type = message.text(":event-type");
    if (event.type == initial_response_type) event.kind = EventKind::initial_response;
  } else if (message_type == "exception") {
    event.kind = EventKind::exception;
    event.type = message.text(":exception-type");
  } else if (message_type == "error") {
    event.kind = EventKind::error;
    event.type = message.text(":error-code");
    event.message = message.text(":error-message");
  }
  if (event.type.empty()) {
    return fail(ErrorCode::corrupt, "An event-stream message does not say what it is.");
  }
  event.payload = message.payload;
  return event;
}

Result<std::optional<EventMessage>> EventStreamReader::next() {
  auto message = read_event_message(std::span(buffer_).subspan(taken_));
  if (message && *message) taken_ += (*message)->frame_bytes;
  return message;
}

}  // namespace weir::aws

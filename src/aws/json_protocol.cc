#include "aws/json_protocol.h"

#include <fmt/format.h>

namespace weir::aws {
namespace {

// Services spell it either way.
struct ErrorDocument {
  std::optional<std::string_view> type;
  std::optional<std::string_view> message;
  std::optional<std::string_view> capital_message;

  static void describe(auto& shape, auto& document) {
    shape.optional("__type", document.type);
    shape.optional("message", document.message);
    shape.optional("Message", document.capital_message);
  }
};

std::string_view bare_name(std::string_view type) {
  // An address may have a '#' too: it goes first.
  type = type.substr(0, type.find(':'));
  return type.substr(type.find('#') + 1);
}

}  // namespace

std::unexpected<Error> unexpected_answer(const ServiceError& error) {
  return fail(ErrorCode::corrupt,
              fmt::format("The answer is not what it should be: {}.",
                          error.message.empty() ? "no JSON object" : error.message));
}

void encode_error(const ServiceError& error, std::string& out) {
  codec::JsonWriter writer(out);
  writer.begin_object();
  writer.key("__type");
  writer.text(error.type);
  if (!error.message.empty()) {
    writer.key(error.capital_message ? "Message" : "message");
    writer.text(error.message);
  }
  writer.end_object();
}

ErrorAnswer decode_error(std::span<char> body) {
  ErrorDocument document;
  JsonDecoder decoder(body);
  if (!decoder.decode_document(document)) return {};
  return {.type = std::string(bare_name(document.type.value_or(""))),
          .message = std::string(document.message ? *document.message
                                                  : document.capital_message.value_or(""))};
}

}  // namespace weir::aws

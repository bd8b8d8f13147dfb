#include "aws/protocol.h"

#include <fmt/format.h>

#include "base/check.h"

namespace weir::aws {
namespace {

// Services spell the message either way.
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

std::string_view content_type(Protocol protocol) {
  switch (protocol) {
    case Protocol::json_1_0:
      return "application/x-amz-json-1.0";
    case Protocol::json_1_1:
      return "application/x-amz-json-1.1";
    case Protocol::cbor_1_1:
      return "application/x-amz-cbor-1.1";
    case Protocol::rpc_v2_cbor:
      return "application/cbor";
  }
  return {};
}

CborTime cbor_time(Protocol protocol) {
  CHECK(!is_json(protocol), "JSON has no CBOR");
  return protocol == Protocol::cbor_1_1 ? CborTime::milliseconds : CborTime::seconds;
}

bool holds_structure(Protocol protocol, std::span<char> body) {
  if (is_json(protocol)) {
    codec::JsonReader reader(body);
    return reader.kind() == codec::JsonKind::object && reader.finish();
  }
  codec::CborReader reader(body);
  return reader.kind() == codec::CborKind::map && reader.finish();
}

std::unexpected<Error> unexpected_answer(const ServiceError& error) {
  return fail(ErrorCode::corrupt,
              fmt::format("The answer is not what it should be: {}.",
                          error.message.empty() ? "no document of its protocol" : error.message));
}

void encode_error(const ServiceError& error, std::string& out, Protocol protocol,
                  std::string_view shape_namespace) {
  const bool is_rpc = protocol == Protocol::rpc_v2_cbor;
  const bool has_namespace = is_rpc || protocol == Protocol::json_1_0;
  const std::string shape_id =
      has_namespace ? fmt::format("{}#{}", shape_namespace, error.type) : "";
  ErrorDocument document;
  document.type = has_namespace ? shape_id : error.type;
  if (!error.message.empty()) {
    // Smithy's clients look for one spelling only.
    const bool capital = error.capital_message && !is_rpc;
    (capital ? document.capital_message : document.message) = error.message;
  }
  encode_document(protocol, document, out);
}

ErrorAnswer decode_error(std::span<char> body, Protocol protocol) {
  ErrorDocument document;
  if (!decode_document(protocol, body, document)) return {};
  return {.type = std::string(bare_name(document.type.value_or(""))),
          .message = std::string(document.message ? *document.message
                                                  : document.capital_message.value_or(""))};
}

}  // namespace weir::aws

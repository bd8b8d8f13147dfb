// Operations' inputs, outputs and errors as documents, both ways, driven by their descriptions
// (shape.h), in whichever protocol a client speaks. For servers and for clients.
//
// Decoding works in place: it may overwrite the body, and what it gives is valid as long as the
// body.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "aws/cbor_input.h"
#include "aws/cbor_output.h"
#include "aws/document_decoder.h"
#include "aws/document_encoder.h"
#include "aws/json_input.h"
#include "aws/json_output.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/validation.h"
#include "base/result.h"

namespace weir::aws {

enum class Protocol : std::uint8_t {
  json_1_0,     // awsJson1.0: CloudWatch's.
  json_1_1,     // awsJson1.1: botocore, JavaScript, Go, Rust.
  cbor_1_1,     // The same in CBOR: Java.
  rpc_v2_cbor,  // Smithy's RPC version 2.
};

// "application/x-amz-json-1.1".
std::string_view content_type(Protocol protocol);

constexpr bool is_json(Protocol protocol) {
  return protocol == Protocol::json_1_0 || protocol == Protocol::json_1_1;
}

// The protocol must be one of those that are written in CBOR.
CborTime cbor_time(Protocol protocol);

// Fills `structure` from a document.
template <Structure T>
Outcome<void> decode_document(Protocol protocol, std::span<char> body, T& structure) {
  if (is_json(protocol)) {
    return DocumentDecoder<JsonInput>(body).decode_document(structure);
  }
  return DocumentDecoder<CborInput>(body, cbor_time(protocol)).decode_document(structure);
}

// Appends `structure` to `out`.
template <Structure T>
void encode_document(Protocol protocol, const T& structure, std::string& out) {
  if (is_json(protocol)) return encode_document(structure, out, JsonOutput(out));
  encode_document(structure, out, CborOutput(out, cbor_time(protocol)));
}

// Whether a body is a well-formed document that holds a structure. Overwrites nothing.
bool holds_structure(Protocol protocol, std::span<char> body);

// A server reads a request. The errors are those of production: SerializationException for a body
// that holds no structure (without a message) or has values of a wrong type, ValidationException
// for violated constraints. Unknown members are ignored; null is absent.
template <Structure Request>
Outcome<Request> decode_request(std::span<char> body, Protocol protocol = Protocol::json_1_1) {
  Outcome<Request> request{std::in_place};
  if (auto decoded = decode_document(protocol, body, *request); !decoded) {
    return Failure(std::move(decoded).error());
  }
  if (auto valid = validate(*request); !valid) return Failure(std::move(valid).error());
  return request;
}

// A server answers. An operation without output has an empty body, not an empty structure.
template <Structure Response>
void encode_response(const Response& response, std::string& out,
                     Protocol protocol = Protocol::json_1_1) {
  if constexpr (!std::is_empty_v<Response>) encode_document(protocol, response, out);
}

// A client asks.
template <Structure Request>
std::string encode_request(const Request& request, Protocol protocol = Protocol::json_1_1) {
  std::string body;
  encode_document(protocol, request, body);
  return body;
}

// What is wrong with an answer, as a client says it.
std::unexpected<Error> unexpected_answer(const ServiceError& error);

// A client reads an answer. Members that the other side left out are as they were made.
// Errors: corrupt  the body is not what the description says.
template <Structure Response>
Result<Response> decode_response(std::span<char> body, Protocol protocol = Protocol::json_1_1) {
  Response response{};
  if (body.empty() && std::is_empty_v<Response>) return response;
  if (const auto decoded = decode_document(protocol, body, response); !decoded) {
    return unexpected_answer(decoded.error());
  }
  return response;
}

// {"__type":"ResourceNotFoundException","message":"…"}, appended to `out`. `shape_namespace` is the
// service's, "com.amazonaws.kinesis": Smithy's RPC and awsJson1.0 write it before the type.
void encode_error(const ServiceError& error, std::string& out,
                  Protocol protocol = Protocol::json_1_1, std::string_view shape_namespace = {});

// An error as a client sees it: any name that the other side may have given.
struct ErrorAnswer {
  std::string type;     // "ResourceNotFoundException". Empty if the body does not say.
  std::string message;  // Empty if there is none.
};

// Reads the body of an answer whose status is no success. Namespaces before the name ("ns#Name")
// and addresses behind it ("Name:http://…") are left out.
ErrorAnswer decode_error(std::span<char> body, Protocol protocol = Protocol::json_1_1);

}  // namespace weir::aws

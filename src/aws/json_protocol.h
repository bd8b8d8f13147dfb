// awsJson1.1: operations' inputs, outputs and errors as JSON documents, both ways, driven by their
// descriptions (shape.h). For servers and for clients.
//
// Decoding works in place: it overwrites the body, and what it gives is valid as long as the body.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "aws/json_protocol_decode.h"
#include "aws/json_protocol_encode.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/validation.h"
#include "base/result.h"

namespace weir::aws {

// Appends `structure` to `out`.
template <Structure T>
void encode_json(const T& structure, std::string& out) {
  JsonSize size;
  size.add(structure);
  out.reserve(out.size() + size.size());
  codec::JsonWriter writer(out);
  JsonEncoder encoder(writer);
  encoder.encode(structure);
}

// A server reads a request. The errors are those of production: SerializationException for a body
// that is no JSON object (without a message) or has values of a wrong type, ValidationException for
// violated constraints. Unknown members are ignored; null is absent.
template <Structure Request>
Outcome<Request> decode_request(std::span<char> body) {
  Outcome<Request> request{std::in_place};
  JsonDecoder decoder(body);
  if (auto decoded = decoder.decode_document(*request); !decoded) {
    return Failure(std::move(decoded).error());
  }
  if (auto valid = validate(*request); !valid) return Failure(std::move(valid).error());
  return request;
}

// A server answers. An operation without output has an empty body, not an empty object.
template <Structure Response>
void encode_response(const Response& response, std::string& out) {
  if constexpr (!std::is_empty_v<Response>) encode_json(response, out);
}

// A client asks.
template <Structure Request>
std::string encode_request(const Request& request) {
  std::string body;
  encode_json(request, body);
  return body;
}

// What is wrong with an answer, as a client says it.
std::unexpected<Error> unexpected_answer(const ServiceError& error);

// A client reads an answer. Members that the other side left out are as they were made.
// Errors: corrupt  the body is not what the description says.
template <Structure Response>
Result<Response> decode_response(std::span<char> body) {
  Response response{};
  if (body.empty() && std::is_empty_v<Response>) return response;
  JsonDecoder decoder(body);
  if (const auto decoded = decoder.decode_document(response); !decoded) {
    return unexpected_answer(decoded.error());
  }
  return response;
}

// {"__type":"ResourceNotFoundException","message":"…"}, appended to `out`.
void encode_error(const ServiceError& error, std::string& out);

// An error as a client sees it: any name that the other side may have given.
struct ErrorAnswer {
  std::string type;     // "ResourceNotFoundException". Empty if the body does not say.
  std::string message;  // Empty if there is none.
};

// Reads the body of an answer whose status is no success. Namespaces before the name ("ns#Name")
// and addresses behind it ("Name:http://…") are left out.
ErrorAnswer decode_error(std::span<char> body);

}  // namespace weir::aws

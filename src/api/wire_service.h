// What wire_dispatch.cc needs to know of a service whose operations can be asked for in several
// protocols: its names and its operations; and what these work with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/authentication.h"
#include "aws/operation_info.h"
#include "aws/protocol.h"
#include "aws/query_input.h"
#include "aws/service_error.h"
#include "aws/validation.h"
#include "aws/xml_output.h"
#include "env/event_loop.h"

namespace weir::api {

// One authenticated request on its way to its operation. All of it lives until the reply.
struct WireCall {
  env::EventLoop& home;
  const aws::Caller& caller;
  const aws::QueryForm* form;          // Of the Query protocol; null: the body is a document.
  aws::Protocol protocol;              // Of the document.
  std::span<char> body;                // The document; decoding overwrites it. Empty: no members.
  const aws::QueryAnswerNames& names;  // For an answer in XML.
  std::string& resource;  // Where the operation notes what it is about, for the audit log.
};

// Answers with a document in the call's protocol.
using WireReply = std::move_only_function<void(aws::Outcome<std::string>)>;

// As OperationEntry.
struct WireOperation {
  std::string_view name;
  std::function<void(WireCall, WireReply)> run;
  bool is_audited = false;
};

// The old name of an error, which the Query protocol has and x-amzn-query-error.
struct WireErrorName {
  std::string_view type;
  std::string_view query_type;
};

struct WireService {
  std::string_view signing_name;     // "monitoring".
  std::string_view target_prefix;    // As in Service.
  std::string_view shape_namespace;  // As in Service.
  std::string_view query_version;    // "2010-08-01": Version of its forms. Empty: it takes none.
  std::string_view xml_namespace;
  std::span<const WireErrorName> error_names;
  // Of a body, once it is no longer compressed.
  std::size_t body_bytes_max;
  std::size_t form_fields_max;
  std::vector<WireOperation> operations;
};

template <class Request>
aws::Outcome<void> decode_wire(const WireCall& call, Request& request) {
  if (call.form != nullptr) return aws::decode_query(*call.form, request);
  if (call.body.empty()) return {};
  return aws::decode_document(call.protocol, call.body, request);
}

// An answer without members is an empty structure.
template <class Response>
std::string encode_wire(const WireCall& call, const Response& response) {
  std::string body;
  if (call.form != nullptr) {
    aws::encode_query_answer(call.names, response, body);
  } else {
    aws::encode_document(call.protocol, response, body);
  }
  return body;
}

// Decodes; checks what the operation itself has to say of sizes, then the constraints; asks
// `authorise`, hands over to `handle`, encodes. `services` must outlive the service.
template <class Operation, class Services, class Authorise, class Handle>
WireOperation wire_operation(const Services& services, Authorise authorise, Handle handle) {
  constexpr bool is_of_the_data_plane = requires { Operation::is_of_the_data_plane; };
  return {.name = Operation::info.name,
          .run =
              [&services, authorise, handle](const WireCall& call, WireReply reply) {
                typename Operation::Request request{};
                aws::Outcome<void> good = decode_wire(call, request);
                if constexpr (requires { Operation::check(request); }) {
                  if (good) good = Operation::check(request);
                }
                if (good) good = aws::validate(request);
                if (good) good = authorise(services, call, request);
                if (!good) return reply(aws::Failure(std::move(good).error()));
                handle(services, call, std::move(request),
                       [call, reply = std::move(reply)](
                           aws::Outcome<typename Operation::Response> outcome) mutable {
                         if (!outcome) return reply(aws::Failure(std::move(outcome).error()));
                         reply(encode_wire(call, *outcome));
                       });
              },
          .is_audited = Operation::info.access == aws::Access::write && !is_of_the_data_plane};
}

// With the handle() that stands beside `Services`.
template <class Operation, class Services, class Authorise>
WireOperation wire_operation(const Services& services, Authorise authorise) {
  return wire_operation<Operation>(
      services, authorise,
      [](const Services& with, const WireCall& call, typename Operation::Request request,
         auto reply) { handle(with, call, std::move(request), std::move(reply)); });
}

}  // namespace weir::api

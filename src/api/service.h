// What dispatch.cc needs to know of an AWS service: its names and its operations.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/authentication.h"
#include "aws/protocol.h"
#include "aws/service_error.h"
#include "env/event_loop.h"
#include "http/body_source.h"

namespace weir::api {

// What an operation answers with.
struct Answer {
  // NOLINTBEGIN(google-explicit-constructor): either is an answer.
  Answer(std::string document) : body(std::move(document)) {}
  Answer(std::unique_ptr<http::BodySource> event_stream) : events(std::move(event_stream)) {}
  // NOLINTEND(google-explicit-constructor)

  std::string body;  // In the call's protocol; empty for operations without output.
  std::unique_ptr<http::BodySource> events;  // Instead of it: a stream of events.
};

using BodyReply = std::move_only_function<void(aws::Outcome<Answer>)>;

// One authenticated request on its way to its operation.
struct Call {
  env::EventLoop& home;
  const aws::Caller& caller;  // Lives until the reply.
  std::span<char> body;       // Lives until the reply; decoding overwrites it.
  aws::Protocol protocol;     // Of the body, and so of the answer.
  std::string& resource;      // Where an audited operation notes what it is about.
};

// An operation by its name. `run` decodes, carries out and encodes; it answers exactly once, now or
// later, on the loop of the call. Called from every loop, at the same time: it holds no state.
struct OperationEntry {
  std::string_view name;
  std::function<void(Call, BodyReply)> run;
  bool is_audited = false;  // Calls of it are in the audit log.
};

struct Service {
  std::string_view target_prefix;  // "Kinesis_20131202": before the dot of X-Amz-Target, and in the
                                   // path of Smithy's RPC.
  std::string_view signing_name;   // "kinesis": in the credential scope.
  std::string_view shape_namespace;  // "com.amazonaws.kinesis": of its errors, for Smithy's RPC.
  std::vector<OperationEntry> operations;
};

}  // namespace weir::api

// ServiceError: an error as Amazon names it: what goes over the wire.
//
// Factories are named for the exceptions of the API reference. weir::Error, which knows nothing of
// AWS, becomes a ServiceError in errors.cc.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace weir::aws {

struct ServiceError {
  std::string_view type;  // "ResourceNotFoundException": a literal.
  std::string message;  // Empty: the body has no message member (as production answers in places).
  int http_status = 400;
  // Production spells the member "Message" in type errors, "message" everywhere else.
  bool capital_message = false;
  std::string detail{};  // For our own log; never sent.
};

// What an operation answers.
template <class T>
using Outcome = std::expected<T, ServiceError>;

using Failure = std::unexpected<ServiceError>;

Failure access_denied(std::string message);
// What a call with DryRun answers when it would have succeeded.
Failure dry_run_succeeded();
Failure expired_iterator(std::string message);
Failure expired_next_token(std::string message);
Failure expired_token(std::string message);
Failure incomplete_signature(std::string message);
Failure internal_failure();
Failure invalid_argument(std::string message);
Failure invalid_signature(std::string message);
Failure kms_access_denied(std::string message);
Failure kms_disabled(std::string message);
Failure kms_invalid_state(std::string message);
Failure kms_not_found(std::string message);
Failure limit_exceeded(std::string message);
Failure missing_authentication_token(std::string message);
Failure provisioned_throughput_exceeded(std::string message);
Failure resource_in_use(std::string message);
Failure resource_not_found(std::string message);
Failure serialization(std::string message);  // "Message", or no member at all when empty.
Failure service_unavailable(std::string message);
Failure unknown_operation();
Failure unrecognized_client(std::string message);
Failure validation(std::string message);

// The one place where our errors get Amazon's names.
ServiceError to_service_error(Error error);

}  // namespace weir::aws

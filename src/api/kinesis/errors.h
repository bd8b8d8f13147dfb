// From the domain's errors to the service's: what handlers put around calls into stream/ and log/.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>
#include <utility>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "base/result.h"

namespace weir::api::kinesis {

inline aws::Failure as_failure(Error error) {
  return aws::Failure(aws::to_service_error(std::move(error)));
}

// The value of a Result, or its error under Amazon's name.
template <class T>
aws::Outcome<T> as_outcome(Result<T> result) {
  if (!result) return as_failure(std::move(result).error());
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return *std::move(result);
  }
}

// Of StartStreamEncryption and StopStreamEncryption, which take "KMS" only. Amazon's text is not
// published; this is ours.
inline aws::Failure wrong_encryption_type() {
  return aws::invalid_argument("EncryptionType must be KMS.");
}

// Answers an operation without output once the change it asked for is done.
template <class Operation>
auto answer_empty(Reply<Operation> reply) {
  return [reply = std::move(reply)](Result<void> done) mutable {
    if (!done) return reply(as_failure(std::move(done).error()));
    reply(typename Operation::Response{});
  };
}

}  // namespace weir::api::kinesis

// The wire shape of DeleteStream: removes a stream with all its data.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct DeleteStream {
  static constexpr OperationInfo info{.name = "DeleteStream", .access = Access::write};

  struct Request {
    StreamRef stream;
    std::optional<bool> enforce_consumer_deletion;

    static void describe(auto& shape, auto& request) {
      describe_stream_name(shape, request.stream);
      shape.optional("EnforceConsumerDeletion", request.enforce_consumer_deletion);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

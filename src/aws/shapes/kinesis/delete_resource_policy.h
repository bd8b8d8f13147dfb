// The wire shape of DeleteResourcePolicy: a stream or a consumer without a policy again.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteResourcePolicy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct DeleteResourcePolicy {
  static constexpr OperationInfo info{.name = "DeleteResourcePolicy", .access = Access::write};

  struct Request {
    std::string_view resource_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

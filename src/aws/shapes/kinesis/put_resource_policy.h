// The wire shape of PutResourcePolicy: who else may use a stream or a consumer.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct PutResourcePolicy {
  static constexpr OperationInfo info{.name = "PutResourcePolicy", .access = Access::write};

  struct Request {
    std::string_view policy;
    std::string_view resource_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("Policy", request.policy);
      shape.required("ResourceARN", request.resource_arn, resource_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

// The wire shape of GetResourcePolicy: the policy of a stream or a consumer.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_GetResourcePolicy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct GetResourcePolicy {
  static constexpr OperationInfo info{.name = "GetResourcePolicy", .access = Access::read};

  struct Request {
    std::string_view resource_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  struct Response {
    std::string policy;  // "{}" if there is none.

    static void describe(auto& shape, auto& response) { shape.required("Policy", response.policy); }
  };
};

}  // namespace weir::aws::kinesis

// The wire shape of UntagResource: RemoveTagsFromStream by ARN, for streams and consumers.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UntagResource.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct UntagResource {
  static constexpr OperationInfo info{.name = "UntagResource", .access = Access::write};

  struct Request {
    Required<std::vector<std::string_view>> tag_keys;
    std::string_view resource_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("TagKeys", request.tag_keys, tag_keys_rules);
      shape.required("ResourceARN", request.resource_arn, resource_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

// The wire shape of ListTagsForResource: all tags of a stream or a consumer.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForResource.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/tag.h"

namespace weir::aws::kinesis {

struct ListTagsForResource {
  static constexpr OperationInfo info{.name = "ListTagsForResource", .access = Access::read};

  struct Request {
    std::string_view resource_arn;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_arn_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  struct Response {
    std::vector<Tag> tags;

    static void describe(auto& shape, auto& response) { shape.required("Tags", response.tags); }
  };
};

}  // namespace weir::aws::kinesis

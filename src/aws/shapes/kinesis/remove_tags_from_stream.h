// The wire shape of RemoveTagsFromStream: takes tags away by their keys.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct RemoveTagsFromStream {
  static constexpr OperationInfo info{.name = "RemoveTagsFromStream", .access = Access::write};

  struct Request {
    Required<std::vector<std::string_view>> tag_keys;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("TagKeys", request.tag_keys, tag_keys_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

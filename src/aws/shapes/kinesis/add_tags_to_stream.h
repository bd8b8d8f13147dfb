// The wire shape of AddTagsToStream: adds tags, or replaces their values.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct AddTagsToStream {
  static constexpr OperationInfo info{.name = "AddTagsToStream", .access = Access::write};

  struct Request {
    Required<TextMap> tags;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("Tags", request.tags, tags_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

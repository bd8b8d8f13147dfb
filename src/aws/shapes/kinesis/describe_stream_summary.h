// The wire shape of DescribeStreamSummary: a stream without its shards.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/stream_description_summary.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct DescribeStreamSummary {
  static constexpr OperationInfo info{.name = "DescribeStreamSummary", .access = Access::read};

  struct Request {
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    StreamDescriptionSummary stream_description_summary;

    static void describe(auto& shape, auto& response) {
      shape.required("StreamDescriptionSummary", response.stream_description_summary);
    }
  };
};

}  // namespace weir::aws::kinesis

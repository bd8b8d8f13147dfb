// The wire shape of DescribeStream: a stream and a page of its shards.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/stream_description.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct DescribeStream {
  static constexpr OperationInfo info{.name = "DescribeStream", .access = Access::read};

  struct Request {
    std::optional<std::int32_t> limit;
    std::optional<std::string_view> exclusive_start_shard_id;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.optional("Limit", request.limit, page_size_rules);
      shape.optional("ExclusiveStartShardId", request.exclusive_start_shard_id, shard_id_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    StreamDescription stream_description;

    static void describe(auto& shape, auto& response) {
      shape.required("StreamDescription", response.stream_description);
    }
  };
};

}  // namespace weir::aws::kinesis

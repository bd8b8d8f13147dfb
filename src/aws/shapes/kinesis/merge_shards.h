// The wire shape of MergeShards: two neighbouring shards become one.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct MergeShards {
  static constexpr OperationInfo info{.name = "MergeShards", .access = Access::write};

  struct Request {
    std::string_view shard_to_merge;
    std::string_view adjacent_shard_to_merge;  // The one with the higher hash keys.
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("ShardToMerge", request.shard_to_merge, shard_id_rules);
      shape.required("AdjacentShardToMerge", request.adjacent_shard_to_merge, shard_id_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

// The wire shape of SplitShard: one shard becomes two.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct SplitShard {
  static constexpr OperationInfo info{.name = "SplitShard", .access = Access::write};

  struct Request {
    std::string_view new_starting_hash_key;  // Where the second of the two begins.
    std::string_view shard_to_split;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("NewStartingHashKey", request.new_starting_hash_key, hash_key_rules);
      describe_stream_name(shape, request.stream);
      shape.required("ShardToSplit", request.shard_to_split, shard_id_rules);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

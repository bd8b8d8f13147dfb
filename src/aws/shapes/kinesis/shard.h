// A shard as DescribeStream and ListShards show it.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_Shard.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "aws/shapes/kinesis/hash_key_range.h"
#include "aws/shapes/kinesis/sequence_number_range.h"
#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct Shard {
  ShardIdText shard_id;
  std::optional<ShardIdText> parent_shard_id;           // After a split or a merge.
  std::optional<ShardIdText> adjacent_parent_shard_id;  // After a merge.
  HashKeyRange hash_key_range;
  SequenceNumberRange sequence_number_range;

  static void describe(auto& shape, auto& shard) {
    shape.required("ShardId", shard.shard_id);
    shape.optional("ParentShardId", shard.parent_shard_id);
    shape.optional("AdjacentParentShardId", shard.adjacent_parent_shard_id);
    shape.required("HashKeyRange", shard.hash_key_range);
    shape.required("SequenceNumberRange", shard.sequence_number_range);
  }
};

}  // namespace weir::aws::kinesis

// Where reading goes on when a shard has ended.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ChildShard.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "aws/shapes/kinesis/hash_key_range.h"
#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct ChildShard {
  ShardIdText shard_id;
  std::vector<ShardIdText> parent_shards;
  HashKeyRange hash_key_range;

  static void describe(auto& shape, auto& shard) {
    shape.required("ShardId", shard.shard_id);
    shape.required("ParentShards", shard.parent_shards);
    shape.required("HashKeyRange", shard.hash_key_range);
  }
};

}  // namespace weir::aws::kinesis

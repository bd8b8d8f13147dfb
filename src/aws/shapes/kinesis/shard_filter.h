// Which shards ListShards is to list.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/kinesis/constraints.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct ShardFilter {
  std::string_view type;
  std::optional<std::string_view> shard_id;
  std::optional<WallTime> timestamp;

  static void describe(auto& shape, auto& filter) {
    shape.required("Type", filter.type, shard_filter_type_rules);
    shape.optional("ShardId", filter.shard_id, shard_id_rules);
    shape.optional("Timestamp", filter.timestamp);
  }
};

}  // namespace weir::aws::kinesis

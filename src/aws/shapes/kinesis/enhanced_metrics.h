// Which metrics a stream has for each shard.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_EnhancedMetrics.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace weir::aws::kinesis {

struct EnhancedMetrics {
  std::vector<std::string_view> shard_level_metrics;

  static void describe(auto& shape, auto& metrics) {
    shape.required("ShardLevelMetrics", metrics.shard_level_metrics);
  }
};

}  // namespace weir::aws::kinesis

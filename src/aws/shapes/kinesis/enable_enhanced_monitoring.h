// The wire shape of EnableEnhancedMonitoring: a stream gets metrics for each shard.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/shard_level_metrics_change.h"

namespace weir::aws::kinesis {

struct EnableEnhancedMonitoring {
  static constexpr OperationInfo info{.name = "EnableEnhancedMonitoring", .access = Access::write};

  // A type of its own, so that it tells this operation from its opposite.
  struct Request : ShardLevelMetricsRequest {};
  using Response = ShardLevelMetricsResponse;
};

}  // namespace weir::aws::kinesis

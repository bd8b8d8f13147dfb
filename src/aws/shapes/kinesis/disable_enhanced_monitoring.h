// The wire shape of DisableEnhancedMonitoring: a stream loses metrics for each shard.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DisableEnhancedMonitoring.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/operation_info.h"
#include "aws/shapes/kinesis/shard_level_metrics_change.h"

namespace weir::aws::kinesis {

struct DisableEnhancedMonitoring {
  static constexpr OperationInfo info{.name = "DisableEnhancedMonitoring", .access = Access::write};

  // A type of its own, so that it tells this operation from its opposite.
  struct Request : ShardLevelMetricsRequest {};
  using Response = ShardLevelMetricsResponse;
};

}  // namespace weir::aws::kinesis

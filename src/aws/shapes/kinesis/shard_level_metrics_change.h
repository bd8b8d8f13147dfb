// What EnableEnhancedMonitoring and DisableEnhancedMonitoring have in common.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct ShardLevelMetricsRequest {
  Required<std::vector<std::string_view>> shard_level_metrics;  // "IncomingBytes", "ALL".
  StreamRef stream;

  static void describe(auto& shape, auto& request) {
    shape.required("ShardLevelMetrics", request.shard_level_metrics, shard_level_metrics_rules);
    describe_stream_name(shape, request.stream);
    describe_stream_arn_and_id(shape, request.stream);
  }
};

struct ShardLevelMetricsResponse {
  std::string stream_name;
  std::vector<std::string_view> current_shard_level_metrics;  // Before the call.
  std::vector<std::string_view> desired_shard_level_metrics;  // After it.
  std::string stream_arn;

  static void describe(auto& shape, auto& response) {
    shape.required("StreamName", response.stream_name);
    shape.required("CurrentShardLevelMetrics", response.current_shard_level_metrics);
    shape.required("DesiredShardLevelMetrics", response.desired_shard_level_metrics);
    shape.required("StreamARN", response.stream_arn);
  }
};

}  // namespace weir::aws::kinesis

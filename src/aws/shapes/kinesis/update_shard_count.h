// The wire shape of UpdateShardCount: the stream gets so many shards, equally wide.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct UpdateShardCount {
  static constexpr OperationInfo info{.name = "UpdateShardCount", .access = Access::write};

  struct Request {
    Required<std::int32_t> target_shard_count;
    std::string_view scaling_type;  // "UNIFORM_SCALING".
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("TargetShardCount", request.target_shard_count, {.value_min = 1});
      describe_stream_name(shape, request.stream);
      shape.required("ScalingType", request.scaling_type, scaling_type_rules);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    std::string stream_name;
    std::int32_t current_shard_count = 0;  // Open shards before.
    std::int32_t target_shard_count = 0;
    std::string stream_arn;

    static void describe(auto& shape, auto& response) {
      shape.required("StreamName", response.stream_name);
      shape.required("CurrentShardCount", response.current_shard_count);
      shape.required("TargetShardCount", response.target_shard_count);
      shape.required("StreamARN", response.stream_arn);
    }
  };
};

}  // namespace weir::aws::kinesis

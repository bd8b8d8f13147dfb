// The wire shape of SubscribeToShard's request. It is answered with events
// (subscribe_to_shard_event.h), so there is no document to answer with.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/consumer_constraints.h"
#include "aws/shapes/kinesis/starting_position.h"

namespace weir::aws::kinesis {

struct SubscribeToShard {
  static constexpr OperationInfo info{.name = "SubscribeToShard", .access = Access::read};

  struct Request {
    std::string_view consumer_arn;
    std::string_view shard_id;
    Required<StartingPosition> starting_position;
    std::optional<std::string_view> stream_id;  // Reserved.
    std::optional<bool> dry_run;

    static void describe(auto& shape, auto& request) {
      shape.required("ConsumerARN", request.consumer_arn, consumer_arn_rules);
      shape.required("ShardId", request.shard_id, shard_id_rules);
      shape.required("StartingPosition", request.starting_position);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
      shape.optional("DryRun", request.dry_run);
    }
  };

  using Response = NoOutput;  // The initial response.
};

}  // namespace weir::aws::kinesis

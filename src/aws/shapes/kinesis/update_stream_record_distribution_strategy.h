// The wire shape of UpdateStreamRecordDistributionStrategy: who chooses a record's shard.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamRecordDistributionStrategy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct UpdateStreamRecordDistributionStrategy {
  static constexpr OperationInfo info{.name = "UpdateStreamRecordDistributionStrategy",
                                      .access = Access::write};

  struct Request {
    std::string_view stream_arn;
    std::string_view record_distribution_strategy;  // "AUTO" or "USER_PARTITION_KEY".
    std::optional<std::string_view> stream_id;      // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("StreamARN", request.stream_arn, stream_arn_rules);
      shape.required("RecordDistributionStrategy", request.record_distribution_strategy,
                     distribution_strategy_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

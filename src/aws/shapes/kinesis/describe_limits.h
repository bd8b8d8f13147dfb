// The wire shape of DescribeLimits: what an account has in a region, and how much it may have.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "aws/operation_info.h"

namespace weir::aws::kinesis {

struct DescribeLimits {
  static constexpr OperationInfo info{.name = "DescribeLimits", .access = Access::read};

  struct Request {
    static void describe(auto& /*shape*/, auto& /*request*/) {}
  };

  struct Response {
    std::int32_t shard_limit = 0;
    std::int32_t open_shard_count = 0;  // Of provisioned streams.
    std::int32_t on_demand_stream_count = 0;
    std::int32_t on_demand_stream_count_limit = 0;

    static void describe(auto& shape, auto& response) {
      shape.required("ShardLimit", response.shard_limit);
      shape.required("OpenShardCount", response.open_shard_count);
      shape.required("OnDemandStreamCount", response.on_demand_stream_count);
      shape.required("OnDemandStreamCountLimit", response.on_demand_stream_count_limit);
    }
  };
};

}  // namespace weir::aws::kinesis

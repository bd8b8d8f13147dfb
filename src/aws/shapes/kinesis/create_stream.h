// The wire shape of CreateStream: makes a stream, which becomes active a little later.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/stream_mode_details.h"

namespace weir::aws::kinesis {

struct CreateStream {
  static constexpr OperationInfo info{.name = "CreateStream", .access = Access::write};

  struct Request {
    std::optional<std::int32_t> shard_count;
    std::string_view stream_name;
    std::optional<StreamModeDetails> stream_mode_details;
    std::optional<TextMap> tags;
    std::optional<std::int32_t> warm_throughput_mibps;
    std::optional<std::int32_t> max_record_size_in_kib;
    std::optional<std::string_view> record_distribution_strategy;

    static void describe(auto& shape, auto& request) {
      shape.optional("ShardCount", request.shard_count, {.value_min = 1});
      shape.required("StreamName", request.stream_name, stream_name_rules);
      shape.optional("StreamModeDetails", request.stream_mode_details);
      shape.optional("Tags", request.tags, tags_rules);
      shape.optional("WarmThroughputMiBps", request.warm_throughput_mibps, warm_throughput_rules);
      shape.optional("MaxRecordSizeInKiB", request.max_record_size_in_kib, max_record_size_rules);
      shape.optional("RecordDistributionStrategy", request.record_distribution_strategy,
                     distribution_strategy_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

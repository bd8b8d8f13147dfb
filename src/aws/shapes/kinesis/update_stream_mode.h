// The wire shape of UpdateStreamMode: from provisioned to on-demand, or back.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
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

struct UpdateStreamMode {
  static constexpr OperationInfo info{.name = "UpdateStreamMode", .access = Access::write};

  struct Request {
    std::string_view stream_arn;
    Required<StreamModeDetails> stream_mode_details;
    std::optional<std::int32_t> warm_throughput_mibps;
    std::optional<std::string_view> stream_id;  // Reserved.

    static void describe(auto& shape, auto& request) {
      shape.required("StreamARN", request.stream_arn, stream_arn_rules);
      shape.required("StreamModeDetails", request.stream_mode_details);
      shape.optional("WarmThroughputMiBps", request.warm_throughput_mibps, warm_throughput_rules);
      shape.optional("StreamId", request.stream_id, stream_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

// The wire shape of IncreaseStreamRetentionPeriod: keeps a stream's records longer.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct IncreaseStreamRetentionPeriod {
  static constexpr OperationInfo info{.name = "IncreaseStreamRetentionPeriod",
                                      .access = Access::write};

  struct Request {
    Required<std::int32_t> retention_period_hours;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("RetentionPeriodHours", request.retention_period_hours, retention_hours_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis

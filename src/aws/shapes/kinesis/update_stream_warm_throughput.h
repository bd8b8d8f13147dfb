// The wire shape of UpdateStreamWarmThroughput: what an on-demand stream is to take at once.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "aws/shapes/kinesis/warm_throughput.h"

namespace weir::aws::kinesis {

struct UpdateStreamWarmThroughput {
  static constexpr OperationInfo info{.name = "UpdateStreamWarmThroughput",
                                      .access = Access::write};

  struct Request {
    Required<std::int32_t> warm_throughput_mibps;
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("WarmThroughputMiBps", request.warm_throughput_mibps, warm_throughput_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  struct Response {
    std::string stream_arn;
    std::string stream_name;
    WarmThroughput warm_throughput;

    static void describe(auto& shape, auto& response) {
      shape.required("StreamARN", response.stream_arn);
      shape.required("StreamName", response.stream_name);
      shape.required("WarmThroughput", response.warm_throughput);
    }
  };
};

}  // namespace weir::aws::kinesis

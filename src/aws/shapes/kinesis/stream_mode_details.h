// Who decides on the number of shards.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamModeDetails.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct StreamModeDetails {
  std::string_view stream_mode;  // "PROVISIONED" or "ON_DEMAND".

  static void describe(auto& shape, auto& details) {
    shape.required("StreamMode", details.stream_mode, stream_mode_rules);
  }
};

}  // namespace weir::aws::kinesis

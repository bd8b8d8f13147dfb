// A stream as ListStreams shows it.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamSummary.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/shapes/kinesis/stream_mode_details.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct StreamSummary {
  std::string stream_name;
  std::string stream_arn;
  std::string_view stream_status;  // "CREATING", "ACTIVE", "UPDATING" or "DELETING".
  std::optional<StreamModeDetails> stream_mode_details;
  std::optional<WallTime> stream_creation_timestamp;

  static void describe(auto& shape, auto& stream) {
    shape.required("StreamName", stream.stream_name);
    shape.required("StreamARN", stream.stream_arn);
    shape.required("StreamStatus", stream.stream_status);
    shape.optional("StreamModeDetails", stream.stream_mode_details);
    shape.optional("StreamCreationTimestamp", stream.stream_creation_timestamp);
  }
};

}  // namespace weir::aws::kinesis

// How most operations say which stream they mean: by its name, by its ARN, or both, which must then
// agree. That at least one is there is for the operation to check.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/kinesis/constraints.h"

namespace weir::aws::kinesis {

struct StreamRef {
  std::optional<std::string_view> name;
  std::optional<std::string_view> arn;
  std::optional<std::string_view> id;  // Reserved: accepted, checked, and of no effect.
};

// In most requests the name has a recorded place in the order of errors, and what is younger comes
// at the end: these are the two halves.
void describe_stream_name(auto& shape, auto& stream) {
  shape.optional("StreamName", stream.name, stream_name_rules);
}

void describe_stream_arn_and_id(auto& shape, auto& stream) {
  shape.optional("StreamARN", stream.arn, stream_arn_rules);
  shape.optional("StreamId", stream.id, stream_id_rules);
}

}  // namespace weir::aws::kinesis

// From where SubscribeToShard is to push.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StartingPosition.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/shapes/kinesis/constraints.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct StartingPosition {
  std::string_view type;
  std::optional<std::string_view> sequence_number;
  std::optional<WallTime> timestamp;

  static void describe(auto& shape, auto& position) {
    shape.required("Type", position.type, shard_iterator_type_rules);
    shape.optional("SequenceNumber", position.sequence_number, sequence_number_rules);
    shape.optional("Timestamp", position.timestamp);
  }
};

}  // namespace weir::aws::kinesis

// The sequence numbers of a shard. Without an end it is open.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_SequenceNumberRange.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct SequenceNumberRange {
  SequenceNumberText starting_sequence_number;
  std::optional<SequenceNumberText> ending_sequence_number;

  static void describe(auto& shape, auto& range) {
    shape.required("StartingSequenceNumber", range.starting_sequence_number);
    shape.optional("EndingSequenceNumber", range.ending_sequence_number);
  }
};

}  // namespace weir::aws::kinesis

// The hash keys that a shard takes, both ends included.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_HashKeyRange.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct HashKeyRange {
  HashKeyText starting_hash_key;
  HashKeyText ending_hash_key;

  static void describe(auto& shape, auto& range) {
    shape.required("StartingHashKey", range.starting_hash_key);
    shape.required("EndingHashKey", range.ending_hash_key);
  }
};

}  // namespace weir::aws::kinesis

// What SubscribeToShard pushes: records, and where to subscribe again after them.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShardEvent.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "aws/shapes/kinesis/child_shard.h"
#include "aws/shapes/kinesis/record.h"
#include "aws/shapes/kinesis/texts.h"

namespace weir::aws::kinesis {

struct SubscribeToShardEvent {
  static constexpr std::string_view name = "SubscribeToShardEvent";  // In the union of events.

  std::vector<Record> records;
  // Absent at the end of a shard, and only there; then there are child_shards.
  std::optional<SequenceNumberText> continuation_sequence_number;
  std::int64_t millis_behind_latest = 0;
  std::optional<std::vector<ChildShard>> child_shards;

  static void describe(auto& shape, auto& event) {
    shape.required("Records", event.records);
    shape.optional("ContinuationSequenceNumber", event.continuation_sequence_number);
    shape.required("MillisBehindLatest", event.millis_behind_latest);
    shape.optional("ChildShards", event.child_shards);
  }
};

}  // namespace weir::aws::kinesis

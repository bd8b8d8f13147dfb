// A stream as DescribeStream shows it.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamDescription.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/kinesis/enhanced_metrics.h"
#include "aws/shapes/kinesis/shard.h"
#include "aws/shapes/kinesis/stream_mode_details.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct StreamDescription {
  std::string stream_name;
  std::string stream_arn;
  std::string_view stream_status;  // "CREATING", "ACTIVE", "UPDATING" or "DELETING".
  std::optional<StreamModeDetails> stream_mode_details;
  std::vector<Shard> shards;
  bool has_more_shards = false;
  std::int32_t retention_period_hours = 0;
  WallTime stream_creation_timestamp;
  std::vector<EnhancedMetrics> enhanced_monitoring;
  std::optional<std::string_view> encryption_type;  // "NONE" or "KMS".
  std::optional<std::string> key_id;

  static void describe(auto& shape, auto& stream) {
    shape.required("StreamName", stream.stream_name);
    shape.required("StreamARN", stream.stream_arn);
    shape.required("StreamStatus", stream.stream_status);
    shape.optional("StreamModeDetails", stream.stream_mode_details);
    shape.required("Shards", stream.shards);
    shape.required("HasMoreShards", stream.has_more_shards);
    shape.required("RetentionPeriodHours", stream.retention_period_hours);
    shape.required("StreamCreationTimestamp", stream.stream_creation_timestamp);
    shape.required("EnhancedMonitoring", stream.enhanced_monitoring);
    shape.optional("EncryptionType", stream.encryption_type);
    shape.optional("KeyId", stream.key_id);
  }
};

}  // namespace weir::aws::kinesis

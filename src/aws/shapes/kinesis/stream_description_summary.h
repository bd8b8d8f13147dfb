// A stream without its shards, as DescribeStreamSummary shows it.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamDescriptionSummary.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/kinesis/enhanced_metrics.h"
#include "aws/shapes/kinesis/stream_mode_details.h"
#include "aws/shapes/kinesis/warm_throughput.h"
#include "base/time.h"

namespace weir::aws::kinesis {

struct StreamDescriptionSummary {
  std::string stream_name;
  std::string stream_arn;
  // Never given by our server: an SDK that knows a stream's id no longer talks to the address that
  // it was told to.
  std::optional<std::string> stream_id;
  std::string_view stream_status;  // "CREATING", "ACTIVE", "UPDATING" or "DELETING".
  std::optional<StreamModeDetails> stream_mode_details;
  std::int32_t retention_period_hours = 0;
  WallTime stream_creation_timestamp;
  std::vector<EnhancedMetrics> enhanced_monitoring;
  std::optional<std::string_view> encryption_type;  // "NONE" or "KMS".
  std::optional<std::string> key_id;
  std::int32_t open_shard_count = 0;
  std::optional<std::int32_t> consumer_count;
  std::optional<WarmThroughput> warm_throughput;
  std::optional<std::int32_t> max_record_size_in_kib;
  std::optional<std::int32_t> channel_count;
  std::optional<std::string_view> record_distribution_strategy;

  static void describe(auto& shape, auto& stream) {
    shape.required("StreamName", stream.stream_name);
    shape.required("StreamARN", stream.stream_arn);
    shape.optional("StreamId", stream.stream_id);
    shape.required("StreamStatus", stream.stream_status);
    shape.optional("StreamModeDetails", stream.stream_mode_details);
    shape.required("RetentionPeriodHours", stream.retention_period_hours);
    shape.required("StreamCreationTimestamp", stream.stream_creation_timestamp);
    shape.required("EnhancedMonitoring", stream.enhanced_monitoring);
    shape.optional("EncryptionType", stream.encryption_type);
    shape.optional("KeyId", stream.key_id);
    shape.required("OpenShardCount", stream.open_shard_count);
    shape.optional("ConsumerCount", stream.consumer_count);
    shape.optional("WarmThroughput", stream.warm_throughput);
    shape.optional("MaxRecordSizeInKiB", stream.max_record_size_in_kib);
    shape.optional("ChannelCount", stream.channel_count);
    shape.optional("RecordDistributionStrategy", stream.record_distribution_strategy);
  }
};

}  // namespace weir::aws::kinesis

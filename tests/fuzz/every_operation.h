// The operations of Kinesis (and those of Firehose that the meter calls) and the protocols as
// lists, so that a target can go through all of them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "aws/protocol.h"
#include "aws/shapes/autoscaling/scalable_targets.h"
#include "aws/shapes/autoscaling/scaling_policies.h"
#include "aws/shapes/autoscaling/scheduled_actions.h"
#include "aws/shapes/firehose/describe_delivery_stream.h"
#include "aws/shapes/firehose/put_record.h"
#include "aws/shapes/firehose/put_record_batch.h"
#include "aws/shapes/kinesis/add_tags_to_stream.h"
#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/decrease_stream_retention_period.h"
#include "aws/shapes/kinesis/delete_resource_policy.h"
#include "aws/shapes/kinesis/delete_stream.h"
#include "aws/shapes/kinesis/deregister_stream_consumer.h"
#include "aws/shapes/kinesis/describe_account_settings.h"
#include "aws/shapes/kinesis/describe_limits.h"
#include "aws/shapes/kinesis/describe_stream.h"
#include "aws/shapes/kinesis/describe_stream_consumer.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "aws/shapes/kinesis/disable_enhanced_monitoring.h"
#include "aws/shapes/kinesis/enable_enhanced_monitoring.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_resource_policy.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "aws/shapes/kinesis/increase_stream_retention_period.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "aws/shapes/kinesis/list_stream_consumers.h"
#include "aws/shapes/kinesis/list_streams.h"
#include "aws/shapes/kinesis/list_tags_for_resource.h"
#include "aws/shapes/kinesis/list_tags_for_stream.h"
#include "aws/shapes/kinesis/merge_shards.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"
#include "aws/shapes/kinesis/put_resource_policy.h"
#include "aws/shapes/kinesis/register_stream_consumer.h"
#include "aws/shapes/kinesis/remove_tags_from_stream.h"
#include "aws/shapes/kinesis/split_shard.h"
#include "aws/shapes/kinesis/start_stream_encryption.h"
#include "aws/shapes/kinesis/stop_stream_encryption.h"
#include "aws/shapes/kinesis/subscribe_to_shard.h"
#include "aws/shapes/kinesis/tag_resource.h"
#include "aws/shapes/kinesis/untag_resource.h"
#include "aws/shapes/kinesis/update_account_settings.h"
#include "aws/shapes/kinesis/update_max_record_size.h"
#include "aws/shapes/kinesis/update_shard_count.h"
#include "aws/shapes/kinesis/update_stream_mode.h"
#include "aws/shapes/kinesis/update_stream_record_distribution_strategy.h"
#include "aws/shapes/kinesis/update_stream_warm_throughput.h"

namespace weir::fuzz {

// Calls `act.operator()<Operation>()` with the operation of that number; the numbers go round. New
// ones come at the end, so that the inputs of the corpus keep their meaning for a while.
template <class Act, class... Operations>
void for_operation_of(std::size_t number, const Act& act) {
  using Call = void (*)(const Act&);
  constexpr std::array<Call, sizeof...(Operations)> calls{
      [](const Act& each) { each.template operator()<Operations>(); }...};
  calls[number % calls.size()](act);
}

template <class Act>
void for_operation(std::size_t number, const Act& act) {
  using namespace aws::kinesis;
  for_operation_of<
      Act, CreateStream, DecreaseStreamRetentionPeriod, DeleteStream, DescribeStream,
      DescribeStreamSummary, GetRecords, GetShardIterator, IncreaseStreamRetentionPeriod,
      ListShards, ListStreams, PutRecord, PutRecords, SplitShard, MergeShards, UpdateShardCount,
      AddTagsToStream, DescribeAccountSettings, DescribeLimits, DisableEnhancedMonitoring,
      EnableEnhancedMonitoring, ListTagsForResource, ListTagsForStream, RemoveTagsFromStream,
      TagResource, UntagResource, UpdateAccountSettings, UpdateMaxRecordSize, UpdateStreamMode,
      UpdateStreamRecordDistributionStrategy, UpdateStreamWarmThroughput, PutResourcePolicy,
      GetResourcePolicy, DeleteResourcePolicy, DeregisterStreamConsumer, DescribeStreamConsumer,
      ListStreamConsumers, RegisterStreamConsumer, SubscribeToShard, StartStreamEncryption,
      StopStreamEncryption, aws::firehose::DescribeDeliveryStream, aws::firehose::PutRecord,
      aws::firehose::PutRecordBatch, aws::autoscaling::RegisterScalableTarget,
      aws::autoscaling::DeregisterScalableTarget, aws::autoscaling::DescribeScalableTargets,
      aws::autoscaling::PutScalingPolicy, aws::autoscaling::DescribeScalingPolicies,
      aws::autoscaling::DeleteScalingPolicy, aws::autoscaling::PutScheduledAction,
      aws::autoscaling::DescribeScheduledActions, aws::autoscaling::DeleteScheduledAction,
      aws::autoscaling::DescribeScalingActivities, aws::autoscaling::TagResource,
      aws::autoscaling::UntagResource, aws::autoscaling::ListTagsForResource>(number, act);
}

inline aws::Protocol protocol_of(std::size_t number) {
  constexpr std::array protocols{aws::Protocol::json_1_1, aws::Protocol::cbor_1_1,
                                 aws::Protocol::rpc_v2_cbor};
  return protocols[number % protocols.size()];
}

}  // namespace weir::fuzz

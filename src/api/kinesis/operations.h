// Every operation of Kinesis that the server answers: one overload each, defined in the file of the
// same name. To add one: its shape in aws/shapes/kinesis/, its .cc here, its line below and in
// operations.cc.
//
// By the time handle() runs the request is authenticated, decoded, its constraints hold and the
// caller may do what it asks for.
// handle() calls `reply` exactly once, now or later, on context.home. Encoding, errors' shape and
// logging happen around it, in dispatch.cc, for all alike. An operation that is not here answers
// like an unknown one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/kinesis/services.h"
#include "api/service.h"
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

namespace weir::api::kinesis {

using namespace aws::kinesis;  // The shapes, by Amazon's names.

// The service for the dispatcher. `services` must outlive it.
Service service(const Services& services);

void handle(const Context&, AddTagsToStream::Request, Reply<AddTagsToStream>);
void handle(const Context&, CreateStream::Request, Reply<CreateStream>);
void handle(const Context&, DecreaseStreamRetentionPeriod::Request,
            Reply<DecreaseStreamRetentionPeriod>);
void handle(const Context&, DeleteStream::Request, Reply<DeleteStream>);
void handle(const Context&, DeleteResourcePolicy::Request, Reply<DeleteResourcePolicy>);
void handle(const Context&, DeregisterStreamConsumer::Request, Reply<DeregisterStreamConsumer>);
void handle(const Context&, DescribeAccountSettings::Request, Reply<DescribeAccountSettings>);
void handle(const Context&, DescribeLimits::Request, Reply<DescribeLimits>);
void handle(const Context&, DescribeStream::Request, Reply<DescribeStream>);
void handle(const Context&, DescribeStreamConsumer::Request, Reply<DescribeStreamConsumer>);
void handle(const Context&, DescribeStreamSummary::Request, Reply<DescribeStreamSummary>);
void handle(const Context&, DisableEnhancedMonitoring::Request, Reply<DisableEnhancedMonitoring>);
void handle(const Context&, EnableEnhancedMonitoring::Request, Reply<EnableEnhancedMonitoring>);
void handle(const Context&, GetRecords::Request, Reply<GetRecords>);
void handle(const Context&, GetResourcePolicy::Request, Reply<GetResourcePolicy>);
void handle(const Context&, GetShardIterator::Request, Reply<GetShardIterator>);
void handle(const Context&, IncreaseStreamRetentionPeriod::Request,
            Reply<IncreaseStreamRetentionPeriod>);
void handle(const Context&, ListShards::Request, Reply<ListShards>);
void handle(const Context&, ListStreamConsumers::Request, Reply<ListStreamConsumers>);
void handle(const Context&, ListStreams::Request, Reply<ListStreams>);
void handle(const Context&, ListTagsForResource::Request, Reply<ListTagsForResource>);
void handle(const Context&, ListTagsForStream::Request, Reply<ListTagsForStream>);
void handle(const Context&, MergeShards::Request, Reply<MergeShards>);
void handle(const Context&, PutRecord::Request, Reply<PutRecord>);
void handle(const Context&, PutRecords::Request, Reply<PutRecords>);
void handle(const Context&, PutResourcePolicy::Request, Reply<PutResourcePolicy>);
void handle(const Context&, RegisterStreamConsumer::Request, Reply<RegisterStreamConsumer>);
void handle(const Context&, RemoveTagsFromStream::Request, Reply<RemoveTagsFromStream>);
void handle(const Context&, SplitShard::Request, Reply<SplitShard>);
void handle(const Context&, StartStreamEncryption::Request, Reply<StartStreamEncryption>);
void handle(const Context&, StopStreamEncryption::Request, Reply<StopStreamEncryption>);
// Answers with events in `protocol`.
void handle(const Context&, aws::Protocol protocol, SubscribeToShard::Request, EventsReply);
void handle(const Context&, TagResource::Request, Reply<TagResource>);
void handle(const Context&, UntagResource::Request, Reply<UntagResource>);
void handle(const Context&, UpdateAccountSettings::Request, Reply<UpdateAccountSettings>);
void handle(const Context&, UpdateMaxRecordSize::Request, Reply<UpdateMaxRecordSize>);
void handle(const Context&, UpdateShardCount::Request, Reply<UpdateShardCount>);
void handle(const Context&, UpdateStreamMode::Request, Reply<UpdateStreamMode>);
void handle(const Context&, UpdateStreamRecordDistributionStrategy::Request,
            Reply<UpdateStreamRecordDistributionStrategy>);
void handle(const Context&, UpdateStreamWarmThroughput::Request, Reply<UpdateStreamWarmThroughput>);

}  // namespace weir::api::kinesis

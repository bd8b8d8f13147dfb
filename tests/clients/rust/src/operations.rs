//! What a client needs to write and read, by the SDK's fluent builders; other operations are in
//! attributes.rs.

use aws_sdk_kinesis::types::{
    ChildShard, HashKeyRange, PutRecordsRequestEntry, Record, Shard, ShardFilter, ShardFilterType,
    ShardIteratorType, StreamDescription, StreamDescriptionSummary, StreamSummary,
};
use aws_sdk_kinesis::Client;
use serde_json::{json, Value};

use crate::attributes::{mode_details, tags_in, warm_throughput};
use crate::send;
use crate::values::{base64, blob, milliseconds, number, text, time};

pub async fn call(client: &Client, operation: &str, input: &Value) -> Result<Value, Value> {
    let stream = text(input, "StreamName");
    Ok(match operation {
        "CreateStream" => {
            send!(client
                .create_stream()
                .set_stream_name(stream)
                .set_shard_count(number(input, "ShardCount"))
                .set_stream_mode_details(mode_details(input))
                .set_max_record_size_in_kib(number(input, "MaxRecordSizeInKiB"))
                .set_tags(tags_in(input)));
            json!({})
        }
        "DeleteStream" => {
            send!(client.delete_stream().set_stream_name(stream));
            json!({})
        }
        "IncreaseStreamRetentionPeriod" => {
            send!(client
                .increase_stream_retention_period()
                .set_stream_name(stream)
                .set_retention_period_hours(number(input, "RetentionPeriodHours")));
            json!({})
        }
        "DecreaseStreamRetentionPeriod" => {
            send!(client
                .decrease_stream_retention_period()
                .set_stream_name(stream)
                .set_retention_period_hours(number(input, "RetentionPeriodHours")));
            json!({})
        }
        "SplitShard" => {
            send!(client
                .split_shard()
                .set_stream_name(stream)
                .set_shard_to_split(text(input, "ShardToSplit"))
                .set_new_starting_hash_key(text(input, "NewStartingHashKey")));
            json!({})
        }
        "MergeShards" => {
            send!(client
                .merge_shards()
                .set_stream_name(stream)
                .set_shard_to_merge(text(input, "ShardToMerge"))
                .set_adjacent_shard_to_merge(text(input, "AdjacentShardToMerge")));
            json!({})
        }
        "DescribeStream" => {
            let output = send!(client
                .describe_stream()
                .set_stream_name(stream)
                .set_stream_arn(text(input, "StreamARN")));
            json!({ "StreamDescription": output.stream_description().map(description) })
        }
        "DescribeStreamSummary" => {
            let output = send!(client
                .describe_stream_summary()
                .set_stream_name(stream)
                .set_stream_arn(text(input, "StreamARN")));
            json!({ "StreamDescriptionSummary": output.stream_description_summary().map(summary) })
        }
        "ListStreams" => {
            let output = send!(client
                .list_streams()
                .set_limit(number(input, "Limit"))
                .set_next_token(text(input, "NextToken"))
                .set_exclusive_start_stream_name(text(input, "ExclusiveStartStreamName")));
            json!({
                "StreamNames": output.stream_names(),
                "HasMoreStreams": output.has_more_streams(),
                "NextToken": output.next_token(),
                "StreamSummaries":
                    output.stream_summaries().iter().map(list_entry).collect::<Vec<_>>(),
            })
        }
        "ListShards" => {
            let output = send!(client
                .list_shards()
                .set_stream_name(stream)
                .set_next_token(text(input, "NextToken"))
                .set_shard_filter(shard_filter(&input["ShardFilter"]))
                .set_max_results(number(input, "MaxResults")));
            json!({
                "Shards": output.shards().iter().map(shard).collect::<Vec<_>>(),
                "NextToken": output.next_token(),
            })
        }
        "PutRecord" => {
            let output = send!(client
                .put_record()
                .set_stream_name(stream)
                .set_partition_key(text(input, "PartitionKey"))
                .set_explicit_hash_key(text(input, "ExplicitHashKey"))
                .set_data(blob(input, "Data"))
                .set_dry_run(input["DryRun"].as_bool()));
            json!({
                "ShardId": output.shard_id(),
                "SequenceNumber": output.sequence_number(),
                "EncryptionType": output.encryption_type().map(|kind| kind.as_str()),
            })
        }
        "PutRecords" => put_records(client, stream, input).await?,
        "GetShardIterator" => {
            let output = send!(client
                .get_shard_iterator()
                .set_stream_name(stream)
                .set_shard_id(text(input, "ShardId"))
                .set_shard_iterator_type(
                    input["ShardIteratorType"].as_str().map(ShardIteratorType::from)
                )
                .set_starting_sequence_number(text(input, "StartingSequenceNumber"))
                .set_timestamp(time(input, "Timestamp")));
            json!({ "ShardIterator": output.shard_iterator() })
        }
        "GetRecords" => {
            let output = send!(client
                .get_records()
                .set_shard_iterator(text(input, "ShardIterator"))
                .set_limit(number(input, "Limit")));
            json!({
                "Records": output.records().iter().map(record).collect::<Vec<_>>(),
                "NextShardIterator": output.next_shard_iterator(),
                "MillisBehindLatest": output.millis_behind_latest(),
                "ChildShards": output.child_shards().iter().map(child_shard).collect::<Vec<_>>(),
            })
        }
        _ => crate::attributes::call(client, operation, input).await?,
    })
}

async fn put_records(
    client: &Client,
    stream: Option<String>,
    input: &Value,
) -> Result<Value, Value> {
    let entries = input["Records"].as_array().into_iter().flatten().map(|entry| {
        PutRecordsRequestEntry::builder()
            .set_data(blob(entry, "Data"))
            .set_partition_key(text(entry, "PartitionKey"))
            .set_explicit_hash_key(text(entry, "ExplicitHashKey"))
            .build()
            .expect("an entry of the table")
    });
    let request = client.put_records().set_stream_name(stream).set_records(Some(entries.collect()));
    let output = send!(request);
    let results = output.records().iter().map(|entry| {
        json!({
            "ShardId": entry.shard_id(),
            "SequenceNumber": entry.sequence_number(),
            "ErrorCode": entry.error_code(),
            "ErrorMessage": entry.error_message(),
        })
    });
    Ok(json!({
        "FailedRecordCount": output.failed_record_count(),
        "Records": results.collect::<Vec<_>>(),
        "EncryptionType": output.encryption_type().map(|kind| kind.as_str()),
    }))
}

pub fn record(record: &Record) -> Value {
    json!({
        "SequenceNumber": record.sequence_number(),
        "ApproximateArrivalTimestamp": record.approximate_arrival_timestamp().map(milliseconds),
        "Data": base64(record.data()),
        "PartitionKey": record.partition_key(),
        "EncryptionType": record.encryption_type().map(|kind| kind.as_str()),
    })
}

fn shard_filter(filter: &Value) -> Option<ShardFilter> {
    let kind = filter["Type"].as_str()?;
    ShardFilter::builder()
        .r#type(ShardFilterType::from(kind))
        .set_shard_id(text(filter, "ShardId"))
        .set_timestamp(time(filter, "Timestamp"))
        .build()
        .ok()
}

fn hash_keys(range: Option<&HashKeyRange>) -> Value {
    json!(range.map(|range| json!({
        "StartingHashKey": range.starting_hash_key(),
        "EndingHashKey": range.ending_hash_key(),
    })))
}

pub fn child_shard(shard: &ChildShard) -> Value {
    json!({
        "ShardId": shard.shard_id(),
        "ParentShards": shard.parent_shards(),
        "HashKeyRange": hash_keys(shard.hash_key_range()),
    })
}

fn shard(shard: &Shard) -> Value {
    let numbers = shard.sequence_number_range();
    json!({
        "ShardId": shard.shard_id(),
        "ParentShardId": shard.parent_shard_id(),
        "AdjacentParentShardId": shard.adjacent_parent_shard_id(),
        "HashKeyRange": hash_keys(shard.hash_key_range()),
        "SequenceNumberRange": numbers.map(|range| json!({
            "StartingSequenceNumber": range.starting_sequence_number(),
            "EndingSequenceNumber": range.ending_sequence_number(),
        })),
    })
}

fn description(stream: &StreamDescription) -> Value {
    json!({
        "StreamName": stream.stream_name(),
        "StreamARN": stream.stream_arn(),
        "StreamStatus": stream.stream_status().as_str(),
        "StreamCreationTimestamp": milliseconds(stream.stream_creation_timestamp()),
        "RetentionPeriodHours": stream.retention_period_hours(),
        "EncryptionType": stream.encryption_type().map(|kind| kind.as_str()),
        "HasMoreShards": stream.has_more_shards(),
        "Shards": stream.shards().iter().map(shard).collect::<Vec<_>>(),
    })
}

fn summary(stream: &StreamDescriptionSummary) -> Value {
    json!({
        "StreamName": stream.stream_name(),
        "StreamARN": stream.stream_arn(),
        "StreamStatus": stream.stream_status().as_str(),
        "StreamCreationTimestamp": milliseconds(stream.stream_creation_timestamp()),
        "RetentionPeriodHours": stream.retention_period_hours(),
        "EncryptionType": stream.encryption_type().map(|kind| kind.as_str()),
        "KeyId": stream.key_id(),
        "OpenShardCount": stream.open_shard_count(),
        "ConsumerCount": stream.consumer_count(),
        "MaxRecordSizeInKiB": stream.max_record_size_in_kib(),
        "StreamModeDetails": stream.stream_mode_details().map(
            |details| json!({ "StreamMode": details.stream_mode().as_str() })),
        "EnhancedMonitoring": stream.enhanced_monitoring().iter().map(|metrics| json!({
            "ShardLevelMetrics": metrics.shard_level_metrics().iter()
                .map(|name| name.as_str()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "WarmThroughput": stream.warm_throughput().map(warm_throughput),
    })
}

fn list_entry(stream: &StreamSummary) -> Value {
    json!({
        "StreamName": stream.stream_name(),
        "StreamARN": stream.stream_arn(),
        "StreamStatus": stream.stream_status().as_str(),
        "StreamModeDetails": stream.stream_mode_details().map(
            |details| json!({ "StreamMode": details.stream_mode().as_str() })),
    })
}

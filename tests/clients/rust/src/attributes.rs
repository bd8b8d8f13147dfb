//! What can be said of streams and accounts, by the SDK's fluent builders: tags, metrics, limits,
//! policies, modes.

use std::collections::HashMap;

use aws_sdk_kinesis::types::{
    EncryptionType, MetricsName, MinimumThroughputBillingCommitmentInput,
    MinimumThroughputBillingCommitmentInputStatus, MinimumThroughputBillingCommitmentOutput,
    RecordDistributionStrategy, ScalingType, StreamMode, StreamModeDetails, Tag,
    WarmThroughputObject,
};
use aws_sdk_kinesis::Client;
use serde_json::{json, Value};

use crate::send;
use crate::values::{milliseconds, number, text, texts};

pub async fn call(client: &Client, operation: &str, input: &Value) -> Result<Value, Value> {
    let stream = text(input, "StreamName");
    let arn = text(input, "StreamARN");
    Ok(match operation {
        "EnableEnhancedMonitoring" => {
            let output = send!(client
                .enable_enhanced_monitoring()
                .set_stream_name(stream)
                .set_shard_level_metrics(metrics_in(input)));
            json!({
                "StreamName": output.stream_name(),
                "CurrentShardLevelMetrics": metrics(output.current_shard_level_metrics()),
                "DesiredShardLevelMetrics": metrics(output.desired_shard_level_metrics()),
            })
        }
        "DisableEnhancedMonitoring" => {
            let output = send!(client
                .disable_enhanced_monitoring()
                .set_stream_name(stream)
                .set_shard_level_metrics(metrics_in(input)));
            json!({
                "StreamName": output.stream_name(),
                "CurrentShardLevelMetrics": metrics(output.current_shard_level_metrics()),
                "DesiredShardLevelMetrics": metrics(output.desired_shard_level_metrics()),
            })
        }
        "DescribeLimits" => {
            let output = send!(client.describe_limits());
            json!({
                "ShardLimit": output.shard_limit(),
                "OpenShardCount": output.open_shard_count(),
                "OnDemandStreamCount": output.on_demand_stream_count(),
                "OnDemandStreamCountLimit": output.on_demand_stream_count_limit(),
            })
        }
        "DescribeAccountSettings" => {
            let output = send!(client.describe_account_settings());
            settings(output.minimum_throughput_billing_commitment())
        }
        "UpdateAccountSettings" => {
            let output = send!(client
                .update_account_settings()
                .set_minimum_throughput_billing_commitment(commitment(input)));
            settings(output.minimum_throughput_billing_commitment())
        }
        "UpdateShardCount" => {
            let output = send!(client
                .update_shard_count()
                .set_stream_name(stream)
                .set_target_shard_count(number(input, "TargetShardCount"))
                .set_scaling_type(input["ScalingType"].as_str().map(ScalingType::from)));
            json!({
                "StreamName": output.stream_name(),
                "CurrentShardCount": output.current_shard_count(),
                "TargetShardCount": output.target_shard_count(),
            })
        }
        "StartStreamEncryption" => {
            send!(client
                .start_stream_encryption()
                .set_stream_name(stream)
                .set_encryption_type(input["EncryptionType"].as_str().map(EncryptionType::from))
                .set_key_id(text(input, "KeyId")));
            json!({})
        }
        "StopStreamEncryption" => {
            send!(client
                .stop_stream_encryption()
                .set_stream_name(stream)
                .set_encryption_type(input["EncryptionType"].as_str().map(EncryptionType::from))
                .set_key_id(text(input, "KeyId")));
            json!({})
        }
        "UpdateStreamMode" => {
            send!(client
                .update_stream_mode()
                .set_stream_arn(arn)
                .set_stream_mode_details(mode_details(input)));
            json!({})
        }
        "UpdateMaxRecordSize" => {
            send!(client
                .update_max_record_size()
                .set_stream_arn(arn)
                .set_max_record_size_in_kib(number(input, "MaxRecordSizeInKiB")));
            json!({})
        }
        "UpdateStreamWarmThroughput" => {
            let output = send!(client
                .update_stream_warm_throughput()
                .set_stream_arn(arn)
                .set_warm_throughput_mibps(number(input, "WarmThroughputMiBps")));
            json!({
                "StreamName": output.stream_name(),
                "WarmThroughput": output.warm_throughput().map(warm_throughput),
            })
        }
        "UpdateStreamRecordDistributionStrategy" => {
            let strategy = input["RecordDistributionStrategy"].as_str();
            send!(client
                .update_stream_record_distribution_strategy()
                .set_stream_arn(arn)
                .set_record_distribution_strategy(strategy.map(RecordDistributionStrategy::from)));
            json!({})
        }
        _ => call_on_resource(client, operation, input).await?,
    })
}

/// Tags and policies.
async fn call_on_resource(client: &Client, operation: &str, input: &Value) -> Result<Value, Value> {
    let stream = text(input, "StreamName");
    let resource = text(input, "ResourceARN");
    Ok(match operation {
        "AddTagsToStream" => {
            send!(client.add_tags_to_stream().set_stream_name(stream).set_tags(tags_in(input)));
            json!({})
        }
        "RemoveTagsFromStream" => {
            send!(client
                .remove_tags_from_stream()
                .set_stream_name(stream)
                .set_tag_keys(texts(input, "TagKeys")));
            json!({})
        }
        "ListTagsForStream" => {
            let output = send!(client
                .list_tags_for_stream()
                .set_stream_name(stream)
                .set_exclusive_start_tag_key(text(input, "ExclusiveStartTagKey"))
                .set_limit(number(input, "Limit")));
            json!({ "Tags": tags(output.tags()), "HasMoreTags": output.has_more_tags() })
        }
        "TagResource" => {
            send!(client.tag_resource().set_resource_arn(resource).set_tags(tags_in(input)));
            json!({})
        }
        "UntagResource" => {
            send!(client
                .untag_resource()
                .set_resource_arn(resource)
                .set_tag_keys(texts(input, "TagKeys")));
            json!({})
        }
        "ListTagsForResource" => {
            let output = send!(client.list_tags_for_resource().set_resource_arn(resource));
            json!({ "Tags": tags(output.tags()) })
        }
        "PutResourcePolicy" => {
            send!(client
                .put_resource_policy()
                .set_resource_arn(resource)
                .set_policy(text(input, "Policy")));
            json!({})
        }
        "GetResourcePolicy" => {
            let output = send!(client.get_resource_policy().set_resource_arn(resource));
            json!({ "Policy": output.policy() })
        }
        "DeleteResourcePolicy" => {
            send!(client.delete_resource_policy().set_resource_arn(resource));
            json!({})
        }
        _ => crate::consumers::call(client, operation, input).await?,
    })
}

pub fn tags_in(input: &Value) -> Option<HashMap<String, String>> {
    let members = input["Tags"].as_object()?.iter();
    Some(members.map(|(key, value)| (key.clone(), value.as_str().unwrap_or("").into())).collect())
}

fn tags(tags: &[Tag]) -> Value {
    let pairs = tags.iter().map(|tag| json!({ "Key": tag.key(), "Value": tag.value() }));
    json!(pairs.collect::<Vec<_>>())
}

fn metrics_in(input: &Value) -> Option<Vec<MetricsName>> {
    Some(texts(input, "ShardLevelMetrics")?.iter().map(|name| name.as_str().into()).collect())
}

fn metrics(names: &[MetricsName]) -> Value {
    json!(names.iter().map(|name| name.as_str()).collect::<Vec<_>>())
}

pub fn mode_details(input: &Value) -> Option<StreamModeDetails> {
    let mode = input["StreamModeDetails"]["StreamMode"].as_str()?;
    StreamModeDetails::builder().stream_mode(StreamMode::from(mode)).build().ok()
}

pub fn warm_throughput(throughput: &WarmThroughputObject) -> Value {
    json!({
        "TargetMiBps": throughput.target_mibps(),
        "CurrentMiBps": throughput.current_mibps(),
    })
}

fn commitment(input: &Value) -> Option<MinimumThroughputBillingCommitmentInput> {
    let status = input["MinimumThroughputBillingCommitment"]["Status"].as_str()?;
    let status = MinimumThroughputBillingCommitmentInputStatus::from(status);
    MinimumThroughputBillingCommitmentInput::builder().status(status).build().ok()
}

fn settings(commitment: Option<&MinimumThroughputBillingCommitmentOutput>) -> Value {
    json!({ "MinimumThroughputBillingCommitment": commitment.map(|commitment| json!({
        "Status": commitment.status().as_str(),
        "StartedAt": commitment.started_at().map(milliseconds),
        "EndedAt": commitment.ended_at().map(milliseconds),
        "EarliestAllowedEndAt": commitment.earliest_allowed_end_at().map(milliseconds),
    })) })
}

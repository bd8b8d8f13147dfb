//! Registered consumers and what they are sent, by the SDK's fluent builders.

use aws_sdk_kinesis::operation::subscribe_to_shard::SubscribeToShardOutput;
use aws_sdk_kinesis::types::{
    Consumer, ConsumerDescription, ShardIteratorType, StartingPosition, SubscribeToShardEventStream,
};
use aws_sdk_kinesis::Client;
use serde_json::{json, Value};

use crate::operations::{child_shard, record};
use crate::send;
use crate::values::{failure, milliseconds, text};

pub async fn call(client: &Client, operation: &str, input: &Value) -> Result<Value, Value> {
    let stream_arn = text(input, "StreamARN");
    let name = text(input, "ConsumerName");
    let consumer_arn = text(input, "ConsumerARN");
    Ok(match operation {
        "RegisterStreamConsumer" => {
            let output = send!(client
                .register_stream_consumer()
                .set_stream_arn(stream_arn)
                .set_consumer_name(name));
            json!({ "Consumer": output.consumer().map(consumer) })
        }
        "DescribeStreamConsumer" => {
            let output = send!(client
                .describe_stream_consumer()
                .set_stream_arn(stream_arn)
                .set_consumer_name(name)
                .set_consumer_arn(consumer_arn));
            json!({ "ConsumerDescription": output.consumer_description().map(description) })
        }
        "ListStreamConsumers" => {
            let output = send!(client.list_stream_consumers().set_stream_arn(stream_arn));
            json!({
                "Consumers": output.consumers().iter().map(consumer).collect::<Vec<_>>(),
                "NextToken": output.next_token(),
            })
        }
        "DeregisterStreamConsumer" => {
            send!(client.deregister_stream_consumer().set_consumer_arn(consumer_arn));
            json!({})
        }
        "SubscribeToShard" => joined(subscribe(client, input).await?).await?,
        _ => return Err(json!({ "code": "none", "message": "no such operation here" })),
    })
}

pub async fn subscribe(client: &Client, input: &Value) -> Result<SubscribeToShardOutput, Value> {
    let position = &input["StartingPosition"];
    let position = StartingPosition::builder()
        .set_type(position["Type"].as_str().map(ShardIteratorType::from))
        .set_sequence_number(text(position, "SequenceNumber"))
        .build()
        .ok();
    Ok(send!(client
        .subscribe_to_shard()
        .set_consumer_arn(text(input, "ConsumerARN"))
        .set_shard_id(text(input, "ShardId"))
        .set_starting_position(position)))
}

/// A subscription up to its end: all records, and else what the last event says.
pub async fn joined(mut output: SubscribeToShardOutput) -> Result<Value, Value> {
    let mut records = Vec::new();
    let mut last = json!({});
    while let Some(message) = output.event_stream.recv().await.map_err(failure)? {
        if let SubscribeToShardEventStream::SubscribeToShardEvent(event) = message {
            records.extend(event.records().iter().map(record));
            last = json!({
                "ContinuationSequenceNumber":
                    Some(event.continuation_sequence_number()).filter(|number| !number.is_empty()),
                "MillisBehindLatest": event.millis_behind_latest(),
                "ChildShards": event.child_shards().iter().map(child_shard).collect::<Vec<_>>(),
            });
        }
    }
    last["Records"] = json!(records);
    Ok(last)
}

fn consumer(consumer: &Consumer) -> Value {
    json!({
        "ConsumerName": consumer.consumer_name(),
        "ConsumerARN": consumer.consumer_arn(),
        "ConsumerStatus": consumer.consumer_status().as_str(),
        "ConsumerCreationTimestamp": milliseconds(consumer.consumer_creation_timestamp()),
    })
}

fn description(consumer: &ConsumerDescription) -> Value {
    json!({
        "ConsumerName": consumer.consumer_name(),
        "ConsumerARN": consumer.consumer_arn(),
        "ConsumerStatus": consumer.consumer_status().as_str(),
        "StreamARN": consumer.stream_arn(),
    })
}

//! Executes the steps of the table with the SDK for Rust: a step a line in, its result a line out.

mod attributes;
mod consumers;
mod operations;
mod values;

use std::collections::VecDeque;
use std::error::Error;
use std::io::{stdin, stdout, BufRead, Write};

use aws_sdk_kinesis::operation::subscribe_to_shard::SubscribeToShardOutput;
use serde_json::{json, Value};

async fn connect(endpoint: &str) -> aws_sdk_kinesis::Client {
    // docs: rust
    let configuration = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let client = aws_sdk_kinesis::Client::from_conf(
        aws_sdk_kinesis::config::Builder::from(&configuration).endpoint_url(endpoint).build(),
    );
    // end
    client
}

/// Subscriptions that later steps join, the oldest first.
type Kept = VecDeque<SubscribeToShardOutput>;

async fn call(
    client: &aws_sdk_kinesis::Client,
    kept: &mut Kept,
    step: &Value,
) -> Result<Value, Value> {
    let operation = step["operation"].as_str().unwrap_or("");
    if operation == "join" {
        return consumers::joined(kept.pop_front().expect("a subscription to join")).await;
    }
    if step["keep"] == true {
        kept.push_back(consumers::subscribe(client, &step["input"]).await?);
        return Ok(json!({}));
    }
    operations::call(client, operation, &step["input"]).await
}

async fn execute(client: &aws_sdk_kinesis::Client, kept: &mut Kept, step: &Value) -> Value {
    match call(client, kept, step).await {
        Ok(output) => json!({ "output": output }),
        Err(failure) => json!({ "error": failure }),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = std::env::var("ENDPOINT")?;
    let mut client = connect(&endpoint).await;
    let mut kept = Kept::new();
    for line in stdin().lock().lines() {
        let step: Value = serde_json::from_str(&line?)?;
        if let Some(credentials) = step["credentials"].as_object() {
            for (name, value) in credentials {
                std::env::set_var(name, value.as_str().unwrap_or(""));
            }
            client = connect(&endpoint).await;
        }
        println!("{}", execute(&client, &mut kept, &step).await);
        stdout().flush()?;
    }
    Ok(())
}

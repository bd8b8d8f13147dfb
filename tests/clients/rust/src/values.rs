//! Between the table's JSON and the SDK's own types.

use aws_sdk_kinesis::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kinesis::primitives::{Blob, DateTime};
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};

/// Sends a request and answers with its output, or returns the error as JSON.
#[macro_export]
macro_rules! send {
    ($request:expr) => {
        $request.send().await.map_err($crate::values::failure)?
    };
}

pub fn text(input: &Value, name: &str) -> Option<String> {
    input[name].as_str().map(String::from)
}

pub fn texts(input: &Value, name: &str) -> Option<Vec<String>> {
    let elements = input[name].as_array()?.iter();
    Some(elements.filter_map(|element| element.as_str().map(String::from)).collect())
}

pub fn number(input: &Value, name: &str) -> Option<i32> {
    input[name].as_i64().map(|value| value as i32)
}

pub fn time(input: &Value, name: &str) -> Option<DateTime> {
    input[name].as_i64().map(DateTime::from_millis)
}

pub fn blob(input: &Value, name: &str) -> Option<Blob> {
    input[name].as_str().map(|data| Blob::new(STANDARD.decode(data).expect("base64 in the table")))
}

pub fn milliseconds(time: &DateTime) -> Value {
    json!(time.to_millis().ok())
}

pub fn base64(blob: &Blob) -> Value {
    json!(STANDARD.encode(blob.as_ref()))
}

/// The SDK's own name for an error is its variant; what it has no variant for is `Unhandled`.
pub fn failure<E, R>(error: SdkError<E, R>) -> Value
where
    E: ProvideErrorMetadata + std::fmt::Debug,
    R: std::fmt::Debug,
{
    let Some(told) = error.as_service_error() else {
        return json!({ "code": "none", "message": format!("{error:?}") });
    };
    let debug = format!("{told:?}");
    let variant = debug.split('(').next();
    json!({
        "type": variant,
        // One that comes as an event is known by its variant alone.
        "code": told.code().or(variant),
        "message": told.message(),
    })
}

"""Executes the steps of the table with boto3: a step a line in, its result a line out."""
import base64
import datetime
import json
import os
import re
import sys

import boto3
from botocore.exceptions import ClientError

endpoint = os.environ["ENDPOINT"]


def connect():
    # docs: boto3
    client = boto3.client("kinesis", endpoint_url=endpoint)
    # end
    return client


def to_sdk(value, name=None):
    """What the table says in JSON, as the SDK's own types."""
    if isinstance(value, dict):
        return {name: to_sdk(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [to_sdk(element, name) for element in value]
    if name == "Data":
        return base64.b64decode(value)
    if name == "Timestamp":
        return datetime.datetime.fromtimestamp(value / 1000, datetime.timezone.utc)
    return value


def from_sdk(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return round(value.timestamp() * 1000)
    raise TypeError(type(value))


def joined(events):
    """A subscription up to its end: all records, and else what the last event says."""
    output = {"Records": []}
    for event in events:
        event = event["SubscribeToShardEvent"]
        output = {**event, "Records": output["Records"] + event["Records"]}
    return output


kept = []  # Subscriptions that later steps join, the oldest first.


def call(client, step):
    if step["operation"] == "join":
        return joined(kept.pop(0))
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", step["operation"]).lower()
    output = getattr(client, method)(**to_sdk(step["input"]))
    del output["ResponseMetadata"]
    events = output.pop("EventStream", None)
    if step.get("keep"):
        kept.append(events)
    return joined(events) if events and not step.get("keep") else output


def execute(client, step):
    try:
        return {"output": call(client, step)}
    except ClientError as error:
        told = error.response["Error"]
        return {"error": {"type": type(error).__name__, "code": told["Code"],
                          "message": told["Message"]}}


def main():
    client = connect()
    for line in sys.stdin:
        step = json.loads(line)
        if "credentials" in step:
            os.environ.update(step["credentials"])
            boto3.setup_default_session()
            client = connect()
        print(json.dumps(execute(client, step), default=from_sdk), flush=True)


main()

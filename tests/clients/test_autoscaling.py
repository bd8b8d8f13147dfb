"""A stream is made a scalable target through the SDK for JavaScript, which knows no such namespace.

boto3 and the AWS CLI do the same in tests/conformance/test_autoscaling.py.
"""
import json
import subprocess

import boto3

from conftest import bare_environment
from sdks import BUILD
from weir_process import REGION


def test_javascript(open_server):
    keys = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}
    kinesis = boto3.client("kinesis", endpoint_url=open_server.url, region_name=REGION,
                           aws_access_key_id="any", aws_secret_access_key="any")
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    done = subprocess.run(
        [BUILD / "node/bin/node", BUILD / "javascript/autoscaling.mjs", "orders"],
        env=bare_environment(ENDPOINT=open_server.url, AWS_REGION=REGION, **keys),
        capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [target["ScalableTargetARN"] for target in told["targets"]] == [told["arn"]]
    assert told["targets"][0]["ResourceId"] == "stream/orders"
    assert [policy["PolicyARN"] for policy in told["policies"]] == [told["policyArn"]]
    assert told["policies"][0]["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 70
    assert told["error"] == [
        "ObjectNotFoundException",
        "No scalable target found for service namespace: kinesis, resource ID: stream/orders, "
        "scalable dimension: kinesis:stream:ShardCount"]

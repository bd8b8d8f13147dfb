"""Application Auto Scaling: streams by their shard count, through boto3, the AWS CLI and the clock."""
import base64
import datetime
import json
import threading
import time

import pytest
from botocore.exceptions import ClientError

from access import client
from aws_cli import PROGRAMS, AwsCli
from signed_requests import RawClient, amz_date, sign_headers

DIMENSION = "kinesis:stream:ShardCount"
PATIENCE = 180
SHARD_BYTES = 1000  # What a shard takes in a second, where a load is put.
TRACKING = {"TargetValue": 70.0, "PredefinedMetricSpecification": {
    "PredefinedMetricType": "KinesisStreamWriteCapacityUtilization"}}
STEPS = {"AdjustmentType": "ChangeInCapacity", "Cooldown": 60, "StepAdjustments": [
    {"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}]}


def of(stream):
    return {"ServiceNamespace": "kinesis", "ResourceId": f"stream/{stream}",
            "ScalableDimension": DIMENSION}


@pytest.fixture(scope="module")
def scaling(server):
    return client(server, "application-autoscaling", (server.access_key, server.secret_key))


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, what()
        threading.Event().wait(0.1)
    return found


def refused(call, **arguments):
    with pytest.raises(ClientError) as refusal:
        call(**arguments)
    error = refusal.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_target_with_all_that_belongs_to_it(scaling, new_stream, server):
    name = new_stream()
    assert refused(scaling.put_scaling_policy, PolicyName="p", PolicyType="StepScaling",
                   StepScalingPolicyConfiguration=STEPS, **of(name)) == (
        "ObjectNotFoundException",
        "No scalable target registered for service namespace: kinesis, resource ID: "
        f"stream/{name}, scalable dimension: {DIMENSION}")
    arn = scaling.register_scalable_target(
        MinCapacity=1, MaxCapacity=4, Tags={"team": "a"}, **of(name))["ScalableTargetARN"]
    assert arn.startswith(
        f"arn:aws:application-autoscaling:{server.region}:{server.account}:scalable-target/")
    target = scaling.describe_scalable_targets(
        ServiceNamespace="kinesis", ResourceIds=[f"stream/{name}"])["ScalableTargets"][0]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 4)
    assert target["ScalableTargetARN"] == arn and target["RoleARN"].startswith("arn:aws:iam::")
    assert isinstance(target["CreationTime"], datetime.datetime)
    assert target["SuspendedState"] == {
        "DynamicScalingInSuspended": False, "DynamicScalingOutSuspended": False,
        "ScheduledScalingSuspended": False}
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"team": "a"}
    scaling.put_scaling_policy(PolicyName="steps", PolicyType="StepScaling",
                               StepScalingPolicyConfiguration=STEPS, **of(name))
    scaling.put_scaling_policy(PolicyName="track", PolicyType="TargetTrackingScaling",
                               TargetTrackingScalingPolicyConfiguration=TRACKING, **of(name))
    steps, track = scaling.describe_scaling_policies(**of(name))["ScalingPolicies"]
    assert steps["Alarms"] == []
    assert [alarm["AlarmName"].rpartition("-Alarm")[0] for alarm in track["Alarms"]] == [
        f"TargetTracking-stream/{name}"] * 2
    cloudwatch = client(server, "cloudwatch", (server.access_key, server.secret_key))
    shown = cloudwatch.describe_alarms(AlarmNamePrefix=f"TargetTracking-stream/{name}-")
    assert [alarm["AlarmArn"] for alarm in shown["MetricAlarms"]] == [
        alarm["AlarmARN"] for alarm in track["Alarms"]]
    assert steps["StepScalingPolicyConfiguration"] == STEPS and steps["PolicyName"] == "steps"
    assert track["TargetTrackingScalingPolicyConfiguration"] == TRACKING
    scaling.put_scheduled_action(
        ScheduledActionName="night", Schedule="cron(0 22 * * ? *)", Timezone="Europe/Berlin",
        ScalableTargetAction={"MaxCapacity": 2}, **of(name))
    action = scaling.describe_scheduled_actions(**of(name))["ScheduledActions"][0]
    assert (action["Schedule"], action["Timezone"]) == ("cron(0 22 * * ? *)", "Europe/Berlin")
    assert action["ScalableTargetAction"] == {"MaxCapacity": 2}
    scaling.delete_scaling_policy(PolicyName="steps", **of(name))
    scaling.delete_scheduled_action(ScheduledActionName="night", **of(name))
    scaling.deregister_scalable_target(**of(name))
    assert scaling.describe_scaling_policies(**of(name))["ScalingPolicies"] == []
    assert refused(scaling.deregister_scalable_target, **of(name))[0] == "ObjectNotFoundException"


def test_refusals(scaling, new_stream):
    name = new_stream()
    assert refused(scaling.register_scalable_target, MinCapacity=1, MaxCapacity=2,
                   **of("no-such-stream")) == (
        "ValidationException", "Kinesis stream does not exist: stream/no-such-stream")
    assert refused(scaling.register_scalable_target, MinCapacity=1, MaxCapacity=2,
                   **{**of(name), "ResourceId": "table/x"}) == (
        "ValidationException",
        "Unsupported service namespace, resource type or scalable dimension")
    code, message = refused(scaling.describe_scalable_targets, ServiceNamespace="s3")
    assert code == "ValidationException" and "Member must satisfy enum value set" in message
    assert refused(scaling.describe_scalable_targets, ServiceNamespace="kinesis",
                   NextToken="nonsense")[0] == "InvalidNextTokenException"
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=1, **of(name))
    for schedule, zone in (("daily", "UTC"), ("cron(0 0 * * * *)", "UTC"),
                           ("rate(1 day)", "Europe/Atlantis")):
        assert refused(scaling.put_scheduled_action, ScheduledActionName="a", Schedule=schedule,
                       Timezone=zone, ScalableTargetAction={"MinCapacity": 1},
                       **of(name))[0] == "ValidationException"


# Neither knows the namespace.
@pytest.mark.parametrize("version", PROGRAMS)
def test_the_aws_cli(server, new_stream, tmp_path, version):
    name = new_stream()
    call = AwsCli(version, server, tmp_path, "application-autoscaling")
    target = ["--service-namespace", "kinesis", "--resource-id", f"stream/{name}",
              "--scalable-dimension", DIMENSION]
    call("register-scalable-target", *target, "--min-capacity", "1", "--max-capacity", "1")
    call("put-scaling-policy", *target, "--policy-name", "p", "--policy-type",
         "TargetTrackingScaling", "--target-tracking-scaling-policy-configuration",
         json.dumps(TRACKING))
    found = call("describe-scaling-policies", "--service-namespace", "kinesis", "--resource-id",
                 f"stream/{name}")["ScalingPolicies"]
    assert [policy["PolicyName"] for policy in found] == ["p"]
    call("deregister-scalable-target", *target)


class Stream:
    """A stream on a server whose clock is in the test's hands, and its scaling."""

    def __init__(self, server, clock, shards):
        self.server = server
        self.clock = clock
        self.name = "orders"
        self.kinesis("CreateStream", ShardCount=shards)

    def kinesis(self, operation, **arguments):
        answer = self.clock.call(self.server, operation, {"StreamName": self.name, **arguments})
        assert answer.status == 200, answer.body
        return json.loads(answer.body or b"{}")

    def scaling(self, operation, **arguments):
        raw = RawClient(self.server.address)
        body = json.dumps(arguments).encode()
        headers = {"Content-Type": "application/x-amz-json-1.1",
                   "X-Amz-Target": f"AnyScaleFrontendService.{operation}"}
        try:
            answer = raw.send("POST", "/", sign_headers(
                self.server.address, headers, body, service="application-autoscaling",
                date=amz_date(round(self.clock.now() - time.time()))), body)
        finally:
            raw.close()
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def shards(self):
        return self.kinesis("DescribeStreamSummary")["StreamDescriptionSummary"]["OpenShardCount"]

    def activities(self):
        return self.scaling("DescribeScalingActivities", ServiceNamespace="kinesis",
                            IncludeNotScaledActivities=True)["ScalingActivities"]

    def put(self, seconds):
        """As much as one shard takes in so many seconds."""
        self.kinesis("PutRecord", PartitionKey="k", Data=base64.b64encode(
            bytes(seconds * SHARD_BYTES)).decode())

    def wait_for_shards(self, count):
        """The server looks every ten seconds by its own clock, which may have been moved on."""
        deadline = time.monotonic() + PATIENCE
        while self.shards() != count:
            assert time.monotonic() < deadline, (self.shards(), self.activities())
            self.clock.pass_by(1)
            threading.Event().wait(0.1)


def test_bounds_and_a_restart(start_weir, held_clock, weir_data):
    server = start_weir(**held_clock.variables)
    stream = Stream(server, held_clock, 1)
    stream.scaling("RegisterScalableTarget", MinCapacity=3, MaxCapacity=8, **of("orders"))
    stream.wait_for_shards(3)
    stream.scaling("PutScheduledAction", ScheduledActionName="grow", Schedule="rate(1 hour)",
                   ScalableTargetAction={"MinCapacity": 5}, **of("orders"))
    assert server.stop() == 0
    held_clock.pass_by(3600)  # What is due meanwhile is done when it runs again.
    server.start()
    stream.wait_for_shards(5)
    target = stream.scaling("DescribeScalableTargets", ServiceNamespace="kinesis")
    assert target["ScalableTargets"][0]["MinCapacity"] == 5
    causes = [activity["Cause"] for activity in stream.activities()]
    assert causes == ["minimum capacity was set to 5", "minimum capacity was set to 3",
                      "minimum capacity was set to 3"]
    wait_for(lambda: {activity["StatusCode"] for activity in stream.activities()} == {
        "Successful"} or held_clock.pass_by(1), stream.activities)


# Nothing but the clock decides when: out after three busy minutes, in after fifteen quiet ones.
def test_a_real_load(start_weir, held_clock, monkeypatch):
    server = start_weir("--shard-write-bytes", str(SHARD_BYTES), **held_clock.variables)
    stream = Stream(server, held_clock, 1)
    stream.scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=8, **of("orders"))
    policy = stream.scaling(
        "PutScalingPolicy", PolicyName="track", PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=TRACKING, **of("orders"))
    # boto3 signs by the server's clock.
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: datetime.datetime.fromtimestamp(
        held_clock.now(), datetime.UTC))
    cloudwatch = client(server, "cloudwatch", (server.access_key, server.secret_key))
    high, low = (alarm["AlarmName"] for alarm in policy["Alarms"])

    def states():
        found = cloudwatch.describe_alarms(AlarmNames=[high, low])["MetricAlarms"]
        assert all(alarm["AlarmActions"] == [policy["PolicyARN"]] for alarm in found)
        return {alarm["AlarmName"]: alarm["StateValue"] for alarm in found}

    assert states() == {high: "INSUFFICIENT_DATA", low: "INSUFFICIENT_DATA"}

    def minutes_until(count, seconds_put):
        for minute in range(60):
            if stream.shards() == count:
                return minute
            if seconds_put:
                stream.put(seconds_put)
            held_clock.pass_by(60)
            threading.Event().wait(0.3)  # A look that comes late is made up for by the next.
        raise AssertionError((stream.shards(), stream.activities()))

    assert minutes_until(2, 55) >= 3
    # A busy server may have told why it did not scale further before it was asked.
    [activity] = [activity for activity in stream.activities()
                  if activity["Description"].startswith("Setting shard count")]
    assert activity["Description"] == "Setting shard count to 2."
    assert activity["Cause"].endswith("triggered policy track")
    assert minutes_until(1, 0) >= 10
    assert states() == {high: "OK", low: "ALARM"}


def test_an_alarm_calls_a_step_policy(start_weir, clock):
    server = start_weir(**clock.variables)
    stream = Stream(server, clock, 1)
    keys = (server.access_key, server.secret_key)
    stream.scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4, **of("orders"))
    policy = stream.scaling("PutScalingPolicy", PolicyName="steps", PolicyType="StepScaling",
                            StepScalingPolicyConfiguration=STEPS, **of("orders"))
    cloudwatch = client(server, "cloudwatch", keys)
    cloudwatch.put_metric_alarm(
        AlarmName="lag", AlarmActions=[policy["PolicyARN"]], Namespace="App", MetricName="Lag",
        Statistic="Maximum", Period=60, EvaluationPeriods=1, Threshold=5.0,
        ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore")
    cloudwatch.put_metric_data(Namespace="App", MetricData=[{"MetricName": "Lag", "Value": 10}])
    stream.wait_for_shards(2)
    assert stream.activities()[0]["Cause"] == (
        "monitor alarm lag in state ALARM triggered policy steps")

"""What can be changed of a stream or an account besides shards, retention and tags: shard-level
metrics, mode, record size, distribution, warm throughput, the account's commitment, limits."""
import base64

import pytest

from conftest import wait_until_active, wait_until_gone
from reading import read_shard, shard_id
from test_streams import refused
from test_tags import arn_of

METRICS = ["IncomingBytes", "IncomingRecords", "OutgoingBytes", "OutgoingRecords",
           "WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded",
           "IteratorAgeMilliseconds"]


def summary(kinesis, name):
    return kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]


def on_demand_stream(kinesis, unique, **more):
    name = unique()
    kinesis.create_stream(StreamName=name, StreamModeDetails={"StreamMode": "ON_DEMAND"}, **more)
    wait_until_active(kinesis, name)
    return name


@pytest.fixture
def on_demand(kinesis, unique):
    name = on_demand_stream(kinesis, unique)
    yield name
    kinesis.delete_stream(StreamName=name)


# -- Enhanced monitoring ----------------------------------------------------------


def test_shard_level_metrics_are_switched_on_and_off(kinesis, server, new_stream):
    name = new_stream()
    answer = kinesis.enable_enhanced_monitoring(
        StreamName=name, ShardLevelMetrics=["OutgoingBytes", "IncomingBytes"])
    del answer["ResponseMetadata"]
    assert answer == {"StreamName": name, "StreamARN": arn_of(server, name),
                      "CurrentShardLevelMetrics": [],
                      "DesiredShardLevelMetrics": ["IncomingBytes", "OutgoingBytes"]}
    answer = kinesis.enable_enhanced_monitoring(StreamARN=arn_of(server, name),
                                                ShardLevelMetrics=["ALL"])
    assert answer["CurrentShardLevelMetrics"] == ["IncomingBytes", "OutgoingBytes"]
    assert answer["DesiredShardLevelMetrics"] == METRICS
    shown = [{"ShardLevelMetrics": METRICS}]
    assert summary(kinesis, name)["EnhancedMonitoring"] == shown
    assert kinesis.describe_stream(
        StreamName=name)["StreamDescription"]["EnhancedMonitoring"] == shown
    answer = kinesis.disable_enhanced_monitoring(StreamName=name,
                                                 ShardLevelMetrics=METRICS[1:])
    assert answer["DesiredShardLevelMetrics"] == ["IncomingBytes"]
    answer = kinesis.disable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=["ALL"])
    assert answer["DesiredShardLevelMetrics"] == []
    assert summary(kinesis, name)["EnhancedMonitoring"] == [{"ShardLevelMetrics": []}]


# -- Limits of the account ---------------------------------------------------------


# Terraform asks at every plan and needs all four members.
def test_describe_limits_counts_what_there_is(start_weir, client_of):
    client = client_of(start_weir("--account-shards", "100", "--on-demand-streams", "2"))
    limits = client.describe_limits()
    del limits["ResponseMetadata"]
    assert limits == {"ShardLimit": 100, "OpenShardCount": 0, "OnDemandStreamCount": 0,
                      "OnDemandStreamCountLimit": 2}
    client.create_stream(StreamName="p", ShardCount=3)
    client.create_stream(StreamName="d", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    limits = client.describe_limits()
    assert (limits["OpenShardCount"], limits["OnDemandStreamCount"]) == (3, 1)
    client.create_stream(StreamName="e", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    kind, _ = refused(client, client.create_stream, StreamName="f",
                      StreamModeDetails={"StreamMode": "ON_DEMAND"})
    assert kind == "LimitExceededException"
    kind, _ = refused(client, client.update_stream_mode, StreamModeDetails={
        "StreamMode": "ON_DEMAND"}, StreamARN="arn:aws:kinesis:us-east-1:000000000000:stream/p")
    assert kind == "LimitExceededException"
    for name in ("e", "p"):
        client.delete_stream(StreamName=name)
        wait_until_gone(client, name)
    limits = client.describe_limits()
    assert (limits["OpenShardCount"], limits["OnDemandStreamCount"]) == (0, 1)


# -- Modes ----------------------------------------------------------------------------


def test_a_mode_is_switched_and_the_shards_stay(kinesis, server, new_stream):
    name = new_stream(shards=3)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"before")
    kinesis.update_stream_mode(StreamARN=arn_of(server, name),
                               StreamModeDetails={"StreamMode": "ON_DEMAND"})
    wait_until_active(kinesis, name)
    shown = summary(kinesis, name)
    assert shown["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert shown["OpenShardCount"] == 3
    assert kinesis.describe_stream(StreamName=name)["StreamDescription"]["StreamModeDetails"] == {
        "StreamMode": "ON_DEMAND"}
    # Its shards are the service's now.
    assert refused(kinesis, kinesis.update_shard_count, StreamName=name, TargetShardCount=4,
                   ScalingType="UNIFORM_SCALING") == (
        "ValidationException", f"Request is invalid. Stream {name} under account {server.account} "
        "is in On-Demand mode.")
    kinesis.update_stream_mode(StreamARN=arn_of(server, name),
                               StreamModeDetails={"StreamMode": "PROVISIONED"})
    assert summary(kinesis, name)["OpenShardCount"] == 3
    # Twice in 24 hours and no more.
    kind, _ = refused(kinesis, kinesis.update_stream_mode, StreamARN=arn_of(server, name),
                      StreamModeDetails={"StreamMode": "ON_DEMAND"})
    assert kind == "LimitExceededException"


def test_modes_that_cannot_be(kinesis, server, stream):
    kind, _ = refused(kinesis, kinesis.update_stream_mode, StreamARN=arn_of(server, stream),
                      StreamModeDetails={"StreamMode": "PROVISIONED"})
    assert kind == "InvalidArgumentException"
    assert refused(kinesis, kinesis.update_stream_mode, StreamARN=arn_of(server, "nobody"),
                   StreamModeDetails={"StreamMode": "ON_DEMAND"}) == (
        "ResourceNotFoundException", f"Stream nobody under account {server.account} not found.")
    kind, _ = refused(kinesis, kinesis.update_stream_mode, StreamARN=arn_of(server, stream),
                      StreamModeDetails={"StreamMode": "ON_DEMAND"}, WarmThroughputMiBps=5)
    assert kind == "InvalidArgumentException"


# -- Record size ------------------------------------------------------------------------


# 10 MiB go in and come out, data and key together, and not a byte more.
def test_records_of_ten_mebibytes(kinesis, server, new_stream):
    name = new_stream()
    arn = arn_of(server, name)
    large = b"x" * ((10 << 20) - 4)
    kind, _ = refused(kinesis, kinesis.put_record, StreamName=name, PartitionKey="kkkk", Data=large)
    assert kind == "InvalidArgumentException"
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=10240)
    wait_until_active(kinesis, name)
    assert summary(kinesis, name)["MaxRecordSizeInKiB"] == 10240
    kinesis.put_record(StreamName=name, PartitionKey="kkkk", Data=large)
    answer = kinesis.put_records(StreamName=name, Records=[{"PartitionKey": "kkkk", "Data": large}])
    assert answer["FailedRecordCount"] == 0
    assert [record["Data"] == large for record in read_shard(kinesis, name)] == [True, True]
    kind, _ = refused(kinesis, kinesis.put_record, StreamName=name, PartitionKey="kkkkk",
                      Data=large)
    assert kind == "InvalidArgumentException"
    # Smaller again: what is stored stays.
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=1024)
    kind, _ = refused(kinesis, kinesis.put_record, StreamName=name, PartitionKey="k",
                      Data=b"x" * (1 << 20))
    assert kind == "InvalidArgumentException"
    assert len(read_shard(kinesis, name)) == 2


def test_record_sizes_of_nobody(kinesis, raw, server):
    assert refused(kinesis, kinesis.update_max_record_size, StreamARN=arn_of(server, "nobody"),
                   MaxRecordSizeInKiB=2048) == (
        "ResourceNotFoundException", f"Stream nobody under account {server.account} not found.")
    assert raw.call("UpdateMaxRecordSize",
                    {"MaxRecordSizeInKiB": 2048}).error_type == "InvalidArgumentException"


# -- Distribution -------------------------------------------------------------------------


# With AUTO the service spreads records evenly; keys need not be given, and do not count.
def test_records_are_distributed(kinesis, raw, server, on_demand):
    arn = arn_of(server, on_demand)
    assert summary(kinesis, on_demand)["RecordDistributionStrategy"] == "USER_PARTITION_KEY"
    change = {"StreamARN": arn, "RecordDistributionStrategy": "AUTO"}
    answer = raw.call("UpdateStreamRecordDistributionStrategy", change)
    assert (answer.status, answer.body) == (200, b"")
    assert summary(kinesis, on_demand)["RecordDistributionStrategy"] == "AUTO"
    data = base64.b64encode(b"x").decode()
    answer = raw.call("PutRecords", {"StreamName": on_demand, "Records": [
        {"Data": data} if n % 2 else {"Data": data, "PartitionKey": "one", "ExplicitHashKey": "0"}
        for n in range(100)]})
    assert answer.json["FailedRecordCount"] == 0
    for _ in range(4):
        assert raw.call("PutRecord", {"StreamName": on_demand, "Data": data}).status == 200
    shards = [read_shard(kinesis, on_demand, shard) for shard in range(4)]
    assert [len(records) for records in shards] == [26, 26, 26, 26]
    # A record that was given no key has none.
    keys = [record.get("PartitionKey") for records in shards for record in records]
    assert sorted(keys, key=str) == [None] * 54 + ["one"] * 50
    # And back: keys count again, and must be there.
    change["RecordDistributionStrategy"] = "USER_PARTITION_KEY"
    assert raw.call("UpdateStreamRecordDistributionStrategy", change).status == 200
    put = kinesis.put_record(StreamName=on_demand, PartitionKey="k", Data=b"x", ExplicitHashKey="0")
    assert put["ShardId"] == shard_id(0)
    answer = raw.call("PutRecord", {"StreamName": on_demand, "Data": data})
    assert answer.error_type == "ValidationException"


def test_a_stream_is_created_to_distribute(kinesis, raw, unique):
    name = unique()
    answer = raw.call("CreateStream", {
        "StreamName": name, "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
        "RecordDistributionStrategy": "AUTO"})
    assert answer.status == 200
    wait_until_active(kinesis, name)
    assert summary(kinesis, name)["RecordDistributionStrategy"] == "AUTO"
    kinesis.delete_stream(StreamName=name)


def test_provisioned_streams_do_not_distribute(kinesis, raw, server, stream, unique):
    assert "RecordDistributionStrategy" not in summary(kinesis, stream)
    answer = raw.call("UpdateStreamRecordDistributionStrategy", {
        "StreamARN": arn_of(server, stream), "RecordDistributionStrategy": "AUTO"})
    assert answer.error_type == "InvalidArgumentException"
    answer = raw.call("CreateStream", {"StreamName": unique(), "ShardCount": 1,
                                       "RecordDistributionStrategy": "AUTO"})
    assert answer.error_type == "InvalidArgumentException"
    answer = raw.call("UpdateStreamRecordDistributionStrategy", {
        "StreamARN": arn_of(server, "nobody"), "RecordDistributionStrategy": "AUTO"})
    assert answer.error_type == "ResourceNotFoundException"


# Where keys count, one that is missing is what it always was.
def test_missing_partition_keys(raw, stream):
    null = "failed to satisfy constraint: Member must not be null"
    answer = raw.call("PutRecord", {"StreamName": stream, "Data": "eA=="})
    assert (answer.error_type, answer.message) == (
        "ValidationException",
        f"1 validation error detected: Value null at 'partitionKey' {null}")
    answer = raw.call("PutRecords", {"StreamName": stream, "Records": [
        {"Data": "eA=="}, {"Data": "eA==", "PartitionKey": "k"}, {"Data": "eA=="}]})
    assert (answer.error_type, answer.message) == (
        "ValidationException",
        f"2 validation errors detected: Value null at 'records.1.member.partitionKey' {null}; "
        f"Value null at 'records.3.member.partitionKey' {null}")
    answer = raw.call("PutRecords", {"StreamName": stream, "Records": [{"Data": "eA=="}] * 20})
    assert answer.message.startswith("10 validation errors detected: ")


# -- Commitment and warm throughput ---------------------------------------------------------


# On-demand advantage: a commitment, and with it warm throughput.
def test_warm_throughput_needs_the_commitment(start_weir, client_of):
    client = client_of(start_weir())
    on_demand = {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}
    assert client.describe_account_settings()["MinimumThroughputBillingCommitment"] == {
        "Status": "DISABLED"}
    client.create_stream(StreamName="s", **on_demand)
    for call, arguments in ((client.create_stream, {"StreamName": "t", **on_demand}),
                            (client.update_stream_warm_throughput, {"StreamName": "s"})):
        kind, _ = refused(client, call, WarmThroughputMiBps=6, **arguments)
        assert kind == "InvalidArgumentException"

    answer = client.update_account_settings(
        MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    commitment = answer["MinimumThroughputBillingCommitment"]
    assert commitment["Status"] == "ENABLED"
    day = commitment["EarliestAllowedEndAt"] - commitment["StartedAt"]
    assert day.total_seconds() == 24 * 3600
    assert client.describe_account_settings()["MinimumThroughputBillingCommitment"] == commitment

    answer = client.update_stream_warm_throughput(StreamName="s", WarmThroughputMiBps=6)
    del answer["ResponseMetadata"]
    assert answer == {"StreamName": "s",
                      "StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/s",
                      "WarmThroughput": {"TargetMiBps": 6, "CurrentMiBps": 4}}
    wait_until_active(client, "s")
    assert summary(client, "s")["WarmThroughput"] == {"TargetMiBps": 6, "CurrentMiBps": 8}
    client.create_stream(StreamName="t", WarmThroughputMiBps=6, **on_demand)
    assert summary(client, "t")["OpenShardCount"] == 6

    answer = client.update_account_settings(
        MinimumThroughputBillingCommitment={"Status": "DISABLED"})
    assert answer["MinimumThroughputBillingCommitment"] == {
        **commitment, "Status": "ENABLED_UNTIL_EARLIEST_ALLOWED_END"}


def test_warm_throughput_that_cannot_be(kinesis, stream, on_demand):
    kind, _ = refused(kinesis, kinesis.update_stream_warm_throughput, StreamName=stream,
                      WarmThroughputMiBps=5)
    assert kind == "InvalidArgumentException"
    kind, _ = refused(kinesis, kinesis.update_stream_warm_throughput, StreamName=on_demand,
                      WarmThroughputMiBps=10241)
    assert kind == "InvalidArgumentException"
    kind, _ = refused(kinesis, kinesis.update_stream_warm_throughput, StreamName="nobody",
                      WarmThroughputMiBps=5)
    assert kind == "ResourceNotFoundException"
    kind, _ = refused(kinesis, kinesis.update_stream_warm_throughput, WarmThroughputMiBps=5)
    assert kind == "InvalidArgumentException"


# -- States ------------------------------------------------------------------------------


# Changes take a while, and while one is under way no other begins.
def test_changes_while_a_stream_is_updating(start_weir, client_of, held_clock):
    client = client_of(start_weir("--transition-time", "9s", **held_clock.variables))
    client.create_stream(StreamName="s", ShardCount=1)
    held_clock.pass_by(9)
    wait_until_active(client, "s")
    arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
    client.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
    busy = ("ResourceInUseException",
            "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING")
    for call, arguments in (
            (client.update_max_record_size, {"StreamARN": arn, "MaxRecordSizeInKiB": 1024}),
            (client.update_stream_mode,
             {"StreamARN": arn, "StreamModeDetails": {"StreamMode": "ON_DEMAND"}}),
            (client.enable_enhanced_monitoring,
             {"StreamName": "s", "ShardLevelMetrics": ["ALL"]}),
            (client.disable_enhanced_monitoring,
             {"StreamName": "s", "ShardLevelMetrics": ["ALL"]})):
        assert refused(client, call, **arguments) == busy
    held_clock.pass_by(9)
    wait_until_active(client, "s")
    assert summary(client, "s")["MaxRecordSizeInKiB"] == 2048


# What was changed is as durable as everything else.
def test_attributes_outlive_a_restart(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=2)
    arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
    client.enable_enhanced_monitoring(StreamName="s", ShardLevelMetrics=["IncomingBytes"])
    client.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=4096)
    client.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    client.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"},
                              WarmThroughputMiBps=2)
    before = summary(client, "s")
    settings = client.describe_account_settings()["MinimumThroughputBillingCommitment"]
    server.kill()
    server.start()
    assert summary(client, "s") == before
    assert client.describe_account_settings()["MinimumThroughputBillingCommitment"] == settings

"""CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams, ListShards."""
import datetime

import pytest

from conftest import wait_until_active, wait_until_gone
from reading import shard_id

HASH_KEYS = 1 << 128


def refused(client, call, **arguments):
    """The type and the message of the error that a call ends in."""
    with pytest.raises(client.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


# Tools show these members and compare them; the list is a recording of production.
def test_a_described_stream_has_exactly_these_members(kinesis, server, new_stream):
    name = new_stream()
    description = kinesis.describe_stream(StreamName=name)["StreamDescription"]
    created = description.pop("StreamCreationTimestamp")
    shards = description.pop("Shards")
    assert description == {
        "StreamName": name,
        "StreamARN": f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}",
        "StreamStatus": "ACTIVE",
        "StreamModeDetails": {"StreamMode": "PROVISIONED"},
        "HasMoreShards": False,
        "RetentionPeriodHours": 24,
        "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
        "EncryptionType": "NONE",
    }
    age = datetime.datetime.now(datetime.UTC) - created
    assert abs(age) < datetime.timedelta(seconds=60)
    assert [set(shard) for shard in shards] == [
        {"ShardId", "HashKeyRange", "SequenceNumberRange"}]
    assert set(shards[0]["SequenceNumberRange"]) == {"StartingSequenceNumber"}


# The summary is what KCL and Terraform read. A StreamId in it would send SDKs to another endpoint.
def test_a_summary_counts_shards_and_consumers_and_has_no_stream_id(kinesis, new_stream):
    name = new_stream(shards=3)
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["OpenShardCount"] == 3
    assert summary["ConsumerCount"] == 0
    assert summary["MaxRecordSizeInKiB"] == 1024
    assert summary["RetentionPeriodHours"] == 24
    assert summary["StreamStatus"] == "ACTIVE"
    assert summary["EncryptionType"] == "NONE"
    assert summary["EnhancedMonitoring"] == [{"ShardLevelMetrics": []}]
    assert summary["StreamModeDetails"] == {"StreamMode": "PROVISIONED"}
    assert not {"StreamId", "Shards", "HasMoreShards", "KeyId"} & set(summary)


# Operations without output have an empty body: "{}" breaks strict clients.
def test_operations_without_output_answer_nothing(raw, unique):
    name = unique()
    for operation, arguments in (
            ("CreateStream", {"ShardCount": 1}),
            ("IncreaseStreamRetentionPeriod", {"RetentionPeriodHours": 30}),
            ("DecreaseStreamRetentionPeriod", {"RetentionPeriodHours": 24}),
            ("DeleteStream", {})):
        answer = raw.call(operation, {"StreamName": name, **arguments})
        assert (answer.status, answer.body) == (200, b""), answer.body
        assert answer.headers["Content-Length"] == "0"


# The ranges decide where records go; other numbers would send Amazon's records elsewhere.
@pytest.mark.parametrize("count", [1, 2, 3, 7, 16])
def test_shards_cut_the_hash_keys_into_equal_ranges(kinesis, new_stream, count):
    shards = kinesis.list_shards(StreamName=new_stream(shards=count))["Shards"]
    width = HASH_KEYS // count
    for index, shard in enumerate(shards):
        end = HASH_KEYS if index == count - 1 else (index + 1) * width
        assert shard["ShardId"] == shard_id(index)
        assert shard["HashKeyRange"] == {"StartingHashKey": str(index * width),
                                         "EndingHashKey": str(end - 1)}


# Recorded in production: neither mode nor count gives an on-demand stream of four shards.
def test_a_stream_without_a_shard_count_is_on_demand(kinesis, unique):
    name = unique()
    kinesis.create_stream(StreamName=name)
    wait_until_active(kinesis, name)
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["OpenShardCount"] == 4
    assert summary["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    kinesis.delete_stream(StreamName=name)


# A second creation under a name is refused, whatever it asks for.
def test_a_name_can_be_taken_once(kinesis, server, stream):
    assert refused(kinesis, kinesis.create_stream, StreamName=stream, ShardCount=1) == (
        "ResourceInUseException", f"Stream {stream} under account {server.account} already exists.")


# The limit's text tells an operator what there is and what would have come.
def test_the_shard_limit_of_an_account(start_weir, client_of):
    server = start_weir("--account-shards", "5")
    client = client_of(server)
    client.create_stream(StreamName="four", ShardCount=4)
    kind, message = refused(client, client.create_stream, StreamName="two", ShardCount=2)
    assert kind == "LimitExceededException"
    assert message == (
        "This request would exceed the shard limit for the account 000000000000 in us-east-1. "
        "Current shard count for the account: 4. Limit: 5. Number of additional shards that would "
        "have resulted from this request: 2. Refer to the AWS Service Limits page "
        "(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits "
        "and how to request higher limits.")
    # Production looks for the name first.
    kind, _ = refused(client, client.create_stream, StreamName="four", ShardCount=2)
    assert kind == "ResourceInUseException"


# Every operation on an unknown stream says so in the same words, the iterator operations in theirs.
def test_unknown_streams(kinesis, server):
    not_found = ("ResourceNotFoundException",
                 f"Stream nobody under account {server.account} not found.")
    record = {"PartitionKey": "k", "Data": b"x"}
    for call, arguments in (
            (kinesis.describe_stream, {}),
            (kinesis.describe_stream_summary, {}),
            (kinesis.delete_stream, {}),
            (kinesis.list_shards, {}),
            (kinesis.put_record, record),
            (kinesis.put_records, {"Records": [record]}),
            (kinesis.increase_stream_retention_period, {"RetentionPeriodHours": 25}),
            (kinesis.decrease_stream_retention_period, {"RetentionPeriodHours": 25})):
        assert refused(kinesis, call, StreamName="nobody", **arguments) == not_found
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName="nobody", ShardId=shard_id(0),
                   ShardIteratorType="LATEST") == (
        "ResourceNotFoundException",
        f"Shard {shard_id(0)} in stream nobody under account {server.account} does not exist")


# A client that gives a name and an ARN must mean the same stream.
def test_name_and_arn_must_agree(kinesis, stream, wide_stream):
    arn = kinesis.describe_stream(StreamName=stream)["StreamDescription"]["StreamARN"]
    kinesis.describe_stream(StreamName=stream, StreamARN=arn)
    kind, _ = refused(kinesis, kinesis.describe_stream, StreamName=wide_stream, StreamARN=arn)
    assert kind in ("InvalidArgumentException", "ValidationException")


# Without either there is no stream to speak of.
@pytest.mark.parametrize("operation", ["describe_stream", "describe_stream_summary",
                                       "delete_stream"])
def test_name_or_arn_is_needed(kinesis, operation):
    kind, _ = refused(kinesis, getattr(kinesis, operation))
    assert kind in ("InvalidArgumentException", "ValidationException")


# Production never shows more than 100 shards a page, whatever the client asks for.
def test_a_page_of_describe_stream_has_at_most_100_shards(kinesis, new_stream):
    name = new_stream(shards=130)
    first = kinesis.describe_stream(StreamName=name, Limit=10_000)["StreamDescription"]
    assert (len(first["Shards"]), first["HasMoreShards"]) == (100, True)
    second = kinesis.describe_stream(
        StreamName=name, ExclusiveStartShardId=shard_id(99))["StreamDescription"]
    assert [shard["ShardId"] for shard in second["Shards"]] == [
        shard_id(index) for index in range(100, 130)]
    assert second["HasMoreShards"] is False
    assert kinesis.describe_stream_summary(
        StreamName=name)["StreamDescriptionSummary"]["OpenShardCount"] == 130


# The first page of a small list has no token; the members are those of production.
def test_list_streams_shows_names_and_summaries(kinesis, server, new_stream):
    name = new_stream()
    pages = kinesis.get_paginator("list_streams").paginate()
    summary = next(summary for page in pages for summary in page["StreamSummaries"]
                   if summary["StreamName"] == name)
    assert summary["StreamARN"] == (
        f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}")
    assert summary["StreamStatus"] == "ACTIVE"
    assert summary["StreamModeDetails"] == {"StreamMode": "PROVISIONED"}
    assert "StreamCreationTimestamp" in summary


# Old clients page by the last name, new ones by the token.
def test_list_streams_pages_by_name_and_by_token(kinesis, new_stream):
    names = sorted(new_stream() for _ in range(3))
    before = names[0][:-1]
    by_name = kinesis.list_streams(ExclusiveStartStreamName=before, Limit=1)
    assert (len(by_name["StreamNames"]), by_name["HasMoreStreams"]) == (1, True)
    next_name = kinesis.list_streams(
        ExclusiveStartStreamName=by_name["StreamNames"][0], Limit=1)["StreamNames"]
    by_token = kinesis.list_streams(NextToken=by_name["NextToken"], Limit=1)["StreamNames"]
    assert next_name == by_token


# What production says when the two ways of naming the page are mixed.
def test_list_shards_takes_either_a_stream_or_a_token(kinesis, wide_stream):
    page = kinesis.list_shards(StreamName=wide_stream, MaxResults=2)
    assert len(page["Shards"]) == 2
    rest = kinesis.list_shards(NextToken=page["NextToken"])
    assert [shard["ShardId"] for shard in rest["Shards"]] == [shard_id(2)]
    assert "NextToken" not in rest
    assert refused(kinesis, kinesis.list_shards) == (
        "InvalidArgumentException", "Either NextToken or StreamName should be provided.")
    assert refused(kinesis, kinesis.list_shards, NextToken=page["NextToken"],
                   StreamName=wide_stream) == (
        "InvalidArgumentException", "NextToken and StreamName cannot be provided together.")
    kind, _ = refused(kinesis, kinesis.list_shards, NextToken=page["NextToken"],
                      ExclusiveStartShardId=shard_id(0))
    assert kind == "InvalidArgumentException"
    kind, _ = refused(kinesis, kinesis.list_shards, NextToken="no token of ours")
    assert kind in ("InvalidArgumentException", "ExpiredNextTokenException")


# KCL's first sync asks with filters and needs the whole hash range in each answer.
@pytest.mark.parametrize("kind", ["AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST",
                                  "AT_TIMESTAMP", "FROM_TIMESTAMP"])
def test_list_shards_filters_cover_all_hash_keys(kinesis, wide_stream, kind):
    shard_filter = {"Type": kind}
    if kind.endswith("TIMESTAMP"):
        shard_filter["Timestamp"] = datetime.datetime.now(datetime.UTC)
    shards = kinesis.list_shards(StreamName=wide_stream, ShardFilter=shard_filter)["Shards"]
    assert [shard["ShardId"] for shard in shards] == [shard_id(index) for index in range(3)]


def test_list_shards_after_a_shard(kinesis, wide_stream):
    # Both ways of asking for ids strictly greater.
    after = {"Type": "AFTER_SHARD_ID", "ShardId": shard_id(0)}
    for shards in (kinesis.list_shards(StreamName=wide_stream, ShardFilter=after)["Shards"],
                   kinesis.list_shards(StreamName=wide_stream,
                                       ExclusiveStartShardId=shard_id(0))["Shards"]):
        assert [shard["ShardId"] for shard in shards] == [shard_id(1), shard_id(2)]
    # A filter that lacks what its type needs.
    for kind in ("AFTER_SHARD_ID", "AT_TIMESTAMP", "FROM_TIMESTAMP"):
        code, _ = refused(kinesis, kinesis.list_shards, StreamName=wide_stream,
                          ShardFilter={"Type": kind})
        assert code in ("InvalidArgumentException", "ValidationException")


# A deleted stream takes its records along; the same name starts anew.
def test_a_stream_made_anew_is_empty(kinesis, unique):
    name = unique()
    for _ in range(3):
        kinesis.create_stream(StreamName=name, ShardCount=1)
        wait_until_active(kinesis, name)
        shard = kinesis.list_shards(StreamName=name)["Shards"][0]
        start = kinesis.get_shard_iterator(StreamName=name, ShardId=shard["ShardId"],
                                           ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        assert kinesis.get_records(ShardIterator=start)["Records"] == []
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"old")
        kinesis.delete_stream(StreamName=name)
        wait_until_gone(kinesis, name)


# Clients must wait on Amazon; --transition-time makes them wait here, so that they can be tested.
def test_transition_time_shows_the_states_in_between(start_weir, client_of, held_clock):
    client = client_of(start_weir("--transition-time", "9s", **held_clock.variables))
    client.create_stream(StreamName="slow", ShardCount=1)
    description = client.describe_stream(StreamName="slow")["StreamDescription"]
    assert (description["StreamStatus"], description["Shards"]) == ("CREATING", [])
    assert "slow" in client.list_streams()["StreamNames"]
    account = "000000000000"
    assert refused(client, client.put_record, StreamName="slow", PartitionKey="k", Data=b"x") == (
        "ResourceNotFoundException", f"Stream slow under account {account} not found.")
    assert refused(client, client.get_shard_iterator, StreamName="slow", ShardId=shard_id(0),
                   ShardIteratorType="LATEST") == (
        "ResourceNotFoundException",
        f"Shard {shard_id(0)} in stream slow under account {account} does not exist")
    assert refused(client, client.increase_stream_retention_period, StreamName="slow",
                   RetentionPeriodHours=48) == (
        "ResourceInUseException",
        f"Stream slow under account {account} not ACTIVE, instead in state CREATING")
    held_clock.pass_by(9)
    wait_until_active(client, "slow")

    client.increase_stream_retention_period(StreamName="slow", RetentionPeriodHours=48)
    summary = client.describe_stream_summary(StreamName="slow")["StreamDescriptionSummary"]
    assert summary["StreamStatus"] == "UPDATING"
    # A stream that is being changed takes and gives records all the same.
    client.put_record(StreamName="slow", PartitionKey="k", Data=b"x")
    held_clock.pass_by(9)
    wait_until_active(client, "slow")

    client.delete_stream(StreamName="slow")
    summary = client.describe_stream_summary(StreamName="slow")["StreamDescriptionSummary"]
    assert summary["StreamStatus"] == "DELETING"
    held_clock.pass_by(9)
    wait_until_gone(client, "slow")

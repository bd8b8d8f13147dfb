"""The main road with boto3: create, wait, put, iterate, get, change the retention, delete."""
import datetime
import uuid

import pytest

from conftest import wait_until_gone
from reading import iterator, read_shard, shard_id


# The first thing every user does, in the order in which they do it.
def test_a_stream_from_its_creation_to_its_end(kinesis, unique):
    name = unique()
    kinesis.create_stream(StreamName=name, ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    sent = [f"event {number}".encode() for number in range(20)]
    acknowledged = [kinesis.put_record(StreamName=name, PartitionKey="walk", Data=data)
                    for data in sent]
    records = read_shard(kinesis, name)
    assert [record["Data"] for record in records] == sent
    assert ([record["SequenceNumber"] for record in records]
            == [answer["SequenceNumber"] for answer in acknowledged])

    kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=48)
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["RetentionPeriodHours"] == 48
    kinesis.decrease_stream_retention_period(StreamName=name, RetentionPeriodHours=24)

    kinesis.delete_stream(StreamName=name)
    wait_until_gone(kinesis, name)
    with pytest.raises(kinesis.exceptions.ResourceNotFoundException):
        kinesis.describe_stream(StreamName=name)


# Producers batch: the answer lists the records in the order of the request, each with its place.
def test_put_records_answers_in_the_order_of_the_request(kinesis, wide_stream):
    keys = [uuid.uuid4().hex for _ in range(500)]
    answer = kinesis.put_records(StreamName=wide_stream, Records=[
        {"PartitionKey": key, "Data": f"data of {key}".encode()} for key in keys])
    assert answer["FailedRecordCount"] == 0
    assert len(answer["Records"]) == 500
    places = {(entry["ShardId"], entry["SequenceNumber"]): key
              for key, entry in zip(keys, answer["Records"])}
    assert len(places) == 500
    found = {}
    for shard in range(3):
        for record in read_shard(kinesis, wide_stream, shard):
            found[shard_id(shard), record["SequenceNumber"]] = record
    for place, key in places.items():
        assert found[place]["PartitionKey"] == key
        assert found[place]["Data"] == f"data of {key}".encode()


# Within a shard, the records of one request keep their order: that is what producers rely on.
def test_records_of_one_shard_keep_the_order_of_the_request(kinesis, new_stream):
    name = new_stream()
    data = [bytes([number]) for number in range(200)]
    answer = kinesis.put_records(
        StreamName=name, Records=[{"PartitionKey": str(d), "Data": d} for d in data])
    numbers = [int(entry["SequenceNumber"]) for entry in answer["Records"]]
    assert numbers == sorted(set(numbers))
    assert [record["Data"] for record in read_shard(kinesis, name)] == data


# One consumer per iterator type: each starts where the documentation says.
def test_the_five_iterator_types(kinesis, new_stream):
    name = new_stream()
    first = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"1")["SequenceNumber"]
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"2")
    latest = iterator(kinesis, name, kind="LATEST")
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"3")

    def read(kind, **more):
        return [record["Data"] for record in read_shard(kinesis, name, kind=kind, **more)]

    assert read("TRIM_HORIZON") == [b"1", b"2", b"3"]
    assert read("AT_SEQUENCE_NUMBER", StartingSequenceNumber=first) == [b"1", b"2", b"3"]
    assert read("AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=first) == [b"2", b"3"]
    long_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    assert read("AT_TIMESTAMP", Timestamp=long_ago) == [b"1", b"2", b"3"]
    # Put between GetShardIterator and GetRecords: a LATEST iterator must still see it.
    answer = kinesis.get_records(ShardIterator=latest)
    assert [record["Data"] for record in answer["Records"]] == [b"3"]


# Data is bytes: what is not text, empty or large comes back as it went in.
@pytest.mark.parametrize(
    "data", [b"", b"\x00", bytes(range(256)), b"\xff" * 1000, b"x" * 1_000_000],
    ids=["empty", "zero", "every byte", "no text", "a megabyte"])
def test_any_bytes_come_back(kinesis, new_stream, data):
    name = new_stream()
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=data)
    assert [record["Data"] for record in read_shard(kinesis, name)] == [data]


# A partition key is 1 to 256 characters, not bytes, of any script.
@pytest.mark.parametrize("key", ["k", "ключ", "🜁" * 256, "a b\t\"c\\d/", "k" * 256])
def test_any_partition_key_comes_back(kinesis, new_stream, key):
    name = new_stream()
    kinesis.put_record(StreamName=name, PartitionKey=key, Data=b"x")
    assert [record["PartitionKey"] for record in read_shard(kinesis, name)] == [key]


# SDKs list streams page by page and follow HasMoreStreams; an endless or a short list breaks tools.
def test_the_paginator_finds_every_stream_in_alphabetical_order(kinesis, new_stream):
    mine = sorted(new_stream() for _ in range(5))
    pages = kinesis.get_paginator("list_streams").paginate(PaginationConfig={"PageSize": 2})
    names = [name for page in pages for name in page["StreamNames"]]
    assert names == sorted(names)
    assert [name for name in names if name in mine] == mine


# botocore pages DescribeStream by the last shard id.
def test_the_paginator_describes_every_shard(kinesis, new_stream):
    name = new_stream(shards=7)
    pages = list(kinesis.get_paginator("describe_stream").paginate(
        StreamName=name, PaginationConfig={"PageSize": 3}))
    assert [len(page["StreamDescription"]["Shards"]) for page in pages] == [3, 3, 1]
    ids = [shard["ShardId"] for page in pages for shard in page["StreamDescription"]["Shards"]]
    assert ids == [shard_id(index) for index in range(7)]


# ListShards pages by NextToken alone; production refuses it together with a name.
def test_list_shards_pages_by_its_token(kinesis, new_stream):
    page = kinesis.list_shards(StreamName=new_stream(shards=7), MaxResults=2)
    ids = [shard["ShardId"] for shard in page["Shards"]]
    while "NextToken" in page:
        page = kinesis.list_shards(NextToken=page["NextToken"], MaxResults=2)
        ids += [shard["ShardId"] for shard in page["Shards"]]
    assert ids == [shard_id(index) for index in range(7)]


# Every stream operation takes an ARN in place of the name; newer SDKs send only that.
def test_a_stream_can_be_named_by_its_arn(kinesis, new_stream):
    name = new_stream()
    arn = kinesis.describe_stream(StreamName=name)["StreamDescription"]["StreamARN"]
    kinesis.put_record(StreamARN=arn, PartitionKey="k", Data=b"by arn")
    kinesis.put_records(StreamARN=arn, Records=[{"PartitionKey": "k", "Data": b"by arn"}])
    assert kinesis.list_shards(StreamARN=arn)["Shards"][0]["ShardId"] == shard_id(0)
    start = kinesis.get_shard_iterator(StreamARN=arn, ShardId=shard_id(0),
                                       ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    assert len(kinesis.get_records(ShardIterator=start, StreamARN=arn)["Records"]) == 2
    kinesis.increase_stream_retention_period(StreamARN=arn, RetentionPeriodHours=25)
    summary = kinesis.describe_stream_summary(StreamARN=arn)["StreamDescriptionSummary"]
    assert (summary["StreamName"], summary["RetentionPeriodHours"]) == (name, 25)
    kinesis.delete_stream(StreamARN=arn)
    wait_until_gone(kinesis, name)

"""GetShardIterator and GetRecords."""
import base64
import datetime

import pytest

from conftest import wait_until_active, wait_until_gone
from reading import iterator, read_on, read_shard, shard_id
from test_streams import refused

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def ten(kinesis, new_stream):
    """A stream whose one shard holds the data 0 to 9, and the sequence number of each."""
    name = new_stream()
    answer = kinesis.put_records(StreamName=name, Records=[
        {"PartitionKey": "k", "Data": str(n).encode()} for n in range(10)])
    return name, [entry["SequenceNumber"] for entry in answer["Records"]]


# AT is inclusive and AFTER is not, at every record: off by one here loses or doubles an event.
@pytest.mark.parametrize("index", [0, 1, 8, 9])
def test_at_and_after_a_sequence_number(kinesis, ten, index):
    name, numbers = ten
    at = read_shard(kinesis, name, kind="AT_SEQUENCE_NUMBER",
                    StartingSequenceNumber=numbers[index])
    after = read_shard(kinesis, name, kind="AFTER_SEQUENCE_NUMBER",
                       StartingSequenceNumber=numbers[index])
    assert [record["SequenceNumber"] for record in at] == numbers[index:]
    assert [record["SequenceNumber"] for record in after] == numbers[index + 1:]


# The shard's own starting number is one that consumers begin with.
def test_the_starting_number_of_a_shard_is_before_its_first_record(kinesis, ten):
    name, numbers = ten
    shard = kinesis.list_shards(StreamName=name)["Shards"][0]
    start = shard["SequenceNumberRange"]["StartingSequenceNumber"]
    for kind in ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"):
        records = read_shard(kinesis, name, kind=kind, StartingSequenceNumber=start)
        assert [record["SequenceNumber"] for record in records] == numbers


# A time finds the first record that arrived then or later, to the millisecond.
def test_at_a_record_s_own_time(kinesis, ten):
    name, numbers = ten
    records = read_shard(kinesis, name)
    for record in records:
        moment = record["ApproximateArrivalTimestamp"]
        first = next(r for r in records if r["ApproximateArrivalTimestamp"] >= moment)
        found = read_shard(kinesis, name, kind="AT_TIMESTAMP", Timestamp=moment)
        assert found[0]["SequenceNumber"] == first["SequenceNumber"]


# Later than every record is where new ones will come: like LATEST, not an error.
def test_at_a_time_after_the_last_record(kinesis, new_stream):
    name = new_stream()
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"before")
    last = read_shard(kinesis, name)[-1]["ApproximateArrivalTimestamp"]
    just_after = last + datetime.timedelta(milliseconds=1)
    while datetime.datetime.now(datetime.UTC) <= just_after:
        pass  # The service refuses a time in the future, if only by a millisecond.
    start = iterator(kinesis, name, kind="AT_TIMESTAMP", Timestamp=just_after)
    assert kinesis.get_records(ShardIterator=start)["Records"] == []
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"after")
    assert [record["Data"] for record in read_on(kinesis, start)] == [b"after"]


# A time in the future is refused, with both times in milliseconds.
def test_a_time_in_the_future(kinesis, ten):
    later = NOW + datetime.timedelta(hours=1)
    kind, message = refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0],
                            ShardId=shard_id(0), ShardIteratorType="AT_TIMESTAMP", Timestamp=later)
    assert kind == "InvalidArgumentException"
    assert message.startswith(
        "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
        f"timestampInMillis: {int(later.timestamp())}")
    assert ", currentTimestampInMillis: 1" in message


# Which arguments go with which type, in production's words.
@pytest.mark.parametrize("kind, arguments, expected", [
    ("AT_SEQUENCE_NUMBER", {}, "AT_SEQUENCE_NUMBER and no StartingSequenceNumber."),
    ("AFTER_SEQUENCE_NUMBER", {}, "AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber."),
    ("LATEST", {"StartingSequenceNumber": "0"}, "LATEST and also a StartingSequenceNumber."),
    ("TRIM_HORIZON", {"StartingSequenceNumber": "0"},
     "TRIM_HORIZON and also a StartingSequenceNumber."),
])
def test_arguments_must_fit_the_type(kinesis, ten, kind, arguments, expected):
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0], ShardId=shard_id(0),
                   ShardIteratorType=kind, **arguments) == (
        "InvalidArgumentException",
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
        "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. "
        f"Request specified {expected}")


def test_a_time_is_needed(kinesis, ten):
    # The text names the member as the service's own code does.
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0], ShardId=shard_id(0),
                   ShardIteratorType="AT_TIMESTAMP") == (
        "InvalidArgumentException",
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current "
        "request has no timestamp parameter.")


# A number that no service ever gave out.
@pytest.mark.parametrize("number", ["1" + "0" * 40, "9" * 56, "1" * 129])
def test_a_number_that_is_none(kinesis, server, ten, number):
    kind, message = refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0],
                            ShardId=shard_id(0), ShardIteratorType="AT_SEQUENCE_NUMBER",
                            StartingSequenceNumber=number)
    assert (kind, message) == (
        "InvalidArgumentException",
        f"StartingSequenceNumber {number} used in GetShardIterator on shard {shard_id(0)} in "
        f"stream {ten[0]} under account {server.account} is invalid.")


# A consumer that mixes up its checkpoints is told which shard the number is of.
def test_a_number_of_another_shard(kinesis, wide_stream):
    number = kinesis.put_record(StreamName=wide_stream, PartitionKey="k", Data=b"x",
                                ExplicitHashKey=str((1 << 128) - 1))["SequenceNumber"]
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName=wide_stream,
                   ShardId=shard_id(0), ShardIteratorType="AT_SEQUENCE_NUMBER",
                   StartingSequenceNumber=number) == (
        "InvalidArgumentException",
        f"Invalid StartingSequenceNumber. It encodes {shard_id(2)}, while it was used in a call to "
        f"a shard with {shard_id(0)}")


# A stream made anew under an old name refuses the old one's numbers and iterators.
def test_numbers_and_iterators_of_a_former_stream(kinesis, server, unique):
    name = unique()
    kinesis.create_stream(StreamName=name, ShardCount=1)
    wait_until_active(kinesis, name)
    old = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")["SequenceNumber"]
    old_iterator = iterator(kinesis, name)
    kinesis.delete_stream(StreamName=name)
    wait_until_gone(kinesis, name)
    kind, message = refused(kinesis, kinesis.get_records, ShardIterator=old_iterator)
    assert (kind, message) == (
        "ResourceNotFoundException",
        f"Shard {shard_id(0)} in stream {name} under account {server.account} does not exist")

    kinesis.create_stream(StreamName=name, ShardCount=1)
    wait_until_active(kinesis, name)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"new")
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName=name, ShardId=shard_id(0),
                   ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=old) == (
        "InvalidArgumentException",
        f"StartingSequenceNumber {old} used in GetShardIterator on shard {shard_id(0)} in stream "
        f"{name} under account {server.account} is invalid because it did not come from this "
        "stream.")
    refused(kinesis, kinesis.get_records, ShardIterator=old_iterator)
    kinesis.delete_stream(StreamName=name)


# Production is lenient: only the digits after the first dash count, or the whole text.
@pytest.mark.parametrize("text", ["shardId-000000000000", "shard-0", "foo-0", "0", "00000"])
def test_lenient_shard_ids(kinesis, ten, text):
    assert kinesis.get_shard_iterator(StreamName=ten[0], ShardId=text,
                                      ShardIteratorType="LATEST")["ShardIterator"]


# Unreadable ids and ids of shards that are not there get different texts.
def test_shards_that_do_not_exist(kinesis, server, ten):
    where = f"in stream {ten[0]} under account {server.account}"
    for text in ("nodigits", "shardId-x", "shardId-2147483648", "shard-"):
        assert refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0], ShardId=text,
                       ShardIteratorType="LATEST") == (
            "ResourceNotFoundException", f"Could not find shard {text} {where}.")
    assert refused(kinesis, kinesis.get_shard_iterator, StreamName=ten[0], ShardId="shardId-5",
                   ShardIteratorType="LATEST") == (
        "ResourceNotFoundException", f"Shard {shard_id(5)} {where} does not exist")


# What is not ours is no iterator; the least change to one of ours is found.
def test_forged_iterators(kinesis, ten):
    good = iterator(kinesis, ten[0])
    assert 1 <= len(good) <= 512
    decoded = bytearray(base64.b64decode(good, validate=True))
    for index in (0, len(decoded) // 2, len(decoded) - 1):
        forged = bytearray(decoded)
        forged[index] ^= 1
        assert refused(kinesis, kinesis.get_records,
                       ShardIterator=base64.b64encode(forged).decode()) == (
            "InvalidArgumentException", "Invalid ShardIterator.")
    for text in ("x", "AAAAAAAAAAE=", good[:-4], good + "AAAA"):
        assert refused(kinesis, kinesis.get_records, ShardIterator=text) == (
            "InvalidArgumentException", "Invalid ShardIterator.")


# An iterator may be used again until it expires, and every answer brings a new one.
def test_an_iterator_can_be_used_again(kinesis, ten):
    start = iterator(kinesis, ten[0])
    first = kinesis.get_records(ShardIterator=start)
    again = kinesis.get_records(ShardIterator=start)
    assert first["Records"] == again["Records"] and len(first["Records"]) == 10
    assert first["NextShardIterator"] != start


# Limit cuts an answer; following the iterators reads everything once and in order.
@pytest.mark.parametrize("limit", [1, 3, 10, 10_000])
def test_reading_in_steps(kinesis, ten, limit):
    name, numbers = ten
    start = iterator(kinesis, name)
    page = kinesis.get_records(ShardIterator=start, Limit=limit)
    assert len(page["Records"]) == min(limit, 10)
    records = read_on(kinesis, start, limit)
    assert [record["SequenceNumber"] for record in records] == numbers


# Consumers stop catching up at 0, and alarm on what is larger: it must be both true and reach 0.
def test_how_far_behind_a_reader_is(kinesis, ten):
    start = iterator(kinesis, ten[0])
    page = kinesis.get_records(ShardIterator=start, Limit=1)
    age = datetime.datetime.now(datetime.UTC) - page["Records"][0]["ApproximateArrivalTimestamp"]
    assert 0 < page["MillisBehindLatest"] <= age / datetime.timedelta(milliseconds=1) + 1000
    page = kinesis.get_records(ShardIterator=start)
    assert page["MillisBehindLatest"] == 0
    page = kinesis.get_records(ShardIterator=page["NextShardIterator"])
    assert (page["Records"], page["MillisBehindLatest"]) == ([], 0)


# An open shard has no children and always goes on; KCL refuses any other combination.
def test_an_open_shard_goes_on(raw, kinesis, ten):
    answer = raw.call("GetRecords", {"ShardIterator": iterator(kinesis, ten[0])}).json
    assert set(answer) == {"Records", "NextShardIterator", "MillisBehindLatest"}


# 10 MiB is the most that an answer carries; what is over comes with the next one.
def test_an_answer_carries_at_most_ten_mebibytes(kinesis, new_stream):
    name = new_stream()
    data = b"x" * 1_000_000
    for _ in range(2):
        kinesis.put_records(StreamName=name, Records=[
            {"PartitionKey": "k", "Data": data} for _ in range(8)])
    page = kinesis.get_records(ShardIterator=iterator(kinesis, name))
    assert 1 <= len(page["Records"]) <= 10
    assert len(read_shard(kinesis, name)) == 16


# Times are to the millisecond and near the wall clock.
def test_arrival_times(raw, kinesis, new_stream):
    name = new_stream()
    before = datetime.datetime.now().timestamp()
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")
    after = datetime.datetime.now().timestamp()
    answer = raw.call("GetRecords", {"ShardIterator": iterator(kinesis, name)}).json
    arrival = answer["Records"][0]["ApproximateArrivalTimestamp"]
    assert before - 0.002 <= arrival <= after + 0.002
    assert round(arrival, 3) == arrival

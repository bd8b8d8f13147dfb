"""Write limits of a shard: 1,000 records and 1 MiB a second unless changed or lifted."""
import pytest

from reading import read_shard, shard_id
from test_streams import refused

RECORD = {"PartitionKey": "k", "Data": b"x"}


def rate_exceeded(stream, shard=0):
    return (f"Rate exceeded for shard {shard_id(shard)} in stream {stream} under account "
            "000000000000.")


@pytest.fixture
def limited(start_weir, client_of, held_clock):
    """limited(flag…): a client of a server for which no time passes unless a test says so."""
    return lambda *flags: client_of(start_weir(*flags, **held_clock.variables))


# Over the limit some records of a batch fail, each for itself, and the answer is still a 200:
# producers must look at every entry.
def test_a_batch_over_the_limit_fails_in_part(limited):
    client = limited("--shard-write-records", "10")
    client.create_stream(StreamName="s", ShardCount=1)
    answer = client.put_records(StreamName="s", Records=[
        {"PartitionKey": "k", "Data": str(n).encode()} for n in range(500)])
    stored = [entry for entry in answer["Records"] if "SequenceNumber" in entry]
    failed = [entry for entry in answer["Records"] if "SequenceNumber" not in entry]
    assert len(stored) == 10
    assert answer["FailedRecordCount"] == len(failed) == 490
    for entry in failed:
        assert entry == {"ErrorCode": "ProvisionedThroughputExceededException",
                         "ErrorMessage": rate_exceeded("s")}
    # Exactly those that were acknowledged are there.
    records = read_shard(client, "s")
    assert ([record["SequenceNumber"] for record in records]
            == [entry["SequenceNumber"] for entry in stored])


# A single record over the limit is an error of the call, which SDKs know to try again.
def test_a_record_over_the_limit(limited, held_clock):
    client = limited("--shard-write-records", "1")
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", **RECORD)
    assert refused(client, client.put_record, StreamName="s", **RECORD) == (
        "ProvisionedThroughputExceededException", rate_exceeded("s"))
    held_clock.pass_by(1)
    client.put_record(StreamName="s", **RECORD)


# Each shard has its own allowance: a hot one does not slow down the others.
def test_shards_have_limits_of_their_own(limited):
    client = limited("--shard-write-records", "1")
    client.create_stream(StreamName="s", ShardCount=2)
    low, high = {"ExplicitHashKey": "0"}, {"ExplicitHashKey": str((1 << 128) - 1)}
    client.put_record(StreamName="s", **RECORD, **low)
    refused(client, client.put_record, StreamName="s", **RECORD, **low)
    client.put_record(StreamName="s", **RECORD, **high)
    assert refused(client, client.put_record, StreamName="s", **RECORD, **high)[1] == (
        rate_exceeded("s", 1))


# Bytes are limited too, and the partition key counts.
def test_bytes_are_limited(limited, held_clock):
    client = limited("--shard-write-bytes", "1000")
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k" * 200, Data=b"x" * 700)
    assert refused(client, client.put_record, StreamName="s", PartitionKey="k" * 200,
                   Data=b"x" * 700)[0] == "ProvisionedThroughputExceededException"
    client.put_record(StreamName="s", PartitionKey="k" * 50, Data=b"x" * 50)
    held_clock.pass_by(0.9)
    client.put_record(StreamName="s", PartitionKey="k" * 200, Data=b"x" * 700)


# The limits that nobody changed are Amazon's: a thousand records at once and then no more.
def test_the_limits_of_production(limited, held_clock):
    client = limited()
    client.create_stream(StreamName="s", ShardCount=1)
    failed = [client.put_records(StreamName="s", Records=[RECORD] * 500)["FailedRecordCount"]
              for _ in range(3)]
    assert failed == [0, 0, 500]
    held_clock.pass_by(0.25)
    answer = client.put_records(StreamName="s", Records=[RECORD] * 500)
    assert answer["FailedRecordCount"] == 250
    held_clock.pass_by(10)  # What was not taken is not saved up.
    data = {"PartitionKey": "k", "Data": b"x" * ((1 << 20) - 1)}
    client.put_record(StreamName="s", **data)
    assert refused(client, client.put_record, StreamName="s", **RECORD) == (
        "ProvisionedThroughputExceededException", rate_exceeded("s"))


# Lifted, there is none.
def test_no_limits(limited):
    client = limited("--no-limits", "--shard-write-records", "1")
    client.create_stream(StreamName="s", ShardCount=1)
    answer = client.put_records(StreamName="s", Records=[RECORD] * 500)
    assert answer["FailedRecordCount"] == 0

"""Write limits of a shard: 1,000 records and 1 MiB a second unless changed or lifted."""
from reading import read_shard, shard_id
from test_streams import refused

RECORD = {"PartitionKey": "k", "Data": b"x"}


def rate_exceeded(stream, shard=0):
    return (f"Rate exceeded for shard {shard_id(shard)} in stream {stream} under account "
            "000000000000.")


# Over the limit some records of a batch fail, each for itself, and the answer is still a 200:
# producers must look at every entry.
def test_a_batch_over_the_limit_fails_in_part(start_weir, client_of):
    client = client_of(start_weir("--shard-write-records", "10"))
    client.create_stream(StreamName="s", ShardCount=1)
    answer = client.put_records(StreamName="s", Records=[
        {"PartitionKey": "k", "Data": str(n).encode()} for n in range(500)])
    stored = [entry for entry in answer["Records"] if "SequenceNumber" in entry]
    failed = [entry for entry in answer["Records"] if "SequenceNumber" not in entry]
    assert 10 <= len(stored) <= 30
    assert answer["FailedRecordCount"] == len(failed) == 500 - len(stored)
    for entry in failed:
        assert entry == {"ErrorCode": "ProvisionedThroughputExceededException",
                         "ErrorMessage": rate_exceeded("s")}
    # Exactly those that were acknowledged are there.
    records = read_shard(client, "s")
    assert ([record["SequenceNumber"] for record in records]
            == [entry["SequenceNumber"] for entry in stored])


# A single record over the limit is an error of the call, which SDKs know to try again.
def test_a_record_over_the_limit(start_weir, client_of):
    client = client_of(start_weir("--shard-write-records", "1"))
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", **RECORD)
    assert refused(client, client.put_record, StreamName="s", **RECORD) == (
        "ProvisionedThroughputExceededException", rate_exceeded("s"))


# Each shard has its own allowance: a hot one does not slow down the others.
def test_shards_have_limits_of_their_own(start_weir, client_of):
    client = client_of(start_weir("--shard-write-records", "1"))
    client.create_stream(StreamName="s", ShardCount=2)
    low, high = {"ExplicitHashKey": "0"}, {"ExplicitHashKey": str((1 << 128) - 1)}
    client.put_record(StreamName="s", **RECORD, **low)
    refused(client, client.put_record, StreamName="s", **RECORD, **low)
    client.put_record(StreamName="s", **RECORD, **high)
    assert refused(client, client.put_record, StreamName="s", **RECORD, **high)[1] == (
        rate_exceeded("s", 1))


# Bytes are limited too, and the partition key counts.
def test_bytes_are_limited(start_weir, client_of):
    client = client_of(start_weir("--shard-write-bytes", "1000"))
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k" * 200, Data=b"x" * 700)
    assert refused(client, client.put_record, StreamName="s", PartitionKey="k" * 200,
                   Data=b"x" * 700)[0] == "ProvisionedThroughputExceededException"


# The limits that nobody changed are Amazon's: a thousand records at once and then no more.
def test_the_limits_of_production(start_weir, client_of):
    client = client_of(start_weir())
    client.create_stream(StreamName="s", ShardCount=1)
    failed = [client.put_records(StreamName="s", Records=[RECORD] * 500)["FailedRecordCount"]
              for _ in range(4)]
    assert failed[:2] == [0, 0]
    assert 0 < failed[2] + failed[3] < 1000


# Lifted, there is none.
def test_no_limits(start_weir, client_of):
    client = client_of(start_weir("--no-limits", "--shard-write-records", "1"))
    client.create_stream(StreamName="s", ShardCount=1)
    answer = client.put_records(StreamName="s", Records=[RECORD] * 500)
    assert answer["FailedRecordCount"] == 0

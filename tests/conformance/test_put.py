"""PutRecord and PutRecords: routing, answers and refusals."""
import hashlib

import pytest

from reading import read_shard, shard_id
from test_streams import refused

HASH_KEYS = 1 << 128


# The vector every emulator is checked with: keys a, b, e and f over three shards.
def test_partition_keys_are_routed_by_their_md5(kinesis, wide_stream):
    landed = [kinesis.put_record(StreamName=wide_stream, PartitionKey=key, Data=b"x")["ShardId"]
              for key in "abef"]
    assert landed == [shard_id(0), shard_id(1), shard_id(2), shard_id(1)]


# The rule behind the vector: the MD5 of the UTF-8 bytes, as a big-endian number.
@pytest.mark.parametrize("key", ["plain", "mit Umlaut ü", "日本", "🜁"])
def test_any_key_is_routed_by_the_md5_of_its_bytes(kinesis, wide_stream, key):
    number = int.from_bytes(hashlib.md5(key.encode()).digest(), "big")
    expected = min(number // (HASH_KEYS // 3), 2)
    answer = kinesis.put_record(StreamName=wide_stream, PartitionKey=key, Data=b"x")
    assert answer["ShardId"] == shard_id(expected)


# An explicit hash key only routes: the partition key is what is stored.
@pytest.mark.parametrize("hash_key, shard", [
    (0, 0), (113427455640312821154458202477256070484, 0),
    (113427455640312821154458202477256070485, 1), (226854911280625642308916404954512140969, 1),
    (226854911280625642308916404954512140970, 2), (HASH_KEYS - 1, 2)])
def test_an_explicit_hash_key_chooses_the_shard(kinesis, wide_stream, unique, hash_key, shard):
    key = unique()
    answer = kinesis.put_record(StreamName=wide_stream, PartitionKey=key, Data=b"x",
                                ExplicitHashKey=str(hash_key))
    assert answer["ShardId"] == shard_id(shard)
    stored = [r for r in read_shard(kinesis, wide_stream, shard) if r["PartitionKey"] == key]
    assert len(stored) == 1 and "ExplicitHashKey" not in stored[0]


# 2^128 fits the pattern but not the range; in PutRecords one such record spoils the whole call.
def test_a_hash_key_beyond_the_range(kinesis, wide_stream):
    expected = ("InvalidArgumentException",
                "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. "
                f"Specified value was {HASH_KEYS}")
    bad = {"PartitionKey": "k", "Data": b"x", "ExplicitHashKey": str(HASH_KEYS)}
    good = {"PartitionKey": "never stored", "Data": b"x"}
    assert refused(kinesis, kinesis.put_record, StreamName=wide_stream, **bad) == expected
    assert refused(kinesis, kinesis.put_records, StreamName=wide_stream,
                   Records=[good, bad]) == expected
    for shard in range(3):
        keys = {record["PartitionKey"] for record in read_shard(kinesis, wide_stream, shard)}
        assert "never stored" not in keys


# Unencrypted streams say nothing of encryption, in answers and in records.
def test_answers_and_records_have_exactly_these_members(kinesis, new_stream):
    name = new_stream()
    one = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")
    assert set(one) == {"ShardId", "SequenceNumber", "ResponseMetadata"}
    many = kinesis.put_records(StreamName=name, Records=[{"PartitionKey": "k", "Data": b"x"}])
    assert set(many) == {"FailedRecordCount", "Records", "ResponseMetadata"}
    assert set(many["Records"][0]) == {"ShardId", "SequenceNumber"}
    for record in read_shard(kinesis, name):
        assert set(record) == {"SequenceNumber", "ApproximateArrivalTimestamp", "Data",
                               "PartitionKey"}


# Producers that need order without a shard's order pass the last number on: any real one will do.
def test_a_sequence_number_for_ordering(kinesis, server, new_stream):
    name = new_stream()
    first = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"1")
    second = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"2",
                                SequenceNumberForOrdering=first["SequenceNumber"])
    assert int(second["SequenceNumber"]) > int(first["SequenceNumber"])
    bad = "9" * 56
    assert refused(kinesis, kinesis.put_record, StreamName=name, PartitionKey="k", Data=b"3",
                   SequenceNumberForOrdering=bad) == (
        "InvalidArgumentException",
        f"ExclusiveMinimumSequenceNumber {bad} used in PutRecord on stream {name} under account "
        f"{server.account} is invalid.")


# The record's limit counts the key: 1 MiB of data with a key is too much, to the byte.
def test_the_size_limit_counts_the_partition_key(kinesis, new_stream):
    name = new_stream()
    mebibyte = 1 << 20
    kinesis.put_record(StreamName=name, PartitionKey="kkkk", Data=b"x" * (mebibyte - 4))
    kind, _ = refused(kinesis, kinesis.put_record, StreamName=name, PartitionKey="kkkk",
                      Data=b"x" * (mebibyte - 3))
    assert kind in ("InvalidArgumentException", "ValidationException")
    kind, _ = refused(kinesis, kinesis.put_records, StreamName=name, Records=[
        {"PartitionKey": "kkkk", "Data": b"x" * (mebibyte - 3)}])
    assert kind in ("InvalidArgumentException", "ValidationException")
    assert len(read_shard(kinesis, name)) == 1


# A request carries at most 10 MiB of records; just under it must work.
def test_a_request_carries_ten_mebibytes(kinesis, new_stream):
    name = new_stream(shards=2)
    data = b"x" * ((1 << 20) - 64)
    answer = kinesis.put_records(
        StreamName=name, Records=[{"PartitionKey": str(n), "Data": data} for n in range(10)])
    assert answer["FailedRecordCount"] == 0
    kind, _ = refused(kinesis, kinesis.put_records, StreamName=name, Records=[
        {"PartitionKey": str(n), "Data": data} for n in range(11)])
    assert kind in ("InvalidArgumentException", "ValidationException")
    assert sum(len(read_shard(kinesis, name, shard)) for shard in range(2)) == 10


# Refusals come before anything is stored: a batch with one bad record leaves nothing behind.
def test_an_invalid_record_spoils_the_batch(kinesis, new_stream):
    name = new_stream()
    kind, _ = refused(kinesis, kinesis.put_records, StreamName=name, Records=[
        {"PartitionKey": "good", "Data": b"x"}, {"PartitionKey": "", "Data": b"x"}])
    assert kind == "ValidationException"
    assert read_shard(kinesis, name) == []


# A dry run says what would have happened and stores nothing.
def test_a_dry_run_stores_nothing(raw, kinesis, new_stream):
    name = new_stream()
    answer = raw.call("PutRecord", {"StreamName": name, "PartitionKey": "k", "Data": "eA==",
                                    "DryRun": True})
    assert (answer.status, answer.error_type) == (400, "DryRunOperationException")
    answer = raw.call("PutRecord", {"StreamName": "nobody", "PartitionKey": "k", "Data": "eA==",
                                    "DryRun": True})
    assert answer.error_type == "ResourceNotFoundException"
    assert read_shard(kinesis, name) == []

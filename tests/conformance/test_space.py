"""Records over many segments of the disk: found by their time, and gone with their stream."""
import datetime
import time

from conftest import wait_until_active, wait_until_gone

MEBIBYTE = 1 << 20
SEGMENTS = ("--segment-bytes", str(16 * MEBIBYTE), "--no-limits")
BATCH = [{"PartitionKey": "k", "Data": b"x" * (MEBIBYTE // 4)}] * 16  # 4 MiB.
BATCHES = 24
PATIENCE_SECONDS = 60


def bytes_of(directory):
    total = 0
    for path in directory.glob("*.segment"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            pass  # It has just been given back.
    return total


def first_record(client, name, moment):
    iterator = client.get_shard_iterator(
        StreamName=name, ShardId="shardId-000000000000", ShardIteratorType="AT_TIMESTAMP",
        Timestamp=moment)["ShardIterator"]
    return client.get_records(ShardIterator=iterator, Limit=1)["Records"][0]


def test_times_are_found_across_segments_and_a_deleted_stream_gives_its_space_back(
        start_weir, client_of, weir_data):
    client = client_of(start_weir(*SEGMENTS))
    for name in ("kept", "deleted"):
        client.create_stream(StreamName=name, ShardCount=1)
        wait_until_active(client, name)
    client.put_record(StreamName="kept", PartitionKey="k", Data=b"kept")

    marks = []
    for number in range(BATCHES):
        client.put_records(StreamName="deleted", Records=BATCH)
        mark = client.put_record(StreamName="deleted", PartitionKey=str(number), Data=b"mark")
        marks.append(mark["SequenceNumber"])
    full = bytes_of(weir_data)
    assert full >= BATCHES * 4 * MEBIBYTE

    # Each mark's own time leads to it, or to what arrived in the same millisecond.
    arrivals = []
    for number, mark in enumerate(marks):
        iterator = client.get_shard_iterator(
            StreamName="deleted", ShardId="shardId-000000000000",
            ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=mark)["ShardIterator"]
        record = client.get_records(ShardIterator=iterator, Limit=1)["Records"][0]
        assert record["PartitionKey"] == str(number)
        arrivals.append(record["ApproximateArrivalTimestamp"])
    assert arrivals == sorted(arrivals)
    millisecond = datetime.timedelta(milliseconds=1)
    for mark, arrival in zip(marks, arrivals):
        found = first_record(client, "deleted", arrival)
        assert found["ApproximateArrivalTimestamp"] == arrival
        assert int(found["SequenceNumber"]) <= int(mark)
        later = first_record(client, "deleted", arrival + millisecond) if mark != marks[-1] else None
        assert later is None or int(later["SequenceNumber"]) > int(mark)

    client.delete_stream(StreamName="deleted")
    wait_until_gone(client, "deleted")
    end = time.monotonic() + PATIENCE_SECONDS
    while bytes_of(weir_data) > full // 2 and time.monotonic() < end:
        # Space is given back as others write.
        client.put_records(StreamName="kept", Records=BATCH[:1])
    assert bytes_of(weir_data) <= full // 2
    assert first_record(client, "kept", datetime.datetime(2020, 1, 1))["Data"] == b"kept"

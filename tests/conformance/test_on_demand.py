"""On-demand streams follow their load: shards are halved, doubled and merged, on a real server.

The server looks at the loads once a minute, by a clock that a test moves on.
"""
import base64
import json
import threading
import time

import pytest

from reading import shard_id

SHARD_BYTES = 1000  # What a shard takes in a second.
MINUTE = 60
DAY = 86400
PATIENCE = 60


class Stream:
    """An on-demand stream, and what was acknowledged of what was put into it."""

    def __init__(self, server, clock, name):
        self.server = server
        self.clock = clock
        self.name = name
        self.acknowledged = {}  # Text -> sequence number.
        self.call("CreateStream", StreamModeDetails={"StreamMode": "ON_DEMAND"})

    def call(self, operation, **arguments):
        named = {} if "ShardIterator" in arguments else {"StreamName": self.name}
        answer = self.clock.call(self.server, operation, {**named, **arguments})
        assert answer.status == 200, answer.body
        return json.loads(answer.body or b"{}")

    def open_shards(self):
        return self.call("DescribeStreamSummary")["StreamDescriptionSummary"]["OpenShardCount"]

    def put(self, hash_keys, seconds):
        """For each hash key a record, as large as what a shard takes in so many seconds."""
        texts = [f"{len(self.acknowledged)}-{index}" for index in range(len(hash_keys))]
        answer = self.call("PutRecords", Records=[
            {"PartitionKey": "k", "ExplicitHashKey": str(hash_key), "Data": base64.b64encode(
                text.encode().ljust(seconds * SHARD_BYTES)).decode()}
            for text, hash_key in zip(texts, hash_keys)])
        assert answer["FailedRecordCount"] == 0, answer
        self.acknowledged |= {text: result["SequenceNumber"]
                              for text, result in zip(texts, answer["Records"])}

    def has_shards(self, count, patience):
        deadline = time.monotonic() + patience
        while self.open_shards() != count:
            if time.monotonic() > deadline:
                return False
            threading.Event().wait(0.02)
        return True

    def wait_for_shards(self, count):
        assert self.has_shards(count, PATIENCE), self.open_shards()

    def read(self):
        """What is in all shards: {text: sequence number}."""
        found = {}
        for shard in self.call("ListShards")["Shards"]:
            iterator = self.call("GetShardIterator", ShardId=shard["ShardId"],
                                 ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            while iterator:
                page = self.call("GetRecords", ShardIterator=iterator)
                found |= {base64.b64decode(record["Data"]).decode().rstrip():
                          record["SequenceNumber"] for record in page["Records"]}
                iterator = page["MillisBehindLatest"] and page.get("NextShardIterator")
        return found


def evenly(count):
    return [(index << 128) // count for index in range(count)]


@pytest.fixture
def on_demand(start_weir, held_clock):
    """on_demand(name): a stream of a server whose clock stands still, at noon: what a load calls for
    is kept by the day, and none ends while a test lets minutes pass."""
    held_clock.pass_by((DAY * 3 // 2 - held_clock.now() % DAY) % DAY)
    server = start_weir("--shard-write-bytes", str(SHARD_BYTES), **held_clock.variables)
    return lambda name: Stream(server, held_clock, name)


@pytest.fixture
def pass_minute(on_demand, held_clock):
    """pass_minute(): a minute passes, and the server has looked at all loads since."""
    witnesses = iter(range(10**6))

    def pass_by():
        # Its name comes last, so it is looked at last.
        witness = on_demand(f"witness-{next(witnesses):02d}")
        witness.put(evenly(4), seconds=50)
        held_clock.pass_by(MINUTE)
        witness.wait_for_shards(8)
        witness.call("DeleteStream")

    return pass_by


@pytest.fixture
def pass_days(on_demand, held_clock):
    """pass_days(count): so many days pass, and the server has looked at all loads since."""

    def pass_by(count):
        held_clock.pass_by(count * DAY)
        # What is put before the server looks for the first time since is spread over all the days.
        witness = on_demand(f"witness-of-{count}-days")
        for _ in range(PATIENCE):
            witness.put(evenly(4), seconds=50)
            held_clock.pass_by(MINUTE)
            if witness.has_shards(8, patience=1):
                break
        assert witness.open_shards() == 8
        witness.call("DeleteStream")

    return pass_by


# One shard over half of what it takes: it alone becomes two. Its stream as a whole has enough.
def test_a_hot_shard_is_halved(on_demand, pass_minute):
    stream = on_demand("hot")
    assert stream.open_shards() == 4
    stream.put([0], seconds=29)
    pass_minute()
    assert stream.open_shards() == 4
    stream.put([0], seconds=32)
    pass_minute()
    stream.wait_for_shards(5)
    shards = {shard["ShardId"]: shard for shard in stream.call("ListShards")["Shards"]}
    closed = [name for name, shard in shards.items()
              if "EndingSequenceNumber" in shard["SequenceNumberRange"]]
    assert closed == [shard_id(0)]
    children = [shard["HashKeyRange"] for shard in shards.values()
                if shard.get("ParentShardId") == shard_id(0)]
    assert [(int(keys["StartingHashKey"]), int(keys["EndingHashKey"])) for keys in children] == [
        (0, (1 << 125) - 1), (1 << 125, (1 << 126) - 1)]
    assert stream.read() == stream.acknowledged


# All of them busy: they double, not twice in a quarter of an hour, and nothing is lost by it.
def test_shards_double_with_the_load(on_demand, pass_minute):
    stream = on_demand("busy")
    stream.put(evenly(4), seconds=31)
    pass_minute()
    stream.wait_for_shards(8)
    for _ in range(14):
        stream.put(evenly(8), seconds=50)
        pass_minute()
        assert stream.open_shards() == 8
    stream.put(evenly(8), seconds=50)
    pass_minute()
    stream.wait_for_shards(16)
    stream.put(evenly(16), seconds=1)
    assert stream.read() == stream.acknowledged


# What a busy minute called for is kept for 30 days; then neighbours merge, down to four.
def test_shards_merge_when_their_load_is_long_ago(on_demand, pass_minute, pass_days):
    stream = on_demand("busy")
    stream.put(evenly(4), seconds=50)
    pass_minute()
    stream.wait_for_shards(8)
    pass_days(29)
    assert stream.open_shards() == 8
    pass_days(1)
    stream.wait_for_shards(4)
    stream.put(evenly(4), seconds=1)

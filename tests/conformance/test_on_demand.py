"""On-demand streams follow their load: shards are halved, doubled and merged, on a real server.

The server's clock runs sixty times as fast as ours, so that it looks at the loads each second. A
shard that is kept busy is loaded with just what it takes a second, however slow the client is: it
takes a record of half a minute's bytes, and then nothing for half a minute.
"""
import base64
import json
import threading
import time

import pytest

from reading import shard_id

SHARD_BYTES = 1000  # What a shard takes in a second.
RECORD_BYTES = 30 * SHARD_BYTES
DAY = 86400
SCALING_PAUSE = 15 * 60
PATIENCE = 60


@pytest.fixture
def client(start_weir, fast_clock):
    server = start_weir("--shard-write-bytes", str(SHARD_BYTES), **fast_clock.variables)
    client = fast_clock.client(server)
    yield client
    client.close()


class Stream:
    """An on-demand stream, and what was acknowledged of what was put into it."""

    def __init__(self, client, name):
        self.client = client
        self.name = name
        self.acknowledged = {}  # Text -> sequence number.
        self.call("CreateStream", StreamModeDetails={"StreamMode": "ON_DEMAND"})

    def call(self, operation, **arguments):
        answer = self.client.call(operation, {"StreamName": self.name, **arguments})
        assert answer.status == 200, answer.body
        return json.loads(answer.body or b"{}")

    def open_shards(self):
        return self.call("DescribeStreamSummary")["StreamDescriptionSummary"]["OpenShardCount"]

    def put(self, hash_keys):
        """A record for each hash key. Shards that have had enough refuse theirs."""
        texts = [f"{len(self.acknowledged)}-{index}" for index in range(len(hash_keys))]
        results = self.call("PutRecords", Records=[
            {"PartitionKey": "k", "ExplicitHashKey": str(hash_key),
             "Data": base64.b64encode(text.encode().ljust(RECORD_BYTES)).decode()}
            for text, hash_key in zip(texts, hash_keys)])["Records"]
        refusals = {result.get("ErrorCode") for result in results}
        assert refusals <= {None, "ProvisionedThroughputExceededException"}
        self.acknowledged |= {text: result["SequenceNumber"]
                              for text, result in zip(texts, results) if "ErrorCode" not in result}

    def load_until(self, shards, hash_keys):
        """Keeps what owns the hash keys busy until there are so many shards; never more.

        Returns when there were fewer for certain.
        """
        deadline = time.monotonic() + PATIENCE
        before = None
        while True:
            asked = self.client.clock.now()
            count = self.open_shards()
            if count >= shards:
                assert count == shards
                return before
            before = asked
            assert time.monotonic() < deadline, count
            self.put(hash_keys)
            threading.Event().wait(0.1)  # A producer's own pace.

    def read(self):
        """What is in all shards: {text: sequence number}."""
        found = {}
        for shard in self.call("ListShards")["Shards"]:
            page = self.call("GetShardIterator", ShardId=shard["ShardId"],
                             ShardIteratorType="TRIM_HORIZON")
            iterator = page["ShardIterator"]
            while iterator:
                page = self.client.call("GetRecords", {"ShardIterator": iterator}).json
                found |= {base64.b64decode(record["Data"]).decode().rstrip():
                          record["SequenceNumber"] for record in page["Records"]}
                iterator = page["MillisBehindLatest"] and page.get("NextShardIterator")
        return found


def evenly(count):
    return [(index << 128) // count for index in range(count)]


# One shard over half of what it takes: it alone becomes two. Its stream as a whole has enough.
def test_a_hot_shard_is_halved(client):
    stream = Stream(client, "hot")
    assert stream.open_shards() == 4
    stream.load_until(5, [0])
    shards = {shard["ShardId"]: shard for shard in stream.call("ListShards")["Shards"]}
    closed = [name for name, shard in shards.items()
              if "EndingSequenceNumber" in shard["SequenceNumberRange"]]
    assert closed == [shard_id(0)]
    children = [shard["HashKeyRange"] for shard in shards.values()
                if shard.get("ParentShardId") == shard_id(0)]
    assert [(int(keys["StartingHashKey"]), int(keys["EndingHashKey"])) for keys in children] == [
        (0, (1 << 125) - 1), (1 << 125, (1 << 126) - 1)]
    assert stream.read() == stream.acknowledged


# All of them busy: they double, not twice in a quarter of an hour, and nothing is lost by it. The
# busiest minute of 30 days is what they are kept for; then neighbours merge, down to four.
def test_shards_double_with_the_load_and_merge_when_it_is_forgotten(client):
    stream = Stream(client, "busy")
    not_yet = stream.load_until(8, evenly(16))
    stream.load_until(16, evenly(16))
    assert client.clock.now() - not_yet > SCALING_PAUSE
    assert stream.read() == stream.acknowledged

    client.clock.set_ahead(29 * DAY)
    stop = client.clock.now() + 4 * 60  # The server has looked, more than once.
    while client.clock.now() < stop:
        assert stream.open_shards() == 16
        threading.Event().wait(0.1)
    client.clock.set_ahead(31 * DAY)
    deadline = time.monotonic() + PATIENCE
    while stream.open_shards() > 4 and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    assert stream.open_shards() == 4
    # Four shards without a break take records still.
    stream.put(evenly(4))

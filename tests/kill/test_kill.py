"""Kill -9 at random moments under load, a hundred times in a row.

Producers put records one request after the other, some one by one, some in batches, over several
shards. The server is killed at a random moment and started again; then everything that was
acknowledged must be there: once, in order, unchanged. What was sent and not acknowledged may be
there, at most once. WEIR_KILLS and WEIR_KILL_SEED change how often and repeat a run's moments.
"""
import base64
import hashlib
import http.client
import json
import os
import random
import threading
import time

import pytest

from signed_requests import RawClient
from weir_process import WeirProcess

KILLS = int(os.environ.get("WEIR_KILLS", "100"))
SHARDS = 4
PRODUCERS = 4
STREAM = "under-fire"
HASH_KEYS = 1 << 128


def payload(producer, count):
    """Says who sent it and when, and is long and irregular enough to show what was torn."""
    head = f"{producer}:{count}:"
    filler = hashlib.sha256(head.encode()).hexdigest()
    return head + filler * (1 + int(filler[:2], 16) % 24)


class Producer(threading.Thread):
    """Sends until the connection breaks. It never tries a record again, so each is there once."""

    def __init__(self, address, name, first, seed):
        super().__init__(daemon=True)
        self.address = address
        self.name_of_records = name
        self.count = first
        self.random = random.Random(seed)
        self.acknowledged = []  # (shard id, sequence number, payload), in the order of sending.

    def record(self):
        text = payload(self.name_of_records, self.count)
        self.count += 1
        shard = self.random.randrange(SHARDS)
        data = base64.b64encode(text.encode()).decode()
        return text, {"PartitionKey": self.name_of_records, "Data": data,
                      "ExplicitHashKey": str(shard * (HASH_KEYS // SHARDS))}

    def send_one(self, client):
        text, record = self.record()
        answer = client.call("PutRecord", {"StreamName": STREAM, **record})
        assert answer.status == 200, answer.body
        entry = answer.json
        self.acknowledged.append((entry["ShardId"], entry["SequenceNumber"], text))

    def send_batch(self, client):
        batch = [self.record() for _ in range(self.random.randrange(1, 60))]
        answer = client.call("PutRecords", {"StreamName": STREAM,
                                            "Records": [record for _, record in batch]})
        assert answer.status == 200, answer.body
        assert answer.json["FailedRecordCount"] == 0
        for entry, (text, _) in zip(answer.json["Records"], batch):
            self.acknowledged.append((entry["ShardId"], entry["SequenceNumber"], text))

    def run(self):
        client = RawClient(self.address)
        batches = self.name_of_records in ("p0", "p1")
        try:
            while True:
                (self.send_batch if batches else self.send_one)(client)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            client.close()  # The server is gone, in the middle of a request or an answer.


class Shadow:
    """What must be in each shard, and how far it has been compared."""

    def __init__(self):
        self.expected = {}  # shard id: {sequence number: payload}, what was acknowledged.
        self.last = {}      # shard id: the last sequence number that was read.
        self.read = {}      # shard id: [(sequence number, payload)…], what was read.
        self.seen = set()   # Every payload that was read.
        self.counts = {}    # (shard id, producer): the count of its last record there.

    def acknowledge(self, producer):
        for shard, number, text in producer.acknowledged:
            assert number not in self.expected.setdefault(shard, {}), "a number was given twice"
            self.expected[shard][number] = text

    def compare(self, shard, records):
        """Records that were read after all that was compared before."""
        missing = {number: text for number, text in self.expected.get(shard, {}).items()
                   if int(number) > int(self.last.get(shard, 0))}
        for number, text in records:
            assert int(number) > int(self.last.get(shard, 0)), "out of order, or twice"
            self.last[shard] = number
            producer, count, _ = text.split(":")
            assert text == payload(producer, int(count)), "changed"
            assert text not in self.seen, "doubled"
            self.seen.add(text)
            assert int(count) > self.counts.get((shard, producer), -1), "reordered"
            self.counts[shard, producer] = int(count)
            if number in missing:
                assert missing.pop(number) == text, "changed places"
        assert not missing, f"{len(missing)} acknowledged records of {shard} are missing"
        self.read.setdefault(shard, []).extend(records)


def decode(answer):
    return [(record["SequenceNumber"], base64.b64decode(record["Data"]).decode())
            for record in answer["Records"]]


def read_on(client, shard, after):
    where = ({"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": after}
             if after else {"ShardIteratorType": "TRIM_HORIZON"})
    answer = client.call("GetShardIterator", {"StreamName": STREAM, "ShardId": shard, **where})
    assert answer.status == 200, answer.body
    start = answer.json["ShardIterator"]
    records = []
    while True:
        answer = client.call("GetRecords", {"ShardIterator": start})
        assert answer.status == 200, answer.body
        records += decode(answer.json)
        if answer.json["MillisBehindLatest"] == 0:
            return records
        start = answer.json["NextShardIterator"]


@pytest.fixture
def server(tmp_path):
    # Small segments, so that kills also meet the making, sealing and indexing of segments.
    process = WeirProcess(tmp_path / "data", "--no-limits", "--threads", "2",
                          "--segment-bytes", str(16 << 20))
    yield process
    if process.is_running():
        process.kill()


# The promise that everything else rests on: an acknowledged record is durable.
def test_acknowledged_records_survive_every_kill(server):
    seed = int(os.environ.get("WEIR_KILL_SEED", time.time_ns() % 1_000_000))
    print(f"repeat these moments with WEIR_KILL_SEED={seed}")
    chance = random.Random(seed)
    shadow = Shadow()
    counts = dict.fromkeys((f"p{number}" for number in range(PRODUCERS)), 0)

    server.start()
    client = RawClient(server.address)
    assert client.call("CreateStream", {"StreamName": STREAM, "ShardCount": SHARDS}).status == 200
    shards = [shard["ShardId"] for shard in
              client.call("ListShards", {"StreamName": STREAM}).json["Shards"]]
    client.close()
    acknowledged = 0
    for cycle in range(KILLS):
        producers = [Producer(server.address, name, counts[name], chance.random())
                     for name in counts]
        for producer in producers:
            producer.start()
        # A random moment, often in the first milliseconds after the start, sometimes later.
        threading.Event().wait(chance.choice((0.02, 0.2, 0.8)) * chance.random())
        server.kill()
        for producer in producers:
            producer.join(60)
            counts[producer.name_of_records] = producer.count
            shadow.acknowledge(producer)
            acknowledged += len(producer.acknowledged)

        # The way the journal is written alternates: each must understand what the other left.
        server.start("--io-uring", "true" if cycle % 2 else "false")
        client = RawClient(server.address)
        for shard in shards:
            shadow.compare(shard, read_on(client, shard, shadow.last.get(shard)))
        client.close()

    # And once more from the beginning, as a new consumer would.
    client = RawClient(server.address)
    for shard in shards:
        assert read_on(client, shard, None) == shadow.read[shard]
    client.close()
    assert server.stop() == 0
    print(f"{KILLS} kills, {acknowledged} records acknowledged, {len(shadow.seen)} read")
    assert acknowledged > KILLS * 20

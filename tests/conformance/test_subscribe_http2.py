"""SubscribeToShard over HTTP/2, many subscriptions on one connection, as KCL has it.

The frames are made by hand (test_http2.py), so that how a subscription ends can be seen.
"""
import base64
import json
import threading
import time

import pytest
from botocore.eventstream import EventStreamBuffer

from reading import shard_id
from test_http2 import ACK, DATA, END_HEADERS, END_STREAM, HEADERS, SETTINGS, Connection, frame, \
    literal, signed_fields
from test_resharding import split

RST_STREAM, GOAWAY = 3, 7
PATIENCE_SECONDS = 60


class Pushed:
    """What has come of one subscription."""

    def __init__(self):
        self.messages = EventStreamBuffer()
        self.events = []
        self.exception = None
        self.refusal = b""
        self.has_ended = False

    def take(self, payload):
        # An event stream begins with a length; an error is JSON.
        if self.refusal or payload.startswith(b"{"):
            self.refusal += payload
            return
        self.messages.add_data(payload)
        for message in self.messages:
            assert self.exception is None, "nothing comes behind an exception"
            self.exception = message.headers.get(":exception-type")
            if message.headers.get(":event-type") == "SubscribeToShardEvent":
                self.events.append(json.loads(message.payload))

    def is_answered(self):
        return self.events or self.refusal

    def data(self):
        return [base64.b64decode(record["Data"]).decode()
                for event in self.events for record in event["Records"]]


class Subscriber(Connection):
    """A connection with subscriptions, by the numbers of their streams."""

    def __init__(self, server):
        super().__init__(server.address)
        self.address = server.address
        self.streams = {}

    def subscribe(self, arn, shard, position):
        stream = 2 * len(self.streams) + 1
        body = json.dumps({"ConsumerARN": arn, "ShardId": shard,
                           "StartingPosition": {"Type": position}}).encode()
        fields = signed_fields(self.address, body, ":authority", "SubscribeToShard")
        block = b"".join(literal(name, value) for name, value in fields)
        self.socket.sendall(frame(HEADERS, END_HEADERS, stream, block) +
                            frame(DATA, END_STREAM, stream, body))
        self.streams[stream] = Pushed()
        return self.streams[stream]

    def read_until(self, condition):
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end
            kind, flags, stream, payload = self.next_frame()
            assert kind not in (RST_STREAM, GOAWAY), "a subscription ends in good order"
            if kind == SETTINGS and not flags & ACK:
                self.socket.sendall(frame(SETTINGS, ACK, 0))
            if stream in self.streams and kind in (DATA, HEADERS):
                if kind == DATA:
                    self.streams[stream].take(payload)
                self.streams[stream].has_ended = bool(flags & END_STREAM)


@pytest.fixture
def subscriber(server):
    connection = Subscriber(server)
    yield connection
    connection.close()


@pytest.fixture
def name(new_stream):
    return new_stream()


@pytest.fixture
def consumer(kinesis, server, name, unique):
    return kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}",
        ConsumerName=unique())["Consumer"]["ConsumerARN"]


def put(kinesis, name, text, hash_key="0"):
    kinesis.put_record(StreamName=name, PartitionKey="k", ExplicitHashKey=hash_key,
                       Data=text.encode())


# What KCL relies on: the last event of a shard names its children and has no place to go on, and then
# the stream ends; nothing is lost or doubled on the way, before, during and after.
def test_children_are_named_at_the_end_of_a_shard(kinesis, name, consumer, subscriber):
    high = str((1 << 128) - 1)
    put(kinesis, name, "one")
    parent = subscriber.subscribe(consumer, shard_id(0), "TRIM_HORIZON")
    subscriber.read_until(parent.data)
    put(kinesis, name, "two")
    split(kinesis, name, shard_id(0), 1 << 127)
    put(kinesis, name, "low")
    put(kinesis, name, "high", high)
    subscriber.read_until(lambda: parent.has_ended)
    assert (parent.data(), parent.exception) == (["one", "two"], None)
    assert all("ContinuationSequenceNumber" in event for event in parent.events[:-1])
    assert "ContinuationSequenceNumber" not in parent.events[-1]
    assert all("ChildShards" not in event for event in parent.events[:-1])
    children = parent.events[-1]["ChildShards"]
    assert [(child["ShardId"], child["ParentShards"]) for child in children] == [
        (shard_id(1), [shard_id(0)]), (shard_id(2), [shard_id(0)])]

    low, rest = (subscriber.subscribe(consumer, child["ShardId"], "TRIM_HORIZON")
                 for child in children)
    subscriber.read_until(lambda: low.data() and rest.data())
    kinesis.merge_shards(StreamName=name, ShardToMerge=shard_id(1),
                         AdjacentShardToMerge=shard_id(2))
    put(kinesis, name, "merged", high)
    subscriber.read_until(lambda: low.has_ended and rest.has_ended)
    for child, text in ((low, "low"), (rest, "high")):
        assert child.data() == [text]
        assert [(shard["ShardId"], shard["ParentShards"])
                for shard in child.events[-1]["ChildShards"]] == [
                    (shard_id(3), [shard_id(1), shard_id(2)])]
    merged = subscriber.subscribe(consumer, shard_id(3), "TRIM_HORIZON")
    subscriber.read_until(merged.data)
    assert merged.data() == ["merged"]
    assert not merged.has_ended


# A lease that moves: the new owner's call is refused for five seconds, then it takes over, and the
# old owner is told, on a stream that ends and a connection that stays.
def test_a_consumer_is_taken_over(kinesis, name, consumer, server, subscriber):
    first = subscriber.subscribe(consumer, shard_id(0), "LATEST")
    subscriber.read_until(first.is_answered)
    other = Subscriber(server)
    try:
        begun = time.monotonic()
        while True:
            second = other.subscribe(consumer, shard_id(0), "LATEST")
            other.read_until(second.is_answered)
            if not second.refusal:
                break
            assert "Another active subscription exists" in second.refusal.decode()
            assert time.monotonic() - begun < PATIENCE_SECONDS
            threading.Event().wait(0.5)  # A client's own pause between attempts.
        subscriber.read_until(lambda: first.has_ended)
        assert first.exception == "ResourceInUseException"
        put(kinesis, name, "for the second")
        other.read_until(second.data)
        assert (first.data(), second.data()) == ([], ["for the second"])
        # The shard's old owner goes on with others over the same connection.
        again = subscriber.subscribe(consumer, shard_id(7), "LATEST")
        subscriber.read_until(again.is_answered)
        assert "ResourceNotFoundException" in again.refusal.decode()
    finally:
        other.close()

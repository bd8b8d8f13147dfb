"""Event-stream messages as our encoder writes them, read by a real client.

The bytes are those of src/aws/event_stream_frames.h, which the tests beside it hold the encoder and
the decoder to.
"""
import datetime
import http.server
import pathlib
import re
import threading
import types

import botocore.exceptions
import pytest
from botocore.eventstream import EventStreamBuffer

from conftest import kinesis_client
from weir_process import ACCESS_KEY, REGION, SECRET_KEY

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
JSON = "application/x-amz-json-1.1"
CBOR = "application/x-amz-cbor-1.1"
FIRST = "49590338271490256608559692538361571095921575989136588898"
NEXT = "49590338271490256608559692540925702759324208523137515618"


def read_frames():
    text = (ROOT / "src/aws/event_stream_frames.h").read_text(encoding="utf-8")
    entries = re.findall(r'\{"([^"]+)",\s*((?:"[0-9a-f]+"\s*)+)\}', text)
    return {name: bytes.fromhex("".join(re.findall("[0-9a-f]{2,}", digits)))
            for name, digits in entries}


FRAMES = read_frames()


def headers(message_type, kind, content_type):
    name = {"event": ":event-type", "exception": ":exception-type"}[message_type]
    return {":message-type": message_type, name: kind, ":content-type": content_type}


# What each of our messages says.
EXPECTED = {
    "empty message": ({}, b""),
    "payload without headers": ({}, b"{'foo':'bar'}"),
    "text header": ({"content-type": "application/json"}, b"{'foo':'bar'}"),
    "integer header": ({"event-type": 40972}, b"{'foo':'bar'}"),
    "every type of header": (
        {"true": True, "false": False, "int8": -100, "int16": -30_000, "int32": -2_000_000_000,
         "int64": -(1 << 62), "bytes": b"\0\xffa", "text": "ü", "timestamp": 1_700_000_000_123,
         "uuid": bytes(range(16))}, b"\0"),
    "initial response, JSON": (headers("event", "initial-response", JSON), b"{}"),
    "initial response, CBOR": (headers("event", "initial-response", CBOR), b"\xbf\xff"),
    "event, JSON": (headers("event", "SubscribeToShardEvent", JSON), None),
    "event, CBOR": (headers("event", "SubscribeToShardEvent", CBOR), None),
    "exception, JSON": (headers("exception", "ResourceInUseException", JSON),
                        b'{"message":"Busy."}'),
    "exception, CBOR": (headers("exception", "ResourceInUseException", CBOR),
                        b"\xbf\x67message\x65Busy.\xff"),
    "error": ({":message-type": "error", ":error-code": "InternalFailure",
               ":error-message": "Try again."}, b""),
}


# Every message of ours is known here, and botocore finds in it what we have put there.
def test_botocore_reads_every_message():
    assert FRAMES.keys() == EXPECTED.keys()
    for name, frame in FRAMES.items():
        buffer = EventStreamBuffer()
        buffer.add_data(frame)
        [message] = list(buffer)
        expected_headers, payload = EXPECTED[name]
        assert message.headers == expected_headers, name
        if payload is not None:
            assert message.payload == payload, name


@pytest.fixture
def subscription():
    """subscription(*frames): what boto3 makes of an answer of these."""
    servers = []

    def subscribe(*names):
        body = b"".join(FRAMES[name] for name in names)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/vnd.amazon.eventstream")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        client = kinesis_client(types.SimpleNamespace(
            url=f"http://127.0.0.1:{server.server_port}", region=REGION, access_key=ACCESS_KEY,
            secret_key=SECRET_KEY))
        return client.subscribe_to_shard(
            ConsumerARN="arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1",
            ShardId="shardId-000000000000", StartingPosition={"Type": "LATEST"})["EventStream"]

    yield subscribe
    for server in servers:
        server.shutdown()
        server.server_close()


# The whole way: boto3 calls SubscribeToShard, skips the initial response and gives the events.
def test_boto3_reads_a_subscription(subscription):
    events = list(subscription("initial response, JSON", "event, JSON", "event, JSON"))
    assert len(events) == 2
    event = events[0]["SubscribeToShardEvent"]
    assert (event["ContinuationSequenceNumber"], event["MillisBehindLatest"]) == (NEXT, 0)
    [record] = event["Records"]
    assert (record["SequenceNumber"], record["Data"], record["PartitionKey"]) == (
        FIRST, b"hello", "k")
    assert record["ApproximateArrivalTimestamp"] == datetime.datetime.fromtimestamp(
        1_700_000_000.123, datetime.UTC)


# A stream that does not begin with the initial response is none.
def test_boto3_needs_the_initial_response(subscription):
    with pytest.raises(botocore.parsers.ResponseParserError, match="initial-response"):
        subscription("event, JSON")


@pytest.mark.parametrize("name, code, message", [
    ("exception, JSON", "ResourceInUseException", "Busy."),
    ("error", "InternalFailure", "Try again.")])
def test_boto3_raises_what_ends_a_subscription(subscription, name, code, message):
    events = iter(subscription("initial response, JSON", "event, JSON", name))
    assert "SubscribeToShardEvent" in next(events)
    with pytest.raises(botocore.exceptions.EventStreamError) as raised:
        next(events)
    assert raised.value.response["Error"] == {"Code": code, "Message": message}

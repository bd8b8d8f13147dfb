"""`weir tail --push`: what a consumer is sent, as long as somebody looks."""
import base64
import functools
import json
import signal
import subprocess
import threading

import pytest

from test_resharding import split
from test_subscribe import Subscription
from weir_process import BINARY, environment, weir

LIFE = 300  # Seconds of a subscription.
PATIENCE = 90  # Seconds after which a command that says nothing more is ended.


def keys(server):
    return {"AWS_ACCESS_KEY_ID": server.access_key, "AWS_REGION": server.region,
            "AWS_SECRET_ACCESS_KEY": server.secret_key}


@pytest.fixture
def pushed_tail():
    """pushed_tail(server, stream, …): one from the beginning on, whose lines are read."""
    started = []

    def start(server, name, *flags, endpoint=None, **variables):
        tail = subprocess.Popen(
            [str(BINARY), "tail", name, "--push", "--from", "trim-horizon", "--raw", "--endpoint",
             endpoint or server.url, *map(str, flags)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=environment(**keys(server), **variables))
        watchdog = threading.Timer(PATIENCE, tail.kill)
        watchdog.start()
        started.append((tail, watchdog))
        return tail

    yield start
    for tail, watchdog in started:
        watchdog.cancel()
        tail.kill()
        tail.communicate()


# Pushed instead of asked for: the same records, and nothing is left behind.
def test_tail_has_records_pushed(server, kinesis, new_stream):
    name = new_stream(shards=2)
    run = functools.partial(weir, AWS_ENDPOINT_URL_KINESIS=server.url, **keys(server))
    arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"
    kinesis.put_records(StreamName=name, Records=[
        {"PartitionKey": f"key {number}", "Data": f"event {number}".encode()}
        for number in range(10)])
    whole = ["tail", name, "--push", "--from", "trim-horizon", "--no-follow"]
    expected = {f"event {number}" for number in range(10)}
    assert set(run(*whole, "--raw").stdout.splitlines()) == expected
    lines = [json.loads(line) for line in run(*whole, "--output", "json").stdout.splitlines()]
    assert {line["Data"] for line in lines} == expected
    assert {line["ShardId"] for line in lines} == {"shardId-000000000000", "shardId-000000000001"}
    assert len(run(*whole, "--raw", "--limit", "3").stdout.splitlines()) == 3
    assert run("tail", name, "--push", "--no-follow", "--raw").stdout == ""
    assert kinesis.list_stream_consumers(StreamARN=arn)["Consumers"] == []


# Children are followed where their parents end; Ctrl-C takes the consumer away.
def test_a_pushed_tail_follows_resharding_and_cleans_up(server, kinesis, new_stream, pushed_tail):
    name = new_stream()
    arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"before")
    tail = pushed_tail(server, name)
    assert tail.stdout.readline() == "before\n"
    split(kinesis, name, "shardId-000000000000", 1 << 127)
    for hash_key, text in (("0", "low"), (str((1 << 128) - 1), "high")):
        kinesis.put_record(StreamName=name, PartitionKey="k", ExplicitHashKey=hash_key,
                           Data=text.encode())
    assert {tail.stdout.readline(), tail.stdout.readline()} == {"low\n", "high\n"}
    kinesis.merge_shards(StreamName=name, ShardToMerge="shardId-000000000001",
                         AdjacentShardToMerge="shardId-000000000002")
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"after")
    assert tail.stdout.readline() == "after\n"
    assert len(kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]) == 1
    tail.send_signal(signal.SIGINT)
    assert tail.wait(60) == 0
    assert kinesis.list_stream_consumers(StreamARN=arn)["Consumers"] == []


# What ends the consumer from outside ends the command, with the service's own words.
def test_a_pushed_tail_whose_consumer_goes(server, kinesis, new_stream, pushed_tail):
    name = new_stream()
    arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"one")
    tail = pushed_tail(server, name)
    assert tail.stdout.readline() == "one\n"
    consumer, = kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]
    kinesis.deregister_stream_consumer(ConsumerARN=consumer["ConsumerARN"])
    assert tail.wait(60) == 1
    assert "ResourceNotFoundException: Consumer " in tail.stderr.read()


def interrupt(tail):
    tail.send_signal(signal.SIGINT)
    assert tail.wait(60) == 0, tail.stderr.read()


# Over TLS, which makes it HTTP/2 by agreement: records that were there and that come, to the end.
def test_a_pushed_tail_over_tls(start_weir, client_of, pushed_tail):
    server = start_weir()
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="s", ShardCount=1)
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"before")
    tail = pushed_tail(server, "s", "--ca-file", server.data / "tls/ca.pem",
                       endpoint=f"https://localhost:{server.port}")
    assert tail.stdout.readline() == "before\n"
    large = "x" * 1_000_000
    for text in ("after", large):
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=text.encode())
        assert tail.stdout.readline() == text + "\n"
    split(kinesis, "s", "shardId-000000000000", 1 << 127)
    kinesis.put_record(StreamName="s", PartitionKey="k", ExplicitHashKey="0", Data=b"low")
    assert tail.stdout.readline() == "low\n"
    interrupt(tail)
    arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/s"
    assert kinesis.list_stream_consumers(StreamARN=arn)["Consumers"] == []


# A subscription lives five minutes. It then ends without an error, and whoever goes on with the
# next one misses nothing and sees nothing twice. The server and the command have one clock.
def test_a_pushed_tail_goes_on_after_five_minutes(start_weir, client_of, clock, pushed_tail):
    server = start_weir("--no-limits", **clock.variables)
    call = functools.partial(clock.call, server)
    assert call("CreateStream", {"StreamName": "s", "ShardCount": 1}).status == 200
    sent, seen = [], []

    def put(count):
        for _ in range(count):
            sent.append(f"record {len(sent)}")
            answer = call("PutRecord", {"StreamName": "s", "PartitionKey": "k",
                                        "Data": base64.b64encode(sent[-1].encode()).decode()})
            assert answer.status == 200, answer.body

    def see():
        while len(seen) < len(sent):
            seen.append(tail.stdout.readline().rstrip("\n"))
        assert seen == sent

    put(3)
    tail = pushed_tail(server, "s", **clock.variables)
    see()
    arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/s"
    consumer = call("RegisterStreamConsumer", {
        "StreamARN": arn, "ConsumerName": "other"}).json["Consumer"]["ConsumerARN"]
    other = Subscription(client_of(server), consumer)
    put(3)
    other.wait_for_records(3)
    see()
    clock.pass_by(LIFE - 60)
    put(3)
    other.wait_for_records(6)
    assert not other.has_ended
    see()
    clock.pass_by(60)
    other.wait_for_end()
    assert other.error is None
    assert other.events[-1]["ContinuationSequenceNumber"]
    put(20)
    see()
    clock.pass_by(LIFE)
    put(20)
    see()
    interrupt(tail)
    assert [consumer["ConsumerName"] for consumer in
            call("ListStreamConsumers", {"StreamARN": arn}).json["Consumers"]] == ["other"]

"""What a client may do in a second or at all: reading, calls of the control plane, and limits that a
configuration file changes for an account or a stream. Writing is in test_throttling.py."""
import boto3
import botocore.config
import pytest

from conftest import wait_until_active
from reading import iterator, shard_id
from test_streams import refused
from test_users import credentials, user

RECORD = {"PartitionKey": "k", "Data": b"x"}


def rate_exceeded(stream, shard=0):
    return ("ProvisionedThroughputExceededException",
            f"Rate exceeded for shard {shard_id(shard)} in stream {stream} under account "
            "000000000000.")


@pytest.fixture
def faithful(start_weir, client_of, held_clock):
    """A client of a server with Amazon's limits, and its only stream, "s". No time passes there
    unless a test says so."""
    client = client_of(start_weir(faithful=True, **held_clock.variables))
    client.create_stream(StreamName="s", ShardCount=2)
    return client


def answers(call, count):
    """How many of so many calls, one right after another, are answered; and all errors."""
    errors = []
    for _ in range(count):
        try:
            call()
        except botocore.exceptions.ClientError as error:
            errors.append((error.response["Error"]["Code"], error.response["Error"]["Message"]))
    return count - len(errors), errors


# Five calls of GetRecords a second and shard, whoever makes them: KCL's back-off lives off this.
def test_five_reads_a_second(faithful, held_clock):
    first, second = iterator(faithful, "s"), iterator(faithful, "s", shard=1)
    passed, errors = answers(lambda: faithful.get_records(ShardIterator=first), 8)
    assert (passed, set(errors)) == (5, {rate_exceeded("s")})
    # The other shard has an allowance of its own.
    faithful.get_records(ShardIterator=second)
    held_clock.pass_by(0.4)
    assert answers(lambda: faithful.get_records(ShardIterator=first), 4)[0] == 2


# After an answer of 10 MiB a shard is closed for five seconds.
def test_a_large_answer_closes_the_shard(start_weir, client_of, held_clock):
    client = client_of(start_weir("--shard-write-bytes", str(1 << 30), faithful=True,
                                  **held_clock.variables))
    client.create_stream(StreamName="s", ShardCount=1)
    for _ in range(11):
        client.put_record(StreamName="s", PartitionKey="k", Data=b"x" * ((1 << 20) - 1))
    start = iterator(client, "s")
    page = client.get_records(ShardIterator=start)
    assert sum(len(record["Data"]) for record in page["Records"]) > 9 << 20

    def go_on():
        return client.get_records(ShardIterator=page["NextShardIterator"])

    assert refused(client, go_on) == rate_exceeded("s")
    held_clock.pass_by(4.9)
    assert refused(client, go_on) == rate_exceeded("s")
    held_clock.pass_by(0.1)
    assert len(go_on()["Records"]) > 0


def test_five_iterators_a_second(faithful, held_clock):
    passed, errors = answers(lambda: iterator(faithful, "s"), 8)
    assert (passed, set(errors)) == (5, {rate_exceeded("s")})
    held_clock.pass_by(1)
    assert answers(lambda: iterator(faithful, "s"), 8)[0] == 5


# What an account may call in a second, of the reference's table; the text names the stream.
@pytest.mark.parametrize("operation, arguments, rate", [
    ("describe_limits", {}, 1), ("list_streams", {}, 5), ("list_tags_for_stream", "s", 5),
    ("describe_stream", "s", 10), ("describe_stream_summary", "s", 20),
    ("describe_account_settings", {}, 5)])
def test_rates_of_operations(faithful, held_clock, operation, arguments, rate):
    call = getattr(faithful, operation)
    if arguments == "s":
        arguments = {"StreamName": "s"}
        expected = "Rate exceeded for stream s under account 000000000000."
    else:
        expected = "Rate exceeded for account 000000000000."
    for _ in range(2):
        passed, errors = answers(lambda: call(**arguments), rate + 3)
        assert (passed, set(errors)) == (rate, {("LimitExceededException", expected)})
        held_clock.pass_by(1)


# Some rates are a stream's own: whoever asks about another is not held up.
@pytest.mark.parametrize("operation, arguments, rate", [
    ("list_stream_consumers", {}, 5), ("describe_stream_consumer", {"ConsumerName": "c"}, 20)])
def test_rates_of_streams(faithful, operation, arguments, rate):
    faithful.create_stream(StreamName="t", ShardCount=1)
    for name in ("s", "t"):
        arn = f"arn:aws:kinesis:us-east-1:000000000000:stream/{name}"
        _, errors = answers(lambda: getattr(faithful, operation)(StreamARN=arn, **arguments),
                            rate + 3)  # noqa: B023: called at once.
        assert [code for code, _ in errors].count("LimitExceededException") == 3


# An SDK's own retries get through: throttling is seen by nobody but the SDK.
def test_an_sdk_tries_again(start_weir, held_clock):
    server = start_weir(faithful=True, **held_clock.variables)
    refused_with = set()

    def look(parsed_response, **_):
        if parsed_response and "Error" in parsed_response:
            refused_with.add(parsed_response["Error"]["Code"])
            held_clock.pass_by(1)  # Before it tries again, however slow the machine is.

    client = boto3.client(
        "kinesis", endpoint_url=server.url, region_name=server.region,
        aws_access_key_id=server.access_key, aws_secret_access_key=server.secret_key,
        config=botocore.config.Config(retries={"total_max_attempts": 10, "mode": "standard"}))
    client.meta.events.register("response-received.kinesis", look)
    client.create_stream(StreamName="s", ShardCount=1)
    wait_until_active(client, "s")
    start = iterator(client, "s")
    for _ in range(8):
        client.get_records(ShardIterator=start)
    for _ in range(8):
        client.list_streams()
    assert refused_with == {"ProvisionedThroughputExceededException", "LimitExceededException"}


# A setting lifts each of them; none of them is in a user's way who does not want Amazon's limits.
def test_limits_are_lifted(start_weir, client_of):
    client = client_of(start_weir("--no-limits", faithful=True))
    client.create_stream(StreamName="s", ShardCount=1)
    start = iterator(client, "s")
    for call in (lambda: client.get_records(ShardIterator=start), lambda: iterator(client, "s"),
                 client.list_streams, client.describe_limits):
        assert answers(call, 25) == (25, [])


def test_limits_are_changed(start_weir, client_of, held_clock):
    client = client_of(start_weir("--shard-read-calls", "2", "--shard-iterator-calls", "0",
                                  "--operation-rates", "none,ListStreams=1", faithful=True,
                                  **held_clock.variables))
    client.create_stream(StreamName="s", ShardCount=1)
    assert answers(lambda: iterator(client, "s"), 20) == (20, [])
    start = iterator(client, "s")
    assert answers(lambda: client.get_records(ShardIterator=start), 20)[0] == 2
    assert answers(client.list_streams, 20)[0] == 1
    assert answers(client.describe_limits, 20) == (20, [])


# For one stream or one account, from the configuration file.
def test_limits_of_a_stream_and_of_an_account(start_weir, client_of, tmp_path):
    config = tmp_path / "weir.toml"
    config.write_text("""
shard_write_records = 3
[limits.account.111111111111]
account_shards = 2
operation_rates = "none"
[limits.stream.free]
no_limits = true
[limits.stream."arn:aws:kinesis:us-east-1:000000000000:stream/slow"]
shard_write_records = 1
""")
    server = start_weir("--config", str(config), faithful=True)
    client = client_of(server)
    for name in ("s", "free", "slow"):
        client.create_stream(StreamName=name, ShardCount=1)
    stored = {name: len([entry for entry in client.put_records(
        StreamName=name, Records=[RECORD] * 50)["Records"] if "SequenceNumber" in entry])
        for name in ("s", "free", "slow")}
    assert stored == {"s": 3, "free": 50, "slow": 1}
    start = iterator(client, "free")
    assert answers(lambda: client.get_records(ShardIterator=start), 25) == (25, [])

    keys = credentials(user(server.data, "add", "other", "--account-id", "111111111111"))
    other = client_of(server, access_key=keys["aws_access_key_id"],
                      secret_key=keys["aws_secret_access_key"])
    assert answers(other.list_streams, 25) == (25, [])
    kind, message = refused(other, other.create_stream, StreamName="t", ShardCount=3)
    assert kind == "LimitExceededException" and "Limit: 2." in message

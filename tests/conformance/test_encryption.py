"""Server-side encryption: StartStreamEncryption, StopStreamEncryption, and what keys do to records."""
import json
import shutil

import pytest

from access import document, statement
from reading import iterator, read_shard
from test_streams import refused
from test_subscribe import Subscription
from weir_process import weir

MANAGED = "alias/aws/kinesis"
UNKNOWN_ID = "11111111-2222-3333-4444-555555555555"
REGION, ACCOUNT = "us-east-1", "000000000000"


def arn_of(name, region=REGION, account=ACCOUNT):
    return f"arn:aws:kms:{region}:{account}:{name}"


class Ring:
    """`weir key` on a server's keyring."""

    def __init__(self, data):
        self.data = data

    def run(self, *arguments):
        done = weir("key", *arguments, "--data", self.data, "--json")
        return json.loads(done.stdout)["keys"] if done.stdout else []

    def create(self, *arguments):
        return self.run("create", *arguments)[0]["id"]


@pytest.fixture
def ring(weir_data):
    return Ring(weir_data)


@pytest.fixture
def started(start_weir, client_of):
    """started(flags…): a server's client, with the stream `s`; the server is started.server."""
    def start(*flags, clock=None):
        start.server = start_weir(*flags, **(clock.variables if clock else {}))
        made = client_of(start.server)
        made.create_stream(StreamName="s", ShardCount=1)
        if clock:
            clock.pass_by(60)  # However long it takes.
        made.get_waiter("stream_exists").wait(StreamName="s",
                                              WaiterConfig={"Delay": 0.1, "MaxAttempts": 600})
        return made
    return start


def encrypt(kinesis, key_id=MANAGED, stream="s"):
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId=key_id)


def stop(kinesis, key_id=MANAGED, stream="s"):
    kinesis.stop_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId=key_id)


def put(kinesis, data, stream="s", key="k"):
    return kinesis.put_record(StreamName=stream, PartitionKey=key, Data=data)


def data_of(records):
    return [record["Data"] for record in records]


def refused_start(kinesis, key_id):
    return refused(kinesis, kinesis.start_stream_encryption, StreamName="s", EncryptionType="KMS",
                   KeyId=key_id)


def refused_read(kinesis, start):
    return refused(kinesis, kinesis.get_records, ShardIterator=start)


def described(kinesis):
    """What both descriptions say of encryption; they agree."""
    full = kinesis.describe_stream(StreamName="s")["StreamDescription"]
    summary = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    seen = {name: full[name] for name in ("StreamStatus", "EncryptionType", "KeyId") if name in full}
    assert seen == {name: summary[name] for name in seen} and ("KeyId" in summary) == ("KeyId" in seen)
    return seen


# Start, put, get, stop, put, get: what is encrypted says so, and nothing else does.
def test_records_before_during_and_after(started, ring):
    kinesis = started()
    assert described(kinesis) == {"StreamStatus": "ACTIVE", "EncryptionType": "NONE"}
    assert "EncryptionType" not in put(kinesis, b"clear")
    answer = kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=MANAGED)
    assert set(answer) == {"ResponseMetadata"}
    assert described(kinesis) == {"StreamStatus": "ACTIVE", "EncryptionType": "KMS",
                                  "KeyId": MANAGED}
    one = put(kinesis, b"one")
    assert set(one) == {"ShardId", "SequenceNumber", "EncryptionType", "ResponseMetadata"}
    assert one["EncryptionType"] == "KMS"
    many = kinesis.put_records(StreamName="s", Records=[
        {"PartitionKey": f"key {number}", "Data": b"x" * number} for number in range(100)])
    assert many["EncryptionType"] == "KMS" and many["FailedRecordCount"] == 0
    assert set(many["Records"][0]) == {"ShardId", "SequenceNumber"}
    stop(kinesis)
    assert described(kinesis) == {"StreamStatus": "ACTIVE", "EncryptionType": "NONE"}
    assert "EncryptionType" not in put(kinesis, b"clear again")

    records = read_shard(kinesis, "s")
    assert data_of(records) == [b"clear", b"one", *(b"x" * n for n in range(100)), b"clear again"]
    assert [record.get("EncryptionType") for record in records] == [None, *["KMS"] * 101, None]
    assert [record["PartitionKey"] for record in records][2:102] == [f"key {n}" for n in range(100)]
    # The key came into being by itself, once.
    encrypt(kinesis)
    keys = ring.run("list")
    assert [(key["managed"], key["aliases"]) for key in keys] == [(True, [MANAGED])]


# What the whole data directory holds, however the server ended.
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_nothing_of_a_record_is_on_the_disk(started, weir_data, end):
    kinesis = started()
    kinesis.create_stream(StreamName="open", ShardCount=1)
    encrypt(kinesis)
    secrets = {"s": "hidden-from-everybody", "open": "seen-by-everybody"}
    for stream, marker in secrets.items():
        put(kinesis, f"data {marker}".encode() * 50, stream, f"key {marker}")
        kinesis.put_records(StreamName=stream, Records=[
            {"PartitionKey": f"many {marker} {n}", "Data": marker.encode()} for n in range(50)])
    if end == "kill":
        started.server.kill()
    else:
        started.server.stop()

    def places(marker):
        return [path.name for path in weir_data.rglob("*")
                if path.is_file() and marker.encode() in path.read_bytes()]

    assert places(secrets["s"]) == []
    assert places(secrets["open"]) != []
    started.server.start()
    assert len(read_shard(kinesis, "s")) == 51


# Acknowledged records survive a kill at any time, under each of the keys that there were.
def test_kills_and_keys_in_between(started, ring):
    kinesis = started()
    expected = []
    keys = [ring.create("--alias", f"alias/k{number}") for number in range(2)]
    for number in range(6):
        if number % 3 == 2:
            ring.run("rotate", keys[number % 2])
        if number == 4:
            stop(kinesis, described(kinesis)["KeyId"])
        else:
            encrypt(kinesis, keys[number % 2])
        for each in range(5):
            data = f"{number} {each}".encode()
            put(kinesis, data)
            expected.append((data, None if number == 4 else "KMS"))
        started.server.kill()
        started.server.start()
        records = read_shard(kinesis, "s")
        assert [(each["Data"], each.get("EncryptionType")) for each in records] == expected
    # The newest version wraps; the older ones are there still.
    versions = {key["id"]: key["version"] for key in ring.run("list")}
    assert sorted(versions.values()) == [2, 2]


# A stopped key stops what needs it, and nothing else; what the key's state is, Amazon's names say.
@pytest.mark.parametrize("command, kind, ending", [
    (("disable",), "KMSDisabledException", " is disabled."),
    (("delete",), "KMSInvalidStateException", " is pending deletion."),
])
def test_a_key_that_is_stopped(started, ring, command, kind, ending):
    kinesis = started()
    key_id = ring.create("--alias", "alias/orders")
    expected = (kind, arn_of(f"key/{key_id}") + ending)
    put(kinesis, b"clear")
    encrypt(kinesis, "alias/orders")
    put(kinesis, b"encrypted")
    ring.run(*command, key_id)
    assert refused(kinesis, put, kinesis=kinesis, data=b"x") == expected
    assert refused(kinesis, kinesis.put_records, StreamName="s",
                   Records=[{"PartitionKey": "k", "Data": b"x"}]) == expected
    # The clear record before it is given out; then it is the encrypted one's turn.
    page = kinesis.get_records(ShardIterator=iterator(kinesis, "s"))
    assert data_of(page["Records"]) == [b"clear"]
    assert refused_read(kinesis, page["NextShardIterator"]) == expected
    assert refused_start(kinesis, key_id) == expected
    assert described(kinesis)["KeyId"] == "alias/orders"
    # Neither a restart nor another key changes that.
    started.server.kill()
    started.server.start()
    encrypt(kinesis)
    put(kinesis, b"under another key")
    assert refused_read(kinesis, page["NextShardIterator"]) == expected
    ring.run("enable", key_id)
    assert data_of(read_shard(kinesis, "s")) == [b"clear", b"encrypted", b"under another key"]


def test_a_key_that_is_gone(started, ring):
    kinesis = started()
    key_id = ring.create()
    encrypt(kinesis, key_id)
    put(kinesis, b"lost")
    ring.run("delete", key_id)
    weir("key", "delete", key_id, "--now", "--data", ring.data)
    expected = ("KMSNotFoundException", f"Key '{arn_of(f'key/{key_id}')}' does not exist")
    assert refused(kinesis, put, kinesis=kinesis, data=b"x") == expected
    assert refused_read(kinesis, iterator(kinesis, "s")) == expected
    assert refused_start(kinesis, key_id) == expected
    # Encryption can be stopped without it, by the name it was started with.
    stop(kinesis, key_id)
    after = put(kinesis, b"goes on")["SequenceNumber"]
    start = iterator(kinesis, "s", kind="AT_SEQUENCE_NUMBER", StartingSequenceNumber=after)
    assert data_of(kinesis.get_records(ShardIterator=start)["Records"]) == [b"goes on"]


# A server whose keyring is lost starts, serves what is clear, and says which key it misses. `weir
# check` needs no keys at all.
def test_a_keyring_that_is_lost(started, ring, weir_data, tmp_path):
    kinesis = started()
    put(kinesis, b"clear")
    encrypt(kinesis)
    put(kinesis, b"encrypted")
    key_id = ring.run("list")[0]["id"]
    started.server.stop()
    shutil.move(weir_data / "keyring", tmp_path / "elsewhere")
    assert weir("check", weir_data).returncode == 0
    started.server.start()
    page = kinesis.get_records(ShardIterator=iterator(kinesis, "s"))
    assert data_of(page["Records"]) == [b"clear"]
    missing = ("KMSNotFoundException", f"Key '{arn_of(f'key/{key_id}')}' does not exist")
    assert refused_read(kinesis, page["NextShardIterator"]) == missing
    # A new key of the same alias is another key.
    encrypt(kinesis)
    put(kinesis, b"new")
    assert refused_read(kinesis, page["NextShardIterator"]) == missing
    started.server.stop()
    started.server.start("--keyring", str(tmp_path / "elsewhere"))
    page = kinesis.get_records(ShardIterator=page["NextShardIterator"])
    assert data_of(page["Records"]) == [b"encrypted"]


# A key by each of its names. DescribeStream says it as it was given.
def test_every_name_of_a_key(started, ring):
    kinesis = started()
    key_id = ring.create("--alias", "alias/orders")
    for name in (key_id, arn_of(f"key/{key_id}"), "alias/orders", arn_of("alias/orders"), MANAGED,
                 arn_of(MANAGED)):
        encrypt(kinesis, name)
        assert described(kinesis)["KeyId"] == name
        put(kinesis, name.encode())
    assert len(read_shard(kinesis, "s")) == 6


@pytest.mark.parametrize("key_id, expected", [
    ("orders", ("KMSNotFoundException", "Invalid keyId 'orders'")),
    (UNKNOWN_ID, ("KMSNotFoundException", f"Key '{arn_of('key/' + UNKNOWN_ID)}' does not exist")),
    (arn_of("key/" + UNKNOWN_ID),
     ("KMSNotFoundException", f"Key '{arn_of('key/' + UNKNOWN_ID)}' does not exist")),
    ("alias/none", ("KMSNotFoundException", f"Alias {arn_of('alias/none')} is not found.")),
    (arn_of("alias/none"), ("KMSNotFoundException", f"Alias {arn_of('alias/none')} is not found.")),
    ("alias/aws/s3", ("KMSNotFoundException", f"Alias {arn_of('alias/aws/s3')} is not found.")),
    (arn_of("alias/mine", region="eu-west-1"), ("KMSNotFoundException", "Invalid arn eu-west-1")),
    (arn_of("key/nonsense"), ("KMSNotFoundException", f"Invalid keyId '{arn_of('key/nonsense')}'")),
    ("arn:aws:kinesis:us-east-1:000000000000:stream/s",
     ("KMSNotFoundException", "Invalid keyId 'arn:aws:kinesis:us-east-1:000000000000:stream/s'")),
    (arn_of("alias/mine", account="444455556666"),
     ("KMSAccessDeniedException",
      f"Account {ACCOUNT} may not use {arn_of('alias/mine', account='444455556666')}, which "
      "belongs to another account.")),
], ids=lambda value: value if isinstance(value, str) else value[0])
def test_what_is_no_key_of_the_account(server, kinesis, new_stream, key_id, expected):
    name = new_stream()
    assert refused(kinesis, kinesis.start_stream_encryption, StreamName=name, EncryptionType="KMS",
                   KeyId=key_id) == expected
    stream = kinesis.describe_stream(StreamName=name)["StreamDescription"]
    assert (stream["StreamStatus"], stream["EncryptionType"]) == ("ACTIVE", "NONE")


@pytest.mark.parametrize("operation", ["start_stream_encryption", "stop_stream_encryption"])
def test_what_both_operations_refuse(kinesis, server, new_stream, operation):
    call = getattr(kinesis, operation)
    name = new_stream()
    kind, _ = refused(kinesis, call, StreamName=name, EncryptionType="NONE", KeyId=MANAGED)
    assert kind == "InvalidArgumentException"
    assert refused(kinesis, call, StreamName="no-such-stream", EncryptionType="KMS",
                   KeyId=MANAGED) == (
        "ResourceNotFoundException",
        f"Stream no-such-stream under account {server.account} not found.")
    kind, message = refused(kinesis, call, StreamName=name, EncryptionType="AES", KeyId="")
    assert kind == "ValidationException" and message.startswith("2 validation errors detected: ")


# Stopping what is not encrypted changes nothing; a key that it is not encrypted under is refused.
def test_stopping_needs_the_key_of_the_stream(started, ring):
    kinesis = started()
    stop(kinesis, "alias/whatever")
    key_id = ring.create("--alias", "alias/orders")
    encrypt(kinesis, "alias/orders")
    kind, message = refused(kinesis, stop, kinesis=kinesis, key_id=MANAGED)
    assert kind == "InvalidArgumentException" and "alias/orders" in message
    assert described(kinesis)["EncryptionType"] == "KMS"
    stop(kinesis, arn_of(f"key/{key_id}"))
    assert described(kinesis)["EncryptionType"] == "NONE"


# A second start: another key, or a new version of the same, is a new data key; the same changes
# nothing, not even for a moment.
def test_a_second_start(started, ring, held_clock):
    kinesis = started("--transition-time", "9s", clock=held_clock)
    first, second = ring.create(), ring.create()

    def settle():
        held_clock.pass_by(9)
        kinesis.get_waiter("stream_exists").wait(StreamName="s",
                                                 WaiterConfig={"Delay": 0.05, "MaxAttempts": 600})

    encrypt(kinesis, first)
    assert described(kinesis)["StreamStatus"] == "UPDATING"
    in_use = ("ResourceInUseException",
              f"Stream s under account {ACCOUNT} not ACTIVE, instead in state UPDATING")
    assert refused_start(kinesis, second) == in_use
    assert refused(kinesis, stop, kinesis=kinesis, key_id=first) == in_use
    # Puts and reads go on meanwhile.
    assert put(kinesis, b"1")["EncryptionType"] == "KMS"
    assert data_of(read_shard(kinesis, "s")) == [b"1"]
    settle()
    encrypt(kinesis, first)
    assert described(kinesis)["StreamStatus"] == "ACTIVE"
    ring.run("rotate", first)
    encrypt(kinesis, first)
    assert described(kinesis)["StreamStatus"] == "UPDATING"
    settle()
    put(kinesis, b"2")
    encrypt(kinesis, second)
    settle()
    put(kinesis, b"3")
    assert data_of(read_shard(kinesis, "s")) == [b"1", b"2", b"3"]
    ring.run("disable", first)
    kind, _ = refused_read(kinesis, iterator(kinesis, "s"))
    assert kind == "KMSDisabledException"
    put(kinesis, b"4")


def test_twenty_five_starts_and_stops_a_day(started, ring):
    kinesis = started()
    for _ in range(25):
        encrypt(kinesis)
        stop(kinesis)
    kind, message = refused_start(kinesis, MANAGED)
    assert kind == "LimitExceededException" and "25 times in the last 24 hours" in message


# The shards of a stream that splits keep its encryption, and what the parent holds stays readable.
def test_resharding_an_encrypted_stream(started):
    kinesis = started()
    encrypt(kinesis)
    put(kinesis, b"parent")
    kinesis.split_shard(StreamName="s", ShardToSplit="shardId-000000000000",
                        NewStartingHashKey=str(2 ** 127))
    kinesis.put_records(StreamName="s", Records=[
        {"PartitionKey": str(number), "Data": b"child"} for number in range(20)])
    started.server.kill()
    started.server.start()
    assert data_of(read_shard(kinesis, "s", 0)) == [b"parent"]
    children = read_shard(kinesis, "s", 1) + read_shard(kinesis, "s", 2)
    assert data_of(children) == [b"child"] * 20
    assert {record["EncryptionType"] for record in children} == {"KMS"}


# The largest record, and the empty one; and what the limit of a record counts is not the cipher.
def test_the_largest_and_the_smallest_record(started):
    kinesis = started("--no-limits")
    encrypt(kinesis)
    largest = b"x" * ((1 << 20) - 1)
    put(kinesis, largest)
    put(kinesis, b"")
    kind, _ = refused(kinesis, put, kinesis=kinesis, data=largest + b"y")
    assert kind == "InvalidArgumentException"
    assert data_of(read_shard(kinesis, "s")) == [largest, b""]


# Subscriptions get clear records too; one that comes to a record whose key is stopped ends with the
# reason.
def test_encrypted_records_are_pushed(started, ring):
    kinesis = started()
    key_id = ring.create()
    stream_arn = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/s"

    def consumer(name):
        return kinesis.register_stream_consumer(
            StreamARN=stream_arn, ConsumerName=name)["Consumer"]["ConsumerARN"]

    put(kinesis, b"clear")
    encrypt(kinesis, key_id)
    first = consumer("first")
    reader = Subscription(kinesis, first, Type="TRIM_HORIZON")
    put(kinesis, b"encrypted", key="a key")
    assert reader.wait_for_records(2) == ["clear", "encrypted"]
    records = [record for event in reader.events for record in event["Records"]]
    assert [record.get("EncryptionType") for record in records] == [None, "KMS"]
    assert records[1]["PartitionKey"] == "a key"
    ring.run("disable", key_id)
    late = Subscription(kinesis, consumer("late"), Type="TRIM_HORIZON")
    late.wait_for_end()
    assert late.data() == ["clear"]
    error = late.error.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "KMSDisabledException", arn_of(f"key/{key_id}") + " is disabled.")
    kinesis.deregister_stream_consumer(ConsumerARN=first)
    while Subscription.opened:
        Subscription.opened.pop().close()


# A key of one's own is for those whose policies say so; the server's own is for everybody who may
# use the stream.
def test_who_may_use_a_key(house, weir_data):
    ring = Ring(weir_data)
    key_id = ring.create("--alias", "alias/orders")
    arn = arn_of(f"key/{key_id}")
    keys = house.user("alice", document(statement("kinesis:*")))
    kinesis = house.as_user(keys)

    def start(key, who=kinesis):
        who.start_stream_encryption(StreamName="orders", EncryptionType="KMS", KeyId=key)

    def may(*actions):
        house.iam.put_user_policy(UserName="alice", PolicyName="keys",
                                  PolicyDocument=document(statement(list(actions), arn)))

    def denied(action):
        return ("KMSAccessDeniedException",
                f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: "
                f"kms:{action} on resource: {arn} because no identity-based policy allows the "
                f"kms:{action} action")

    start(MANAGED)
    put(kinesis, b"1", "orders")
    assert len(read_shard(kinesis, "orders")) == 1
    assert refused(kinesis, start, key="alias/orders") == denied("GenerateDataKey")
    start("alias/orders", house.kinesis)
    assert refused(kinesis, put, kinesis=kinesis, data=b"x", stream="orders") == denied(
        "GenerateDataKey")
    assert refused(kinesis, kinesis.put_records, StreamName="orders",
                   Records=[{"PartitionKey": "k", "Data": b"x"}]) == denied("GenerateDataKey")
    may("kms:GenerateDataKey")
    put(kinesis, b"2", "orders")
    assert refused_read(kinesis, iterator(kinesis, "orders")) == denied("Decrypt")
    may("kms:Decrypt")
    assert data_of(read_shard(kinesis, "orders")) == [b"1", b"2"]


# Whoever is sent records must be allowed to decrypt them, too.
def test_who_may_be_sent_encrypted_records(house, weir_data):
    key_id = Ring(weir_data).create()
    house.kinesis.start_stream_encryption(StreamName="orders", EncryptionType="KMS", KeyId=key_id)
    put(house.kinesis, b"1", "orders")
    consumer = house.kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders",
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    kinesis = house.as_user(house.user("alice", document(statement("kinesis:*"))))
    arguments = {"ConsumerARN": consumer, "ShardId": "shardId-000000000000",
                 "StartingPosition": {"Type": "TRIM_HORIZON"}}
    assert refused(kinesis, kinesis.subscribe_to_shard, **arguments) == (
        "KMSAccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: kms:Decrypt on "
        f"resource: {arn_of(f'key/{key_id}')} because no identity-based policy allows the "
        "kms:Decrypt action")
    house.iam.put_user_policy(UserName="alice", PolicyName="keys", PolicyDocument=document(
        statement("kms:Decrypt", arn_of(f"key/{key_id}"))))
    reader = Subscription(kinesis, consumer, Type="TRIM_HORIZON")
    assert reader.wait_for_records(1) == ["1"]
    house.kinesis.deregister_stream_consumer(ConsumerARN=consumer)
    reader.wait_for_end()


# Nothing of an encrypted stream is in the audit log but the calls. The server stops first: entries are
# written a moment after their call was answered, and a stop waits for them.
def test_calls_are_audited(started, weir_data):
    kinesis = started()
    encrypt(kinesis)
    stop(kinesis)
    started.server.stop()
    lines = [json.loads(line) for line in (weir_data / "audit.log").read_text().splitlines()]
    assert [line["operation"] for line in lines if "Encryption" in line["operation"]] == [
        "StartStreamEncryption", "StopStreamEncryption"]

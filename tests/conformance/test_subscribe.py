"""SubscribeToShard, over HTTP/1.1, read by botocore's event stream."""
import datetime
import threading

import pytest

from reading import shard_id
from test_resharding import split
from test_streams import refused

SHARD = shard_id(0)


class Subscription:
    """A subscription that a thread reads, so that a test can wait for what comes."""

    opened = []

    def __init__(self, client, arn, shard=SHARD, **position):
        self.events = []
        self.error = None
        self.has_ended = False
        self._changed = threading.Condition()
        self.stream = client.subscribe_to_shard(
            ConsumerARN=arn, ShardId=shard,
            StartingPosition=position or {"Type": "LATEST"})["EventStream"]
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.opened.append(self)

    def _read(self):
        try:
            for event in self.stream:
                with self._changed:
                    self.events.append(event["SubscribeToShardEvent"])
                    self._changed.notify_all()
        except Exception as error:  # noqa: BLE001: whatever ended it is what the test asks for.
            self.error = error
        self.stream.close()
        with self._changed:
            self.has_ended = True
            self._changed.notify_all()

    def close(self):
        """Waits for the end that a test has brought about."""
        self._thread.join(60)
        assert not self._thread.is_alive()

    def wait(self, condition, seconds=60):
        with self._changed:
            assert self._changed.wait_for(condition, seconds), self.events

    def wait_for_records(self, count):
        self.wait(lambda: len(self.data()) >= count)
        return self.data()

    def wait_for_end(self, seconds=60):
        self.wait(lambda: self.has_ended, seconds)

    def data(self):
        return [record["Data"].decode() for event in self.events for record in event["Records"]]


@pytest.fixture
def name(new_stream):
    return new_stream()


@pytest.fixture
def consumer(kinesis, server, name, unique):
    """consumer(): the ARN of a new consumer of the test's stream."""
    def register():
        arn = f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"
        return kinesis.register_stream_consumer(
            StreamARN=arn, ConsumerName=unique())["Consumer"]["ConsumerARN"]
    yield register
    kinesis.delete_stream(StreamName=name, EnforceConsumerDeletion=True)
    while Subscription.opened:
        Subscription.opened.pop().close()


def put(kinesis, name, *texts):
    for text in texts:
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=text.encode())


def test_records_are_pushed_as_they_come(kinesis, name, consumer):
    reader = Subscription(kinesis, consumer())
    reader.wait(lambda: reader.events)  # Where it begins, before anything is put.
    put(kinesis, name, "one", "two", "three")
    assert reader.wait_for_records(3) == ["one", "two", "three"]
    record = reader.events[-1]["Records"][-1]
    # No EncryptionType where nothing is encrypted.
    assert set(record) == {"SequenceNumber", "ApproximateArrivalTimestamp", "Data", "PartitionKey"}
    age = datetime.datetime.now(datetime.UTC) - record["ApproximateArrivalTimestamp"]
    assert abs(age) < datetime.timedelta(seconds=60)
    assert all("ChildShards" not in event for event in reader.events)
    assert reader.events[-1]["MillisBehindLatest"] == 0


def test_every_starting_position_begins_where_an_iterator_would(kinesis, name, consumer):
    put(kinesis, name, "a", "b", "c")
    first = Subscription(kinesis, consumer(), Type="TRIM_HORIZON")
    assert first.wait_for_records(3) == ["a", "b", "c"]
    records = [record for event in first.events for record in event["Records"]]
    second = records[1]["SequenceNumber"]
    next_number = first.events[-1]["ContinuationSequenceNumber"]
    put(kinesis, name, "d")
    for position, expected in (
            ({"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": second}, ["b", "c", "d"]),
            ({"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": second}, ["c", "d"]),
            ({"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": next_number}, ["d"]),
            ({"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": next_number}, ["d"]),
            ({"Type": "AT_TIMESTAMP",
              "Timestamp": records[0]["ApproximateArrivalTimestamp"]}, ["a", "b", "c", "d"])):
        reader = Subscription(kinesis, consumer(), **position)
        assert reader.wait_for_records(len(expected)) == expected, position
    # A continuation is good for GetShardIterator too.
    iterator = kinesis.get_shard_iterator(
        StreamName=name, ShardId=SHARD, ShardIteratorType="AFTER_SEQUENCE_NUMBER",
        StartingSequenceNumber=next_number)["ShardIterator"]
    assert [record["Data"] for record in
            kinesis.get_records(ShardIterator=iterator)["Records"]] == [b"d"]


# Errors before the stream begins are ordinary answers, not events.
def test_what_cannot_begin_is_refused_by_an_ordinary_answer(kinesis, name, consumer):
    arn = consumer()
    latest = {"Type": "LATEST"}
    for arguments, code in (
            ({"ConsumerARN": arn + "1", "ShardId": SHARD, "StartingPosition": latest},
             "ResourceNotFoundException"),
            ({"ConsumerARN": arn, "ShardId": shard_id(7), "StartingPosition": latest},
             "ResourceNotFoundException"),
            ({"ConsumerARN": arn, "ShardId": "nonsense", "StartingPosition": latest},
             "ResourceNotFoundException"),
            ({"ConsumerARN": arn, "ShardId": SHARD,
              "StartingPosition": {"Type": "AT_SEQUENCE_NUMBER"}}, "InvalidArgumentException"),
            ({"ConsumerARN": arn, "ShardId": SHARD,
              "StartingPosition": {"Type": "LATEST", "SequenceNumber": "1"}},
             "InvalidArgumentException"),
            ({"ConsumerARN": arn, "ShardId": SHARD, "StartingPosition": {"Type": "AT_TIMESTAMP"}},
             "InvalidArgumentException"),
            ({"ConsumerARN": arn, "ShardId": SHARD, "StartingPosition": {"Type": "SOMEWHERE"}},
             "ValidationException"),
            ({"ConsumerARN": arn, "ShardId": SHARD}, "ValidationException"),
            ({"ConsumerARN": "no arn", "ShardId": SHARD, "StartingPosition": latest},
             "ValidationException")):
        assert refused(kinesis, kinesis.subscribe_to_shard, **arguments)[0] == code, arguments


def test_deregistering_ends_the_subscription(kinesis, consumer):
    arn = consumer()
    reader = Subscription(kinesis, arn)
    reader.wait(lambda: reader.events)
    kinesis.deregister_stream_consumer(ConsumerARN=arn)
    reader.wait_for_end()
    assert "ResourceNotFoundException" in str(reader.error)


# Nothing is lost or doubled while shards change: every reader goes on where its shard ended.
def test_resharding_is_followed_through_child_shards(kinesis, name, consumer):
    arn = consumer()
    readers = {SHARD: Subscription(kinesis, arn, Type="TRIM_HORIZON")}
    put(kinesis, name, *(f"before-{number}" for number in range(20)))
    split(kinesis, name, SHARD, 1 << 127)
    for number in range(20):
        kinesis.put_record(StreamName=name, PartitionKey=f"key-{number}",
                           Data=f"after-{number}".encode())
    readers[SHARD].wait_for_end()
    assert readers[SHARD].error is None
    last = readers[SHARD].events[-1]
    assert "ContinuationSequenceNumber" not in last
    children = [child["ShardId"] for child in last["ChildShards"]]
    assert children == [shard_id(1), shard_id(2)]
    assert all(child["ParentShards"] == [SHARD] for child in last["ChildShards"])
    for child in children:
        readers[child] = Subscription(kinesis, arn, child, Type="TRIM_HORIZON")
    kinesis.merge_shards(StreamName=name, ShardToMerge=children[0],
                         AdjacentShardToMerge=children[1])
    for child in children:
        readers[child].wait_for_end()
        merged = readers[child].events[-1]["ChildShards"]
        assert [(shard["ShardId"], shard["ParentShards"]) for shard in merged] == [
            (shard_id(3), children)]
    seen = [text for reader in readers.values() for text in reader.data()]
    assert sorted(seen) == sorted([f"before-{number}" for number in range(20)] +
                                  [f"after-{number}" for number in range(20)])


# A server that stops ends its subscriptions so that clients see an end, not a broken connection.
def test_a_server_that_stops_ends_subscriptions_cleanly(start_weir, client_of):
    server = start_weir("--drain-timeout", "1h")
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    arn = kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{server.region}:{server.account}:stream/orders",
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    reader = Subscription(kinesis, arn)
    reader.wait(lambda: reader.events)
    assert server.stop() == 0  # Which waits for a minute at most.
    reader.wait_for_end()
    assert reader.error is None


# Amazon's rule of one call a second stands before the one of five seconds.
def test_a_consumer_and_shard_are_subscribed_to_once_a_second(start_weir, client_of, held_clock):
    latest = {"ShardId": SHARD, "StartingPosition": {"Type": "LATEST"}}
    faithful = start_weir(faithful=True, **held_clock.variables)
    kinesis = client_of(faithful)
    kinesis.create_stream(StreamName="orders", ShardCount=2)
    stream = f"arn:aws:kinesis:{faithful.region}:{faithful.account}:stream/orders"
    first, second = (kinesis.register_stream_consumer(
        StreamARN=stream, ConsumerName=name)["Consumer"]["ConsumerARN"] for name in ("a", "b"))
    kinesis.subscribe_to_shard(ConsumerARN=first, **latest)["EventStream"].close()
    # Another consumer and another shard have rates of their own.
    kinesis.subscribe_to_shard(ConsumerARN=second, **latest)["EventStream"].close()
    kinesis.subscribe_to_shard(ConsumerARN=first, ShardId=shard_id(1),
                               StartingPosition={"Type": "LATEST"})["EventStream"].close()
    def refused_call():
        return refused(kinesis, kinesis.subscribe_to_shard, ConsumerARN=first, **latest)

    assert refused_call() == ("LimitExceededException",
                              f"Rate exceeded for consumer {first} and shard {SHARD}.")
    held_clock.pass_by(1)
    assert refused_call()[0] == "ResourceInUseException"
    held_clock.pass_by(3.9)
    assert refused_call()[0] == "ResourceInUseException"
    held_clock.pass_by(1)
    kinesis.subscribe_to_shard(ConsumerARN=first, **latest)["EventStream"].close()


@pytest.fixture
def held(start_weir, client_of, held_clock):
    """A client of a server for which no time passes, with the stream "orders" and a consumer of it."""
    server = start_weir("--shard-write-bytes", str(1 << 30), **held_clock.variables)
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    consumer = kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{server.region}:{server.account}:stream/orders",
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    yield kinesis, consumer
    kinesis.delete_stream(StreamName="orders", EnforceConsumerDeletion=True)
    while Subscription.opened:
        Subscription.opened.pop().close()


def test_another_call_is_refused_for_five_seconds_and_then_takes_over(held, held_clock):
    kinesis, arn = held
    first = Subscription(kinesis, arn)

    def refused_call():
        return refused(kinesis, kinesis.subscribe_to_shard, ConsumerARN=arn, ShardId=SHARD,
                       StartingPosition={"Type": "LATEST"})

    code, message = refused_call()
    assert code == "ResourceInUseException"
    assert message.startswith("Another active subscription exists for this consumer: ")
    held_clock.pass_by(4.9)
    assert refused_call() == (code, message)
    assert not first.has_ended
    held_clock.pass_by(0.1)
    second = Subscription(kinesis, arn)
    first.wait_for_end()
    assert "Another active subscription" in str(first.error)
    put(kinesis, "orders", "for the second")
    assert second.wait_for_records(1) == ["for the second"]


# A consumer is sent two mebibytes a second of a shard, with a second's worth at once; and each event
# says how old its last record is, as long as there are more.
def test_a_consumer_has_two_mebibytes_a_second(held, held_clock):
    kinesis, consumer = held
    for _ in range(7):
        kinesis.put_record(StreamName="orders", PartitionKey="k", Data=b"x" * ((1 << 20) - 1))
    held_clock.pass_by(10)
    reader = Subscription(kinesis, consumer, Type="TRIM_HORIZON")
    for count, age in ((2, 10_000), (4, 11_000), (6, 12_000)):
        reader.wait_for_records(count)
        for _ in range(10):
            kinesis.list_streams()  # Time enough for what must not come.
        assert len(reader.data()) == count
        assert reader.events[-1]["MillisBehindLatest"] == age
        held_clock.pass_by(1)
    reader.wait_for_records(7)
    assert reader.events[-1]["MillisBehindLatest"] == 0


# An event without records says so too: how old the last record was that the consumer was given.
def test_an_event_without_records_says_how_far_behind(start_weir, client_of, held_clock):
    server = start_weir("--shard-write-bytes", str(1 << 30), "--consumer-read-bytes", "100000",
                        **held_clock.variables)
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    consumer = kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{server.region}:{server.account}:stream/orders",
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    for _ in range(2):
        kinesis.put_record(StreamName="orders", PartitionKey="k", Data=b"x" * 1_000_000)
    held_clock.pass_by(1)
    reader = Subscription(kinesis, consumer, Type="TRIM_HORIZON")
    reader.wait_for_records(1)  # Which takes what it may have in ten seconds.
    count = len(reader.events)
    held_clock.pass_by(5)
    reader.wait(lambda: len(reader.events) > count)
    assert (reader.events[-1]["Records"], reader.events[-1]["MillisBehindLatest"]) == ([], 6_000)
    held_clock.pass_by(5)
    reader.wait_for_records(2)
    kinesis.deregister_stream_consumer(ConsumerARN=consumer)
    reader.close()
    Subscription.opened.remove(reader)


# A dry run says what would come of it, and takes nothing: the next call is the first one.
def test_a_dry_run_subscribes_to_nothing(held):
    kinesis, consumer = held
    for _ in range(2):
        assert refused(kinesis, kinesis.subscribe_to_shard, ConsumerARN=consumer, ShardId=SHARD,
                       StartingPosition={"Type": "LATEST"},
                       DryRun=True)[0] == "DryRunOperationException"
    reader = Subscription(kinesis, consumer)
    reader.wait(lambda: reader.events)


# Clients take a subscription for dead that says nothing: every five seconds there is an event.
def test_a_subscription_is_never_silent_for_long(held, held_clock):
    kinesis, consumer = held
    reader = Subscription(kinesis, consumer)
    for count in range(1, 4):
        reader.wait(lambda: len(reader.events) == count)  # noqa: B023: waited for here.
        assert (reader.events[-1]["Records"], reader.events[-1]["MillisBehindLatest"]) == ([], 0)
        assert reader.events[-1]["ContinuationSequenceNumber"]
        held_clock.pass_by(4)
        for _ in range(10):
            kinesis.list_streams()
        assert len(reader.events) == count
        held_clock.pass_by(1)


# With the advantage an on-demand stream has fifty consumers.
def test_the_advantage_gives_more_consumers(start_weir, client_of):
    server = start_weir()
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="s", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    stream = f"arn:aws:kinesis:{server.region}:{server.account}:stream/s"

    def register(number):
        return kinesis.register_stream_consumer(StreamARN=stream, ConsumerName=f"c{number}")

    for number in range(20):
        register(number)
    assert refused(kinesis, register, number=20)[0] == "LimitExceededException"
    kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    for number in range(20, 50):
        register(number)
    assert refused(kinesis, register, number=50)[0] == "LimitExceededException"

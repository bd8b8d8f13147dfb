"""Random sequences of operations, each answer compared with what a model of the service predicts.

A failing sequence is shrunk and printed as a short program. The gate runs the same sequences each
time, `./dev model` others; --hypothesis-seed=N repeats a run.

Every sequence has a region of its own, so that it begins with nothing.
"""
import base64
import itertools
import os
import time

import hypothesis
import hypothesis.strategies as st
import pytest
from hypothesis import stateful

from service_model import HASH_KEYS, Model, Record, Refused, shard_id
from signed_requests import RawClient
from weir_process import WeirProcess

ACCOUNT = "000000000000"
SEQUENCES = int(os.environ.get("WEIR_MODEL_SEQUENCES", "60"))
STEPS = 60
PATIENCE_SECONDS = 60

NAMES = st.sampled_from(["a", "a", "a", "b", "b", "orders.v2"])
CHOICES = st.integers(0, 1000)  # Of a shard: see shard_index().
PARTITION_KEYS = st.sampled_from(["", "k", "customer-7", "ключ", "x" * 256]).filter(bool)
EXPLICIT_KEYS = st.none() | st.sampled_from([0, 1, HASH_KEYS // 3, HASH_KEYS // 2, HASH_KEYS - 1])
DATA = st.binary(max_size=40)
CONSUMERS = st.sampled_from(["billing", "fraud", "search"])

server = None  # The one that all sequences share; set by the fixture below.
regions = itertools.count(1)
steps = itertools.count()  # Operations whose answers were compared.




class Service(stateful.RuleBasedStateMachine):
    readers = stateful.Bundle("readers")

    def __init__(self):
        super().__init__()
        self.region = f"model-{next(regions)}"
        self.model = Model(ACCOUNT)
        self.client = RawClient(server.address)

    def teardown(self):
        try:
            self.everything_is_as_predicted()
            for stream in list(self.model.streams.values()):
                for shard in stream.shards:
                    self.read_whole_shard(stream, shard)
        finally:
            self.client.close()

    # --- Speaking to the server.

    def call(self, operation, **arguments):
        """The answer's members, or Refused."""
        next(steps)
        answer = self.client.call(operation, arguments, region=self.region)
        if answer.status == 200:
            return answer.json if answer.body else {}
        return Refused(answer.error_type, answer.message)

    def expect_refusal(self, expected, answer):
        """True if a refusal was due, which then came."""
        if not isinstance(expected, Refused):
            assert not isinstance(answer, Refused), answer
            return False
        assert isinstance(answer, Refused), f"{expected} was due"
        assert answer.kind == expected.kind, answer
        if expected.message is not None:
            assert answer.message == expected.message
        return True

    def until_it_settles(self, name):
        """Waits until the stream is ACTIVE or gone. It asks, since a client has no other way."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            answer = self.call("DescribeStreamSummary", StreamName=name)
            if isinstance(answer, Refused):
                return
            if answer["StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE":
                return
        raise AssertionError(f"{name} does not settle: {answer}")

    def shapes(self, name):
        answer = self.call("ListShards", StreamName=name)
        if isinstance(answer, Refused):
            return answer
        assert "NextToken" not in answer
        shapes = []
        for shard in answer["Shards"]:
            ends = shard["HashKeyRange"]
            parents = [shard[member] for member in ("ParentShardId", "AdjacentParentShardId")
                       if member in shard]
            shapes.append((shard["ShardId"], int(ends["StartingHashKey"]),
                           int(ends["EndingHashKey"]), tuple(parents),
                           "EndingSequenceNumber" not in shard["SequenceNumberRange"]))
        return shapes

    def shard_index(self, name, choice):
        """Mostly an open shard; sometimes one that is closed, or is not there."""
        stream = self.model.streams.get(name)
        if stream is None:
            return choice % 3
        if choice % 4 == 0:
            return choice // 4 % (len(stream.shards) + 1)
        shards = stream.open_shards()
        return shards[choice % len(shards)].index

    # --- Streams.

    @stateful.initialize(counts=st.tuples(st.integers(1, 4), st.integers(1, 4)))
    def begin_with_two_streams(self, counts):
        for name, count in zip(("a", "b"), counts):
            self.create_stream(name, count)

    @stateful.rule(name=NAMES, count=st.integers(1, 5))
    def create_stream(self, name, count):
        expected = self.model.create_stream(name, count)
        self.expect_refusal(expected, self.call("CreateStream", StreamName=name, ShardCount=count))
        self.until_it_settles(name)

    @stateful.rule(name=NAMES, whether=st.integers(0, 7), with_consumers=st.booleans())
    def delete_stream(self, name, whether, with_consumers):
        if whether:
            return  # One time in eight: otherwise no stream would ever grow old.
        expected = self.model.delete_stream(name, with_consumers)
        self.expect_refusal(expected, self.call("DeleteStream", StreamName=name,
                                                EnforceConsumerDeletion=with_consumers))
        self.until_it_settles(name)

    @stateful.rule(name=NAMES, hours=st.sampled_from([23, 24, 25, 48, 8760, 8761]),
                   longer=st.booleans())
    def change_retention(self, name, hours, longer):
        expected = self.model.change_retention(name, hours, longer)
        operation = f"{'Increase' if longer else 'Decrease'}StreamRetentionPeriod"
        self.expect_refusal(
            expected, self.call(operation, StreamName=name, RetentionPeriodHours=hours))
        self.until_it_settles(name)

    @stateful.rule(name=NAMES, encrypt=st.booleans())
    def change_encryption(self, name, encrypt):
        expected = self.model.change_encryption(name, encrypt)
        operation = f"{'Start' if encrypt else 'Stop'}StreamEncryption"
        self.expect_refusal(expected, self.call(operation, StreamName=name, EncryptionType="KMS",
                                                KeyId="alias/aws/kinesis"))
        self.until_it_settles(name)

    @stateful.rule()
    def everything_is_as_predicted(self):
        names = self.call("ListStreams")
        assert names["StreamNames"] == self.model.list_streams()
        assert names["HasMoreStreams"] is False
        for name in ("a", "b", "orders.v2"):
            expected = self.model.list_shards(name)
            answer = self.shapes(name)
            if not self.expect_refusal(expected, answer):
                assert answer == expected
            expected = self.model.describe(name)
            answer = self.call("DescribeStreamSummary", StreamName=name)
            if not self.expect_refusal(expected, answer):
                summary = answer["StreamDescriptionSummary"]
                assert expected == (summary["StreamStatus"], summary["OpenShardCount"],
                                    summary["RetentionPeriodHours"], summary["EncryptionType"],
                                    summary["ConsumerCount"])
            expected = self.model.list_consumers(name)
            answer = self.call("ListStreamConsumers", StreamARN=self.arn(name))
            if not self.expect_refusal(expected, answer):
                assert sorted(each["ConsumerName"] for each in answer["Consumers"]) == expected

    # --- Consumers.

    def arn(self, name):
        return f"arn:aws:kinesis:{self.region}:{ACCOUNT}:stream/{name}"

    def until_consumer_settles(self, name, consumer):
        """Waits until it is ACTIVE or gone."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            answer = self.call("DescribeStreamConsumer", StreamARN=self.arn(name),
                               ConsumerName=consumer)
            if isinstance(answer, Refused):
                return
            if answer["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE":
                return
        raise AssertionError(f"{consumer} of {name} does not settle: {answer}")

    @stateful.rule(name=NAMES, consumer=CONSUMERS)
    def register_consumer(self, name, consumer):
        expected = self.model.register_consumer(name, consumer)
        answer = self.call("RegisterStreamConsumer", StreamARN=self.arn(name),
                           ConsumerName=consumer)
        if not self.expect_refusal(expected, answer):
            assert answer["Consumer"]["ConsumerName"] == consumer
        self.until_consumer_settles(name, consumer)

    @stateful.rule(name=NAMES, consumer=CONSUMERS)
    def deregister_consumer(self, name, consumer):
        expected = self.model.deregister_consumer(name, consumer)
        self.expect_refusal(expected, self.call(
            "DeregisterStreamConsumer", StreamARN=self.arn(name), ConsumerName=consumer))
        self.until_consumer_settles(name, consumer)

    @stateful.rule(name=NAMES, consumer=CONSUMERS)
    def describe_consumer(self, name, consumer):
        expected = self.model.find_consumer(name, consumer)
        answer = self.call("DescribeStreamConsumer", StreamARN=self.arn(name),
                           ConsumerName=consumer)
        if not self.expect_refusal(expected, answer):
            description = answer["ConsumerDescription"]
            assert description["ConsumerStatus"] == "ACTIVE"
            assert description["StreamARN"] == self.arn(name)

    # --- Records.

    def take(self, shard, answer, partition_key, data, encryption_type):
        """Notes an acknowledged record where the model wants it."""
        assert answer["ShardId"] == shard_id(shard.index)
        number = int(answer["SequenceNumber"])
        assert not shard.records or number > shard.records[-1].sequence_number
        shard.records.append(Record(number, partition_key, data, encryption_type))

    @stateful.rule(name=NAMES, key=PARTITION_KEYS, explicit=EXPLICIT_KEYS, data=DATA)
    def put_record(self, name, key, explicit, data):
        expected = self.model.put(name, key, explicit)
        answer = self.call("PutRecord", StreamName=name, **entry(key, explicit, data))
        if not self.expect_refusal(expected, answer):
            self.take(expected, answer, key, data, self.said_of_encryption(name, answer))

    @stateful.rule(name=NAMES, entries=st.lists(st.tuples(PARTITION_KEYS, EXPLICIT_KEYS, DATA),
                                                min_size=1, max_size=12))
    def put_records(self, name, entries):
        expected = [self.model.put(name, key, explicit) for key, explicit, _ in entries]
        answer = self.call("PutRecords", StreamName=name,
                           Records=[entry(*one) for one in entries])
        if self.expect_refusal(expected[0], answer):
            return
        assert answer["FailedRecordCount"] == 0
        kind = self.said_of_encryption(name, answer)
        for shard, result, (key, _, data) in zip(expected, answer["Records"], entries, strict=True):
            self.take(shard, result, key, data, kind)

    def said_of_encryption(self, name, answer):
        kind = answer.get("EncryptionType")
        assert kind == self.model.streams[name].encryption_type
        return kind

    # --- Readers.

    @stateful.rule(target=readers, name=NAMES, place=CHOICES,
                   kind=st.sampled_from(["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER",
                                         "AFTER_SEQUENCE_NUMBER"]),
                   choice=st.integers(0, 1000))
    def open_reader(self, name, place, kind, choice):
        reader = self.reader_at(name, self.shard_index(name, place), kind, choice)
        if reader is None:
            return stateful.multiple()
        self.read_on(reader, 1 + choice % 3)
        return reader

    def reader_at(self, name, index, kind, choice):
        shard = self.model.find_shard(name, index)
        more = {}
        position = 0
        if not isinstance(shard, Refused):
            if kind.endswith("SEQUENCE_NUMBER"):
                if not shard.records:
                    return None
                position = choice % len(shard.records)
                more["StartingSequenceNumber"] = str(shard.records[position].sequence_number)
                position += kind == "AFTER_SEQUENCE_NUMBER"
            elif kind == "LATEST":
                position = len(shard.records)
        elif kind.endswith("SEQUENCE_NUMBER"):
            return None
        answer = self.call("GetShardIterator", StreamName=name, ShardId=shard_id(index),
                           ShardIteratorType=kind, **more)
        if self.expect_refusal(shard, answer):
            return None
        return {"iterator": answer["ShardIterator"], "stream": self.model.streams[name],
                "shard": shard, "position": position}

    @stateful.rule(reader=readers, limit=st.none() | st.integers(1, 5))
    def read_on(self, reader, limit):
        if reader["iterator"] is None:
            return  # The shard's end has been read.
        stream, shard = reader["stream"], reader["shard"]
        more = {"Limit": limit} if limit else {}
        answer = self.call("GetRecords", ShardIterator=reader["iterator"], **more)
        if self.model.streams.get(stream.name) is not stream:
            assert isinstance(answer, Refused)
            assert answer.kind == "ResourceNotFoundException", answer
            return
        assert not isinstance(answer, Refused), answer
        due = shard.records[reader["position"]:][:limit]
        records = [Record(int(record["SequenceNumber"]), record["PartitionKey"],
                          base64.b64decode(record["Data"]), record.get("EncryptionType"))
                   for record in answer["Records"]]
        assert records == due[:len(records)]
        assert records or not due, "records are there, and none came"
        reader["position"] += len(records)
        at_the_end = reader["position"] == len(shard.records)
        if at_the_end:
            assert answer["MillisBehindLatest"] == 0
        reader["iterator"] = answer.get("NextShardIterator")
        if reader["iterator"] is not None:
            assert "ChildShards" not in answer
            return
        assert at_the_end and not shard.is_open
        assert [child["ShardId"] for child in answer["ChildShards"]] == [
            shard_id(child.index) for child in stream.children(shard.index)]

    def read_whole_shard(self, stream, shard):
        reader = self.reader_at(stream.name, shard.index, "TRIM_HORIZON", 0)
        for _ in range(2 * len(shard.records) + 3):
            if reader["iterator"] is None or (shard.is_open
                                              and reader["position"] == len(shard.records)):
                return
            self.read_on(reader, None)
        raise AssertionError(f"{shard_id(shard.index)} of {stream.name} cannot be read to its end")

    # --- Shards.

    @stateful.rule(name=NAMES, choice=CHOICES,
                   place=st.sampled_from(["first", "first+1", "first+2", "third", "middle",
                                          "last-1", "last", "last+1"]))
    def split_shard(self, name, choice, place):
        index = self.shard_index(name, choice)
        shard = self.model.find_shard(name, index)
        key = 7 if isinstance(shard, Refused) else {
            "first": shard.first, "first+1": shard.first + 1, "first+2": shard.first + 2,
            "third": shard.first + (shard.last - shard.first) // 3,
            "middle": shard.first + (shard.last - shard.first) // 2,
            "last-1": shard.last - 1, "last": shard.last,
            "last+1": min(shard.last + 1, HASH_KEYS - 1)}[place]
        expected = self.model.split_shard(name, index, key)
        self.expect_refusal(expected, self.call(
            "SplitShard", StreamName=name, ShardToSplit=shard_id(index),
            NewStartingHashKey=str(key)))
        self.until_it_settles(name)

    @stateful.rule(name=NAMES, choice=st.integers(0, 1000))
    def merge_neighbours(self, name, choice):
        stream = self.model.streams.get(name)
        if stream is None or len(stream.open_shards()) < 2:
            return
        shards = stream.open_shards()
        place = choice % (len(shards) - 1)
        self.merge_shards(name, shards[place].index, shards[place + 1].index)

    @stateful.rule(name=NAMES, lower=CHOICES, upper=CHOICES)
    def merge_any(self, name, lower, upper):
        self.merge_shards(name, self.shard_index(name, lower), self.shard_index(name, upper))

    def merge_shards(self, name, lower, upper):
        expected = self.model.merge_shards(name, lower, upper)
        self.expect_refusal(expected, self.call(
            "MergeShards", StreamName=name, ShardToMerge=shard_id(lower),
            AdjacentShardToMerge=shard_id(upper)))
        self.until_it_settles(name)

    @stateful.rule(name=NAMES, count=st.integers(1, 9))
    def update_shard_count(self, name, count):
        expected = self.model.update_shard_count(name, count)
        answer = self.call("UpdateShardCount", StreamName=name, TargetShardCount=count,
                           ScalingType="UNIFORM_SCALING")
        self.until_it_settles(name)
        if self.expect_refusal(expected, answer):
            return
        assert (answer["CurrentShardCount"], answer["TargetShardCount"]) == expected
        self.model.adopt(name, self.shapes(name), count)

    # --- What no client may notice.

    @stateful.rule(whether=st.integers(0, 2))
    def kill_and_start_again(self, whether):
        if whether:
            return
        self.client.close()
        server.kill()
        server.start()
        self.client = RawClient(server.address)


def entry(key, explicit, data):
    members = {"PartitionKey": key, "Data": base64.b64encode(data).decode()}
    return members if explicit is None else {**members, "ExplicitHashKey": str(explicit)}


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    global server
    server = WeirProcess(tmp_path_factory.mktemp("model") / "data", "--no-limits").start()
    yield server
    assert server.stop() == 0, server.log()


def test_random_sequences_end_as_the_model_predicts(shared_server):
    stateful.run_state_machine_as_test(Service, settings=hypothesis.settings(
        max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, print_blob=True,
        database=None, suppress_health_check=list(hypothesis.HealthCheck)))
    compared = next(steps)
    print(f"{compared} answers of {next(regions) - 1} sequences compared")
    assert compared > 50 * SEQUENCES

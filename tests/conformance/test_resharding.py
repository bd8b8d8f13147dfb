"""SplitShard, MergeShards, UpdateShardCount: what readers and writers see while shards change."""
import datetime
import itertools
import threading

import pytest

from conftest import wait_until_active
from reading import read_stream, shard_id
from test_streams import refused
from waiting import wait_until

HASH_KEYS = 1 << 128
LAST_KEY = HASH_KEYS - 1


def shards_of(kinesis, name, **arguments):
    return kinesis.list_shards(StreamName=name, **arguments)["Shards"]


def key_range(shard):
    ends = shard["HashKeyRange"]
    return int(ends["StartingHashKey"]), int(ends["EndingHashKey"])


def is_open(shard):
    return "EndingSequenceNumber" not in shard["SequenceNumberRange"]


def open_shards(kinesis, name):
    return sorted((s for s in shards_of(kinesis, name) if is_open(s)), key=key_range)


def assert_all_keys_once(shards):
    expected = 0
    for first, last in sorted(map(key_range, shards)):
        assert first == expected
        expected = last + 1
    assert expected == HASH_KEYS


def split(kinesis, name, shard, key):
    kinesis.split_shard(StreamName=name, ShardToSplit=shard, NewStartingHashKey=str(key))
    wait_until_active(kinesis, name)


def put(kinesis, name, text, key):
    return kinesis.put_record(StreamName=name, Data=text.encode(), PartitionKey="any",
                              ExplicitHashKey=str(key))


def read_to_end(kinesis, name, shard):
    """All records of a closed shard, and the answer that ended it."""
    iterator = kinesis.get_shard_iterator(StreamName=name, ShardId=shard,
                                          ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    records = []
    for _ in range(1000):
        answer = kinesis.get_records(ShardIterator=iterator, Limit=7)
        records += answer["Records"]
        if "NextShardIterator" not in answer:
            return records, answer
        assert "ChildShards" not in answer
        iterator = answer["NextShardIterator"]
    raise AssertionError(f"{shard} does not end")


# KCL follows lineage by these members and refuses every other form.
def test_a_split_shard_ends_and_its_children_name_it(kinesis, new_stream):
    name = new_stream()
    middle = HASH_KEYS // 2
    split(kinesis, name, shard_id(0), middle)
    parent, lower, upper = shards_of(kinesis, name)
    assert not is_open(parent) and is_open(lower) and is_open(upper)
    assert [key_range(lower), key_range(upper)] == [(0, middle - 1), (middle, LAST_KEY)]
    for child, number in ((lower, 1), (upper, 2)):
        assert child["ShardId"] == shard_id(number)
        assert child["ParentShardId"] == shard_id(0)
        assert "AdjacentParentShardId" not in child
        start = int(child["SequenceNumberRange"]["StartingSequenceNumber"])
        assert start > int(parent["SequenceNumberRange"]["EndingSequenceNumber"])
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["OpenShardCount"] == 2


def test_a_merged_shard_names_both_parents_in_the_order_of_the_request(kinesis, new_stream):
    name = new_stream(shards=2)
    kinesis.merge_shards(StreamName=name, ShardToMerge=shard_id(0),
                         AdjacentShardToMerge=shard_id(1))
    wait_until_active(kinesis, name)
    *parents, child = shards_of(kinesis, name)
    assert key_range(child) == (0, LAST_KEY)
    assert child["ParentShardId"] == shard_id(0)
    assert child["AdjacentParentShardId"] == shard_id(1)
    ends = [int(p["SequenceNumberRange"]["EndingSequenceNumber"]) for p in parents]
    assert max(ends) < int(child["SequenceNumberRange"]["StartingSequenceNumber"])


# A reader that gets no next iterator must be told where to go on; KCL rejects one without the other.
def test_the_end_of_a_split_shard_hands_over_its_children(kinesis, new_stream):
    name = new_stream()
    for number in range(20):
        put(kinesis, name, str(number), 0)
    split(kinesis, name, shard_id(0), HASH_KEYS // 4)
    records, answer = read_to_end(kinesis, name, shard_id(0))
    assert [record["Data"].decode() for record in records] == [str(n) for n in range(20)]
    assert answer["MillisBehindLatest"] == 0
    assert [(child["ShardId"], child["ParentShards"]) for child in answer["ChildShards"]] == [
        (shard_id(1), [shard_id(0)]), (shard_id(2), [shard_id(0)])]
    assert_all_keys_once(answer["ChildShards"])


def test_both_ends_of_a_merge_hand_over_the_same_child(kinesis, new_stream):
    name = new_stream(shards=2)
    kinesis.merge_shards(StreamName=name, ShardToMerge=shard_id(0),
                         AdjacentShardToMerge=shard_id(1))
    wait_until_active(kinesis, name)
    for parent in (0, 1):
        _, answer = read_to_end(kinesis, name, shard_id(parent))
        [child] = answer["ChildShards"]
        assert child["ShardId"] == shard_id(2)
        assert child["ParentShards"] == [shard_id(0), shard_id(1)]


# KCL looks for children this way.
def test_latest_on_a_closed_shard_ends_at_once(kinesis, new_stream):
    name = new_stream()
    put(kinesis, name, "before", 0)
    split(kinesis, name, shard_id(0), HASH_KEYS // 2)
    iterator = kinesis.get_shard_iterator(StreamName=name, ShardId=shard_id(0),
                                          ShardIteratorType="LATEST")["ShardIterator"]
    answer = kinesis.get_records(ShardIterator=iterator)
    assert answer["Records"] == []
    assert "NextShardIterator" not in answer
    assert len(answer["ChildShards"]) == 2


def test_a_record_after_a_split_goes_to_the_child_that_owns_its_key(kinesis, new_stream):
    name = new_stream()
    before = put(kinesis, name, "before", 5)
    split(kinesis, name, shard_id(0), HASH_KEYS // 2)
    low = put(kinesis, name, "low", 5)
    high = put(kinesis, name, "high", LAST_KEY)
    assert [before["ShardId"], low["ShardId"], high["ShardId"]] == [
        shard_id(0), shard_id(1), shard_id(2)]
    assert int(before["SequenceNumber"]) < int(low["SequenceNumber"])
    start = shards_of(kinesis, name)[1]["SequenceNumberRange"]["StartingSequenceNumber"]
    assert int(start) < int(low["SequenceNumber"])


@pytest.mark.parametrize("counts", [(1, 2, 4, 2, 1), (3, 5, 4, 2), (4, 7, 13)])
def test_update_shard_count_ends_with_equal_ranges_and_whole_lineage(kinesis, new_stream, counts):
    first, *others = counts
    name = new_stream(shards=first)
    for before, target in zip(counts, others):
        answer = kinesis.update_shard_count(StreamName=name, TargetShardCount=target,
                                            ScalingType="UNIFORM_SCALING")
        assert (answer["CurrentShardCount"], answer["TargetShardCount"]) == (before, target)
        assert answer["StreamName"] == name and answer["StreamARN"].endswith(f"stream/{name}")
        wait_until_active(kinesis, name)
        shards = open_shards(kinesis, name)
        assert len(shards) == target
        assert_all_keys_once(shards)
        widths = [last - start for start, last in map(key_range, shards)]
        assert max(widths) - min(widths) < 1 << 64
    every = shards_of(kinesis, name)
    known = {shard["ShardId"] for shard in every}
    for shard in every[first:]:
        assert shard["ParentShardId"] in known
    parents = {s.get("ParentShardId") for s in every} | {s.get("AdjacentParentShardId")
                                                         for s in every}
    assert {s["ShardId"] for s in every if not is_open(s)} == parents - {None}


# The shards that an AT_ filter shows must cover all keys, or KCL starts over.
def test_the_filters_show_the_shards_of_their_time(kinesis, new_stream):
    name = new_stream(shards=2)
    split(kinesis, name, shard_id(0), HASH_KEYS // 4)
    split(kinesis, name, shard_id(1), HASH_KEYS // 4 * 3)

    def ids(kind, **more):
        return [int(s["ShardId"][-3:]) for s in shards_of(
            kinesis, name, ShardFilter={"Type": kind, **more})]

    now = datetime.datetime.now(datetime.UTC)
    later = now + datetime.timedelta(seconds=10)
    earlier = now - datetime.timedelta(hours=1)
    assert ids("AT_LATEST") == [2, 3, 4, 5]
    assert ids("FROM_TRIM_HORIZON") == [0, 1, 2, 3, 4, 5]
    assert ids("AT_TRIM_HORIZON") == [0, 1]
    assert ids("AT_TIMESTAMP", Timestamp=earlier) == [0, 1]
    assert ids("AT_TIMESTAMP", Timestamp=later) == [2, 3, 4, 5]
    assert ids("FROM_TIMESTAMP", Timestamp=later) == [2, 3, 4, 5]
    assert ids("FROM_TIMESTAMP", Timestamp=earlier) == [0, 1, 2, 3, 4, 5]
    assert ids("AFTER_SHARD_ID", ShardId=shard_id(3)) == [4, 5]
    for seconds in range(-3, 4):
        time = now + datetime.timedelta(seconds=seconds)
        assert_all_keys_once(shards_of(kinesis, name, ShardFilter={
            "Type": "AT_TIMESTAMP", "Timestamp": time}))


def test_refused_splits_say_why_in_amazons_words(kinesis, new_stream, server):
    name = new_stream(shards=2)
    where = f"in stream {name} under account {server.account}"
    end = HASH_KEYS // 2 - 1

    def said(shard, key):
        return refused(kinesis, kinesis.split_shard, StreamName=name, ShardToSplit=shard,
                       NewStartingHashKey=str(key))

    for key in (0, 1, end, end + 1):
        assert said(shard_id(0), key) == (
            "InvalidArgumentException",
            f"NewStartingHashKey {key} used in SplitShard() on shard {shard_id(0)} {where} is not "
            f"both greater than one plus the shard's StartingHashKey 0 and less than the shard's "
            f"EndingHashKey {end}.")
    assert said(shard_id(5), 7) == (
        "ResourceNotFoundException", f"Could not find shard {shard_id(5)} {where}.")
    assert said("shardId-2147483648", 7) == (
        "ResourceNotFoundException", f"Could not find shard shardId-2147483648 {where}.")
    split(kinesis, name, shard_id(0), 2)
    assert said(shard_id(0), 7)[0] == "InvalidArgumentException"
    assert refused(kinesis, kinesis.split_shard, StreamName="nowhere", ShardToSplit=shard_id(0),
                   NewStartingHashKey="7") == (
        "ResourceNotFoundException", f"Stream nowhere under account {server.account} not found.")


def test_refused_merges_say_why_in_amazons_words(kinesis, new_stream, server):
    name = new_stream(shards=3)
    for lower, upper in ((1, 0), (0, 2), (0, 0), (2, 0)):
        assert refused(kinesis, kinesis.merge_shards, StreamName=name,
                       ShardToMerge=shard_id(lower), AdjacentShardToMerge=shard_id(upper)) == (
            "InvalidArgumentException",
            f"Shards {shard_id(lower)} and {shard_id(upper)} in stream {name} under account "
            f"{server.account} are not an adjacent pair of shards eligible for merging")


def test_a_count_may_double_or_halve_at_most(kinesis, new_stream):
    name = new_stream(shards=4)
    for target in (9, 1):
        code, _ = refused(kinesis, kinesis.update_shard_count, StreamName=name,
                          TargetShardCount=target, ScalingType="UNIFORM_SCALING")
        assert code == "InvalidArgumentException"
    code, message = refused(kinesis, kinesis.update_shard_count, StreamName=name,
                            TargetShardCount=0, ScalingType="HALF")
    assert code == "ValidationException"
    assert "Value '0' at 'targetShardCount' failed to satisfy constraint: Member must have value " \
           "greater than or equal to 1" in message
    assert "Value 'HALF' at 'scalingType' failed to satisfy constraint: Member must satisfy enum " \
           "value set: [UNIFORM_SCALING]" in message


def test_a_count_may_change_ten_times_a_day(kinesis, new_stream):
    name = new_stream(shards=2)
    for target in itertools.islice(itertools.cycle((3, 2)), 10):
        kinesis.update_shard_count(StreamName=name, TargetShardCount=target,
                                   ScalingType="UNIFORM_SCALING")
        wait_until_active(kinesis, name)
    code, _ = refused(kinesis, kinesis.update_shard_count, StreamName=name, TargetShardCount=3,
                      ScalingType="UNIFORM_SCALING")
    assert code == "LimitExceededException"


# While it changes, a stream is UPDATING, takes records, and refuses other changes.
def test_a_stream_that_is_changing_takes_records_and_no_other_change(
        start_weir, client_of, unique, held_clock):
    server = start_weir("--transition-time", "9s", **held_clock.variables)
    kinesis, name = client_of(server), unique()
    kinesis.create_stream(StreamName=name, ShardCount=1)
    held_clock.pass_by(9)
    wait_until_active(kinesis, name)
    kinesis.split_shard(StreamName=name, ShardToSplit=shard_id(0),
                        NewStartingHashKey=str(HASH_KEYS // 2))
    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["StreamStatus"] == "UPDATING"
    assert put(kinesis, name, "meanwhile", LAST_KEY)["ShardId"] == shard_id(0)
    assert refused(kinesis, kinesis.merge_shards, StreamName=name, ShardToMerge=shard_id(0),
                   AdjacentShardToMerge=shard_id(1)) == (
        "ResourceInUseException",
        f"Stream {name} under account {server.account} not ACTIVE, instead in state UPDATING")
    held_clock.pass_by(9)
    wait_until_active(kinesis, name)
    assert put(kinesis, name, "afterwards", LAST_KEY)["ShardId"] == shard_id(2)


class Writer(threading.Thread):
    """Puts numbered records over all keys until told to stop; what was acknowledged, and where."""

    def __init__(self, kinesis, name, number):
        super().__init__(daemon=True)
        self.kinesis, self.name_of_stream, self.number = kinesis, name, number
        self.stopping = threading.Event()
        self.acknowledged = []  # (shard id, sequence number, text).
        self.failures = []

    def run(self):
        for count in itertools.count():
            if self.stopping.is_set():
                return
            texts = [f"{self.number}:{count}:{part}" for part in range(8)]
            answer = self.kinesis.put_records(StreamName=self.name_of_stream, Records=[
                {"Data": text.encode(), "PartitionKey": text} for text in texts])
            for text, result in zip(texts, answer["Records"]):
                if "ErrorCode" in result:
                    self.failures.append(result)
                else:
                    self.acknowledged.append(
                        (result["ShardId"], int(result["SequenceNumber"]), text))
            one = self.kinesis.put_record(StreamName=self.name_of_stream, Data=f"{texts[0]}+".encode(),
                                          PartitionKey=texts[0])
            self.acknowledged.append((one["ShardId"], int(one["SequenceNumber"]), f"{texts[0]}+"))


def everything(kinesis, name):
    """(shard id, sequence number, text) of all records, shard by shard in the order read."""
    return [(shard, int(record["SequenceNumber"]), record["Data"].decode())
            for shard, records in read_stream(kinesis, name).items() for record in records]


# The promise of resharding: writers notice nothing, and no record is lost, doubled or misplaced.
def test_writers_lose_nothing_while_shards_split_and_merge(kinesis, new_stream):
    name = new_stream(shards=2)
    writers = [Writer(kinesis, name, number) for number in range(4)]
    for writer in writers:
        writer.start()
    for target in (4, 8, 5, 3, 6, 3):
        kinesis.update_shard_count(StreamName=name, TargetShardCount=target,
                                   ScalingType="UNIFORM_SCALING")
        wait_until_active(kinesis, name)
    wait_until(lambda: sum(len(writer.acknowledged) for writer in writers) > 100)
    for writer in writers:
        writer.stopping.set()
        writer.join()
        assert writer.failures == []
    acknowledged = [entry for writer in writers for entry in writer.acknowledged]
    found = everything(kinesis, name)
    assert sorted(found) == sorted(acknowledged)
    for shard, group in itertools.groupby(found, key=lambda entry: entry[0]):
        numbers = [number for _, number, _ in group]
        assert numbers == sorted(set(numbers)), shard


# Shards, their ends and their children are durable.
def test_lineage_survives_a_restart(start_weir, client_of, unique):
    server = start_weir()
    kinesis, name = client_of(server), unique()
    kinesis.create_stream(StreamName=name, ShardCount=2)
    put(kinesis, name, "before", 0)
    kinesis.update_shard_count(StreamName=name, TargetShardCount=3, ScalingType="UNIFORM_SCALING")
    before = shards_of(kinesis, name)
    server.kill()
    server.start()
    kinesis = client_of(server)
    assert shards_of(kinesis, name) == before
    records, answer = read_to_end(kinesis, name, shard_id(0))
    assert [record["Data"] for record in records] == [b"before"]
    assert answer["ChildShards"]
    assert put(kinesis, name, "after", 0)["ShardId"] in {s["ShardId"] for s in before if is_open(s)}

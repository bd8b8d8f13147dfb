"""Sequence numbers: the layout that clients take apart, and their order."""
import re

from conftest import wait_until_active
from reading import read_shard, shard_id

# Version 2, as production's numbers look in hexadecimal: creation second, low digit of the shard,
# index, a zero byte, second of the record, shard, version.
LAYOUT = re.compile(r"2(0[0-9a-f]{8})([0-9a-f])([0-7][0-9a-f]{15})00(0[0-9a-f]{8})"
                    r"([0-9a-f]{8})2")


def parts(number):
    match = LAYOUT.fullmatch(f"{int(number):047x}")
    assert match, f"{int(number):047x}"
    created, low, index, second, shard = (int(text, 16) for text in match.groups())
    assert low == shard & 15
    return created, index, second, shard


# KCL and others decode these fields; a number of another layout is refused by them.
def test_numbers_have_the_layout_of_production(kinesis, new_stream):
    name = new_stream(shards=20)
    created = int(kinesis.describe_stream(StreamName=name)["StreamDescription"]
                  ["StreamCreationTimestamp"].timestamp())
    width = (1 << 128) // 20
    for shard in (0, 1, 15, 16, 19):
        answer = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x",
                                    ExplicitHashKey=str(shard * width))
        assert answer["ShardId"] == shard_id(shard)
        assert re.fullmatch(r"\d{56}", answer["SequenceNumber"])
        made, index, second, of_shard = parts(answer["SequenceNumber"])
        assert of_shard == shard
        assert abs(made - created) <= 10
        assert index > 0
        arrival = read_shard(kinesis, name, shard)[0]["ApproximateArrivalTimestamp"].timestamp()
        assert abs(second - arrival) <= 3


# The constant distance between neighbouring shards' first numbers, as recorded in production.
def test_starting_numbers_of_neighbours(kinesis, new_stream):
    shards = kinesis.list_shards(StreamName=new_stream(shards=5))["Shards"]
    starts = [int(shard["SequenceNumberRange"]["StartingSequenceNumber"]) for shard in shards]
    distances = {after - before for before, after in zip(starts, starts[1:])}
    assert distances == {22300745198530623141535718272648361505980432}
    for index, start in enumerate(starts):
        created, place, second, shard = parts(start)
        assert (place, shard, second) == (0, index, created)


# Numbers grow with every acknowledgement, across requests and operations, as text and as numbers.
def test_numbers_grow(kinesis, new_stream):
    name = new_stream()
    shard = kinesis.list_shards(StreamName=name)["Shards"][0]
    numbers = [shard["SequenceNumberRange"]["StartingSequenceNumber"]]
    for round_number in range(20):
        if round_number % 2:
            numbers.append(kinesis.put_record(StreamName=name, PartitionKey="k",
                                              Data=b"x")["SequenceNumber"])
        else:
            answer = kinesis.put_records(StreamName=name, Records=[
                {"PartitionKey": "k", "Data": b"x"}] * 30)
            numbers += [entry["SequenceNumber"] for entry in answer["Records"]]
    values = [int(number) for number in numbers]
    assert values == sorted(set(values))
    assert numbers == sorted(numbers)
    assert [record["SequenceNumber"] for record in read_shard(kinesis, name)] == numbers[1:]


def numbers_of(shard):
    """The parts of the number that a shard starts with, and of the one that it ended with."""
    ends = shard["SequenceNumberRange"]
    last = ends.get("EndingSequenceNumber")
    return parts(ends["StartingSequenceNumber"]), last and parts(last)


LAST_INDEX = 0x7fffffffffffffff


# What lies between a parent's last number and its child's first: a second, so that a child's numbers
# are greater, and no record.
def test_numbers_at_the_end_of_a_shard_and_the_beginning_of_its_children(kinesis, new_stream):
    name = new_stream(shards=2)
    kinesis.split_shard(StreamName=name, ShardToSplit=shard_id(0), NewStartingHashKey="1000")
    wait_until_active(kinesis, name)
    kinesis.merge_shards(StreamName=name, ShardToMerge=shard_id(3), AdjacentShardToMerge=shard_id(1))
    wait_until_active(kinesis, name)
    shards = {shard["ShardId"]: shard for shard in kinesis.list_shards(StreamName=name)["Shards"]}
    numbers = {index: numbers_of(shards[shard_id(index)]) for index in range(5)}
    for parent, children in ((0, (2, 3)), (3, (4,)), (1, (4,))):
        (made, _, _, _), (same, index, closed, shard) = numbers[parent]
        assert (same, index, shard) == (made, LAST_INDEX, parent)
        for child in children:
            (born, first, second, of_shard), _ = numbers[child]
            assert (born, first, second, of_shard) == (closed + 1, 0, born, child)
    # Both parents of a merge end in the same second.
    assert numbers[3][1][2] == numbers[1][1][2]

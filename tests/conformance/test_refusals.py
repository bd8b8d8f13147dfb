"""What operations refuse once they look at streams: production's order of checks, and its words.

One row, one request and the one answer that is due to it. What is refused before anything is looked
at, is in test_validation.py and test_serialization.py; by the state of a stream, in
test_every_state.py; and an operation's own rules are with the operation.
"""
import base64

import pytest

from reading import shard_id
from signed_requests import RawClient

NOT_FOUND = "ResourceNotFoundException"
INVALID = "InvalidArgumentException"
IN_USE = "ResourceInUseException"
ACCOUNT = "000000000000"

ZERO = shard_id(0)
HASH_KEYS = 1 << 128
NOBODY = f"Stream nobody under account {ACCOUNT} not found."


def could_not_find(shard, stream):
    return f"Could not find shard {shard} in stream {stream} under account {ACCOUNT}."


def does_not_exist(shard, stream):
    return f"Shard {shard} in stream {stream} under account {ACCOUNT} does not exist"


@pytest.fixture(scope="module")
def three(server, kinesis, new_stream):
    """A stream of three shards, and the second in which its shards were made."""
    assert server.account == ACCOUNT
    name = new_stream(shards=3)
    start = int(kinesis.list_shards(StreamName=name)["Shards"][0]
                ["SequenceNumberRange"]["StartingSequenceNumber"])
    return name, int(f"{start:047x}"[1:10], 16)


ITERATOR = "GetShardIterator"
AT_NUMBER = {"ShardIteratorType": "AT_SEQUENCE_NUMBER"}
RULE = ("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
        "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. "
        "Request specified ")
TOO_LARGE = str(HASH_KEYS)
RECORD = {"PartitionKey": "k", "Data": "eA=="}
SPECIFIED = ("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. "
             f"Specified value was {TOO_LARGE}")

# $S is the stream of three shards.
TABLE = [
    # The shard's name is read before the stream is looked for, a number or a time after both.
    (ITERATOR, {"StreamName": "nobody", "ShardId": "zero", **AT_NUMBER},
     NOT_FOUND, could_not_find("zero", "nobody")),
    (ITERATOR, {"StreamName": "nobody", "ShardId": "0", **AT_NUMBER},
     NOT_FOUND, does_not_exist(ZERO, "nobody")),
    (ITERATOR, {"StreamName": "$S", "ShardId": "7", **AT_NUMBER},
     NOT_FOUND, does_not_exist(shard_id(7), "$S")),
    (ITERATOR, {"StreamName": "$S", "ShardId": "0", **AT_NUMBER},
     INVALID, RULE + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber."),
    ("GetRecords", {"ShardIterator": "AAAA"}, INVALID, "Invalid ShardIterator."),

    # The stream, then the hash key, then the number.
    ("PutRecord", {"StreamName": "nobody", **RECORD, "ExplicitHashKey": TOO_LARGE},
     NOT_FOUND, NOBODY),
    ("PutRecord", {"StreamName": "$S", **RECORD, "ExplicitHashKey": TOO_LARGE,
                   "SequenceNumberForOrdering": "9" * 56}, INVALID, SPECIFIED),
    ("PutRecords", {"StreamName": "nobody", "Records": [{**RECORD, "ExplicitHashKey": TOO_LARGE}]},
     NOT_FOUND, NOBODY),
    ("PutRecords", {"StreamName": "$S", "Records": [{**RECORD, "ExplicitHashKey": TOO_LARGE}]},
     INVALID, SPECIFIED),

    # The shard's name, the stream, the shard, the hash key.
    ("SplitShard", {"StreamName": "nobody", "ShardToSplit": "zero", "NewStartingHashKey": "7"},
     NOT_FOUND, could_not_find("zero", "nobody")),
    ("SplitShard", {"StreamName": "nobody", "ShardToSplit": "7", "NewStartingHashKey": "0"},
     NOT_FOUND, NOBODY),
    ("SplitShard", {"StreamName": "$S", "ShardToSplit": "7", "NewStartingHashKey": "0"},
     NOT_FOUND, could_not_find(shard_id(7), "$S")),
    ("SplitShard", {"StreamName": "$S", "ShardToSplit": "0", "NewStartingHashKey": "1"},
     INVALID, f"NewStartingHashKey 1 used in SplitShard() on shard {ZERO} in stream $S under account "
     f"{ACCOUNT} is not both greater than one plus the shard's StartingHashKey 0 and less than the "
     f"shard's EndingHashKey {HASH_KEYS // 3 - 1}."),
    # The shard to merge before the one beside it.
    ("MergeShards", {"StreamName": "nobody", "ShardToMerge": "zero", "AdjacentShardToMerge": "one"},
     NOT_FOUND, could_not_find("zero", "nobody")),
    ("MergeShards", {"StreamName": "nobody", "ShardToMerge": "0", "AdjacentShardToMerge": "one"},
     NOT_FOUND, could_not_find("one", "nobody")),
    ("MergeShards", {"StreamName": "nobody", "ShardToMerge": "7", "AdjacentShardToMerge": "8"},
     NOT_FOUND, NOBODY),
    ("MergeShards", {"StreamName": "$S", "ShardToMerge": "7", "AdjacentShardToMerge": "8"},
     NOT_FOUND, could_not_find(shard_id(7), "$S")),
    ("MergeShards", {"StreamName": "$S", "ShardToMerge": "0", "AdjacentShardToMerge": "8"},
     NOT_FOUND, could_not_find(shard_id(8), "$S")),
    ("MergeShards", {"StreamName": "$S", "ShardToMerge": "1", "AdjacentShardToMerge": "0"},
     INVALID, f"Shards {shard_id(1)} and {ZERO} in stream $S under account {ACCOUNT} are not an "
     "adjacent pair of shards eligible for merging"),

    ("IncreaseStreamRetentionPeriod", {"StreamName": "$S", "RetentionPeriodHours": 8761},
     INVALID, "Maximum allowed retention period is 8760 hours. Requested retention period (8761 "
     "hours) is too long."),
    ("DecreaseStreamRetentionPeriod", {"StreamName": "nobody", "RetentionPeriodHours": 25},
     NOT_FOUND, NOBODY),

    # Of a stream that was there before, under the name.
    ("ListShards", {"StreamName": "$S", "StreamCreationTimestamp": 1_000_000_000},
     NOT_FOUND, f"Stream $S under account {ACCOUNT} not found."),
    # The name is taken, whatever else is wrong with the request.
    ("CreateStream", {"StreamName": "$S", "ShardCount": 100_000},
     IN_USE, f"Stream $S under account {ACCOUNT} already exists."),
]


def for_stream(value, name):
    """`value` with the stream's name in the place of $S."""
    if isinstance(value, dict):
        return {member: for_stream(inner, name) for member, inner in value.items()}
    return value.replace("$S", name) if isinstance(value, str) else value


@pytest.mark.parametrize("operation, arguments, kind, message", TABLE)
def test_texts(raw, three, operation, arguments, kind, message):
    answer = raw.call(operation, for_stream(arguments, three[0]))
    assert (answer.status, answer.json) == (
        400, {"__type": kind, "message": for_stream(message, three[0])})


def version_2(created, index=5, second=None, shard=0, digit=None, zero=0, version="2"):
    """A number as this service and Amazon's give them out, by its fields."""
    second = created if second is None else second
    digit = shard & 15 if digit is None else digit
    return int(f"2{created:09x}{digit:x}{index:016x}{zero:02x}{second:09x}"
               f"{shard & 0xffffffff:08x}{version}", 16)


def version_1(created, shard=0):
    return int(f"2{created:09x}{shard & 15:x}00{created:09x}{7:014x}00{shard:08x}1", 16)


def version_0(created, shard=0):
    return int(f"1{created:09x}00{7:016x}{shard:04x}", 16)


FORMER_SECOND = 1_400_000_000  # When Amazon's numbers were of other versions.
LAST_SECOND = 16_025_174_999  # Of the year 2477; production takes none after it.
ITS_OWN = None
INVALID_NUMBER = ("StartingSequenceNumber {number} used in GetShardIterator on shard "
                  f"{ZERO} in stream {{stream}} under account {ACCOUNT} is invalid.")
OF_ANOTHER_STREAM = INVALID_NUMBER[:-1] + " because it did not come from this stream."


def of_another_shard(shard):
    return (f"Invalid StartingSequenceNumber. It encodes {shard}, while it was used in a call to a "
            f"shard with {ZERO}")


# (what the number is, the number by the second of the shard's creation, the text or None for good)
NUMBERS = [
    ("one of its own", version_2, None),
    ("of another shard", lambda second: version_2(second, shard=5), of_another_shard(shard_id(5))),
    ("of a shard below zero", lambda second: version_2(second, shard=-2147483648),
     of_another_shard("shardId--02147483648")),
    ("of another stream", lambda second: version_2(second + 1), OF_ANOTHER_STREAM),
    ("of a later version", lambda second: version_2(second, version="3"), INVALID_NUMBER),
    ("of no version", lambda second: version_2(second, version="0"), INVALID_NUMBER),
    ("of an index that is too large", lambda second: version_2(second, index=1 << 63),
     INVALID_NUMBER),
    ("after the last second", lambda _: version_2(LAST_SECOND + 1), INVALID_NUMBER),
    ("of the last second", lambda _: version_2(LAST_SECOND), OF_ANOTHER_STREAM),
    ("at the lower end", lambda _: 1 << 185, INVALID_NUMBER),
    ("at the upper end", lambda _: 3 << 184, INVALID_NUMBER),
    ("between the long and the short", lambda _: 1 << 140, INVALID_NUMBER),
    ("of version 1", lambda _: version_1(FORMER_SECOND), OF_ANOTHER_STREAM),
    ("of version 0 and another shard", lambda _: version_0(FORMER_SECOND, shard=5),
     of_another_shard(shard_id(5))),
]


@pytest.mark.parametrize("number_of, text", [row[1:] for row in NUMBERS],
                         ids=[row[0] for row in NUMBERS])
def test_starting_sequence_numbers(raw, three, number_of, text):
    name, second = three
    number = str(number_of(second))
    answer = raw.call(ITERATOR, {"StreamName": name, "ShardId": ZERO, **AT_NUMBER,
                                 "StartingSequenceNumber": number})
    if text is None:
        assert answer.status == 200, answer.body
    else:
        assert (answer.status, answer.json) == (400, {
            "__type": INVALID, "message": text.format(number=number, stream=name)})


# Recorded: numbers of version 0 that fit the shard break production, and say nothing.
@pytest.mark.parametrize("number", [0, 1 << 124, version_0(FORMER_SECOND),
                                    version_0(FORMER_SECOND) - (1 << 124)])
def test_numbers_of_version_0_fail(raw, three, number):
    answer = raw.call(ITERATOR, {"StreamName": three[0], "ShardId": ZERO, **AT_NUMBER,
                                 "StartingSequenceNumber": str(number)})
    assert (answer.status, answer.json) == (500, {"__type": "InternalFailure"})


# For the order of puts any number will do that was ever given out, by whichever shard.
@pytest.mark.parametrize("number_of", [
    version_2, lambda second: version_2(second, shard=77), version_1, version_0, lambda _: 0])
def test_any_number_of_the_past_orders_puts(raw, three, number_of):
    name, second = three
    answer = raw.call("PutRecord", {"StreamName": name, **RECORD,
                                    "SequenceNumberForOrdering": str(number_of(second))})
    assert answer.status == 200, answer.body


@pytest.mark.parametrize("number_of", [
    lambda second: version_2(second, second=second + 1_000_000),
    lambda second: version_2(second, version="3"), lambda _: version_2(LAST_SECOND + 1),
    lambda _: 1 << 140])
def test_other_numbers_do_not(raw, three, number_of):
    name, second = three
    number = number_of(second)
    answer = raw.call("PutRecord", {"StreamName": name, **RECORD,
                                    "SequenceNumberForOrdering": str(number)})
    assert (answer.status, answer.json) == (400, {
        "__type": INVALID,
        "message": f"ExclusiveMinimumSequenceNumber {number} used in PutRecord on stream {name} "
                   f"under account {ACCOUNT} is invalid."})


# More data than any record may have is refused as what it is in production: a Java buffer.
def test_more_data_than_ten_mebibytes(raw):
    size = 10 * (1 << 20) + 1
    answer = raw.call("PutRecord", {"StreamName": "nobody", "PartitionKey": "k",
                                    "Data": base64.b64encode(bytes(size)).decode()})
    assert (answer.status, answer.json) == (400, {
        "__type": "ValidationException",
        "message": f"1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim={size} "
                   f"cap={size}]' at 'data' failed to satisfy constraint: Member must have length "
                   "less than or equal to 10485760"})


# Terraform waits and tries again when it finds these words.
def test_five_streams_are_made_at_a_time(start_weir):
    raw = RawClient(start_weir("--transition-time", "1h").address)
    for number in range(5):
        assert raw.call("CreateStream",
                        {"StreamName": f"s{number}", "ShardCount": 1}).status == 200
    answer = raw.call("CreateStream", {"StreamName": "s5", "ShardCount": 1})
    raw.close()
    assert (answer.status, answer.error_type) == (400, "LimitExceededException")
    assert "simultaneously be in CREATING or DELETING" in answer.message

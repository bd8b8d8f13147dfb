"""ValidationException: which values no operation takes, in production's words.

The order of the members in a message is that of a Java hash map, so the comparison is free of it.
"""
import pytest

NAME_PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
NUMBER_PATTERN = r"Member must satisfy regular expression pattern: 0|([1-9]\d{0,128})"
HASH_PATTERN = r"Member must satisfy regular expression pattern: 0|([1-9]\d{0,38})"
ITERATOR_TYPES = ("Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, "
                  "AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]")
NOT_NULL = "Member must not be null"


def at_least(number):
    return f"Member must have value greater than or equal to {number}"


def at_most(number):
    return f"Member must have value less than or equal to {number}"


def not_shorter(number):
    return f"Member must have length greater than or equal to {number}"


def not_longer(number):
    return f"Member must have length less than or equal to {number}"


def one(value, member, constraint):
    return f"Value {value} at '{member}' failed to satisfy constraint: {constraint}"


def errors(message):
    """The number that a message gives, and what it lists."""
    head, _, rest = message.partition(" validation error")
    assert rest.startswith(" detected: " if head == "1" else "s detected: "), message
    return int(head), sorted(rest.partition(" detected: ")[2].split("; "))


ARN = {"StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/s"}
ARN_PATTERN = r"Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\d{12}:stream/\S+"
RESOURCE_PATTERN = (r"Member must satisfy regular expression pattern: "
                    r"arn:aws.*:kinesis:.*:\d{12}:.*stream/\S+")
KEY_LENGTHS = ("[Member must have length less than or equal to 128, Member must have length greater "
               "than or equal to 1]")
LIST_KEYS = f"Member must satisfy constraint: {KEY_LENGTHS}"
MAP_KEYS = f"Map keys must satisfy constraint: {KEY_LENGTHS}"
MAP_VALUES = ("Map value must satisfy constraint: [Member must have length less than or equal to "
              "256, Member must have length greater than or equal to 0]")
METRIC_NAMES = ("Member must satisfy enum value set: [IncomingBytes, IncomingRecords, "
                "OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, "
                "ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]")
CONSUMER_PATTERN = (
    r"Member must satisfy regular expression pattern: ^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/"
    r"[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+")
STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
CONSUMER_ARN = f"{STREAM_ARN}/consumer/c:1"

RECORD = {"PartitionKey": "k", "Data": "eA=="}
LONG = "x" * 129
STREAM = {"StreamName": "s"}
SHARD = {**STREAM, "ShardId": "shardId-0"}

# Operation, arguments, the errors that must be listed.
TABLE = [
    ("CreateStream", {"ShardCount": 1}, [one("null", "streamName", NOT_NULL)]),
    ("CreateStream", {"StreamName": None, "ShardCount": 1}, [one("null", "streamName", NOT_NULL)]),
    ("CreateStream", {"StreamName": "", "ShardCount": 1},
     [one("''", "streamName", NAME_PATTERN), one("''", "streamName", not_shorter(1))]),
    ("CreateStream", {"StreamName": "a b;", "ShardCount": 0},
     [one("'a b;'", "streamName", NAME_PATTERN), one("'0'", "shardCount", at_least(1))]),
    ("CreateStream", {"StreamName": LONG, "ShardCount": 1},
     [one(f"'{LONG}'", "streamName", not_longer(128))]),
    ("CreateStream", {**STREAM, "ShardCount": -1}, [one("'-1'", "shardCount", at_least(1))]),
    ("CreateStream", {**STREAM, "ShardCount": 1, "StreamModeDetails": {}},
     [one("null", "streamModeDetails.streamMode", NOT_NULL)]),
    ("CreateStream", {**STREAM, "ShardCount": 1, "StreamModeDetails": {"StreamMode": "x"}},
     [one("'x'", "streamModeDetails.streamMode",
          "Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]")]),
    ("CreateStream", {**STREAM, "ShardCount": 1, "Tags": {LONG: "v"}},
     [one(f"'{{{LONG}=v}}'", "tags", f"Map keys must satisfy constraint: [{not_longer(128)}, "
          f"{not_shorter(1)}]")]),
    ("CreateStream", {**STREAM, "ShardCount": 1, "Tags": {"k": "v" * 257}},
     [one(f"'{{k={'v' * 257}}}'", "tags", f"Map value must satisfy constraint: "
          f"[{not_longer(256)}, {not_shorter(0)}]")]),
    ("DeleteStream", {"StreamName": ""},
     [one("''", "streamName", NAME_PATTERN), one("''", "streamName", not_shorter(1))]),
    ("DescribeStream", {**STREAM, "Limit": 0}, [one("'0'", "limit", at_least(1))]),
    ("DescribeStream", {**STREAM, "Limit": 10001}, [one("'10001'", "limit", at_most(10000))]),
    # Numbers that an Integer cannot hold are first made to fit.
    ("DescribeStream", {**STREAM, "Limit": 10**12}, [one("'2147483647'", "limit", at_most(10000))]),
    ("DescribeStream", {"StreamName": ";", "Limit": 0, "ExclusiveStartShardId": ";"},
     [one("'0'", "limit", at_least(1)), one("';'", "exclusiveStartShardId", NAME_PATTERN),
      one("';'", "streamName", NAME_PATTERN)]),
    ("DescribeStream", {**STREAM, "ExclusiveStartShardId": LONG},
     [one(f"'{LONG}'", "exclusiveStartShardId", not_longer(128))]),
    ("DescribeStreamSummary", {"StreamName": "a b"}, [one("'a b'", "streamName", NAME_PATTERN)]),
    ("ListStreams", {"Limit": 0}, [one("'0'", "limit", at_least(1))]),
    ("ListStreams", {"Limit": 10001}, [one("'10001'", "limit", at_most(10000))]),
    ("ListStreams", {"ExclusiveStartStreamName": ";"},
     [one("';'", "exclusiveStartStreamName", NAME_PATTERN)]),
    ("ListShards", {**STREAM, "MaxResults": 0}, [one("'0'", "maxResults", at_least(1))]),
    ("ListShards", {"StreamName": ";"}, [one("';'", "streamName", NAME_PATTERN)]),
    ("ListShards", {"NextToken": ""}, [one("''", "nextToken", not_shorter(1))]),
    ("PutRecord", {**STREAM, "PartitionKey": "k"}, [one("null", "data", NOT_NULL)]),
    ("PutRecord", {**STREAM, "Data": "", "PartitionKey": ""},
     [one("''", "partitionKey", not_shorter(1))]),
    ("PutRecord", {**STREAM, "Data": "", "PartitionKey": "k" * 257},
     [one(f"'{'k' * 257}'", "partitionKey", not_longer(256))]),
    ("PutRecord", {**STREAM, **RECORD, "ExplicitHashKey": ""},
     [one("''", "explicitHashKey", HASH_PATTERN)]),
    ("PutRecord", {**STREAM, **RECORD, "ExplicitHashKey": "01"},
     [one("'01'", "explicitHashKey", HASH_PATTERN)]),
    ("PutRecord", {**STREAM, **RECORD, "SequenceNumberForOrdering": "-1"},
     [one("'-1'", "sequenceNumberForOrdering", NUMBER_PATTERN)]),
    ("PutRecord", {**STREAM, "Data": "", "PartitionKey": "", "ExplicitHashKey": "x",
                   "SequenceNumberForOrdering": "x"},
     [one("'x'", "sequenceNumberForOrdering", NUMBER_PATTERN),
      one("''", "partitionKey", not_shorter(1)), one("'x'", "explicitHashKey", HASH_PATTERN)]),
    ("PutRecords", STREAM, [one("null", "records", NOT_NULL)]),
    ("PutRecords", {**STREAM, "Records": []}, [one("'[]'", "records", not_shorter(1))]),
    ("PutRecords", {**STREAM, "Records": [RECORD, {**RECORD, "PartitionKey": ""}]},
     [one("''", "records.2.member.partitionKey", not_shorter(1))]),
    ("PutRecords", {**STREAM, "Records": [{"PartitionKey": "k"}, {**RECORD, "PartitionKey": ""},
                                          {**RECORD, "ExplicitHashKey": "y"}]},
     [one("null", "records.1.member.data", NOT_NULL),
      one("''", "records.2.member.partitionKey", not_shorter(1)),
      one("'y'", "records.3.member.explicitHashKey", HASH_PATTERN)]),
    ("GetShardIterator", STREAM,
     [one("null", "shardId", NOT_NULL), one("null", "shardIteratorType", NOT_NULL)]),
    ("GetShardIterator", {**SHARD, "ShardIteratorType": "FROM_START"},
     [one("'FROM_START'", "shardIteratorType", ITERATOR_TYPES)]),
    ("GetShardIterator", {**STREAM, "ShardId": "", "ShardIteratorType": "LATEST"},
     [one("''", "shardId", NAME_PATTERN), one("''", "shardId", not_shorter(1))]),
    ("GetShardIterator", {**SHARD, "ShardIteratorType": "LATEST", "StartingSequenceNumber": "x"},
     [one("'x'", "startingSequenceNumber", NUMBER_PATTERN)]),
    ("GetRecords", {}, [one("null", "shardIterator", NOT_NULL)]),
    ("GetRecords", {"ShardIterator": ""}, [one("''", "shardIterator", not_shorter(1))]),
    ("GetRecords", {"ShardIterator": "x" * 513, "Limit": 0},
     [one(f"'{'x' * 513}'", "shardIterator", not_longer(512)), one("'0'", "limit", at_least(1))]),
    ("GetRecords", {"ShardIterator": "x", "Limit": 10001},
     [one("'10001'", "limit", at_most(10000))]),
    ("IncreaseStreamRetentionPeriod", STREAM, [one("null", "retentionPeriodHours", NOT_NULL)]),
    ("DecreaseStreamRetentionPeriod", {"StreamName": ";"},
     [one("null", "retentionPeriodHours", NOT_NULL), one("';'", "streamName", NAME_PATTERN)]),
    ("AddTagsToStream", STREAM, [one("null", "tags", NOT_NULL)]),
    ("AddTagsToStream", {"StreamName": ";", "Tags": {}},
     [one("'{}'", "tags", not_shorter(1)), one("';'", "streamName", NAME_PATTERN)]),
    ("AddTagsToStream", {**STREAM, "Tags": {LONG: "v"}},
     [one(f"'{{{LONG}=v}}'", "tags", MAP_KEYS)]),
    ("AddTagsToStream", {**STREAM, "Tags": {"": "v"}}, [one("'{=v}'", "tags", MAP_KEYS)]),
    ("AddTagsToStream", {**STREAM, "Tags": {"k": "v" * 257}},
     [one(f"'{{k={'v' * 257}}}'", "tags", MAP_VALUES)]),
    ("AddTagsToStream", {**STREAM, "Tags": {"k": None}},
     [one("null", "tags.k.member", NOT_NULL)]),
    ("RemoveTagsFromStream", STREAM, [one("null", "tagKeys", NOT_NULL)]),
    ("RemoveTagsFromStream", {"StreamName": ";", "TagKeys": []},
     [one("'[]'", "tagKeys", not_shorter(1)), one("';'", "streamName", NAME_PATTERN)]),
    ("RemoveTagsFromStream", {**STREAM, "TagKeys": ["k"] * 51},
     [one(f"'[{', '.join(['k'] * 51)}]'", "tagKeys", not_longer(50))]),
    ("RemoveTagsFromStream", {**STREAM, "TagKeys": ["a", LONG]},
     [one(f"'[a, {LONG}]'", "tagKeys", LIST_KEYS)]),
    ("ListTagsForStream", {**STREAM, "Limit": 0}, [one("'0'", "limit", at_least(1))]),
    ("ListTagsForStream", {**STREAM, "Limit": 51}, [one("'51'", "limit", at_most(50))]),
    ("ListTagsForStream", {"StreamName": "", "ExclusiveStartTagKey": ""},
     [one("''", "exclusiveStartTagKey", not_shorter(1)),
      one("''", "streamName", NAME_PATTERN), one("''", "streamName", not_shorter(1))]),
    ("ListTagsForStream", {**STREAM, "ExclusiveStartTagKey": LONG},
     [one(f"'{LONG}'", "exclusiveStartTagKey", not_longer(128))]),
    ("TagResource", {}, [one("null", "tags", NOT_NULL), one("null", "resourceARN", NOT_NULL)]),
    ("TagResource", {"Tags": {"k": "v"}, "ResourceARN": "arn:x"},
     [one("'arn:x'", "resourceARN", RESOURCE_PATTERN)]),
    ("UntagResource", {},
     [one("null", "tagKeys", NOT_NULL), one("null", "resourceARN", NOT_NULL)]),
    ("UntagResource", {"TagKeys": [""], "ResourceARN": ""},
     [one("'[]'", "tagKeys", LIST_KEYS), one("''", "resourceARN", RESOURCE_PATTERN),
      one("''", "resourceARN", not_shorter(1))]),
    ("ListTagsForResource", {}, [one("null", "resourceARN", NOT_NULL)]),
    ("EnableEnhancedMonitoring", STREAM, [one("null", "shardLevelMetrics", NOT_NULL)]),
    ("EnableEnhancedMonitoring", {**STREAM, "ShardLevelMetrics": []},
     [one("'[]'", "shardLevelMetrics", not_shorter(1))]),
    ("EnableEnhancedMonitoring", {**STREAM, "ShardLevelMetrics": ["IncomingBytes", "Bytes"]},
     [one("'[IncomingBytes, Bytes]'", "shardLevelMetrics",
          f"Member must satisfy constraint: [{METRIC_NAMES}]")]),
    ("DisableEnhancedMonitoring", {**STREAM, "ShardLevelMetrics": ["ALL"] * 8},
     [one(f"'[{', '.join(['ALL'] * 8)}]'", "shardLevelMetrics", not_longer(7))]),
    ("UpdateAccountSettings", {},
     [one("null", "minimumThroughputBillingCommitment", NOT_NULL)]),
    ("UpdateAccountSettings", {"MinimumThroughputBillingCommitment": {}},
     [one("null", "minimumThroughputBillingCommitment.status", NOT_NULL)]),
    ("UpdateAccountSettings", {"MinimumThroughputBillingCommitment": {"Status": "ON"}},
     [one("'ON'", "minimumThroughputBillingCommitment.status",
          "Member must satisfy enum value set: [ENABLED, DISABLED]")]),
    ("UpdateStreamMode", {},
     [one("null", "streamARN", NOT_NULL), one("null", "streamModeDetails", NOT_NULL)]),
    ("UpdateStreamMode", {**ARN, "StreamModeDetails": {}, "WarmThroughputMiBps": -1},
     [one("null", "streamModeDetails.streamMode", NOT_NULL),
      one("'-1'", "warmThroughputMiBps", at_least(0))]),
    ("UpdateStreamMode", {**ARN, "StreamModeDetails": {"StreamMode": "FREE"}},
     [one("'FREE'", "streamModeDetails.streamMode",
          "Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]")]),
    ("UpdateMaxRecordSize", ARN, [one("null", "maxRecordSizeInKiB", NOT_NULL)]),
    ("UpdateMaxRecordSize", {**ARN, "MaxRecordSizeInKiB": 1023},
     [one("'1023'", "maxRecordSizeInKiB", at_least(1024))]),
    ("UpdateMaxRecordSize", {**ARN, "MaxRecordSizeInKiB": 10241},
     [one("'10241'", "maxRecordSizeInKiB", at_most(10240))]),
    ("UpdateMaxRecordSize", {"StreamARN": "s", "MaxRecordSizeInKiB": 1024},
     [one("'s'", "streamARN", ARN_PATTERN)]),
    ("UpdateStreamWarmThroughput", STREAM, [one("null", "warmThroughputMiBps", NOT_NULL)]),
    ("UpdateStreamWarmThroughput", {**STREAM, "WarmThroughputMiBps": -1},
     [one("'-1'", "warmThroughputMiBps", at_least(0))]),
    ("UpdateStreamRecordDistributionStrategy", {},
     [one("null", "streamARN", NOT_NULL), one("null", "recordDistributionStrategy", NOT_NULL)]),
    ("UpdateStreamRecordDistributionStrategy", {**ARN, "RecordDistributionStrategy": "EVEN"},
     [one("'EVEN'", "recordDistributionStrategy",
          "Member must satisfy enum value set: [AUTO, USER_PARTITION_KEY]")]),
    ("CreateStream", {**STREAM, "Tags": {}, "MaxRecordSizeInKiB": 1, "WarmThroughputMiBps": -1},
     [one("'{}'", "tags", not_shorter(1)), one("'1'", "maxRecordSizeInKiB", at_least(1024)),
      one("'-1'", "warmThroughputMiBps", at_least(0))]),
    ("RegisterStreamConsumer", {},
     [one("null", "streamARN", NOT_NULL), one("null", "consumerName", NOT_NULL)]),
    ("RegisterStreamConsumer", {"StreamARN": STREAM_ARN, "ConsumerName": LONG, "Tags": {}},
     [one(f"'{LONG}'", "consumerName", not_longer(128)), one("'{}'", "tags", not_shorter(1))]),
    ("DescribeStreamConsumer", {"ConsumerARN": STREAM_ARN},
     [one(f"'{STREAM_ARN}'", "consumerARN", CONSUMER_PATTERN)]),
    ("DeregisterStreamConsumer", {"ConsumerARN": "", "ConsumerName": "a b"},
     [one("''", "consumerARN", CONSUMER_PATTERN), one("''", "consumerARN", not_shorter(1)),
      one("'a b'", "consumerName", NAME_PATTERN)]),
    ("ListStreamConsumers", {"MaxResults": 0, "NextToken": ""},
     [one("null", "streamARN", NOT_NULL), one("'0'", "maxResults", at_least(1)),
      one("''", "nextToken", not_shorter(1))]),
    ("SubscribeToShard", {},
     [one("null", "consumerARN", NOT_NULL), one("null", "shardId", NOT_NULL),
      one("null", "startingPosition", NOT_NULL)]),
    ("SubscribeToShard", {"ConsumerARN": CONSUMER_ARN, "ShardId": "shardId-0",
                          "StartingPosition": {"SequenceNumber": "x"}},
     [one("null", "startingPosition.type", NOT_NULL),
      one("'x'", "startingPosition.sequenceNumber", NUMBER_PATTERN)]),
    ("SubscribeToShard", {"ConsumerARN": CONSUMER_ARN, "ShardId": "shardId-0",
                          "StartingPosition": {"Type": "FROM_START"}},
     [one("'FROM_START'", "startingPosition.type", ITERATOR_TYPES)]),
]


# One row, one claim about what a client is told before anything is looked up.
@pytest.mark.parametrize("operation, arguments, expected", TABLE)
def test_texts(raw, operation, arguments, expected):
    answer = raw.call(operation, arguments)
    assert (answer.status, answer.error_type) == (400, "ValidationException"), answer.body
    assert set(answer.json) == {"__type", "message"}
    assert errors(answer.message) == (len(expected), sorted(expected))


# For an empty name production lists the pattern before the length, which people see in this order.
def test_the_pattern_comes_before_the_length(raw):
    message = raw.call("DeleteStream", {"StreamName": ""}).message
    assert message.index("pattern") < message.index("length")


# Production counts to ten and stops, whatever else is wrong.
def test_at_most_ten_errors_are_listed(raw):
    records = [{**RECORD, "PartitionKey": ""}] * 25
    count, listed = errors(raw.call("PutRecords", {**STREAM, "Records": records}).message)
    assert (count, len(listed)) == (10, 10)


# 501 records: the value of a list of structures is an object's name in production, so it is not
# compared; count, path and constraint are.
def test_more_than_500_records(raw):
    answer = raw.call("PutRecords", {**STREAM, "Records": [RECORD] * 501})
    assert answer.error_type == "ValidationException"
    assert answer.message.startswith("1 validation error detected: Value ")
    assert answer.message.endswith(f"at 'records' failed to satisfy constraint: {not_longer(500)}")


# Null is the same as absent, and members that nobody knows are no error: SDKs are older or newer.
def test_null_and_unknown_members(raw):
    answer = raw.call("ListStreams", {"Limit": None, "Whatever": {"Deep": [1]}, "NextToken": None})
    assert answer.status == 200

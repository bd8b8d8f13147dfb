"""SerializationException: values of the wrong type, in production's words."""
import pytest

BIG_NUMBER = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
BOOLEAN = "class java.lang.Boolean"
STRING = "class java.lang.String"
ARRAY = "Start of list found where not expected"
OBJECT = "Start of structure or map found where not expected."

# Where the type stands, the wrong value, the text.
TABLE = [
    ("DescribeStream", "StreamName", True, f"{BOOLEAN} can not be converted to an String"),
    ("DescribeStream", "StreamName", 23, f"{BIG_NUMBER} can not be converted to an String"),
    ("DescribeStream", "StreamName", 1.5, f"{BIG_NUMBER} can not be converted to an String"),
    ("DescribeStream", "StreamName", ["x"], ARRAY),
    ("DescribeStream", "StreamName", {"x": 1}, OBJECT),
    ("DescribeStream", "Limit", "23", f"{STRING} can not be converted to an Integer"),
    ("DescribeStream", "Limit", True, f"{BOOLEAN} can not be converted to an Integer"),
    ("DescribeStream", "Limit", [1], ARRAY),
    ("DescribeStream", "Limit", {}, OBJECT),
    ("CreateStream", "ShardCount", "1", f"{STRING} can not be converted to an Integer"),
    ("CreateStream", "StreamModeDetails", "x", "Expected null"),
    ("CreateStream", "StreamModeDetails", 1, "Expected null"),
    ("CreateStream", "StreamModeDetails", [], ARRAY),
    ("CreateStream", "Tags", "x", "Expected map or null"),
    ("CreateStream", "Tags", True, "Expected map or null"),
    ("CreateStream", "Tags", [], ARRAY),
    ("DeleteStream", "EnforceConsumerDeletion", "x", "'X' can not be converted to an Boolean"),
    ("DeleteStream", "EnforceConsumerDeletion", 1,
     f"{BIG_NUMBER} can not be converted to an Boolean"),
    ("DeleteStream", "EnforceConsumerDeletion", [], ARRAY),
    ("DeleteStream", "EnforceConsumerDeletion", {}, OBJECT),
    ("PutRecord", "Data", True, f"{BOOLEAN} can not be converted to a Blob"),
    ("PutRecord", "Data", 23, f"{BIG_NUMBER} can not be converted to a Blob"),
    ("PutRecord", "Data", [], ARRAY),
    ("PutRecord", "Data", {}, OBJECT),
    ("PutRecord", "Data", "23456",
     "'23456' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 "
     "bytes but found: 5"),
    ("PutRecord", "Data", "=+/=",
     "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='"),
    ("PutRecord", "Data", "+/+=",
     "'+/+=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"),
    ("GetShardIterator", "Timestamp", "x",
     f"{STRING} can not be converted to milliseconds since epoch"),
    ("GetShardIterator", "Timestamp", True,
     f"{BOOLEAN} can not be converted to milliseconds since epoch"),
    ("GetShardIterator", "Timestamp", [], ARRAY),
    ("GetShardIterator", "Timestamp", {}, OBJECT),
    ("PutRecords", "Records", "x", "Expected list or null"),
    ("PutRecords", "Records", 1, "Expected list or null"),
    ("PutRecords", "Records", True, "Expected list or null"),
    ("PutRecords", "Records", {}, OBJECT),
    ("PutRecords", "Records", ["x"], "Expected null"),
    ("PutRecords", "Records", [[]], ARRAY),
    ("PutRecords", "Records", [{"Data": 1, "PartitionKey": "k"}],
     f"{BIG_NUMBER} can not be converted to a Blob"),
    ("CreateStream", "Tags", {"key": 1}, f"{BIG_NUMBER} can not be converted to an String"),
    ("CreateStream", "Tags", {"key": ["x"]}, ARRAY),
    ("CreateStream", "Tags", {"key": {}}, OBJECT),
    ("CreateStream", "StreamModeDetails", {"StreamMode": True},
     f"{BOOLEAN} can not be converted to an String"),
    ("ListShards", "ShardFilter", "x", "Expected null"),
    ("ListShards", "ShardFilter", {"Type": 1}, f"{BIG_NUMBER} can not be converted to an String"),
    ("ListShards", "ShardFilter", {"Type": "AT_TIMESTAMP", "Timestamp": "now"},
     f"{STRING} can not be converted to milliseconds since epoch"),
]


# Types come before constraints: the other members, which are missing, are not mentioned.
@pytest.mark.parametrize("operation, member, value, expected", TABLE)
def test_texts(raw, operation, member, value, expected):
    answer = raw.call(operation, {member: value})
    assert (answer.status, answer.json) == (
        400, {"__type": "SerializationException", "Message": expected})


# Booleans come as text from old tools; production converts these.
@pytest.mark.parametrize("text", ["true", "false", "True", "1", "0", "yes", "no"])
def test_texts_that_are_booleans(raw, text):
    answer = raw.call("DeleteStream", {"StreamName": "nobody", "EnforceConsumerDeletion": text})
    assert answer.error_type == "ResourceNotFoundException"


# A number with a fraction passes where a whole one does not.
def test_fractions_that_are_booleans(raw):
    answer = raw.call("DeleteStream", {"StreamName": "nobody", "EnforceConsumerDeletion": 1.5})
    assert answer.error_type == "ResourceNotFoundException"


# Times are numbers in any of JSON's forms.
@pytest.mark.parametrize("time", ["1459799926", "1459799926.48", "1.459799926E9", "-1", "0"])
def test_times_are_numbers(raw, time):
    body = ('{"StreamName":"nobody","ShardId":"shardId-000000000000","ShardIteratorType":'
            f'"AT_TIMESTAMP","Timestamp":{time}}}').encode()
    assert raw.call("GetShardIterator", body).error_type == "ResourceNotFoundException"


# Numbers with a fraction are cut down, not refused.
def test_fractions_are_cut(raw):
    assert raw.call("ListStreams", {"Limit": 1.9}).status == 200
    message = raw.call("DescribeStream", {"StreamName": "s", "Limit": 0.9}).message
    assert "Value '0' at 'limit'" in message


# Bodies that are no JSON object. Production says no more than the type.
@pytest.mark.parametrize("body", [b"", b"x", b"{", b"[]", b"1", b"null", b'"x"', b"{}}", b"{,}",
                                  b'{"a":}', b'{"StreamName":"\xff"}', b"\x00", b"{" * 100_000])
def test_bodies_that_do_not_parse(raw, body):
    answer = raw.call("DescribeStream", body)
    assert (answer.status, answer.json) == (400, {"__type": "SerializationException"})


# JSON allows any character to be escaped, base64's slash among them; some SDKs do.
def test_escapes_are_understood(raw, kinesis, new_stream):
    name = new_stream()
    escaped = "".join(f"\\u{ord(character):04x}" for character in name)
    body = f'{{"StreamName":"{escaped}","PartitionKey":"\\u00fc","Data":"\\/\\u002f8="}}'.encode()
    assert raw.call("PutRecord", body).status == 200
    start = kinesis.get_shard_iterator(StreamName=name, ShardId="shardId-000000000000",
                                       ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    record = kinesis.get_records(ShardIterator=start)["Records"][0]
    assert (record["PartitionKey"], record["Data"]) == ("ü", b"\xff\xff")

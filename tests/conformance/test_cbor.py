"""CBOR: the same requests as in JSON get the same answers and errors, in the request's encoding."""
import base64
import re
import time

import botocore.session
import cbor2
import pytest

import test_serialization
import test_validation
from conftest import kinesis_client
from request_encodings import CBOR, CBOR_1_1, IN_CBOR, JSON_1_1, PREFIX, RPC, RPC_V2
from signed_requests import sign_headers

FIRST = "shardId-000000000000"
in_cbor = pytest.mark.parametrize("encoding", IN_CBOR, ids=repr)


# Members whose values are others in every run.
VOLATILE = ("Token", "Iterator", "MillisBehindLatest")


def neutral(value, name):
    """An answer without what is another in every run: names, tokens, numbers, times."""
    if isinstance(value, dict):
        return {key: type(each) if key.endswith(VOLATILE) else neutral(each, name)
                for key, each in value.items()}
    if isinstance(value, list):
        return [neutral(each, name) for each in value]
    if isinstance(value, str):
        return re.sub(r"\b\d{56}\b", "<sequence number>", value.replace(name, "<stream>"))
    # Times of today; what a test sets itself is older.
    return "<now>" if isinstance(value, int) and value > 1_750_000_000_000 else value


class Walker:
    """Calls one operation after another on a stream of its own and keeps the answers."""

    def __init__(self, client, encoding, name):
        self.client = client
        self.encoding = encoding
        self.name = name
        self.answers = []

    def ask(self, operation, **request):
        status, value = self.encoding.answer(self.client, operation, request)
        self.answers.append((operation, status, neutral(value, self.name)))
        return value

    def on_stream(self, operation, **request):
        return self.ask(operation, StreamName=self.name, **request)

    def reshard(self, operation, **request):
        """The answer is kept; then waits until the work is done."""
        self.on_stream(operation, **request)
        deadline = time.monotonic() + 60
        while True:
            _, value = self.encoding.answer(self.client, "DescribeStreamSummary",
                                            {"StreamName": self.name})
            if value["StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE":
                return
            assert time.monotonic() < deadline

    def iterator(self, kind, **request):
        return self.on_stream("GetShardIterator", ShardId=FIRST, ShardIteratorType=kind,
                              **request)["ShardIterator"]


def walk(walker):
    """Every operation, well and badly."""
    ask, on_stream = walker.ask, walker.on_stream
    on_stream("CreateStream", ShardCount=1, Tags={"k": "v", "ü": ""},
              StreamModeDetails={"StreamMode": "PROVISIONED"}, MaxRecordSizeInKiB=1024)
    on_stream("CreateStream", ShardCount=1)
    on_stream("DescribeStream", Limit=1)
    on_stream("DescribeStreamSummary")
    ask("DescribeStreamSummary")
    # No other stream's name is between the two.
    ask("ListStreams", Limit=1, ExclusiveStartStreamName=walker.name.removesuffix("-walked"))
    shards = on_stream("ListShards", MaxResults=1, ShardFilter={
        "Type": "AT_TIMESTAMP", "Timestamp": 1_700_000_000_123})
    ask("ListShards", NextToken="nonsense")
    assert shards["Shards"][0]["ShardId"] == FIRST

    put = on_stream("PutRecord", PartitionKey="kü", Data=bytes(range(256)),
                    ExplicitHashKey="170141183460469231731687303715884105728")
    on_stream("PutRecord", PartitionKey="empty", Data=b"",
              SequenceNumberForOrdering=put["SequenceNumber"])
    on_stream("PutRecord", PartitionKey="k", Data=b"x", ExplicitHashKey="9" * 39)
    on_stream("PutRecord", PartitionKey="k", Data=b"x" * (1 << 20))
    on_stream("PutRecord", PartitionKey="k", Data=b"x", DryRun=True)
    on_stream("PutRecords", Records=[{"PartitionKey": f"k{n}", "Data": b"d" * n}
                                     for n in range(300)])
    ask("PutRecord", StreamName="nobody", PartitionKey="k", Data=b"x")
    ask("PutRecords", StreamName="nobody", Records=[{"PartitionKey": "k", "Data": b"x"}])

    start = walker.iterator("TRIM_HORIZON")
    walker.iterator("AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=put["SequenceNumber"])
    walker.iterator("AT_TIMESTAMP", Timestamp=1_700_000_000_123)
    on_stream("GetShardIterator", ShardId=FIRST, ShardIteratorType="AT_TIMESTAMP")
    on_stream("GetShardIterator", ShardId=FIRST, ShardIteratorType="AT_SEQUENCE_NUMBER",
              StartingSequenceNumber="1")
    ask("GetRecords", ShardIterator=start, Limit=2)
    read = ask("GetRecords", ShardIterator=start)["Records"]
    assert [record["Data"] for record in read[:2]] == [bytes(range(256)), b""]
    assert len(read) == 302
    ask("GetRecords", ShardIterator="nonsense")

    on_stream("IncreaseStreamRetentionPeriod", RetentionPeriodHours=48)
    on_stream("IncreaseStreamRetentionPeriod", RetentionPeriodHours=25)
    on_stream("DecreaseStreamRetentionPeriod", RetentionPeriodHours=24)
    on_stream("DecreaseStreamRetentionPeriod", RetentionPeriodHours=72)

    walker.reshard("SplitShard", ShardToSplit=FIRST, NewStartingHashKey="7")
    on_stream("SplitShard", ShardToSplit=FIRST, NewStartingHashKey="7")
    walker.reshard("MergeShards", ShardToMerge="shardId-000000000001",
                   AdjacentShardToMerge="shardId-000000000002")
    on_stream("MergeShards", ShardToMerge=FIRST, AdjacentShardToMerge="shardId-000000000003")
    walker.reshard("UpdateShardCount", TargetShardCount=2, ScalingType="UNIFORM_SCALING")
    on_stream("UpdateShardCount", TargetShardCount=1000, ScalingType="UNIFORM_SCALING")
    assert len(on_stream("ListShards")["Shards"]) == 6
    ask("GetRecords", ShardIterator=walker.iterator("LATEST"))
    on_stream("DeleteStream", EnforceConsumerDeletion=False)
    on_stream("DeleteStream")
    return walker.answers


# Whatever a client speaks, the service is the same one.
@in_cbor
def test_all_operations_answer_as_in_json(raw, unique, encoding):
    expected = walk(Walker(raw, JSON_1_1, f"{unique()}-walked"))
    assert {operation for operation, _, _ in expected} == {
        "CreateStream", "DeleteStream", "DescribeStream", "DescribeStreamSummary", "ListStreams",
        "ListShards", "PutRecord", "PutRecords", "GetShardIterator", "GetRecords",
        "IncreaseStreamRetentionPeriod", "DecreaseStreamRetentionPeriod", "SplitShard",
        "MergeShards", "UpdateShardCount"}
    assert walk(Walker(raw, encoding, f"{unique()}-walked")) == expected


def with_blobs(value):
    """A request of the tables, which are written for JSON, with its blobs as bytes."""
    if isinstance(value, dict):
        return {name: base64.b64decode(each) if name == "Data" and isinstance(each, str)
                else with_blobs(each) for name, each in value.items()}
    return [with_blobs(each) for each in value] if isinstance(value, list) else value


# Types are told in the same words, but for the spelling of the member in Smithy's RPC.
@in_cbor
@pytest.mark.parametrize("operation, member, value, expected", [
    row for row in test_serialization.TABLE if "Base64" not in row[3]])
def test_wrong_types(raw, encoding, operation, member, value, expected):
    spelling = "message" if encoding is RPC_V2 else "Message"
    assert encoding.answer(raw, operation, {member: value}) == (
        400, {"__type": "SerializationException", spelling: expected})


# Constraints are told in the same words.
@in_cbor
@pytest.mark.parametrize("operation, arguments, expected", test_validation.TABLE)
def test_violated_constraints(raw, encoding, operation, arguments, expected):
    status, value = encoding.answer(raw, operation, with_blobs(arguments))
    assert (status, value["__type"]) == (400, "ValidationException")
    assert test_validation.errors(value["message"]) == (len(expected), sorted(expected))


# A client must be able to read why it was not let in.
@in_cbor
def test_signatures_are_refused_in_the_encoding_of_the_request(raw, encoding):
    assert encoding.answer(raw, "ListStreams", {}, signed=False) == (
        400, {"__type": "MissingAuthenticationTokenException",
              "message": "Missing Authentication Token"})
    status, value = encoding.answer(raw, "ListStreams", {}, secret="wrong")
    assert (status, value["__type"]) == (400, "InvalidSignatureException")
    status, value = encoding.answer(raw, "ListStreams", {}, access_key="AKIDNOBODY")
    assert (status, value["__type"]) == (400, "UnrecognizedClientException")


@in_cbor
def test_unknown_operations(raw, encoding):
    assert encoding.answer(raw, "Nothing", {}) == (400, {"__type": "UnknownOperationException"})


# What is no map, or lies, costs nothing: the type without a message, and the connection goes on.
MALFORMED = {
    "nothing": b"", "JSON": b"{}", "a list": b"\x80", "null": b"\xf6", "a number": b"\x01",
    "cut off": b"\xa1", "no break": b"\xbf", "something behind": b"\xa0\xa0",
    "a name of bytes": b"\xa1\x41a\x01", "a number as a name": b"\xa1\x01\x01",
    "a lying length": b"\xa1\x61a\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "a lying count": b"\xa1\x61a\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    "a lying map": b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
    "invalid UTF-8": b"\xa1\x6aStreamName\x62\xc3\x28",
    "pieces of another kind": b"\xa1\x6aStreamName\x7f\x41a\xff",
    "a depth bomb": b"\xa1\x61a" + b"\x81" * 1_000_000,
    "a bomb of maps": b"\xbf\x61a" * 300_000,
}


@in_cbor
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_bodies_that_are_malformed(raw, encoding, body):
    assert encoding.answer(raw, "ListStreams", body) == (400, {"__type": "SerializationException"})
    assert encoding.answer(raw, "ListStreams", {"Limit": 1})[0] == 200


# The bytes that both Java SDKs send: maps without a length, a tagged time of eight bytes.
def test_what_java_sends(raw, stream):
    head = bytes.fromhex("bf6a53747265616d4e616d65")
    tail = bytes.fromhex("67536861726449647473686172644964") + b"-" + bytes.fromhex(
        "3030303030303030303030307153686172644974657261746f72547970656c41545f54494d455354414d5069"
        "54696d657374616d70c11b0000018bcfe5687bff")
    name = cbor2.dumps(stream)
    status, value = CBOR_1_1.answer(raw, "GetShardIterator", head + name + tail)
    assert (status, list(value)) == (200, ["ShardIterator"])


# Java reads times as whole milliseconds with tag 1, and maps and lists without a length.
def test_what_java_reads(raw, stream):
    body = CBOR_1_1.call(raw, "DescribeStreamSummary", {"StreamName": stream}).body
    assert body.startswith(b"\xbf\x78\x18StreamDescriptionSummary\xbf")
    assert body.endswith(b"\xff\xff")
    assert re.search(rb"\x77StreamCreationTimestamp\xc1\x1b\x00\x00\x01[\x80-\xff]", body)
    assert b"EnhancedMonitoring\x9f\xbf" in body
    record = {"StreamName": stream, "PartitionKey": "java", "Data": b"bytes"}
    assert CBOR_1_1.answer(raw, "PutRecord", record)[0] == 200
    # An operation without output has no body, not an empty map.
    answer = CBOR_1_1.call(raw, "IncreaseStreamRetentionPeriod",
                           {"StreamName": stream, "RetentionPeriodHours": 24})
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Type"] == CBOR


# Members that nobody knows, nulls, and values in any of CBOR's forms are no errors.
@in_cbor
def test_forms_that_are_taken(raw, unique, encoding):
    name = unique()
    describe = b"\xd9\xd9\xf7\xbf\x7f\x66Stream\x64Name\xff\xd8\x2a" + cbor2.dumps(name) + b"\xff"
    status, value = encoding.answer(raw, "DescribeStream", describe)
    assert (status, value["__type"]) == (400, "ResourceNotFoundException")
    for limit in (b"\x01", b"\x18\x01", b"\x1b" + b"\0" * 7 + b"\x01", b"\xf9\x3c\x00",
                  b"\xfa\x3f\x80\x00\x00", b"\xfb\x3f\xf8" + b"\0" * 6, b"\xc2\x41\x01"):
        body = b"\xa4\x65Limit" + limit + b"\x61x\xf7\x61y\xbf\x61z\x9f\xff\xff\x69NextToken\xf6"
        assert encoding.answer(raw, "ListStreams", body)[0] == 200, limit
    status, value = encoding.answer(raw, "ListStreams", b"\xa1\x65Limit\xf9\x7e\x00")
    assert (status, value["__type"]) == (400, "SerializationException")
    # Of a member that occurs twice the last counts, as in JSON.
    assert encoding.answer(raw, "ListStreams", b"\xa2\x65Limit\x00\x65Limit\x01")[0] == 200


# Byte strings may come in pieces; what is stored is the whole.
@in_cbor
def test_data_in_pieces(raw, new_stream, kinesis, encoding):
    name = new_stream()
    pieces = [bytes([n % 256]) * n for n in range(300)]
    data = b"\x5f" + b"".join(cbor2.dumps(piece) for piece in pieces) + b"\xff"
    body = (b"\xa3\x6aStreamName" + cbor2.dumps(name) + b"\x64Data" + data
            + b"\x6cPartitionKey\x7f\x62pa\x60\x63rts\xff")
    assert encoding.answer(raw, "PutRecord", body)[0] == 200
    start = kinesis.get_shard_iterator(StreamName=name, ShardId=FIRST,
                                       ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    record = kinesis.get_records(ShardIterator=start)["Records"][0]
    assert (record["PartitionKey"], record["Data"]) == ("parts", b"".join(pieces))


# An operation that is named in two ways could get past whoever guards only one of them.
def test_an_rpc_that_names_its_operation_twice(raw):
    path, headers = RPC_V2.where("ListStreams")
    headers = {**headers, "Content-Type": RPC,
               "X-Amz-Target": f"{PREFIX}.ListStreams"}
    answer = raw.send("POST", path, sign_headers(raw.address, headers, b"\xa0", path=path),
                      b"\xa0")
    assert (answer.status, RPC_V2.read(answer.body)) == (
        400, {"__type": "UnknownOperationException"})


@pytest.fixture(scope="module")
def rpc_kinesis(server):
    """boto3, told that Kinesis speaks nothing but Smithy's RPC."""
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def load_with_protocol(service, kind, api_version=None):
        model = load(service, kind, api_version)
        if (service, kind) == ("kinesis", "service-2"):
            metadata = {**model["metadata"], "protocol": "smithy-rpc-v2-cbor",
                        "protocols": ["smithy-rpc-v2-cbor"]}
            return {**model, "metadata": metadata}
        return model

    loader.load_service_model = load_with_protocol
    return kinesis_client(server, session=session)


# A real client of Smithy's RPC: its own writer, reader and exceptions.
def test_a_real_client_of_smithys_rpc(rpc_kinesis, unique):
    name = unique()
    sent = []
    rpc_kinesis.meta.events.register("before-send.kinesis",
                                     lambda request, **_: sent.append(request.headers))
    rpc_kinesis.create_stream(StreamName=name, ShardCount=1)
    assert sent[0]["smithy-protocol"] in ("rpc-v2-cbor", b"rpc-v2-cbor")
    described = rpc_kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    created = described["StreamCreationTimestamp"]
    put = rpc_kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"\x00\xff")
    start = rpc_kinesis.get_shard_iterator(
        StreamName=name, ShardId=put["ShardId"], ShardIteratorType="AT_TIMESTAMP",
        Timestamp=created)["ShardIterator"]
    record = rpc_kinesis.get_records(ShardIterator=start)["Records"][0]
    assert (record["Data"], record["SequenceNumber"]) == (b"\x00\xff", put["SequenceNumber"])
    assert 0 <= (record["ApproximateArrivalTimestamp"] - created).total_seconds() < 60
    with pytest.raises(rpc_kinesis.exceptions.ResourceInUseException):
        rpc_kinesis.create_stream(StreamName=name, ShardCount=1)
    with pytest.raises(rpc_kinesis.exceptions.ResourceNotFoundException, match="not found"):
        rpc_kinesis.describe_stream(StreamName=unique())
    assert rpc_kinesis.delete_stream(StreamName=name)["ResponseMetadata"]["HTTPStatusCode"] == 200

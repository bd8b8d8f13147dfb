"""The AWS command line: Debian's version 2 and PyPI's version 1, as people and scripts use it."""
import base64
import json

import pytest

from aws_cli import PROGRAMS, AwsCli
from reading import shard_id


@pytest.fixture(scope="module", params=PROGRAMS)
def version(request):
    return request.param


@pytest.fixture
def aws_cli(server, version, tmp_path):
    """aws_cli(operation, argument…): what `aws kinesis …` printed, or the error it ended in."""
    return AwsCli(version, server, tmp_path, "kinesis")


def as_argument(version, data):
    """Version 2 expects base64 where version 1 takes what is typed."""
    return base64.b64encode(data).decode() if version == "v2" else data.decode()


# The commands that `./dev run` prints, one after the other.
def test_a_stream_from_its_creation_to_its_end(aws_cli, version, unique):
    name = unique()
    assert aws_cli("create-stream", "--stream-name", name, "--shard-count", "1") is None
    assert aws_cli("wait", "stream-exists", "--stream-name", name) is None
    put = aws_cli("put-record", "--stream-name", name, "--partition-key", "k",
                  "--data", as_argument(version, b"hello"))
    assert put["ShardId"] == shard_id(0)
    many = aws_cli("put-records", "--stream-name", name, "--records", json.dumps(
        [{"PartitionKey": "k", "Data": as_argument(version, b"world")}]))
    assert many["FailedRecordCount"] == 0
    start = aws_cli("get-shard-iterator", "--stream-name", name, "--shard-id", shard_id(0),
                    "--shard-iterator-type", "TRIM_HORIZON")["ShardIterator"]
    records = aws_cli("get-records", "--shard-iterator", start)["Records"]
    assert [base64.b64decode(record["Data"]) for record in records] == [b"hello", b"world"]
    assert records[0]["SequenceNumber"] == put["SequenceNumber"]

    assert name in aws_cli("list-streams")["StreamNames"]
    assert len(aws_cli("list-shards", "--stream-name", name)["Shards"]) == 1
    aws_cli("increase-stream-retention-period", "--stream-name", name,
            "--retention-period-hours", "48")
    summary = aws_cli("describe-stream-summary", "--stream-name", name)
    assert summary["StreamDescriptionSummary"]["RetentionPeriodHours"] == 48
    aws_cli("decrease-stream-retention-period", "--stream-name", name,
            "--retention-period-hours", "24")
    described = aws_cli("describe-stream", "--stream-name", name)["StreamDescription"]
    assert described["StreamStatus"] == "ACTIVE"
    aws_cli("delete-stream", "--stream-name", name)
    aws_cli("wait", "stream-not-exists", "--stream-name", name)


# A file given as data is taken byte for byte by both versions.
def test_a_file_as_data(aws_cli, version, kinesis, new_stream, tmp_path):
    name = new_stream()
    file = tmp_path / "data"
    file.write_bytes(bytes(range(256)))
    aws_cli("put-record", "--stream-name", name, "--partition-key", "k",
            "--data", f"fileb://{file}")
    start = aws_cli("get-shard-iterator", "--stream-name", name, "--shard-id", shard_id(0),
                    "--shard-iterator-type", "TRIM_HORIZON")["ShardIterator"]
    record = aws_cli("get-records", "--shard-iterator", start)["Records"][0]
    assert base64.b64decode(record["Data"]) == bytes(range(256))


# What a script greps for: the error's name, the operation and the service's own words.
@pytest.mark.parametrize("arguments, expected", [
    (["describe-stream", "--stream-name", "nobody"],
     "An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: "
     "Stream nobody under account {account} not found."),
    (["create-stream", "--stream-name", "{stream}", "--shard-count", "1"],
     "An error occurred (ResourceInUseException) when calling the CreateStream operation: "
     "Stream {stream} under account {account} already exists."),
    (["get-records", "--shard-iterator", "x"],
     "An error occurred (InvalidArgumentException) when calling the GetRecords operation: "
     "Invalid ShardIterator."),
])
def test_errors(aws_cli, server, stream, arguments, expected):
    filled = [argument.format(stream=stream, account=server.account) for argument in arguments]
    # Version 2 also says how often it has tried.
    told = aws_cli(*filled, fails=True).replace(" (reached max retries: 0)", "")
    assert expected.format(stream=stream, account=server.account) in told

"""`weir meter run` against the real server: what it says it sent is what is there."""
import base64
import json
import pathlib
import re
import subprocess

import boto3
import pytest
from conftest import Meter, read_all
from stand_in import StandIn
from waiting import wait_until
from weir_process import environment, weir

PLANS = pathlib.Path(__file__).parent / "plans"


def total(result, name):
    return sum(label["counts"][name] for label in result["labels"])


def test_put_record(meter, kinesis, stream):
    """The simplest run: every record that was acknowledged is read back as it was made."""
    result = meter.run("--stream", stream, "--threads", "3", "--loops", "20",
                       "--partition-key", "k", "--data", '{"a":1}')
    assert total(result, "records") == 60
    records = read_all(kinesis, stream)
    assert [(record["PartitionKey"], record["Data"]) for record in records] == [("k", b'{"a":1}')] * 60


def test_put_records_at_a_planned_rate(meter, kinesis, stream):
    result = meter.run("--stream", stream, "--operation", "put-records", "--rate", "500/s",
                       "--duration", "2s", "--batch-records", "50", "--data", "x")
    assert total(result, "records") == 1000
    assert len(read_all(kinesis, stream)) == 1000


def test_aggregated_records(meter, kinesis, stream):
    """Many user records in few Kinesis records, each in the shard that its keys belong to."""
    result = meter.run("--stream", stream, "--threads", "1", "--loops", "100", "--aggregate",
                       "--data", "user record")
    records = read_all(kinesis, stream)
    assert all(record["Data"].startswith(b"\xf3\x89\x9a\xc2") for record in records)
    assert sum(record["Data"].count(b"user record") for record in records) == total(result, "records")


def test_makes_the_stream(meter, kinesis):
    """--create makes what is not there, and waits until it takes records."""
    meter.run("--stream", "new", "--create", "3", "--threads", "1", "--loops", "1", "--data", "x")
    assert kinesis.describe_stream_summary(
        StreamName="new")["StreamDescriptionSummary"]["OpenShardCount"] == 3


def test_end_to_end(meter, stream):
    """Nothing is lost, doubled or out of order, and every record's way was measured."""
    result = meter.run("--stream", stream, "--threads", "2", "--loops", "100", "--end-to-end",
                       "--partition-key", "zipf:10", "--data", '{"a":1}')
    assert result["trace"] == {"sent": 200, "received": 200, "lost": 0, "duplicates": 0,
                               "out_of_order": 0}


def test_the_plan_to_begin_with_runs(meter, server):
    """What `weir meter init` writes is a plan that does something, wherever its endpoint points."""
    plan = meter.directory / "plan.toml"
    weir("meter", "init", plan)
    result = meter.run(plan, "--endpoint", server.url, "--duration", "2s", check=False)
    assert meter.status in (0, 1), meter.errors  # A busy machine may miss the plan's p99.
    assert total(result, "records") > 0 and total(result, "samples_failed") == 0


def test_push_readers(meter, stream):
    """The same with a consumer that is pushed to: registered for the run, and gone after it."""
    result = meter.run("--stream", stream, "--threads", "2", "--loops", "100", "--end-to-end",
                       "--read-with", "subscribe-to-shard", "--partition-key", "zipf:10")
    assert result["trace"] == {"sent": 200, "received": 200, "lost": 0, "duplicates": 0,
                               "out_of_order": 0}


def test_the_consumer_of_push_readers_is_removed(meter, kinesis, stream):
    meter.run("--stream", stream, "--loops", "5", "--end-to-end", "--read-with",
              "subscribe-to-shard")
    arn = kinesis.describe_stream_summary(
        StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
    left = kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]
    assert [consumer for consumer in left if consumer["ConsumerStatus"] != "DELETING"] == []


@pytest.mark.parametrize("way", [["--http2"], ["--cbor"], ["--http2", "--cbor"]], ids=" ".join)
def test_other_ways_over_the_wire(meter, kinesis, stream, way):
    result = meter.run("--stream", stream, "--threads", "2", "--loops", "20", "--data", "x", *way)
    assert total(result, "records") == len(read_all(kinesis, stream)) == 40
    assert total(result, "samples_failed") == 0


def split_while_records_come(kinesis, stream):
    wait_until(lambda: len(read_all(kinesis, stream)) >= 10)
    kinesis.split_shard(StreamName=stream, ShardToSplit="shardId-000000000000",
                        NewStartingHashKey=str(2**126))


def have_children_records(kinesis, stream):
    """Whether both children of the shard that was split have some."""
    children = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=stream)["Shards"]
                if shard.get("ParentShardId") == "shardId-000000000000"]
    assert len(children) == 2
    return all(kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(
        StreamName=stream, ShardId=child, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])["Records"]
        for child in children)


def test_writers_follow_a_stream_that_is_resharded(meter, kinesis, stream):
    """Records that are meant for each shard in turn reach the children of a shard that was split
    while they were sent."""
    meter.start("--stream", stream, "--rate", "100/s", "--partition-key", "each-shard", "--data",
                "x")
    split_while_records_come(kinesis, stream)
    wait_until(lambda: have_children_records(kinesis, stream))
    result = meter.interrupt()
    assert total(result, "records") == len(read_all(kinesis, stream))
    assert total(result, "samples_failed") == 0


def test_readers_follow_a_stream_that_is_resharded(meter, kinesis, stream):
    """Everything is read, once and in order, through a split; after Ctrl-C too, what was sent last
    is read and not called lost."""
    meter.start("--stream", stream, "--threads", "1", "--rate", "100/s", "--end-to-end",
                "--partition-key", "zipf:20", "--data", "x")
    split_while_records_come(kinesis, stream)
    wait_until(lambda: have_children_records(kinesis, stream))
    trace = meter.interrupt()["trace"]
    assert trace["sent"] == trace["received"] == len(read_all(kinesis, stream))
    assert trace["lost"] == trace["duplicates"] == trace["out_of_order"] == 0


def test_what_cannot_run_is_said_before_anything_is_sent(meter, server, stream):
    """One clear sentence, no samples, status 1."""
    def sentence(*flags):
        assert meter.run(*flags, "--loops", "1", "--data", "x", check=False) is None
        assert meter.status == 1
        return meter.errors

    assert "There is no stream nothing" in sentence("--stream", "nothing")
    assert "Nobody answers" in sentence("--stream", stream, "--endpoint", "http://127.0.0.1:9")
    server.secret_key = "wrong"
    assert "the secret access key is wrong" in sentence("--stream", stream)
    server.access_key = "AKIDNOBODY0000000000"
    assert "access key is not known" in sentence("--stream", stream)


def test_interrupt_reports_what_was_sent(meter, kinesis, stream):
    """Ctrl-C ends the sending, not the report."""
    meter.start("--stream", stream, "--threads", "2", "--data", "x")
    wait_until(lambda: len(read_all(kinesis, stream)) >= 10)
    result = meter.interrupt()
    assert total(result, "samples") == len(read_all(kinesis, stream)) >= 10
    assert meter.output


def test_throttled_stream(start_weir, tmp_path):
    """What a shard refuses is counted as refused, retried, and told apart from errors."""
    server = start_weir(faithful=True)
    meter = Meter(server, tmp_path)
    result = meter.run("--stream", "tight", "--create", "1", "--rate", "3000/s", "--duration", "2s",
                       "--operation", "put-records", "--batch-records", "100", "--data", "x",
                       "--retries", "1", check=False)
    assert total(result, "throttles") > 0
    assert total(result, "records") + total(result, "records_failed") == 6000
    errors = {code for label in result["labels"] for code in label["errors"]}
    assert errors == {"ProvisionedThroughputExceededException"}


def test_five_minutes_at_one_record_a_second(meter, server, kinesis, tmp_path):
    """The seed scenario, in compressed time: an awsmeter plan of one thread, 300 s, one record a
    second; then the AWS CLI reads the record of the first result by its shard id and sequence
    number."""
    save = tmp_path / "saved"
    result = meter.run(PLANS / "five_minutes.jmx", "--endpoint", server.url, "--create", "1",
                       "--speed", "60", "--save", save)
    # A busy machine has no time for some of them: how many there are in virtual time is told by
    # src/meter/run/closed_run_test.cc.
    assert total(result, "samples") == len(read_all(kinesis, "client-stream")) <= 301
    assert total(result, "samples_failed") == 0
    shown = weir("meter", "show", save, "--sample", "1", "--detail").stdout
    shard, sequence = re.search(r"shardId-\d{12}", shown)[0], re.search(r"\b\d{56}\b", shown)[0]

    def aws(*arguments):
        done = subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", server.url, "kinesis", *arguments], check=True,
            env=environment(**meter.variables()), capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout)

    iterator = aws("get-shard-iterator", "--stream-name", "client-stream", "--shard-id", shard,
                   "--shard-iterator-type", "AT_SEQUENCE_NUMBER", "--starting-sequence-number",
                   sequence)["ShardIterator"]
    record = aws("get-records", "--shard-iterator", iterator, "--limit", "1")["Records"][0]
    assert record["SequenceNumber"] == sequence
    assert base64.b64decode(record["Data"]).decode() in shown.replace("\\", "")


def test_expired_credentials(start_weir, clock, tmp_path):
    """A session that is over is told before anything is sent, and what to do about it."""
    server = start_weir(**clock.variables)
    meter = Meter(server, tmp_path, **clock.variables)
    session = boto3.client(
        "sts", region_name=server.region, endpoint_url=server.url,
        aws_access_key_id=server.access_key, aws_secret_access_key=server.secret_key,
    ).get_session_token(DurationSeconds=900)["Credentials"]
    clock.pass_by(901)
    assert meter.run("--stream", "any", "--loops", "1", "--access-key-id", session["AccessKeyId"],
                     "--secret-access-key", session["SecretAccessKey"], "--session-token",
                     session["SessionToken"], check=False) is None
    assert meter.status == 1 and "expired" in meter.errors
    assert session["SecretAccessKey"] not in meter.errors + meter.output


def test_firehose(meter, tmp_path):
    """A delivery stream's batches: what is refused of one is sent again, and nothing else."""
    puts = []

    def answer(headers, body):
        operation = headers["X-Amz-Target"].split(".")[1]
        request = json.loads(body)
        if operation == "DescribeDeliveryStream":
            return 200, {"DeliveryStreamDescription": {
                "DeliveryStreamName": "logs", "DeliveryStreamStatus": "ACTIVE",
                "DeliveryStreamARN": "arn:aws:firehose:us-east-1:1:deliverystream/logs",
                "DeliveryStreamType": "DirectPut", "VersionId": "1", "Destinations": [],
                "HasMoreDestinations": False}}
        assert operation == "PutRecordBatch" and request["DeliveryStreamName"] == "logs"
        puts.append([base64.b64decode(record["Data"]) for record in request["Records"]])
        first = {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}
        kept = [{"RecordId": "r"} for _ in request["Records"]]
        if len(puts) == 1:
            kept[0] = first
        return 200, {"FailedPutCount": int(len(puts) == 1), "Encrypted": False,
                     "RequestResponses": kept}

    stand_in = StandIn()
    try:
        stand_in.answers["/"] = answer
        result = meter.run("--operation", "firehose-put-record-batch", "--stream", "logs",
                           "--endpoint", stand_in.url, "--loops", "2", "--batch-records", "10",
                           "--data", "line {{sequence(1)}}", "--newline", "--retries", "3")
    finally:
        stand_in.close()
    assert total(result, "records") == 20 and total(result, "records_failed") == 0
    assert [len(put) for put in puts] == [10, 1, 10]
    assert puts[1] == puts[0][:1] and all(data.endswith(b"\n") for put in puts for data in put)

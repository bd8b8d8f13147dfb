"""`weir estimate`: Amazon's formula, and what CloudWatch counted of a stream.

Weir's own CloudWatch is asked, and a small server that answers as the documentation says, where loads
of days and CloudWatch's failures are needed.
"""
import base64
import datetime
import json
import urllib.parse

import boto3
import pytest

from weir_process import ACCESS_KEY, REGION, SECRET_KEY, weir

KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}


def estimate(*flags, **variables):
    return weir("estimate", *flags, check=False, **variables)


def estimated(*flags, **variables):
    done = estimate(*flags, "--output", "json", **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# The inputs of Amazon's estimator, and which of its three terms decides.
@pytest.mark.parametrize("size, rate, consumers, shards, decided_by", [
    (10, 500, 1, 5, "write_bytes"), (0.5, 2_001, 1, 3, "write_records"),
    (2, 1_500, 3, 5, "read_bytes"), (1024, 1, 1, 1, "write_bytes"), (1, 1, 0, 1, "write_records")])
def test_the_formula(size, rate, consumers, shards, decided_by):
    flags = ("--record-size", size, "--records-per-second", rate, "--consumers", consumers)
    found = estimated(*flags)
    assert (found["shards"], found["decided_by"]) == (shards, decided_by)
    assert [need["what"] for need in found["needs"]] == ["write_bytes", "write_records",
                                                          "read_bytes"]
    words = decided_by.replace("write_", "written ").replace("_", " ")
    text = estimate(*flags).stdout
    assert text.startswith(f"{shards} shard{'s' if shards > 1 else ''}: {words} decide.\n")


@pytest.mark.parametrize("flags, sentence", [
    ((), "Say --record-size and --records-per-second, or --from-metrics with a stream's name."),
    (("--record-size", 0, "--records-per-second", 1),
     "The record size is 0; more than 0 and up to 10240 KiB is allowed."),
    (("--record-size", 1, "--records-per-second=-1"),
     "The number of records per second is -1; more than 0 and up to a billion is allowed."),
    (("--record-size", 1, "--from-metrics", "s"),
     "--from-metrics goes without --record-size and --records-per-second."),
    (("--from-metrics", "s", "--last", "456d"), None), (("--from-metrics", "s", "--last", "5"), None),
    (("--record-size", 1, "--records-per-second", 1, "--headroom", "much"), None)])
def test_bad_input_is_one_sentence(flags, sentence):
    done = estimate(*flags)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("weir: ") and done.stderr.count("\n") == 1
    assert sentence is None or done.stderr == f"weir: {sentence}\n"


class CloudWatch:
    """GetMetricStatistics of one stream. `sums`: metric -> {minutes before now: sum}."""

    def __init__(self, stream, sums):
        now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        self.stream, self.now, self.sums, self.forms = stream, now, sums, []

    def answer(self, headers, body):
        form = {name: values[0] for name, values in urllib.parse.parse_qs(body).items()}
        self.forms.append(form)
        assert f"/{REGION}/monitoring/aws4_request" in headers["Authorization"]
        assert headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        assert (form["Action"], form["Version"]) == ("GetMetricStatistics", "2010-08-01")
        assert (form["Namespace"], form["Statistics.member.1"]) == ("AWS/Kinesis", "Sum")
        assert form["Dimensions.member.1.Name"] == "StreamName"
        start, end = (datetime.datetime.fromisoformat(form[name].replace("Z", "+00:00"))
                      for name in ("StartTime", "EndTime"))
        period = int(form["Period"])
        assert start < end and (end - start).total_seconds() / period <= 1440
        sums = self.sums[form["MetricName"]]
        if form["Dimensions.member.1.Value"] != self.stream:
            sums = {}
        members = ""
        for before, value in sums.items():
            at = self.now - datetime.timedelta(minutes=before)
            if start <= at < end:
                members += (f"<member><Timestamp>{at:%Y-%m-%dT%H:%M:%SZ}</Timestamp>"
                            f"<Sum>{float(value)}</Sum><Unit>Bytes</Unit></member>")
        return 200, ('<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/'
                     f'2010-08-01/"><GetMetricStatisticsResult><Datapoints>{members}</Datapoints>'
                     f"<Label>{form['MetricName']}</Label></GetMetricStatisticsResult>"
                     "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                     "</GetMetricStatisticsResponse>")


@pytest.fixture
def stream(start_weir):
    """(server, name) of a stream with four shards."""
    server = start_weir()
    kinesis = boto3.client("kinesis", endpoint_url=server.url, region_name=REGION,
                           aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    kinesis.create_stream(StreamName="events", ShardCount=4)
    kinesis.get_waiter("stream_exists").wait(StreamName="events",
                                             WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    return server, "events"


def test_from_metrics(stream, stand_in):
    server, name = stream
    cloudwatch = CloudWatch(name, {
        "IncomingBytes": {5: 60 * 1024 * 1024, 200: 60 * 3 * 1024 * 1024, 20_000: 10**15},
        "IncomingRecords": {5: 60_000, 200: 600}, "GetRecords.Bytes": {5: 60 * 1024 * 1024},
        "WriteProvisionedThroughputExceeded": {200: 17},
        "ReadProvisionedThroughputExceeded": {}})
    stand_in.answers["/"] = cloudwatch.answer
    where = ("--from-metrics", name, "--endpoint", server.url, "--cloudwatch-endpoint",
             stand_in.url)
    found = estimated(*where, **KEYS)
    assert (found["shards"], found["decided_by"], found["headroom"]) == (4, "write_bytes", 0.25)
    assert (found["open_shards"], found["throttled_written_records"]) == (4, 17)
    assert found["peak"] == {"write_bytes_per_second": 3 * 1024 * 1024,
                             "write_records_per_second": 1000,
                             "read_bytes_per_second": 1024 * 1024}
    assert [hour["shards"] for hour in found["hours"]] == [4, 2]
    text = estimate(*where, **KEYS).stdout
    assert "at its peak it used 75.0 % of their written bytes." in text
    assert "Throttled: 17 written records, 0 reads." in text

    # Two weeks are asked for in as many questions as answers may have points.
    cloudwatch.forms.clear()
    fortnight = estimated(*where, "--last", "14d", "--headroom", "0%", **KEYS)
    assert len(cloudwatch.forms) == 5 * 14 and fortnight["peak"]["write_bytes_per_second"] > 10**13


def test_from_what_the_server_counted_itself(start_weir, held_clock):
    server = start_weir(**held_clock.variables)
    data = base64.b64encode(b"x" * 999).decode()
    for operation, arguments in (
            ("CreateStream", {"StreamName": "own", "ShardCount": 2}),
            ("PutRecords", {"StreamName": "own", "Records": [
                {"PartitionKey": "k", "Data": data}] * 120})):
        assert held_clock.call(server, operation, arguments).status == 200
    held_clock.pass_by(61)
    found = estimated("--from-metrics", "own", "--endpoint", server.url, **KEYS,
                      **held_clock.variables)
    assert (found["shards"], found["open_shards"]) == (1, 2)
    assert found["peak"] == {"write_bytes_per_second": 2000, "write_records_per_second": 2,
                             "read_bytes_per_second": 0}


def test_a_cloudwatch_that_refuses_or_is_not_there(stream, stand_in):
    server, name = stream
    where = ("--from-metrics", name, "--endpoint", server.url, "--cloudwatch-endpoint",
             stand_in.url)

    def refused(code, message, status=400):
        stand_in.answers["/"] = (status, "<ErrorResponse><Error><Type>Sender</Type>"
                                 f"<Code>{code}</Code><Message>{message}</Message></Error>"
                                 "</ErrorResponse>")
        done = estimate(*where, **KEYS)
        assert done.returncode == 1 and done.stdout == "" and done.stderr.count("\n") == 1
        return done.stderr

    assert refused("AccessDenied", "You may not &amp; must not.", 403) == (
        "weir: AccessDenied: You may not & must not.\n")
    address = stand_in.url.removeprefix("http://")
    assert refused("InvalidAction", "Could not find it") == (
        f"weir: {address} has no CloudWatch: it answers GetMetricStatistics with InvalidAction; "
        "say where one is by --cloudwatch-endpoint.\n")
    stand_in.answers["/"] = (200, "<html></html>")
    done = estimate(*where, **KEYS)
    assert done.stderr == "weir: CloudWatch's answer is not understood.\n"
    stand_in.answers["/"] = CloudWatch("another", dict.fromkeys(
        ["IncomingBytes", "IncomingRecords", "GetRecords.Bytes",
         "WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded"],
        {1: 1})).answer
    done = estimate(*where, "--last", "2h", **KEYS)
    assert done.stderr == (f"weir: CloudWatch has no metrics of stream {name} in the last 2h.\n")
    none = estimate("--from-metrics", "none", "--endpoint", server.url, **KEYS)
    assert none.stderr.startswith("weir: ResourceNotFoundException: ")

"""Every metric of a known load, read by boto3, the AWS CLI and the SDK for JavaScript, to the record
and the byte: the five minutes that a user spends with one record a second, and a stream that meets
everything there is a metric for."""
import base64
import datetime
import json
import re
import subprocess
import time
import urllib.request

import boto3
import botocore.config
import pytest

from conftest import bare_environment
from sdks import BUILD
from server_clock import ServerClock, build_library
from waiting import wait_until
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, WeirProcess

STATISTICS = ["SampleCount", "Sum", "Minimum", "Maximum", "Average"]
# One record a second for five minutes, begun so that CloudWatch's five minutes end after 182.
RECORDS, IN_FIRST_PERIOD = 300, 182
SHARD = "shardId-000000000000"
WRITE_RECORDS = 5  # What a shard takes in a second.


def load_record(number, moment):
    return json.dumps({"tool": "meter", "plugin": "kinesis", "service": "orders",
                       "message": f"record {number}", "time": round(moment * 1000)})


def one_record_a_second(server, clock):
    """The bytes of each record, as CloudWatch counts them."""
    assert clock.call(server, "CreateStream", {"StreamName": "client-stream", "ShardCount": 1}
                      ).status == 200
    sizes = []
    for number in range(RECORDS):
        text = load_record(number, clock.now())
        answer = clock.call(server, "PutRecord", {
            "StreamName": "client-stream", "PartitionKey": str(number),
            "Data": base64.b64encode(text.encode()).decode()})
        assert answer.status == 200, answer.body
        sizes.append(len(text) + len(str(number)))
        clock.pass_by(1)
    return sizes


class Counts:
    """What each metric should say: its values, as they were caused."""

    def __init__(self):
        self.values = {}

    def add(self, name, unit, *values, **dimensions):
        known = self.values.setdefault((name, frozenset(dimensions.items())), (unit, []))
        known[1].extend(values)

    def expected(self):
        return {key: {"Unit": unit, "SampleCount": len(values), "Sum": sum(values),
                      "Minimum": min(values), "Maximum": max(values)}
                for key, (unit, values) in self.values.items()}


def count_put(counts, operation, wrote, failed=0, shard=None, **more):
    """A call of PutRecord or PutRecords: the sizes that were written, and how many were refused."""
    stream = {"StreamName": more["stream"]}
    counts.add(f"{operation}.Success", "Count", int(bool(wrote)), **stream)
    counts.add(f"{operation}.Latency", "Milliseconds", 0, **stream)
    if wrote or operation == "PutRecords":
        counts.add(f"{operation}.Bytes", "Bytes", sum(wrote), **stream)
    if operation == "PutRecords":
        for name, value in (("TotalRecords", len(wrote) + failed), ("FailedRecords", 0),
                            ("SuccessfulRecords", len(wrote)), ("Records", len(wrote)),
                            ("ThrottledRecords", failed)):
            counts.add(f"PutRecords.{name}", "Count", value, **stream)
    for level in [stream] + ([{**stream, "ShardId": shard}] if shard else []):
        counts.add("WriteProvisionedThroughputExceeded", "Count", failed, **level)
        if wrote:
            counts.add("IncomingBytes", "Bytes", sum(wrote), **level)
            counts.add("IncomingRecords", "Count", len(wrote), **level)


def count_get(counts, stream, shard, sizes, age, throttled=False):
    level, shard_level = {"StreamName": stream}, {"StreamName": stream, "ShardId": shard}
    counts.add("GetRecords.Success", "Count", int(not throttled), **level)
    counts.add("GetRecords.Latency", "Milliseconds", 0, **level)
    for each in (level, shard_level):
        counts.add("ReadProvisionedThroughputExceeded", "Count", int(throttled), **each)
    if throttled:
        return
    counts.add("GetRecords.Bytes", "Bytes", sum(sizes), **level)
    counts.add("GetRecords.Records", "Count", len(sizes), **level)
    counts.add("GetRecords.IteratorAgeMilliseconds", "Milliseconds", age, **level)
    counts.add("GetRecords.IteratorAge", "Milliseconds", age, **level)
    counts.add("IteratorAgeMilliseconds", "Milliseconds", age, **shard_level)
    counts.add("OutgoingBytes", "Bytes", sum(sizes), **shard_level)
    counts.add("OutgoingRecords", "Count", len(sizes), **shard_level)


def size_of(record):
    return len(record["Data"]) + len(record["PartitionKey"])


def open_connections(server):
    with urllib.request.urlopen(server.url + "/metrics", timeout=60) as page:
        return float(re.search(rb"^weir_http_connections (\S+)$", page.read(), re.M)[1])


def everything(server, client, clock, counts):
    """A stream that is put to, read, pushed, and refused, in each way that has a metric."""
    name = "everything"
    client.create_stream(StreamName=name, ShardCount=1)
    client.enable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=["ALL"])
    for size in (10, 100, 1000):
        client.put_record(StreamName=name, PartitionKey="k", Data=b"x" * size)
        count_put(counts, "PutRecord", [size + 1], stream=name, shard=SHARD)
    with pytest.raises(client.exceptions.InvalidArgumentException):
        client.put_record(StreamName=name, PartitionKey="k", Data=b"", ExplicitHashKey=str(2**128))
    count_put(counts, "PutRecord", [], stream=name)
    # Of the refused call the shard knows nothing.
    batch = [{"PartitionKey": "kk", "Data": b"12345"}] * 20
    failed = client.put_records(StreamName=name, Records=batch)["FailedRecordCount"]
    assert failed == len(batch) - (WRITE_RECORDS - 3)
    count_put(counts, "PutRecords", [7] * (len(batch) - failed), failed, stream=name, shard=SHARD)
    clock.pass_by(5)
    client.put_records(StreamName=name, Records=batch[:2])
    count_put(counts, "PutRecords", [7, 7], stream=name, shard=SHARD)

    iterator = client.get_shard_iterator(StreamName=name, ShardId=SHARD,
                                         ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    for limit, age in ((1, 5000), (3, 5000), (100, 0), (100, 0), (100, 0), (100, None)):
        try:
            answer = client.get_records(ShardIterator=iterator, Limit=limit)
        except client.exceptions.ProvisionedThroughputExceededException:
            count_get(counts, name, SHARD, [], None, throttled=True)
            assert age is None
            continue
        count_get(counts, name, SHARD, [size_of(record) for record in answer["Records"]], age)
        iterator = answer["NextShardIterator"]
    push(server, client, name, counts)


def push(server, client, name, counts):
    arn = client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    consumer = client.register_stream_consumer(
        StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
    of_consumer = {"StreamName": name, "ConsumerName": "reader"}

    def subscribe():
        return client.subscribe_to_shard(ConsumerARN=consumer, ShardId=SHARD,
                                         StartingPosition={"Type": "TRIM_HORIZON"})

    events = subscribe()["EventStream"]
    event = next(iter(events))["SubscribeToShardEvent"]
    with pytest.raises(client.exceptions.LimitExceededException):
        subscribe()
    connections = open_connections(server)
    events.close()
    # While the server believes that somebody listens, it sends empty events as time goes by.
    wait_until(lambda: open_connections(server) < connections, seconds=60)
    for name_of_metric, values in (("Success", [1, 0]), ("RateExceeded", [0, 1])):
        counts.add(f"SubscribeToShard.{name_of_metric}", "Count", *values, **of_consumer)
    sizes = [size_of(record) for record in event["Records"]]
    assert len(sizes) == 7
    for name_of_metric, unit, value in (
            ("Success", "Count", 1), ("Records", "Count", len(sizes)),
            ("Bytes", "Bytes", sum(sizes)),
            ("MillisBehindLatest", "Milliseconds", event["MillisBehindLatest"])):
        counts.add(f"SubscribeToShardEvent.{name_of_metric}", unit, value, **of_consumer)
    shard_level = {"StreamName": name, "ShardId": SHARD}
    counts.add("OutgoingBytes", "Bytes", sum(sizes), **shard_level)
    counts.add("OutgoingRecords", "Count", len(sizes), **shard_level)


def whole(points):
    """The statistics of several periods together."""
    if not points:
        return {}
    units = {point["Unit"] for point in points}
    assert len(units) == 1, points
    for point in points:
        assert point["Average"] == pytest.approx(point["Sum"] / point["SampleCount"])
    return {"Unit": units.pop(), "SampleCount": sum(point["SampleCount"] for point in points),
            "Sum": sum(point["Sum"] for point in points),
            "Minimum": min(point["Minimum"] for point in points),
            "Maximum": max(point["Maximum"] for point in points)}


def key_of(metric):
    return metric["MetricName"], frozenset(
        (dimension["Name"], dimension["Value"]) for dimension in metric["Dimensions"])


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat()


class Boto3:
    def __init__(self, settings):
        self.client = boto3.client(
            "cloudwatch", endpoint_url=settings["ENDPOINT"], region_name=REGION,
            aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)

    def read(self, start, end):
        """[a metric with its Datapoints of five minutes]"""
        pages = self.client.get_paginator("list_metrics").paginate(Namespace="AWS/Kinesis")
        return [{**metric, "Datapoints": self.client.get_metric_statistics(
            **metric, StartTime=moment(start), EndTime=moment(end), Period=300,
            Statistics=STATISTICS)["Datapoints"]} for page in pages for metric in page["Metrics"]]


class JavaScript:
    def __init__(self, settings):
        self.settings = settings

    def read(self, start, end):
        done = subprocess.run(
            [BUILD / "node/bin/node", BUILD / "javascript/cloudwatch.mjs", "AWS/Kinesis",
             moment(start), moment(end), "300"], env=self.settings, capture_output=True, text=True,
            timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class CommandLine:
    """Debian's: version 2. One program a metric would take minutes: all of them are asked at once."""

    def __init__(self, settings):
        self.settings = settings

    def aws(self, *arguments):
        done = subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", self.settings["ENDPOINT"], "--output", "json",
             "cloudwatch", *arguments], env=self.settings, capture_output=True, text=True,
            timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def read(self, start, end):
        metrics = self.aws("list-metrics", "--namespace", "AWS/Kinesis")["Metrics"]
        queries = [{"Id": f"q{number}_{statistic}", "MetricStat": {
            "Metric": metric, "Period": 300, "Stat": statistic}}
            for number, metric in enumerate(metrics) for statistic in STATISTICS]
        answer = self.aws("get-metric-data", "--start-time", moment(start), "--end-time",
                          moment(end), "--metric-data-queries", json.dumps(queries))
        for result in answer["MetricDataResults"]:
            number, statistic = result["Id"][1:].split("_")
            points = metrics[int(number)].setdefault("Datapoints", {})
            for time_of, value in zip(result["Timestamps"], result["Values"], strict=True):
                points.setdefault(time_of, {"Timestamp": time_of})[statistic] = value
        for metric in metrics:
            metric["Datapoints"] = list(metric["Datapoints"].values())
            for point in metric["Datapoints"]:
                point["Unit"] = self.unit_of(metric, start, end)
        return metrics

    def unit_of(self, metric, start, end):
        """GetMetricData has no units; one metric's is asked for, the others' are what it says."""
        if not hasattr(self, "units"):
            self.units = {}
        name = metric["MetricName"]
        if name == "IncomingBytes" and name not in self.units:
            dimensions = [f"Name={dimension['Name']},Value={dimension['Value']}"
                          for dimension in metric["Dimensions"]]
            found = self.aws("get-metric-statistics", "--namespace", "AWS/Kinesis",
                             "--metric-name", name, "--dimensions", *dimensions,
                             "--start-time", moment(start), "--end-time", moment(end),
                             "--period", "300", "--statistics", "Sum")["Datapoints"]
            self.units[name] = found[0]["Unit"]
        return self.units.get(name)


READERS = {"boto3": Boto3, "cli": CommandLine, "javascript": JavaScript}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What was done, in a past that ends now: the server, the expected values, the moments."""
    folder = tmp_path_factory.mktemp("loaded")
    now = time.time()
    period_end = (now - 200) // 300 * 300
    begin = period_end - IN_FIRST_PERIOD + 0.25
    clock = ServerClock(build_library(folder), folder / "clock", runs=False,
                        behind_seconds=now - begin)
    server = WeirProcess(folder / "data", "--shard-write-records", str(WRITE_RECORDS),
                         faithful=True, **clock.variables).start()
    try:
        sizes = one_record_a_second(server, clock)
        clock.pass_by(time.time() - clock.now())
        counts = Counts()
        for size in sizes:
            count_put(counts, "PutRecord", [size], stream="client-stream")
        client = boto3.client("kinesis", endpoint_url=server.url, region_name=REGION,
                              config=botocore.config.Config(retries={"total_max_attempts": 1}),
                              aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
        everything(server, client, clock, counts)
        # The minute ends, and all that was counted is listed.
        clock.pass_by(61)
        yield server, counts.expected(), sizes, period_end, clock
    finally:
        assert server.stop() == 0, server.log()
        clock.close()


@pytest.mark.parametrize("reader", READERS)
def test_every_metric_to_the_record_and_the_byte(loaded, reader, tmp_path):
    server, expected, sizes, period_end, clock = loaded
    settings = bare_environment(
        ENDPOINT=server.url, HOME=str(tmp_path), AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION,
        AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1", AWS_PAGER="",
        AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY)
    start, end = period_end - 300, clock.now() + 60
    metrics = READERS[reader](settings).read(start, end)
    found = {key_of(metric): whole(metric["Datapoints"]) for metric in metrics}
    assert len(found) == len(metrics)
    assert found.keys() == expected.keys()
    if reader == "cli":
        assert found["IncomingBytes", frozenset({("StreamName", "everything")})]["Unit"] == "Bytes"
        found = {key: {**values, "Unit": expected[key]["Unit"]} for key, values in found.items()}
    for key, values in expected.items():
        assert found[key] == values, key
    # What the user sees in a graph of five minutes.
    of_stream = frozenset({("StreamName", "client-stream")})
    first, second = sizes[:IN_FIRST_PERIOD], sizes[IN_FIRST_PERIOD:]
    for name, values in (("IncomingRecords", (len(first), len(second))),
                         ("PutRecord.Success", (len(first), len(second))),
                         ("IncomingBytes", (sum(first), sum(second))),
                         ("PutRecord.Bytes", (sum(first), sum(second)))):
        metric = next(metric for metric in metrics if key_of(metric) == (name, of_stream))
        points = sorted(metric["Datapoints"], key=lambda point: str(point["Timestamp"]))
        assert tuple(point["Sum"] for point in points) == values, name

"""CloudWatch: what clients publish is read back, through each of its protocols."""
import datetime
import gzip
import json
import re
import struct
import time
import urllib.request

import cbor2
import pytest

from access import ADMIN, client, document, iam_refused, statement
from aws_cli import PROGRAMS, AwsCli
from signed_requests import RawClient, sign_headers


def minutes_ago(minutes):
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes)


@pytest.fixture(scope="module")
def cloudwatch(server):
    return client(server, "cloudwatch", (server.access_key, server.secret_key))


def statistics(cloudwatch, namespace, name, statistic="Sum", dimensions=(), **more):
    return cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName=name, Dimensions=list(dimensions),
        StartTime=minutes_ago(60), EndTime=minutes_ago(-5), Period=3600,
        **(more or {"Statistics": [statistic]}))["Datapoints"]


def test_boto3_reads_what_it_put(cloudwatch):
    dimensions = [{"Name": "Shard", "Value": "1"}, {"Name": "App", "Value": "a & b"}]
    for value in (1, 2, 6.5):
        cloudwatch.put_metric_data(Namespace="boto3", MetricData=[{
            "MetricName": "Latency", "Dimensions": dimensions, "Value": value,
            "Timestamp": minutes_ago(10), "Unit": "Milliseconds"}])
    listed = cloudwatch.list_metrics(Namespace="boto3")["Metrics"]
    assert listed == [{"Namespace": "boto3", "MetricName": "Latency", "Dimensions": sorted(
        dimensions, key=lambda dimension: dimension["Name"])}]
    names = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
    found = statistics(cloudwatch, "boto3", "Latency", dimensions=dimensions, Statistics=names)
    total = {name: sum(point[name] for point in found) for name in ("SampleCount", "Sum")}
    assert total == {"SampleCount": 3, "Sum": 9.5}
    assert min(point["Minimum"] for point in found) == 1
    assert max(point["Maximum"] for point in found) == 6.5
    assert {point["Unit"] for point in found} == {"Milliseconds"}
    assert statistics(cloudwatch, "boto3", "Latency") == []
    half = statistics(cloudwatch, "boto3", "Latency", dimensions=dimensions,
                      ExtendedStatistics=["p50"])
    assert 1.98 <= max(point["ExtendedStatistics"]["p50"] for point in half) <= 6.5


def test_formulas(cloudwatch):
    last = minutes_ago(10)
    for before, value in ((2, 10), (1, 20), (0, 40)):
        cloudwatch.put_metric_data(Namespace="formulas", MetricData=[{
            "MetricName": "m", "Value": value,
            "Timestamp": last - datetime.timedelta(minutes=before)}])
    metric = {"Metric": {"Namespace": "formulas", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}
    answer = cloudwatch.get_metric_data(
        StartTime=minutes_ago(30), EndTime=minutes_ago(0), ScanBy="TimestampAscending",
        MetricDataQueries=[
            {"Id": "m1", "MetricStat": metric, "ReturnData": False},
            {"Id": "double", "Expression": "m1 * 2"},
            {"Id": "rate", "Expression": "RATE(m1) * PERIOD(m1)", "Label": "a minute"},
            {"Id": "found", "Expression": "SUM(SEARCH('{formulas} m', 'Sum', 60))"}])
    results = {result["Id"]: result for result in answer["MetricDataResults"]}
    assert list(results) == ["double", "rate", "found"]
    assert results["double"]["Values"] == [20, 40, 80]
    assert results["rate"]["Values"] == [10, 20] and results["rate"]["Label"] == "a minute"
    assert results["found"]["Values"] == [10, 20, 40]
    assert {result["StatusCode"] for result in results.values()} == {"Complete"}
    refusal = iam_refused(
        cloudwatch.get_metric_data, StartTime=minutes_ago(30), EndTime=minutes_ago(0),
        MetricDataQueries=[{"Id": "e1", "Expression": "FOO(1)"}])
    assert refusal == ("ValidationError", "Error in expression 'e1': The function FOO does not exist")


# boto3 compresses bodies of 10 KiB and more.
def test_compressed(server):
    sent = []
    cloudwatch = client(server, "cloudwatch", (server.access_key, server.secret_key))
    cloudwatch.meta.events.register(
        "before-send.cloudwatch.PutMetricData",
        lambda request, **_: sent.append(request.headers.get("Content-Encoding")))
    cloudwatch.put_metric_data(Namespace="gzip", MetricData=[
        {"MetricName": f"metric-{number:04}", "Value": number} for number in range(1000)])
    assert [encoding.decode() if isinstance(encoding, bytes) else encoding
            for encoding in sent] == ["gzip"]
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace="gzip")
    assert [len(page["Metrics"]) for page in pages] == [500, 500]
    assert sum(point["Sum"] for point in statistics(cloudwatch, "gzip", "metric-0999")) == 999


# The service's own metrics, of the minute that is under way too. What is new is listed once it has
# been read, or its minute has ended.
def test_metrics_of_a_stream(cloudwatch, kinesis, new_stream):
    name = new_stream()
    for number in range(7):
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=bytes(number))
    kinesis.put_records(StreamName=name, Records=[
        {"PartitionKey": "k", "Data": b"12345"} for _ in range(5)])
    dimensions = [{"Name": "StreamName", "Value": name}]
    for metric, expected in (("IncomingRecords", 12), ("PutRecord.Success", 7),
                             ("PutRecords.SuccessfulRecords", 5)):
        found = statistics(cloudwatch, "AWS/Kinesis", metric, dimensions=dimensions)
        assert sum(point["Sum"] for point in found) == expected, metric
    listed = cloudwatch.list_metrics(Namespace="AWS/Kinesis", Dimensions=dimensions)["Metrics"]
    assert {"IncomingRecords", "PutRecord.Success", "PutRecords.SuccessfulRecords"} <= {
        metric["MetricName"] for metric in listed}


def test_errors_have_their_names(cloudwatch):
    put = cloudwatch.put_metric_data
    assert iam_refused(put, Namespace="AWS/Kinesis", MetricData=[{"MetricName": "m", "Value": 1}]) == (
        "InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.")
    assert iam_refused(put, Namespace="n", MetricData=[{"MetricName": "m"}])[0] == (
        "InvalidParameterCombination")
    assert iam_refused(cloudwatch.get_metric_statistics, Namespace="n", MetricName="m",
                       StartTime=minutes_ago(5000), EndTime=minutes_ago(0), Period=60,
                       Statistics=["Sum"])[0] == "InvalidParameterCombination"


# Forms and XML: Debian's AWS CLI; JSON: a later one.
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_command_line(server, program, tmp_path):
    aws = AwsCli(program, server, tmp_path, "cloudwatch")
    assert aws("put-metric-data", "--namespace", f"cli-{program}", "--metric-name", "m",
               "--dimensions", "Stream=orders", "--value", "2.5", "--unit", "Count") is None
    listed = aws("list-metrics", "--namespace", f"cli-{program}")["Metrics"]
    assert listed[0]["Dimensions"] == [{"Name": "Stream", "Value": "orders"}]
    found = aws(
        "get-metric-statistics", "--namespace", f"cli-{program}", "--metric-name", "m",
        "--dimensions", "Name=Stream,Value=orders", "--statistics", "Sum", "--period", "3600",
        "--start-time", minutes_ago(60).isoformat(), "--end-time", minutes_ago(-60).isoformat()
    )["Datapoints"]
    assert sum(point["Sum"] for point in found) == 2.5
    results = aws(
        "get-metric-data", "--start-time", minutes_ago(60).isoformat(), "--end-time",
        minutes_ago(-5).isoformat(), "--metric-data-queries", json.dumps([
            {"Id": "m1", "MetricStat": {"Metric": {
                "Namespace": f"cli-{program}", "MetricName": "m", "Dimensions": [
                    {"Name": "Stream", "Value": "orders"}]}, "Period": 60, "Stat": "Sum"}},
            {"Id": "e1", "Expression": "m1*10"}]))["MetricDataResults"]
    assert [result["Values"] for result in results] == [[2.5], [25]]
    wrong = aws("put-metric-data", "--namespace", "AWS/Kinesis", "--metric-name", "m", "--value",
                "1", fails=True)
    assert "(InvalidParameterValue) when calling the PutMetricData operation" in wrong
    assert "The value AWS/ for parameter Namespace is invalid." in wrong


def test_cbor_of_smithys_rpc(cloudwatch, server):
    path = "/service/GraniteServiceVersion20100801/operation/PutMetricData"
    body = cbor2.dumps({"Namespace": "cbor", "MetricData": [{
        "MetricName": "m", "Value": 1.5, "Timestamp": cbor2.CBORTag(1, time.time() - 60.5)}]})
    raw = RawClient(server.address)
    headers = sign_headers(
        server.address, {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"},
        body, path=path, service="monitoring", access_key=server.access_key,
        secret=server.secret_key, region=server.region)
    answer = raw.send("POST", path, headers, body)
    raw.close()
    assert (answer.status, answer.headers["smithy-protocol"]) == (200, "rpc-v2-cbor")
    assert cbor2.loads(answer.body) == {}
    assert sum(point["Sum"] for point in statistics(cloudwatch, "cbor", "m")) == 1.5


def test_policies_decide(house):
    def cloudwatch_of(name, *statements):
        return house.as_user(house.user(name, document(*statements)), "cloudwatch")

    datum = [{"MetricName": "m", "Value": 1}]
    writer = cloudwatch_of("writer", statement(
        "cloudwatch:PutMetricData", Condition={"StringEquals": {"cloudwatch:namespace": "mine"}}))
    writer.put_metric_data(Namespace="mine", MetricData=datum)
    refusal = iam_refused(writer.put_metric_data, Namespace="other", MetricData=datum)
    assert refusal[0] == "AccessDenied" and "cloudwatch:PutMetricData" in refusal[1]
    assert iam_refused(writer.list_metrics)[0] == "AccessDenied"
    reader = cloudwatch_of("reader", statement(["cloudwatch:List*", "cloudwatch:Get*"]))
    assert [metric["Namespace"] for metric in reader.list_metrics(Namespace="mine")["Metrics"]] == [
        "mine"]
    forged = client(house.server, "cloudwatch", (ADMIN[0], "x"))
    assert iam_refused(forged.list_metrics)[0] in ("SignatureDoesNotMatch", "InvalidSignatureException")


# What the client libraries were seen to send, byte for byte.
KCL_FORM = (
    "Action=PutMetricData&Version=2010-08-01&Namespace=myapp"
    "&MetricData.member.1.MetricName=Success"
    "&MetricData.member.1.Dimensions.member.1.Name=Operation"
    "&MetricData.member.1.Dimensions.member.1.Value=RenewAllLeases"
    "&MetricData.member.1.StatisticValues.SampleCount=6.0"
    "&MetricData.member.1.StatisticValues.Sum=6.0"
    "&MetricData.member.1.StatisticValues.Minimum=1.0"
    "&MetricData.member.1.StatisticValues.Maximum=1.0&MetricData.member.1.Unit=Count")
KCL_CBOR = bytes.fromhex(
    "bf694e616d65737061636565736d616c6c6a4d65747269634461746182bf6a4d65747269634e616d65676d6574"
    "726963316a44696d656e73696f6e7381bf644e616d6567536861726449646556616c756569736861726449642d"
    "31ff6954696d657374616d70c1fb41d954fc4007df3b6556616c7565fa3fc0000064556e697465436f756e74ff"
    "bf6a4d65747269634e616d6561766656616c7565738201fa4020000066436f756e74738203047153746f726167"
    "655265736f6c7574696f6e01ffff")
OLD_TIME = bytes.fromhex("41d954fc4007df3b")
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
CBOR = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-query-mode": "true"}
JSON = {"Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "GraniteServiceVersion20100801.PutMetricData", "x-amzn-query-mode": "true"}


def publish(server, headers, body, compressed=False):
    """The answer to a PutMetricData made by hand."""
    if compressed:
        body, headers = gzip.compress(body), {**headers, "Content-Encoding": "gzip"}
    path = "/service/GraniteServiceVersion20100801/operation/PutMetricData" if (
        headers["Content-Type"] == "application/cbor") else "/"
    raw = RawClient(server.address)
    try:
        return raw.send("POST", path, sign_headers(
            server.address, headers, body, path=path, service="monitoring",
            access_key=server.access_key, secret=server.secret_key, region=server.region), body)
    finally:
        raw.close()


def only_set(points):
    assert len({point["Unit"] for point in points}) == 1
    return (sum(point["SampleCount"] for point in points), sum(point["Sum"] for point in points),
            min(point["Minimum"] for point in points), max(point["Maximum"] for point in points))


ALL = ["SampleCount", "Sum", "Minimum", "Maximum"]


@pytest.mark.parametrize("compressed", (False, True))
def test_forms_of_the_client_libraries(server, cloudwatch, unique, compressed):
    name_space = unique()
    answer = publish(server, FORM, KCL_FORM.replace("myapp", name_space).encode(), compressed)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/xml")
    text = answer.body.decode()
    assert text.startswith(
        '<PutMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">'
        "<ResponseMetadata><RequestId>") and "Result>" not in text
    dimension = [{"Name": "Operation", "Value": "RenewAllLeases"}]
    found = statistics(cloudwatch, name_space, "Success", dimensions=dimension, Statistics=ALL)
    assert only_set(found) == (6, 6, 1, 1) and found[0]["Unit"] == "Count"


# Dimensions are a set: the library sends them in both orders.
def test_the_order_of_dimensions_does_not_matter(server, cloudwatch, unique):
    name_space = unique()
    names = [("Operation", "TakeLeases"), ("WorkerIdentifier", "w1")]
    for order in (names, names[::-1]):
        fields = "".join(
            f"&MetricData.member.1.Dimensions.member.{number}.Name={name}"
            f"&MetricData.member.1.Dimensions.member.{number}.Value={value}"
            for number, (name, value) in enumerate(order, 1))
        answer = publish(server, FORM, (
            f"Action=PutMetricData&Version=2010-08-01&Namespace={name_space}"
            "&MetricData.member.1.MetricName=NumWorkers&MetricData.member.1.Unit=Count"
            "&MetricData.member.1.StatisticValues.SampleCount=1"
            "&MetricData.member.1.StatisticValues.Sum=2&MetricData.member.1.StatisticValues.Minimum=2"
            f"&MetricData.member.1.StatisticValues.Maximum=2{fields}").encode())
        assert answer.status == 200
    assert len(cloudwatch.list_metrics(Namespace=name_space)["Metrics"]) == 1
    found = statistics(cloudwatch, name_space, "NumWorkers", Statistics=ALL, dimensions=[
        {"Name": name, "Value": value} for name, value in names])
    assert only_set(found) == (2, 4, 2, 2)


@pytest.mark.parametrize("compressed", (False, True))
def test_cbor_of_the_client_libraries(server, cloudwatch, unique, compressed):
    name_space = unique()[-15:].rjust(15, "n")
    # A text of 15 characters in place of the one of 5.
    body = KCL_CBOR.replace(b"\x65small", b"\x6f" + name_space.encode())
    refused = publish(server, CBOR, body, compressed)
    assert (refused.status, refused.headers["x-amzn-query-error"]) == (
        400, "InvalidParameterValue;Sender")
    assert cbor2.loads(refused.body) == {
        "__type": "com.amazonaws.cloudwatch#InvalidParameterValueException",
        "message": "The parameter MetricData.member.1.Timestamp must specify a time no more than "
                   "two weeks in the past."}
    assert cloudwatch.list_metrics(Namespace=name_space)["Metrics"] == []
    body = body.replace(OLD_TIME, struct.pack(">d", time.time() - 120))
    assert publish(server, CBOR, body, compressed).status == 200
    dimension = [{"Name": "ShardId", "Value": "shardId-1"}]
    found = statistics(cloudwatch, name_space, "metric1", dimensions=dimension, Statistics=ALL)
    assert only_set(found) == (1, 1.5, 1.5, 1.5) and found[0]["Unit"] == "Count"
    found = statistics(cloudwatch, name_space, "v", Statistics=ALL)
    assert only_set(found) == (7, 13, 1, 2.5) and found[0]["Unit"] == "None"


# The producer library says when, and sends 19 at once.
def test_batches_of_the_producer_library(server, cloudwatch, unique):
    stream = unique()
    now = time.time() - 60
    moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
    stamp = moment.strftime("%Y-%m-%dT%H%%3A%M%%3A%S.") + f"{moment.microsecond // 1000:03}Z"
    fields = ["Action=PutMetricData&Version=2010-08-01&Namespace=KinesisProducerLibrary"]
    for number in range(1, 20):
        datum = f"MetricData.member.{number}"
        fields.append(
            f"{datum}.MetricName=UserRecordsPut&{datum}.Timestamp={stamp}&{datum}.Unit=Count"
            f"&{datum}.Dimensions.member.1.Name=StreamName&{datum}.Dimensions.member.1.Value={stream}"
            f"&{datum}.Dimensions.member.2.Name=ShardId&{datum}.Dimensions.member.2.Value={number}"
            f"&{datum}.StatisticValues.SampleCount=2&{datum}.StatisticValues.Sum={number}"
            f"&{datum}.StatisticValues.Minimum=0&{datum}.StatisticValues.Maximum={number}")
    assert publish(server, FORM, "&".join(fields).encode()).status == 200
    answer = cloudwatch.get_metric_data(
        StartTime=minutes_ago(30), EndTime=minutes_ago(-5), MetricDataQueries=[{
            "Id": "all", "Expression": "SUM(SEARCH('{KinesisProducerLibrary,StreamName,ShardId} "
                                       f"\"{stream}\"', 'Sum', 60))"}])
    assert answer["MetricDataResults"][0]["Values"] == [sum(range(1, 20))]


def memory_of(server):
    with urllib.request.urlopen(server.url + "/metrics", timeout=60) as answer:
        return int(float(re.search(rb"^process_resident_memory_bytes (\S+)$", answer.read(),
                                   re.MULTILINE)[1]))


def datum(**more):
    return {"MetricName": "m", "Value": 1, **more}


TEN_MB = 10_000_000
MIB = 1 << 20


# Each body with how it is refused; none may cost the server more than a few times Amazon's limit.
def bad_bodies():
    dimension = {"Name": "n", "Value": "v"}
    large = json.dumps({"Namespace": "n", "MetricData": [datum(MetricName="x" * TEN_MB)]}).encode()
    # Ten megabytes of well-formed data.
    many = json.dumps({"Namespace": "n", "MetricData": [datum()] * (TEN_MB // 31)}).encode()
    dimensions = json.dumps(
        {"Namespace": "n", "MetricData": [datum(Dimensions=[dimension] * 10**6)]}).encode()
    # What fits into the limit.
    little = json.dumps({"Namespace": "n", "MetricData": [
        datum(Dimensions=[dimension] * 30_000)]}).encode()
    empty = b'{"Namespace":"n","MetricData":[{"MetricName":"m","Value":1,"Dimensions":[' + \
        b"{}," * 300_000 + b"{}]}]}"
    tiny_cbor = cbor2.dumps({"Namespace": "n", "MetricData": [
        {"MetricName": "m", "Value": 1, "Dimensions": [{}] * 10**6}]})
    form = b"Action=PutMetricData&Version=2010-08-01&Namespace=n&MetricData.member.1.MetricName=m" \
        b"&MetricData.member.1.Value=1"
    wide = form + b"".join(b"&MetricData.member.1.Dimensions.member.%d.Name=n" % number
                           for number in range(1, 18_000))
    short = form + b"".join(b"&a%d" % number for number in range(100_000))
    return {
        "10 MB": (JSON, large, False, 413, "RequestEntityTooLarge"),
        "10 MB of data": (JSON, many, False, 413, "RequestEntityTooLarge"),
        "10 MB compressed": (JSON, many, True, 413, "RequestEntityTooLarge"),
        "10 MB in CBOR": (CBOR, cbor2.dumps({"Namespace": "n", "MetricData": [
            datum()] * (TEN_MB // 24)}), False, 413, "RequestEntityTooLarge"),
        "10 MB of a form": (FORM, form + b"&a=" + b"x" * TEN_MB, True, 413, "RequestEntityTooLarge"),
        # More than the service takes of anybody.
        "a million dimensions": (JSON, dimensions, False, 413, "The body is too large."),
        "a million, compressed": (JSON, dimensions, True, 413, "RequestEntityTooLarge"),
        "a million empty ones": (CBOR, tiny_cbor, False, 400, "ValidationError"),
        "30,000 dimensions": (JSON, little, False, 400, "ValidationError"),
        "300,000 empty ones": (JSON, empty, False, 400, "ValidationError"),
        "18,000 of a form": (FORM, wide, False, 400, "ValidationError"),
        "100,000 fields": (FORM, short, False, 400, "MalformedQueryString"),
    }


def test_too_much_is_refused_and_costs_little(start_weir):
    server = start_weir()
    bodies = bad_bodies()
    before = memory_of(server)
    for name, (headers, body, compressed, status, code) in bodies.items():
        answer = publish(server, headers, body, compressed)
        assert answer.status == status, (name, answer.status, answer.body[:300])
        said = answer.headers["x-amzn-query-error"] or answer.body.decode()
        assert code in said, (name, said[:300])
        assert len(answer.body) < 8 * MIB, name
    assert memory_of(server) - before < 100 * MIB
    metrics = client(server, "cloudwatch", ADMIN)
    assert metrics.list_metrics(Namespace="n")["Metrics"] == []


# As many metrics as anybody may have: more are refused as a whole, those there are go on.
def test_no_more_metrics_than_an_account_may_have(start_weir):
    server = start_weir()
    before = memory_of(server)

    def put(first, count):
        return publish(server, JSON, json.dumps({"Namespace": "many", "MetricData": [
            datum(Dimensions=[{"Name": "Customer", "Value": str(number)}])
            for number in range(first, first + count)]}).encode(), compressed=True)

    limit = 100_000
    for first in range(0, limit, 1000):
        assert put(first, 1000).status == 200
    for first, count in ((limit, 1000), (limit - 500, 1000), (10**6, 1)):
        refused = put(first, count)
        assert (refused.status, refused.headers["x-amzn-query-error"]) == (
            400, "LimitExceeded;Sender"), refused.body
    assert put(0, 1000).status == 200
    assert memory_of(server) - before < 200 * MIB
    metrics = client(server, "cloudwatch", ADMIN)
    found = statistics(metrics, "many", "m", dimensions=[{"Name": "Customer", "Value": "7"}])
    assert sum(point["Sum"] for point in found) == 2
    assert statistics(metrics, "many", "m", dimensions=[
        {"Name": "Customer", "Value": str(10**6)}]) == []


def test_periods_and_statistics_that_cannot_be(cloudwatch):
    def asked(**more):
        return iam_refused(cloudwatch.get_metric_statistics, **{
            "Namespace": "n", "MetricName": "m", "StartTime": minutes_ago(60),
            "EndTime": minutes_ago(0), "Period": 60, "Statistics": ["Sum"], **more})

    for period in (7, 59, 61, 90, 2**31 - 1):
        assert asked(Period=period) == (
            "InvalidParameterValue", f"The value {period} for parameter Period is invalid: it must "
            "be 1, 5, 10, 30 or a multiple of 60."), period
    for period in (0, -60):
        code, message = asked(Period=period)
        assert code == "ValidationError" and "greater than or equal to 1" in message
    code, message = asked(Statistics=["Median"])
    assert code == "ValidationError" and "Median" in message
    for name in ("p101", "p", "pp5", "tm(1:2", "Sum", "x" * 1000):
        code, message = asked(ExtendedStatistics=[name])
        assert code == "InvalidParameterValue" and "ExtendedStatistics" in message, name
    assert asked(Statistics=[])[0] in ("ValidationError", "InvalidParameterCombination")
    assert asked(StartTime=minutes_ago(0), EndTime=minutes_ago(60)) == (
        "InvalidParameterValue", "The parameter StartTime must be less than the parameter EndTime.")
    noon = minutes_ago(0).replace(hour=12, minute=0, second=0, microsecond=0)
    assert asked(StartTime=noon - datetime.timedelta(minutes=1441), EndTime=noon) == (
        "InvalidParameterCombination",
        "You have requested up to 1,441 datapoints, which exceeds the limit of 1,440. You may reduce "
        "the datapoints requested by increasing Period, or decreasing the time range.")
    for stat in ("Median", "p101", ""):
        code, message = iam_refused(
            cloudwatch.get_metric_data, StartTime=minutes_ago(60), EndTime=minutes_ago(0),
            MetricDataQueries=[{"Id": "m1", "MetricStat": {
                "Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": stat}}])
        assert code == "ValidationError" and "MetricStat.Stat" in message, stat

"""The Kinesis Client Library, as it comes from its registry: two applications follow a stream
through a split and a merge. One fetches records in clear text, the other has them pushed in TLS."""
import collections
import hashlib
import shutil
import subprocess
import threading

import boto3
import pytest

from aggregation import packed
from conftest import bare_environment
from published import total
from reading import shard_id
from sdks import BUILD, jvm
from waiting import wait_until
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, WeirProcess

STREAM = "orders"
APPLICATIONS = ("polling", "fan-out")
# A worker waits for up to half a minute before it believes that a table of leases is new.
PATIENCE_SECONDS = 240
LOG_CHARACTERS = 20_000  # Of the library's own log, when something went wrong.


def client(service, url):
    return boto3.client(service, endpoint_url=url, region_name=REGION,
                        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)


@pytest.fixture
def faithful_server(past, tmp_path):
    """A server with all its limits, whose authority `trust` knows."""
    data = tmp_path / "data"
    shutil.copytree(past[0], data)
    process = WeirProcess(data, faithful=True).start()
    yield process
    assert process.stop() == 0, process.log()


@pytest.fixture
def dynamodb(tmp_path):
    """The URL of a stand-in with the applications' tables. The library would make them itself, but
    is not content with this stand-in's answer when it adds the index."""
    with (tmp_path / "dynamodb-errors").open("w") as errors:
        process = subprocess.Popen(
            [BUILD / "node/bin/node", BUILD / "dynamodb/server.mjs"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        for application in APPLICATIONS:
            make_table(client("dynamodb", url), application)
        yield url
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


def make_table(dynamodb, name):
    key, owner = "leaseKey", "leaseOwner"
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"}
                              for attribute in (key, owner)],
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "LeaseOwnerToLeaseKeyIndex", "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [{"AttributeName": owner, "KeyType": "HASH"},
                          {"AttributeName": key, "KeyType": "RANGE"}]}])
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


class Applications:
    """Both applications, started when the block is entered, and what each was told so far."""

    def __init__(self, command, variables, errors):
        self.command, self.variables, self.errors = command, variables, errors
        self.events = {name: [] for name in APPLICATIONS}  # (shard, what, …)

    def __enter__(self):
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True, env=self.variables)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()

    def _read(self):
        for line in self.process.stdout:
            name, *event = line.rstrip("\n").split("\t")
            self.events[name].append(tuple(event))

    def log(self):
        return self.errors.read_text()[-LOG_CHARACTERS:]

    def wait_until_equal(self, expected, read):
        """Until read() gives what is expected, or the program has ended."""
        try:
            wait_until(lambda: read() == expected or self.process.poll() is not None,
                       PATIENCE_SECONDS)
        finally:
            assert read() == expected, self.log()

    def wait_until_begun(self, shard, times=1):
        """Until both have begun with a shard, so many times."""
        self.wait_until_equal(dict.fromkeys(APPLICATIONS, times), lambda: {
            name: self.lives(name).count((shard, "begins")) for name in APPLICATIONS})

    def wait_for_records(self, count):
        """Until both have been told of so many."""
        self.wait_until_equal(dict.fromkeys(APPLICATIONS, count), lambda: {
            name: sum(map(len, self.records(name).values())) for name in APPLICATIONS})

    def restart(self):
        self.process.stdin.write("restart\n")
        self.process.stdin.flush()

    def end(self):
        """Lets both stop, and waits for that."""
        self.process.stdin.close()
        assert self.process.wait(PATIENCE_SECONDS) == 0, self.log()
        self.reader.join()

    def records(self, name):
        """{shard: [what was told of each record, in that order]}."""
        found = collections.defaultdict(list)
        for shard, what, *record in self.events[name]:
            if what == "record":
                found[shard].append(tuple(record))
        return found

    def lives(self, name):
        """What was told of shards, in that order."""
        return [event for event in self.events[name] if event[1] != "record"]


class Stream:
    """What was put where."""

    def __init__(self, kinesis):
        self.kinesis = kinesis
        self.records = collections.defaultdict(list)  # As Applications.records() has them.
        kinesis.create_stream(StreamName=STREAM, ShardCount=2)
        self.wait()

    def wait(self):
        self.kinesis.get_waiter("stream_exists").wait(StreamName=STREAM,
                                                      WaiterConfig={"Delay": 1})

    @property
    def count(self):
        return sum(map(len, self.records.values()))

    def sizes(self):
        """{shard: (how many records, how many bytes of data)}."""
        return {shard: (len(records), sum(len(record[3]) for record in records))
                for shard, records in self.records.items()}

    def put(self, *groups):
        """Puts groups of (partition key, data), each as one record."""
        answer = self.kinesis.put_records(StreamName=STREAM, Records=[
            {"PartitionKey": group[0][0],
             "Data": packed(group) if len(group) > 1 else group[0][1]} for group in groups])
        assert answer["FailedRecordCount"] == 0
        for group, place in zip(groups, answer["Records"]):
            self.records[place["ShardId"]] += [
                (place["SequenceNumber"], str(index), key, data.decode())
                for index, (key, data) in enumerate(group)]

    def split(self, shard):
        shards = self.kinesis.list_shards(StreamName=STREAM)["Shards"]
        of_shard = next(entry["HashKeyRange"] for entry in shards if entry["ShardId"] == shard)
        middle = (int(of_shard["StartingHashKey"]) + int(of_shard["EndingHashKey"])) // 2
        self.kinesis.split_shard(StreamName=STREAM, ShardToSplit=shard,
                                 NewStartingHashKey=str(middle + 1))
        self.wait()

    def merge(self, shard, adjacent):
        self.kinesis.merge_shards(StreamName=STREAM, ShardToMerge=shard,
                                  AdjacentShardToMerge=adjacent)
        self.wait()


def numbered(numbers):
    """A record of its own for each number."""
    return [[(f"key {number}", f"record {number}".encode())] for number in numbers]


def in_upper_half(record):
    return hashlib.md5(record[0].encode()).digest()[0] >= 128


def packed_by_shard(numbers):
    """All in two records: what goes to one of two shards together, as a producer library does."""
    records = [group[0] for group in numbered(numbers)]
    return [[record for record in records if in_upper_half(record) == upper]
            for upper in (False, True)]


def check_lives(lives):
    """Of two shards the first was split, and its upper half was merged with the second."""
    first, second, lower, upper, merged = map(shard_id, range(5))
    assert sorted(lives) == sorted(
        [(shard, "begins") for shard in (first, second, lower, upper, merged)]
        + [(shard, "ends") for shard in (first, second, upper)])
    for parent, child in ((first, lower), (first, upper), (second, merged), (upper, merged)):
        assert lives.index((parent, "ends")) < lives.index((child, "begins"))


def check_leases(dynamodb, stream, name):
    """The worker holds them all; those of ended shards say so, the others how far it has come."""
    items = dynamodb.scan(TableName=name, ConsistentRead=True)["Items"]
    held = {item["leaseKey"]["S"]: item["checkpoint"]["S"] for item in items
            if item.get("leaseOwner") == {"S": "worker"} and "checkpoint" in item}
    ended = {shard_id(index): "SHARD_END" for index in (0, 1, 3)}
    assert held == {shard: records[-1][0] for shard, records in stream.records.items()} | ended


def published(cloudwatch, stream, name):
    """{shard: what the library says of its records and their bytes}."""
    return {shard: tuple(total(cloudwatch, name, metric, Operation="ProcessTask", ShardId=shard)
                         for metric in ("RecordsProcessed", "DataBytesProcessed"))
            for shard in stream.records}


def check_metrics(cloudwatch, stream, name):
    """The metrics by which people watch the library are there, in its namespace: its own name."""
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=name)
    there = {(metric["MetricName"],
              frozenset((entry["Name"], entry["Value"]) for entry in metric["Dimensions"]))
             for page in pages for metric in page["Metrics"]}
    wanted = [(metric, {"Operation": "ProcessTask", "ShardId": shard})
              for metric in ("RecordsProcessed", "DataBytesProcessed", "MillisBehindLatest",
                             "RecordProcessor.processRecords.Time", "Success")
              for shard in stream.records]
    wanted += [("MillisBehindLatest", {"Operation": "ApplicationTracker"}),
               ("TotalLeases", {"Operation": "LeaseAssignmentManager"}),
               ("CurrentLeases", {"Operation": "RenewAllLeases", "WorkerIdentifier": "worker"})]
    assert {(metric, frozenset(dimensions.items())) for metric, dimensions in wanted} <= there


@pytest.fixture
def applications(faithful_server, dynamodb, trust, tmp_path):
    """A program that is ready to run both."""
    endpoints = [faithful_server.url, f"https://localhost:{faithful_server.port}", dynamodb]
    variables = trust("java") | bare_environment(
        HOME=str(tmp_path), AWS_REGION=REGION, AWS_EC2_METADATA_DISABLED="true",
        AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY)
    return Applications([*map(str, jvm("kcl", ["-Xmx256m"])), *endpoints, STREAM], variables,
                        tmp_path / "kcl-log")


# Every record comes once, in its shard's order, to either application; no child begins before its
# parents have ended; what the library says of itself is there to be read; and when it is stopped
# and started again, it goes on where it was.
def test_records_come_once_and_in_order(faithful_server, dynamodb, applications):
    kinesis, cloudwatch = (client(service, faithful_server.url)
                           for service in ("kinesis", "cloudwatch"))
    stream = Stream(kinesis)
    stream.put(*numbered(range(100)), *packed_by_shard(range(100, 120)))
    with applications:
        applications.wait_until_begun(shard_id(0))
        stream.split(shard_id(0))
        stream.put(*numbered(range(120, 200)))
        applications.wait_until_begun(shard_id(3))
        stream.merge(shard_id(3), shard_id(1))
        stream.put(*numbered(range(200, 300)))
        applications.wait_for_records(stream.count)
        for name in APPLICATIONS:
            check_lives(applications.lives(name))
            applications.wait_until_equal(stream.sizes(),
                                          lambda name=name: published(cloudwatch, stream, name))
            check_metrics(cloudwatch, stream, name)

        applications.restart()
        stream.put(*numbered(range(300, 400)))
        for index in (2, 4):
            applications.wait_until_begun(shard_id(index), times=2)
        applications.wait_for_records(stream.count)
        applications.end()
        for name in APPLICATIONS:
            assert applications.records(name) == stream.records
            check_leases(client("dynamodb", dynamodb), stream, name)
    arn = kinesis.describe_stream_summary(
        StreamName=STREAM)["StreamDescriptionSummary"]["StreamARN"]
    consumers = kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]
    assert [consumer["ConsumerName"] for consumer in consumers] == ["fan-out"]

"""The Kinesis Producer Library: its own native program, which speaks TLS or nothing."""
import re
import subprocess

import boto3

from aggregation import user_records
from conftest import bare_environment
from page import blocks
from published import total
from reading import read_stream
from sdks import BUILD, jvm
from waiting import wait_until
from weir_process import REGION, weir

COUNT = 300


def properties(server, folder):
    """The page's file, with what `weir tls` prints for this library in place of its examples."""
    on_page = dict(line.split("=", 1) for line in blocks()["kpl-properties"].splitlines())
    lines = weir("tls", "--for", "kpl", "--data", server.data, "--listen", server.address).stdout
    printed = dict(re.findall(r'set(\w+)\("?([^")]*)"?\)', lines))
    assert printed and printed.keys() <= on_page.keys(), lines
    temporary = BUILD / "kpl-temporary"  # It unpacks 90 MB there unless it has done so before.
    temporary.mkdir(exist_ok=True)
    path = folder / "producer.properties"
    path.write_text("".join(f"{name}={value}\n" for name, value in {
        **on_page, **printed, "TempDirectory": temporary,
        "MetricsUploadDelay": 500}.items()))
    return path


def published(cloudwatch, name):
    return total(cloudwatch, "KinesisProducerLibrary", name, StreamName="kpl")


# Every record that the library was given is in the stream once, with its own key, and where the
# library was told it is; and its metrics say so.
def test_every_record_arrives(server, identities, tmp_path):
    keys = {name.lower(): value for name, value in identities["owner"].items()}
    kinesis = boto3.client("kinesis", endpoint_url=server.url, region_name=REGION, **keys)
    kinesis.create_stream(StreamName="kpl", ShardCount=2)
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(
            [*map(str, jvm("kpl", [])), properties(server, tmp_path), "kpl", str(COUNT)],
            env=bare_environment(HOME=str(tmp_path), **identities["owner"]), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        told = {process.stdout.readline().strip() for _ in range(COUNT)} - {""}
        cloudwatch = boto3.client("cloudwatch", endpoint_url=server.url, region_name=REGION, **keys)
        wait_until(lambda: published(cloudwatch, "UserRecordsPut") >= COUNT
                   or process.poll() is not None)
        assert published(cloudwatch, "UserRecordsPut") == COUNT
        assert published(cloudwatch, "UserRecordsDataPut") == sum(
            len(f"record {number}") for number in range(COUNT))
        process.stdin.close()
        assert process.wait(120) == 0, (tmp_path / "errors").read_text()
    finally:
        process.kill()
        process.stdout.close()
    stored = read_stream(kinesis, "kpl")
    assert told == {f"{shard} {record['SequenceNumber']}"
                    for shard, records in stored.items() for record in records}
    arrived = [user for records in stored.values() for record in records
               for user in user_records(record)]
    assert sorted(arrived) == sorted((f"key {n}", f"record {n}".encode()) for n in range(COUNT))
    # It packs what goes to one shard together, once it has seen which shards there are.
    assert sum(map(len, stored.values())) < COUNT

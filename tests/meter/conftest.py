"""Fixtures of the meter's suite: a server of one's own, and `weir meter` pointed at it."""
import json
import signal
import subprocess

import boto3
import botocore.config
import pytest

from weir_fixtures import (  # noqa: F401: fixtures of every test here
    clock, clock_library, held_clock, start_weir, weir_data)
from weir_process import BINARY, environment, weir


class Meter:
    """Runs `weir meter run` against a server, and keeps what it wrote."""

    def __init__(self, server, directory, **variables):
        self.server = server
        self.directory = directory
        self.more_variables = variables
        self.process = None

    def end(self):
        """What a test that has failed may have left running."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def variables(self):
        return {"AWS_ACCESS_KEY_ID": self.server.access_key,
                "AWS_SECRET_ACCESS_KEY": self.server.secret_key,
                "AWS_REGION": self.server.region,
                "AWS_ENDPOINT_URL": self.server.url, "HOME": str(self.directory),
                **self.more_variables}

    def run(self, *flags, check=True, timeout=60):
        """The whole result as JSON, once the run has ended."""
        path = self.directory / "result.json"
        done = weir("meter", "run", *flags, "--plain", "--json", path, check=False,
                    timeout=timeout, **self.variables())
        self.output, self.errors, self.status = done.stdout, done.stderr, done.returncode
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return json.loads(path.read_text()) if path.exists() else None

    def start(self, *flags):
        """A run that goes on until it is interrupted, however long what it is for takes."""
        self.process = subprocess.Popen(
            [BINARY, "meter", "run", *flags, "--duration", "1h", "--plain", "--json",
             self.directory / "result.json"], env=environment(**self.variables()),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def interrupt(self):
        """Ctrl-C. The whole result as JSON."""
        self.process.send_signal(signal.SIGINT)
        self.output, self.errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, self.output + self.errors
        return json.loads((self.directory / "result.json").read_text())


@pytest.fixture
def server(start_weir):
    return start_weir()


@pytest.fixture
def meter(server, tmp_path):
    made = Meter(server, tmp_path)
    yield made
    made.end()


@pytest.fixture
def kinesis(server):
    config = botocore.config.Config(retries={"total_max_attempts": 3})
    return boto3.client("kinesis", config=config, region_name=server.region,
                        endpoint_url=server.url, aws_access_key_id=server.access_key,
                        aws_secret_access_key=server.secret_key)


def make_stream(kinesis, name):
    kinesis.create_stream(StreamName=name, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=name,
                                             WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return name


@pytest.fixture
def stream(kinesis):
    return make_stream(kinesis, "events")


def read_all(kinesis, stream):
    """Every record of a stream, shard by shard."""
    records = []
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            answer = kinesis.get_records(ShardIterator=iterator)
            records += answer["Records"]
            if not answer["Records"] and answer["MillisBehindLatest"] == 0:
                break
            iterator = answer.get("NextShardIterator")
    return records

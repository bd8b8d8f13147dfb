"""Fixtures of the conformance suite.

The suite speaks to a server as any client would and knows nothing of how it is built. It starts the
release binary, or tests another server: `--url http://HOST:PORT` (keys and region as for any AWS
client). Streams are shared wherever a test can tell its own records by their partition keys.
"""
import os
import types

import boto3
import botocore.config
import pytest

from access import House
from signed_requests import RawClient
from stand_in import StandIn
from weir_fixtures import (  # noqa: F401: fixtures of every test here
    clock, clock_library, held_clock, start_weir, weir_data)
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, WeirProcess

# Fixtures that start a server of their own, which only ours lets us do.
ONLY_OURS = {"start_weir", "weir_data", "clock_library", "aws_cli", "in_between", "faithful", "own_server"}


def pytest_addoption(parser):
    parser.addoption("--url", help="test this server instead of starting build/release/weir")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--url"):
        ours = [item for item in items if ONLY_OURS & set(item.fixturenames)]
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


def kinesis_client(server, region=None, access_key=None, secret_key=None, token=None,
                   session=None, **more):
    """boto3 without retries and without its own checks, so that every answer is the server's."""
    config = botocore.config.Config(retries={"total_max_attempts": 1}, max_pool_connections=50,
                                    parameter_validation=False)
    return boto3.session.Session(botocore_session=session).client(
        "kinesis", config=config, region_name=region or server.region,
        aws_access_key_id=access_key or server.access_key,
        aws_secret_access_key=secret_key or server.secret_key, aws_session_token=token,
        **{"endpoint_url": server.url, **more})


@pytest.fixture(scope="session")
def server(request, tmp_path_factory):
    """The server that most tests share: url, access_key, secret_key, region, account."""
    url = request.config.getoption("--url")
    if url:
        yield types.SimpleNamespace(
            url=url, address=url.split("//")[1].rstrip("/"),
            access_key=os.environ["AWS_ACCESS_KEY_ID"],
            secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
            region=os.environ.get("AWS_DEFAULT_REGION", REGION),
            account=os.environ.get("WEIR_TEST_ACCOUNT", "000000000000"))
        return
    process = WeirProcess(tmp_path_factory.mktemp("shared") / "data", "--no-limits").start()
    yield types.SimpleNamespace(url=process.url, address=process.address, access_key=ACCESS_KEY,
                                secret_key=SECRET_KEY, region=REGION, account="000000000000")
    assert process.stop() == 0, process.log()


@pytest.fixture(scope="session")
def kinesis(server):
    return kinesis_client(server)


@pytest.fixture
def raw(server):
    client = RawClient(server.address)
    yield client
    client.close()


@pytest.fixture(scope="session")
def unique():
    """Names that no other test has."""
    counter = iter(range(1, 10**9))
    prefix = f"conformance-{os.getpid()}"
    return lambda: f"{prefix}-{next(counter)}"


@pytest.fixture(scope="session")
def new_stream(kinesis, unique):
    """new_stream(shards=1): the name of an ACTIVE stream of one's own, deleted in the end."""
    made = []

    def make(shards=1, **arguments):
        name = unique()
        kinesis.create_stream(StreamName=name, ShardCount=shards, **arguments)
        made.append(name)
        wait_until_active(kinesis, name)
        return name

    yield make
    for name in made:
        try:
            kinesis.delete_stream(StreamName=name, EnforceConsumerDeletion=True)
        except kinesis.exceptions.ResourceNotFoundException:
            pass  # Its test has deleted it.


def wait_until_active(client, name):
    client.get_waiter("stream_exists").wait(StreamName=name,
                                            WaiterConfig={"Delay": 0.2, "MaxAttempts": 300})


def wait_until_gone(client, name):
    client.get_waiter("stream_not_exists").wait(StreamName=name,
                                                WaiterConfig={"Delay": 0.2, "MaxAttempts": 300})


@pytest.fixture(scope="session")
def stream(new_stream):
    """One shard, shared. Others write into it too: look for your own partition keys."""
    return new_stream()


@pytest.fixture(scope="session")
def wide_stream(new_stream):
    """Three shards, shared."""
    return new_stream(shards=3)


@pytest.fixture
def house(start_weir):
    """A server of one's own with the stream `orders`, users and policies."""
    return House(start_weir())


@pytest.fixture
def client_of():
    """client_of(server, region=…, access_key=…): a boto3 client of another server or user."""
    return kinesis_client


@pytest.fixture
def stand_in():
    """A small HTTP server that answers as the test says."""
    server = StandIn()
    yield server
    server.close()

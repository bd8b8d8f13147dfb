"""Fixtures: a server for each SDK, with a past that an expired iterator and session come from."""
import base64
import configparser
import functools
import json
import shutil
import subprocess

import pytest

import left_out
from fake_clock import faketime_library
from relay import Relay
from signed_requests import RawClient, amz_date
from weir_fixtures import clock, clock_library  # noqa: F401: fixtures
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, WeirProcess, environment, weir

PAST_SECONDS = 1200  # Iterators live 300 s, the session of the past 900 s.


def environment_of(printed):
    """What `weir user` printed for ~/.aws/credentials, as the variables that all SDKs read."""
    file = configparser.ConfigParser()
    file.read_string("[default]\n" + printed)
    keys = {name.upper(): value for name, value in file["default"].items()}
    return {"AWS_SESSION_TOKEN": "", **keys}


def pytest_terminal_summary(terminalreporter):
    for line in left_out.lines():
        terminalreporter.write_line(line)


def text_of(data):
    return base64.b64encode(data).decode()


def keys(access_key, secret_key):
    return {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret_key,
            "AWS_SESSION_TOKEN": ""}


@pytest.fixture(scope="session")
def past(tmp_path_factory):
    """A data directory that a server wrote twenty minutes ago, by its clock, and what came of it."""
    data = tmp_path_factory.mktemp("past") / "data"
    server = WeirProcess(data, prefix=(
        "env", f"LD_PRELOAD={faketime_library()}", f"FAKETIME=-{PAST_SECONDS}s",
        "FAKETIME_DONT_FAKE_MONOTONIC=1")).start()
    weir("user", "add", "former-guest", "--data", data)
    session = weir("user", "session", "former-guest", "--duration", "15m", "--data", data)
    raw, date = RawClient(server.address), amz_date(-PAST_SECONDS)
    raw.call("CreateStream", {"StreamName": "former", "ShardCount": 1}, date=date)
    iterator = raw.call("GetShardIterator", {
        "StreamName": "former", "ShardId": "0", "ShardIteratorType": "LATEST"}, date=date)
    raw.close()
    assert server.stop() == 0, server.log()
    return data, environment_of(session.stdout), json.loads(iterator.body)["ShardIterator"]


@pytest.fixture
def server(past, tmp_path, clock):
    """A server of one's own. Its shards take little: a megabyte holds one up for minutes. Its clock
    is right, until a test moves it."""
    data = tmp_path / "data"
    shutil.copytree(past[0], data)
    process = WeirProcess(data, "--shard-write-bytes", "5000", **clock.variables).start()
    process.clock = clock
    yield process
    assert process.stop() == 0, process.log()


@pytest.fixture
def transport(request):
    """http or tls."""
    return request.param


@pytest.fixture
def relay(server):
    relay = Relay(server.port, b"ProvisionedThroughputExceededException")
    yield relay
    relay.close()


def bare_environment(**extra):
    """Nothing in it says whom to trust or where a service is."""
    return {name: value for name, value in environment().items()
            if name in ("PATH", "LANG")} | extra


@pytest.fixture(scope="session")
def trust(past, tmp_path_factory):
    """trust(client): the environment after the lines that `weir tls` prints for a kind of client."""
    @functools.cache
    def variables_of(client):
        lines = weir("tls", "--for", client, "--data", past[0]).stdout
        folder = tmp_path_factory.mktemp(f"trust-{client}")
        done = subprocess.run(["sh", "-eu", "-c", lines + "env -0"], cwd=folder, check=True,
                              capture_output=True, env=bare_environment(HOME=str(folder)))
        # What the lines themselves print comes first.
        environment_after = done.stdout.decode().rpartition("\n")[2]
        return dict(line.split("=", 1) for line in environment_after.split("\0") if line)

    return variables_of


@pytest.fixture
def settings(transport, relay, tmp_path):
    """What any program in the AWS world finds in its environment, and no more."""
    endpoint = {"http": f"http://127.0.0.1:{relay.port}", "tls": f"https://localhost:{relay.port}"}
    return bare_environment(
        ENDPOINT=endpoint[transport], HOME=str(tmp_path), AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION, AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1")


@pytest.fixture
def open_server(tmp_path):
    """A server without users, which takes any key."""
    process = WeirProcess(tmp_path / "open", users=False).start()
    yield process
    assert process.stop() == 0, process.log()


@pytest.fixture
def identities(server, past):
    """Who signs: the credentials of each, as environment variables."""
    weir("user", "add", "guest", "--data", server.data)
    session = weir("user", "session", "guest", "--data", server.data)
    return {"owner": keys(ACCESS_KEY, SECRET_KEY), "stranger": keys("AKIDNOBODY", SECRET_KEY),
            "forger": keys(ACCESS_KEY, "not/the/secret"), "former guest": past[1],
            "guest": environment_of(session.stdout)}


@pytest.fixture
def variables(past):
    """What the table knows from the start."""
    data = bytes(range(256))
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "999999999999"},
        "Action": "kinesis:DescribeStreamSummary", "Resource": "*"}]}
    return {"bytes": text_of(data), "megabyte": text_of(data * 4000), "expired_iterator": past[2],
            "policy": json.dumps(policy)}

"""Load tests on several machines: agents on loopback against a real server."""
import http.client
import json
import re
import signal
import ssl
import subprocess

import boto3
import pytest

from waiting import wait_until
from weir_process import ACCESS_KEY, BINARY, REGION, SECRET_KEY, environment, weir

KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}
SECRET = "a secret that both sides know"


@pytest.fixture
def secret_file(tmp_path):
    def write(text=SECRET, name="secret", mode=0o600):
        path = tmp_path / name
        path.write_text(text + "\n")
        path.chmod(mode)
        return path

    return write


@pytest.fixture
def agents(secret_file):
    """agents(count): processes with .address, all with one secret and the server's keys."""
    started = []

    def start(count=2, path=None):
        for _ in range(count):
            process = subprocess.Popen(
                [BINARY, "meter", "agent", "--listen", "127.0.0.1:0", "--secret-file",
                 path or secret_file(), "--workers", "1"], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, env=environment(**KEYS))
            line = process.stdout.readline()
            assert line.startswith("listening on "), process.stderr.read()
            process.address = line.removeprefix("listening on ").strip()
            started.append(process)
        return started[-count:]

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert SECRET not in said and SECRET_KEY not in said
        assert process.returncode in (0, -signal.SIGKILL), said


@pytest.fixture
def stream(start_weir):
    """(server, kinesis) with a stream "s" of two shards."""
    server = start_weir("--no-limits")
    kinesis = boto3.client("kinesis", endpoint_url=server.url, region_name=REGION,
                           aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    kinesis.create_stream(StreamName="s", ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName="s",
                                             WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    return server, kinesis


def command(server, agents, secret, *flags):
    return [BINARY, "meter", "run", *map(str, flags), "--endpoint", server.url, "--agents",
            ",".join(agent.address for agent in agents), "--secret-file", str(secret)]


def run(server, agents, secret, *flags, timeout=60):
    # The environment of the controller says where the region is; agents have keys of their own.
    return subprocess.run(command(server, agents, secret, *flags), capture_output=True, text=True,
                          timeout=timeout, env=environment(**KEYS))


def records(kinesis):
    found = []
    for shard in kinesis.list_shards(StreamName="s")["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName="s", ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while True:
            answer = kinesis.get_records(ShardIterator=iterator)
            found += answer["Records"]
            iterator = answer["NextShardIterator"]
            if not answer["Records"] and not answer["MillisBehindLatest"]:
                break
    return found


# All that is counted is there, and each line of the file was sent by one agent, once.
def test_two_agents_do_what_one_plan_says(stream, agents, secret_file, tmp_path):
    server, kinesis = stream
    lines = [f"line-{number:03}" for number in range(101)]
    (tmp_path / "lines").write_text("\n".join(lines))
    done = run(server, agents(), secret_file(), "--stream", "s", "--threads", 5, "--loops", 1000,
               "--data-file", tmp_path / "lines", "--once", "--json", tmp_path / "result.json")
    assert done.returncode == 0, done.stderr
    assert sorted(record["Data"].decode() for record in records(kinesis)) == lines
    result = json.loads((tmp_path / "result.json").read_text())
    [label] = result["labels"]
    assert label["counts"]["records"] == 101
    column = result["second_columns"].index("records")
    assert sum(second[column] for second in result["seconds"]) == 101
    assert sum(shard["records"] for shard in result["shards"]) == 101
    assert not result["notes"], result["notes"]


# Rates are divided too, and the run ends when the plan says.
def test_an_open_load_is_divided(stream, agents, secret_file, tmp_path):
    server, kinesis = stream
    done = run(server, agents(), secret_file(), "--stream", "s", "--rate", "100/s", "--duration",
               "3s", "--json", tmp_path / "result.json")
    assert done.returncode == 0, done.stderr
    assert 290 <= len(records(kinesis)) <= 310
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["labels"][0]["counts"]["records"] == len(records(kinesis))


# A machine that dies does not take the run with it, and is not forgotten.
def test_a_killed_agent_is_told_of(stream, agents, secret_file, tmp_path):
    server, kinesis = stream
    pair = agents()
    process = subprocess.Popen(
        command(server, pair, secret_file(), "--stream", "s", "--rate", "100/s", "--duration",
                "600s", "--json", tmp_path / "result.json"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(**KEYS))
    assert "share 2 of 2" in pair[1].stderr.readline()
    wait_for_records(kinesis, 100)
    pair[1].kill()
    pair[1].wait(60)
    wait_for_records(kinesis, len(records(kinesis)) + 100)  # Of the other one.
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    result = json.loads((tmp_path / "result.json").read_text())
    # A busy machine may have more to say.
    assert any(note.startswith(f"agent {pair[1].address} was lost about ")
               for note in result["notes"]), result["notes"]
    assert 100 <= result["labels"][0]["counts"]["records"] <= len(records(kinesis))


def wait_for_records(kinesis, count):
    wait_until(lambda: len(records(kinesis)) >= count)


# Ctrl-C stops all, and what was sent is counted.
def test_an_interrupted_run_still_reports(stream, agents, secret_file, tmp_path):
    server, kinesis = stream
    process = subprocess.Popen(
        command(server, agents(), secret_file(), "--stream", "s", "--rate", "100/s", "--duration",
                "600s", "--json", tmp_path / "result.json"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(**KEYS))
    wait_for_records(kinesis, 100)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["labels"][0]["counts"]["records"] == len(records(kinesis))
    assert result["was_interrupted"]


# Nobody without the secret uses an agent, or is taken for one.
def test_the_secret(stream, agents, secret_file):
    server, kinesis = stream
    [agent] = agents(1)
    done = run(server, [agent], secret_file("another secret, just as long", "other"), "--stream",
               "s", "--threads", 1)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"weir: Agent {agent.address} does not answer: ")
    assert "certificate" in done.stderr
    for path, sentence in [(secret_file("short", "short"), "5 characters; 16 to 1024 are allowed"),
                           (secret_file(name="open", mode=0o644), ""),
                           ("none", "cannot read none")]:
        refused = run(server, [agent], path, "--stream", "s", "--threads", 1)
        assert refused.returncode == 1 and sentence in refused.stderr, refused.stderr
        assert refused.stderr.count("\n") == 1 and SECRET not in refused.stderr
    assert not records(kinesis)


def ask(agent, path, body, context, token=None):
    host, _, port = agent.address.rpartition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=60)
    connection.request("POST", path, body=json.dumps(body),
                       headers={"Authorization": token} if token else {})
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


# Who has recorded a handshake, by whatever means, can do nothing with it.
def test_a_replayed_handshake_is_refused(agents):
    [agent] = agents(1)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    status, answer = ask(agent, "/challenge", {}, trusting)
    assert status == 200 and re.fullmatch("[0-9a-f]{64}", answer["challenge"])
    guess = {"challenge": answer["challenge"], "proof": "0" * 64}
    assert ask(agent, "/session", guess, trusting)[0] == 403
    for path in ("/time", "/prepare", "/start", "/progress", "/stop", "/end"):
        assert ask(agent, path, {}, trusting, token="0" * 64)[0] == 403
    # Without TLS there is not even a challenge.
    host, _, port = agent.address.rpartition(":")
    plain = http.client.HTTPConnection(host, int(port), timeout=60)
    plain.request("POST", "/challenge", body="{}")
    assert plain.getresponse().status >= 400
    plain.close()


# What is wrong on an agent is one sentence here, before anything is sent.
def test_a_plan_that_an_agent_cannot_run(stream, agents, secret_file):
    server, _ = stream
    pair = agents()
    done = run(server, pair, secret_file(), "--stream", "none", "--threads", 1)
    assert done.returncode == 1 and done.stderr.startswith(f"weir: Agent {pair[0].address}: ")
    assert "none" in done.stderr and done.stderr.count("\n") == 1
    # The agents are free again.
    assert run(server, pair, secret_file(), "--stream", "s", "--threads", 2).returncode == 0
    pair[0].kill()
    gone = run(server, pair, secret_file(), "--stream", "s", "--threads", 1)
    assert gone.returncode == 1 and gone.stderr.count("\n") == 1
    assert gone.stderr.startswith(f"weir: Agent {pair[0].address} does not answer: ")


def test_bad_options(secret_file):
    for flags, sentence in [
            (("--listen", "nowhere", "--secret-file", secret_file()),
             'weir: --listen: "nowhere" is no HOST:PORT of an agent.\n'),
            (("--listen", "127.0.0.1:0", "--secret-file", "none"), "weir: cannot read none: ")]:
        done = weir("meter", "agent", *flags, check=False)
        assert done.returncode == 1 and done.stderr.startswith(sentence)
    done = weir("meter", "run", "--stream", "s", "--threads", 1, "--agents", "a:1", check=False)
    assert (done.returncode, done.stderr) == (1, "weir: --agents needs --secret-file.\n")
    done = weir("meter", "run", "--stream", "s", "--threads", 1, "--agents", "a:1,a:1",
                "--secret-file", secret_file(), check=False)
    assert (done.returncode, done.stderr) == (1, "weir: --agents names an agent twice.\n")

"""The binary's own commands: `weir put`, `tail`, `stream`, `check`, `settings`, `completion`."""
import json
import pathlib
import re
import subprocess

import pytest

from waiting import wait_until
from reading import read_stream
from weir_process import BINARY, environment, weir

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def run(server):
    """run(argument…): a command against the shared server."""
    variables = {"AWS_ACCESS_KEY_ID": server.access_key, "AWS_REGION": server.region,
                 "AWS_SECRET_ACCESS_KEY": server.secret_key, "AWS_ENDPOINT_URL_KINESIS": server.url}
    return lambda *arguments, **options: weir(*arguments, **variables, **options)


# One record a line, each told where it went.
def test_put_from_standard_input(run, kinesis, new_stream):
    name = new_stream(shards=2)
    done = run("put", name, stdin="one\ntwo\n\nthree\n")
    assert "3 records acknowledged" in done.stderr
    told = [tuple(line.split()) for line in done.stdout.splitlines()]
    stored = {(shard, record["SequenceNumber"]): record["Data"]
              for shard, records in read_stream(kinesis, name).items() for record in records}
    assert sorted(told) == sorted(stored)
    assert [stored[place] for place in told] == [b"one", b"two", b"three"]


def test_put_a_file_by_lines_and_whole(run, kinesis, new_stream, tmp_path):
    # A file as it is, line ends and all, or a record a line with one key.
    name = new_stream()
    file = tmp_path / "events"
    file.write_text("a\nb\n")
    run("put", name, file, "--partition-key", "mine", "--quiet")
    run("put", name, file, "--whole")
    records = read_stream(kinesis, name)["shardId-000000000000"]
    assert [record["Data"] for record in records] == [b"a", b"b", b"a\nb\n"]
    assert [record["PartitionKey"] for record in records[:2]] == ["mine", "mine"]


# Thousands of lines go in batches, in order for each key.
def test_put_many_lines(run, kinesis, new_stream):
    name = new_stream()
    lines = [f"line {number}" for number in range(3000)]
    run("put", name, "--partition-key", "k", "--quiet", stdin="\n".join(lines))
    records = read_stream(kinesis, name)["shardId-000000000000"]
    assert [record["Data"].decode() for record in records] == lines


# What was put is shown, in the form that was asked for.
def test_tail_from_the_beginning(run, kinesis, new_stream):
    name = new_stream()
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b'{"a":1}')
    whole = ["tail", name, "--from", "trim-horizon", "--no-follow"]
    assert run(*whole, "--raw").stdout == '{"a":1}\n'
    line = json.loads(run(*whole, "--output", "json").stdout)
    assert (line["ShardId"], line["PartitionKey"], line["Data"]) == (
        "shardId-000000000000", "k", '{"a":1}')
    pretty = run(*whole).stdout
    assert '"a": 1' in pretty and line["SequenceNumber"] in pretty
    assert run("tail", name, "--since", "1h", "--no-follow", "--raw").stdout == '{"a":1}\n'
    assert run("tail", name, "--no-follow", "--raw").stdout == ""


# Following all shards shows what comes later, until enough has come.
def test_tail_follows_all_shards(server, kinesis, new_stream):
    name = new_stream(shards=4)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"first")
    variables = environment(AWS_ACCESS_KEY_ID=server.access_key, AWS_REGION=server.region,
                            AWS_SECRET_ACCESS_KEY=server.secret_key)
    with subprocess.Popen([str(BINARY), "tail", name, "--from", "trim-horizon", "--raw", "--limit",
                           "9", "--endpoint", server.url], stdout=subprocess.PIPE, text=True,
                          env=variables) as tail:
        assert tail.stdout.readline() == "first\n"
        sent = {f"event {number}" for number in range(8)}
        kinesis.put_records(StreamName=name, Records=[
            {"PartitionKey": text, "Data": text.encode()} for text in sent])
        assert set(tail.stdout.read().splitlines()) == sent
        assert tail.wait(60) == 0


def test_streams_are_created_listed_described_and_deleted(run, unique):
    # The commands that the README shows.
    name = unique()
    assert "ACTIVE" in run("stream", "create", name, "--shards", "2").stdout
    assert name in run("stream", "list").stdout.splitlines()
    described = run("stream", "describe", name).stdout
    assert "2 open" in described and "shardId-000000000001" in described
    assert run("stream", "delete", name).stdout == f"{name} is deleted\n"
    assert name not in run("stream", "list").stdout.splitlines()


# Both commands wait for as long as it takes, unless they are told not to.
def test_waiting_for_streams(start_weir, held_clock):
    server = start_weir("--transition-time", "9s", **held_clock.variables)
    access = {"AWS_ACCESS_KEY_ID": server.access_key, "AWS_SECRET_ACCESS_KEY": server.secret_key,
              "AWS_REGION": server.region, "AWS_ENDPOINT_URL_KINESIS": server.url}

    def status(name):
        return re.search(r"status +(\w+)", weir("stream", "describe", name, **access).stdout)[1]

    def waiting(action, name, state):
        """What a command says that waits for as long as the stream is in that state."""
        with subprocess.Popen([str(BINARY), "stream", action, name], stdout=subprocess.PIPE,
                              text=True, env=environment(**access)) as command:
            wait_until(lambda: state in weir("stream", "describe", name, check=False,
                                             **access).stdout)
            assert command.poll() is None
            held_clock.pass_by(9)
            return command.communicate(timeout=60)[0]

    assert waiting("create", "slow", "CREATING") == "slow is ACTIVE\n"
    assert status("slow") == "ACTIVE"
    assert weir("stream", "delete", "slow", "--no-wait", **access).stdout == ""
    assert status("slow") == "DELETING"
    weir("stream", "create", "hasty", "--no-wait", **access)
    assert status("hasty") == "CREATING"
    waiting("create", "other", "CREATING")
    assert waiting("delete", "other", "DELETING") == "other is deleted\n"
    assert "other" not in weir("stream", "list", **access).stdout


# An error of the service is one sentence with its name, and status 1.
def test_errors_of_the_service(run, unique):
    for arguments in (["put", unique()], ["tail", unique()], ["tail", unique(), "--push"],
                      ["stream", "describe", unique()], ["stream", "delete", unique()]):
        done = run(*arguments, check=False, stdin="x\n")
        assert done.returncode == 1
        assert "ResourceNotFoundException" in done.stderr


def test_a_service_that_is_not_there(tmp_path):
    # Told at once, with its address.
    done = weir("stream", "list", "--endpoint", "http://127.0.0.1:1", check=False,
                AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", HOME=str(tmp_path))
    assert done.returncode == 1 and "127.0.0.1:1" in done.stderr


# Profiles work as in every AWS tool: the same files, the same precedence.
def test_profiles(server, tmp_path):
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        f"[work]\naws_access_key_id = {server.access_key}\n"
        f"aws_secret_access_key = {server.secret_key}\n")
    (folder / "config").write_text(f"[profile work]\nregion = {server.region}\n"
                                   f"endpoint_url = {server.url}\n")
    command = ["stream", "list", "--profile", "work"]
    weir(*command, "--endpoint", server.url, HOME=str(tmp_path))
    done = weir("stream", "list", "--profile", "nobody", "--endpoint", server.url, check=False,
                HOME=str(tmp_path))
    assert done.returncode == 1 and "nobody" in done.stderr


# The page of settings is printed by the program, so that it cannot go stale.
def test_the_page_of_settings_is_what_the_program_prints():
    assert (ROOT / "docs/settings.md").read_text() == weir("settings").stdout


# Everything says what it is for, and shells complete it.
def test_help_and_completion():
    for arguments in ([], ["serve"], ["put"], ["tail"], ["stream"], ["stream", "create"],
                      ["user"], ["user", "add"], ["settings"], ["completion"]):
        assert len(weir(*arguments, "--help").stdout.splitlines()) > 3
    for shell in ("bash", "zsh", "fish"):
        script = weir("completion", shell).stdout
        for command in ("serve", "put", "tail", "stream", "user"):
            assert command in script
    done = subprocess.run(["bash", "-n"], input=weir("completion", "bash").stdout, text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["put"], ["serve", "--no-such-flag"], []])
def test_wrong_use(arguments):
    # Status 2, as for every Unix command, and a hint.
    done = weir(*arguments, check=False)
    assert done.returncode == 2 and done.stderr.strip()


# An option where a value belongs is a value that was forgotten: nothing is served from "--help".
@pytest.mark.parametrize("arguments", [
    ["serve", "--data", "--help"], ["serve", "--listen", "-h"], ["tls", "--for", "--data"],
    ["user", "add", "--data", "--account-id", "1"], ["stream", "list", "--endpoint", "--region"],
    ["put", "s", "--partition-key", "-k"], ["tail", "s", "--since", "--raw"],
    ["serve", "--config", "--data"], ["serve", "--threads", "-1"]])
def test_forgotten_values(tmp_path, arguments):
    done = subprocess.run([str(BINARY), *arguments], capture_output=True, text=True, timeout=60,
                          check=False, cwd=tmp_path, env=environment())
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    option, value = next((word, value) for word, value in zip(arguments, arguments[1:])
                         if word.startswith("-"))
    assert done.stderr == (f'weir: {option} needs a value, and "{value}" looks like an option; if it '
                           f"is meant, write {option}={value}.\n")


# A value that does begin with a dash can be said.
def test_values_that_begin_with_a_dash(run, kinesis, new_stream):
    name = new_stream()
    run("put", name, "-", "--partition-key=--key", "--quiet", stdin="x\n")
    assert read_stream(kinesis, name)["shardId-000000000000"][0]["PartitionKey"] == "--key"


# Log lines are events with fields, one a line, for grep and for machines.
def test_log_lines_are_events(start_weir):
    server = start_weir()
    server.stop()
    lines = server.log().splitlines()
    assert lines and all("event=" in line or '"event"' in line for line in lines)

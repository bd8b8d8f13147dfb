"""What a restart keeps, and what stops a server from starting."""
import os
import pathlib
import socket
import subprocess

import pytest

from reading import iterator, read_on, read_stream
from weir_process import BINARY, WeirProcess, environment


def fill(client):
    """A few streams with records, and all that a client can ask about them."""
    client.create_stream(StreamName="one", ShardCount=1)
    client.create_stream(StreamName="three", ShardCount=3)
    client.increase_stream_retention_period(StreamName="three", RetentionPeriodHours=100)
    client.create_stream(StreamName="gone", ShardCount=1)
    client.put_record(StreamName="gone", PartitionKey="k", Data=b"gone")
    client.delete_stream(StreamName="gone")
    for number in range(50):
        client.put_record(StreamName="one", PartitionKey=str(number), Data=os.urandom(500))
    client.put_records(StreamName="three", Records=[
        {"PartitionKey": str(number), "Data": os.urandom(2000)} for number in range(300)])


def everything(client):
    names = client.list_streams()["StreamNames"]
    return {name: (client.describe_stream(StreamName=name)["StreamDescription"],
                   read_stream(client, name)) for name in names}


# A server that was asked to stop, and one that was killed, come back with all they acknowledged:
# streams, shards, retention, records, numbers and times.
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_nothing_is_lost(start_weir, client_of, end):
    server = start_weir()
    client = client_of(server)
    fill(client)
    before = everything(client)
    assert sorted(before) == ["one", "three"]
    for _ in range(3):
        if end == "stop":
            assert server.stop() == 0
        else:
            server.kill()
        server.start()
        assert everything(client) == before
    # And it goes on after what was there.
    last = before["one"][1]["shardId-000000000000"][-1]["SequenceNumber"]
    new = client.put_record(StreamName="one", PartitionKey="k", Data=b"x")["SequenceNumber"]
    assert int(new) > int(last)


# A consumer does not notice: its iterator is still good after the restart.
def test_iterators_survive_a_restart(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k", Data=b"1")
    start = iterator(client, "s")
    server.kill()
    server.start()
    client.put_record(StreamName="s", PartitionKey="k", Data=b"2")
    assert [record["Data"] for record in read_on(client, start)] == [b"1", b"2"]


# The memory engine says what it is: fast, and forgetful.
def test_the_memory_engine_keeps_nothing(start_weir, client_of):
    server = start_weir("--engine", "memory")
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k", Data=b"x")
    assert len(read_stream(client, "s")["shardId-000000000000"]) == 1
    server.stop()
    server.start()
    assert client.list_streams()["StreamNames"] == []


def refusal(data, *flags, listen="127.0.0.1:0"):
    """What a server that cannot start says, which is one sentence, and its exit status."""
    done = subprocess.run([str(BINARY), "serve", "--data", str(data), "--listen", listen, *flags],
                          capture_output=True, text=True, timeout=60, check=False,
                          env=environment())
    assert done.returncode == 1, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


# Two processes in one directory would ruin it.
def test_a_second_server_on_the_same_directory(start_weir, weir_data):
    start_weir()
    assert str(weir_data) in refusal(weir_data)


# The operator learns which port, so that the other process can be found.
def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert str(port) in refusal(tmp_path / "data", listen=f"127.0.0.1:{port}")


# Without users anybody could come in, so only loopback is safe; the sentence says what to do.
def test_other_addresses_need_a_user(tmp_path):
    sentence = refusal(tmp_path / "data", listen="0.0.0.0:0")
    assert "weir user add" in sentence


def test_other_addresses_with_a_user(start_weir):
    # With one there is nothing against it.
    server = start_weir(listen="0.0.0.0:0")
    assert server.stop() == 0


# A directory that cannot be made or written is told by its name. A file stands in its way here,
# since root may write everywhere.
def test_a_directory_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in refusal(tmp_path / "file" / "data")
    assert str(tmp_path / "file") in refusal(tmp_path / "file")


# A mistake in the settings names the setting, where it came from, and what was expected.
@pytest.mark.parametrize("flags, words", [
    (["--threads", "many"], ["threads", "many"]),
    (["--engine", "paper"], ["engine", "journal", "memory"]),
    (["--listen", "nowhere"], ["nowhere", "ADDRESS:PORT"]),
    (["--account-id", "12"], ["12", "digits"])])
def test_settings_that_are_wrong(tmp_path, flags, words):
    sentence = refusal(tmp_path / "data", *flags)
    for word in words:
        assert word in sentence


# A flag wins over the environment, and the environment over the file.
def test_where_settings_come_from(tmp_path, client_of):
    config = tmp_path / "weir.toml"
    config.write_text('account_id = "111111111111"\ntransition_time = "1h"\n')

    def account(flags, extra):
        process = WeirProcess(tmp_path / "data", "--engine", "memory", "--config", str(config),
                              "--transition-time", "0ms", *flags, users=False)
        process.first_user = extra
        process.start()
        process.access_key, process.secret_key, process.region = "a", "b", "us-east-1"
        client = client_of(process)
        client.create_stream(StreamName="s", ShardCount=1)
        description = client.describe_stream(StreamName="s")["StreamDescription"]
        process.stop()
        assert description["StreamStatus"] == "ACTIVE"
        return description["StreamARN"].split(":")[4]

    assert account([], {}) == "111111111111"
    assert account([], {"WEIR_ACCOUNT_ID": "222222222222"}) == "222222222222"
    assert account(["--account-id", "333333333333"],
                   {"WEIR_ACCOUNT_ID": "222222222222"}) == "333333333333"


# SIGTERM and Ctrl-C stop cleanly: the process ends by itself and says goodbye with status 0.
def test_a_clean_stop_leaves_nothing_running(start_weir):
    server = start_weir()
    process = pathlib.Path(f"/proc/{server.process.pid}")
    assert process.exists()
    assert server.stop() == 0
    assert not process.exists()

"""`weir check`: what it says of a data directory in order and of damaged ones, and how a server with a
flipped bit in its directory goes on."""
import hashlib
import json

import botocore.exceptions
import pytest

from conftest import wait_until_gone
from reading import iterator, read_on, read_shard
from weir_process import weir

# The smallest that the server takes: 1 MiB, 8 MiB and then 16 MiB, so 12 MiB fill two segments.
SMALL_SEGMENTS = ("--segment-bytes", "16777216", "--no-limits")
RECORDS = 12_000
BATCH = 500


def payload(number):
    """Found again in a file by its beginning."""
    return f"<{number:08}>".encode() + hashlib.sha256(str(number).encode()).digest() * 31


@pytest.fixture
def stopped(start_weir, client_of, held_clock):
    """A stopped server whose stream "s" holds RECORDS records, over several sealed segments.

    No minute ended meanwhile, so nothing was written of what the server counts.
    """
    server = start_weir(*SMALL_SEGMENTS, **held_clock.variables)
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    server.sequence_numbers = []
    for first in range(0, RECORDS, BATCH):
        answer = client.put_records(StreamName="s", Records=[
            {"PartitionKey": "k", "Data": payload(number)}
            for number in range(first, first + BATCH)])
        server.sequence_numbers += [record["SequenceNumber"] for record in answer["Records"]]
    assert server.stop() == 0
    held_clock.pass_by(1)  # Readers stop at what has arrived just now.
    return server


def check(data, status):
    """The document that it prints, after it has ended with `status`."""
    done = weir("check", data, "--json", check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return json.loads(done.stdout)


def damage(document):
    return [finding for finding in document["findings"] if finding["damage"]]


def segment_with(data, wanted):
    """The segment file in which some bytes are, and where."""
    for path in sorted(data.glob("*.segment")):
        position = path.read_bytes().find(wanted)
        if position >= 0:
            return path, position
    raise AssertionError("no segment has them")


def flip(path, position):
    with path.open("r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 0x10]))


# It counts what a client put, names the ends of a shard by their sequence numbers, and is content.
def test_a_directory_in_order(stopped, weir_data):
    document = check(weir_data, 0)
    assert (document["status"], document["findings"]) == ("in order", [])
    stream, = document["streams"]
    shard, = stream["shards"]
    assert (stream["name"], stream["account"], stream["status"]) == ("s", "000000000000", "ACTIVE")
    assert (shard["shard_id"], shard["records"], shard["lost"]) == (
        "shardId-000000000000", RECORDS, 0)
    assert shard["first"]["sequence_number"] == stopped.sequence_numbers[0]
    assert shard["last"]["sequence_number"] == stopped.sequence_numbers[-1]
    states = [segment["state"] for segment in document["segments"]]
    assert states[:2] == ["sealed", "sealed"], states

    text = weir("check", weir_data).stdout
    for word in ("stream s ", "shardId-000000000000", f"{RECORDS} records", "in order",
                 stopped.sequence_numbers[0], stopped.sequence_numbers[-1], "sealed"):
        assert word in text, text
    assert "shardId" not in weir("check", weir_data, "--brief").stdout


# It may be pointed at the only copy of somebody's data.
def test_it_changes_nothing(stopped, weir_data):
    del stopped
    flip(*segment_with(weir_data, payload(100)))

    def everything():
        return {path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).digest())
                for path in weir_data.rglob("*") if path.is_file()}
    before = everything()
    check(weir_data, 1)
    assert everything() == before


# One clear sentence instead of nonsense about files that are being written.
def test_a_directory_that_a_server_has_open(start_weir, weir_data):
    start_weir()
    done = weir("check", weir_data, check=False)
    assert done.returncode == 2
    assert done.stderr == f"weir: A server has {weir_data} open; stop it first.\n"
    assert done.stdout == ""


@pytest.mark.parametrize("content, words", [
    (None, "no directory"),
    ({}, "not a data directory"),
    ({"FORMAT": "weir journal format 2\n"}, "newer Weir"),
    ({"FORMAT": "something else\n"}, "does not tell the format")])
def test_what_cannot_be_checked(tmp_path, content, words):
    # Neither made nor mended, but told.
    data = tmp_path / "data"
    if content is not None:
        data.mkdir()
        for name, text in content.items():
            (data / name).write_text(text)
    done = weir("check", data, check=False)
    assert done.returncode == 2
    assert words in done.stderr and str(data) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert data.exists() == (content is not None)


# What a kill leaves is no damage, whenever it comes.
def test_after_a_kill(start_weir, client_of, weir_data):
    server = start_weir(*SMALL_SEGMENTS)
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    for number in range(20):
        client.put_record(StreamName="s", PartitionKey="k", Data=payload(number))
    client.create_stream(StreamName="gone", ShardCount=1)
    client.put_record(StreamName="gone", PartitionKey="k", Data=b"gone")
    client.delete_stream(StreamName="gone")
    wait_until_gone(client, "gone")
    server.kill()
    document = check(weir_data, 0)
    assert [(stream["name"], stream["records"]) for stream in document["streams"]] == [("s", 20)]
    # What is left of the stream that was deleted is told apart.
    assert "a stream that was deleted" in weir("check", weir_data).stdout


# Nor is a last write that was cut off: it is told as that.
def test_a_torn_tail_is_no_damage(start_weir, client_of, weir_data, held_clock):
    server = start_weir(**held_clock.variables)  # No minute ends, whose metrics would come behind.
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    for number in range(5):
        client.put_record(StreamName="s", PartitionKey="k", Data=payload(number))
    server.kill()
    path, position = segment_with(weir_data, payload(4))
    with path.open("r+b") as file:
        file.seek(position + 200)
        file.write(bytes(300))
    document = check(weir_data, 0)
    finding, = document["findings"]
    assert (finding["kind"], finding["file"]) == ("torn tail", str(path))
    assert finding["byte"] <= position < finding["byte"] + 4096
    assert document["streams"][0]["records"] == 4
    assert "no damage" in weir("check", weir_data).stdout
    server.start()
    assert [record["Data"] for record in read_shard(client, "s")] == [
        payload(number) for number in range(4)]


def read_until_it_fails(client, start):
    """The records that are served, and the error that ends them."""
    records = []
    while True:
        try:
            page = client.get_records(ShardIterator=start)
        except botocore.exceptions.ClientError as error:
            return records, error.response
        records += page["Records"]
        assert page["MillisBehindLatest"] > 0, "nothing failed"
        start = page["NextShardIterator"]


# The promise about corruption: found, named, never served, and nobody else suffers.
def test_a_flipped_bit_in_a_sealed_segment(stopped, weir_data, client_of):
    victim = 7_123
    path, position = segment_with(weir_data, payload(victim))
    flip(path, position + 500)
    document = check(weir_data, 1)
    assert [segment["state"] for segment in document["segments"]
            if segment["file"] == str(path)] == ["sealed"]
    finding, = damage(document)
    assert (finding["kind"], finding["file"]) == ("block", str(path))
    assert finding["byte"] <= position < finding["byte"] + BATCH * 1100
    affected, = finding["affected"]
    assert (affected["stream"], affected["shard_id"]) == ("s", "shardId-000000000000")
    lost = range(affected["first_offset"], affected["next_offset"])
    assert victim in lost and len(lost) == BATCH
    assert affected["next"]["sequence_number"] == stopped.sequence_numbers[lost.stop]
    text = weir("check", weir_data, check=False).stdout
    assert f"{path}, byte {finding['byte']}" in text
    assert stopped.sequence_numbers[lost.stop] in text

    stopped.start()
    client = client_of(stopped)
    before, error = read_until_it_fails(client, iterator(client, "s"))
    assert [record["Data"] for record in before] == [payload(n) for n in range(lost.start)]
    assert error["Error"]["Code"] == "InternalFailure"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 500
    # Each record of the block is refused, the same way each time.
    for number in (lost.start, victim, lost.stop - 1):
        at = iterator(client, "s", kind="AT_SEQUENCE_NUMBER",
                      StartingSequenceNumber=stopped.sequence_numbers[number])
        none, error = read_until_it_fails(client, at)
        assert (none, error["Error"]["Code"]) == ([], "InternalFailure")
    behind = read_on(client, iterator(
        client, "s", kind="AT_SEQUENCE_NUMBER",
        StartingSequenceNumber=affected["next"]["sequence_number"]))
    assert [record["Data"] for record in behind] == [payload(n) for n in range(lost.stop, RECORDS)]
    # New records come and go as ever.
    client.put_record(StreamName="s", PartitionKey="k", Data=b"new")
    latest = read_shard(client, "s", kind="AFTER_SEQUENCE_NUMBER",
                        StartingSequenceNumber=stopped.sequence_numbers[-1])
    assert [record["Data"] for record in latest] == [b"new"]
    lines = [line for line in stopped.log().splitlines() if "event=journal_damaged" in line]
    assert len(lines) == 1, lines
    assert f"file={path}" in lines[0] and f"offset={finding['byte']}" in lines[0]
    # And the directory is no worse for it.
    assert stopped.stop() == 0
    assert [each["byte"] for each in damage(check(weir_data, 1))] == [finding["byte"]]


# The places that are not records: no record is lost, and the server mends what it can.
@pytest.mark.parametrize("place", ["header", "index", "footer"])
def test_a_flipped_bit_beside_the_records(stopped, weir_data, client_of, place):
    segment = check(weir_data, 0)["segments"][1]
    assert segment["state"] == "sealed"
    path = next(weir_data.glob(f"{segment['id']:016x}.segment"))
    extents = segment["records"] // BATCH * 40  # A block each.
    position = {"header": 30, "footer": segment["bytes"] - 4096 + 50,
                "index": segment["data_end"] + extents + 20}[place]
    flip(path, position)
    finding, = damage(check(weir_data, 1))
    assert finding["kind"] == ("segment header" if place == "header" else "index")
    assert (finding["file"], finding["affected"]) == (str(path), [])
    assert finding["byte"] <= position
    stopped.start()
    client = client_of(stopped)
    assert [record["Data"] for record in read_shard(client, "s")] == [
        payload(number) for number in range(RECORDS)]
    assert stopped.stop() == 0
    # An index is made anew; a header is not written again.
    if place != "header":
        assert check(weir_data, 0)["status"] == "in order"

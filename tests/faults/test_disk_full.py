"""A full disk: writes are refused and can be tried again, reads go on, nothing is lost."""
import time

import pytest

from ledger import Ledger

MEBIBYTE = 1 << 20
RECORD = 512 << 10


def put_until(ledger, status, seconds=120):
    """Puts like a client that tries again, until an answer has this status."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = ledger.put(RECORD)
        assert answer is not None, "the server went away"
        assert answer.status in (200, 503), answer.body
        if answer.status == status:
            return answer
    raise AssertionError(f"no answer was {status}; the last: {answer.status} {answer.body}")


def events(server, name):
    return [line for line in server.log().splitlines() if f"event={name} " in line]


# The neighbours of a server fill its disk, and make room again an hour later.
@pytest.mark.parametrize("io_uring", ["true", "false"])
def test_writes_stop_and_go_on_and_reads_never_stop(small_disk, start_weir, io_uring):
    server = start_weir("--no-limits", "--segment-bytes", str(16 * MEBIBYTE), "--io-uring",
                        io_uring, data=small_disk.data)
    ledger = Ledger(server).create()
    for _ in range(2):
        ledger.put_many(20, RECORD)
        small_disk.fill()
        refusal = put_until(ledger, 503)
        assert refusal.error_type == "ServiceUnavailable"
        assert str(small_disk.folder) not in refusal.message  # Not the client's business.
        ledger.verify()
        for _ in range(20):
            ledger.put(RECORD)
        ledger.verify()
        small_disk.make_room()
        put_until(ledger, 200)
        ledger.put_many(20, RECORD)
        ledger.verify()
    # One line for each time that it filled, however many writes were refused, and its end.
    assert len(events(server, "disk_full")) == 2
    assert len(events(server, "disk_has_room_again")) == 2
    line = events(server, "disk_full")[0]
    assert str(small_disk.data) in line and "reads go on" in line
    # What was acknowledged meanwhile is as durable as ever.
    server.kill()
    server.start()
    ledger.verify()


# Changes of streams need room too. They are refused in the same way, and leave nothing half done.
def test_changes_of_streams_on_a_full_disk(small_disk, start_weir):
    server = start_weir("--no-limits", "--segment-bytes", str(16 * MEBIBYTE),
                        data=small_disk.data)
    ledger = Ledger(server).create()
    small_disk.fill()
    put_until(ledger, 503)
    deadline = time.monotonic() + 120
    made = []
    for number in range(100_000):
        assert time.monotonic() < deadline, "the disk never became too full for a stream"
        answer = ledger.call("CreateStream", {"StreamName": f"s{number}", "ShardCount": 1,
                                              "Tags": {f"t{n}": "x" * 200 for n in range(50)}})
        if answer.status != 200:
            break
        made.append(f"s{number}")
    assert (answer.status, answer.error_type) == (503, "ServiceUnavailable"), answer.body
    names = []
    while True:
        more = {"ExclusiveStartStreamName": names[-1]} if names else {}
        page = ledger.call("ListStreams", {"Limit": 10_000, **more}).json
        names += page["StreamNames"]
        if not page["HasMoreStreams"]:
            break
    assert sorted(names) == sorted([ledger.stream, *made])
    ledger.verify()


# A server that is started while its disk is full serves what is there.
def test_a_start_on_a_full_disk(small_disk, start_weir):
    server = start_weir("--no-limits", "--segment-bytes", str(16 * MEBIBYTE),
                        data=small_disk.data)
    ledger = Ledger(server).create()
    ledger.put_many(20, RECORD)
    small_disk.fill()
    put_until(ledger, 503)
    server.kill()
    server.start()
    ledger.verify()
    put_until(ledger, 503)
    small_disk.make_room()
    put_until(ledger, 200)
    ledger.verify()

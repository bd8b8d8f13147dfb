"""A clock that is set back an hour, as after a wrong time server: order is kept, nothing is lost."""
import pytest

from fake_clock import FakeClock
from ledger import Ledger

HOUR = 3600


@pytest.fixture
def fake_clock(tmp_path):
    return FakeClock(tmp_path / "faketime")


def check(ledger):
    """The promises, and that arrival times never decrease, so that AT_TIMESTAMP can search."""
    records = ledger.verify()
    arrivals = [arrival for _, _, arrival in records]
    assert arrivals == sorted(arrivals)
    middle = records[len(records) // 2]
    answer = ledger.call("GetShardIterator", {
        "StreamName": ledger.stream, "ShardId": "shardId-000000000000",
        "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": middle[2]})
    assert answer.status == 200, answer.body
    page = ledger.call("GetRecords", {"ShardIterator": answer.json["ShardIterator"]}).json
    first_at_or_after = next(number for number, _, arrival in records if arrival >= middle[2])
    assert page["Records"][0]["SequenceNumber"] == first_at_or_after
    # A producer that passes the last number on is not told that it lies in the future.
    answer = ledger.call("PutRecord", {"StreamName": ledger.stream, "PartitionKey": "k",
                                       "Data": "eA==", "DryRun": True,
                                       "SequenceNumberForOrdering": records[-1][0]})
    assert answer.error_type == "DryRunOperationException", answer.body
    return records


# While it runs. Clients follow the server's clock, as SDKs do by the Date of its answers.
def test_a_clock_that_jumps_back_while_the_server_runs(start_weir, fake_clock):
    server = start_weir(**fake_clock.variables)
    ledger = Ledger(server).create()
    ledger.put_many(20)
    fake_clock.set(-HOUR)
    ledger.shift_seconds = -HOUR
    ledger.put_many(20)
    records = check(ledger)
    assert len(records) == 40
    # The hour is lived through a second time; records go on to be newest last.
    server.kill()
    server.start()
    ledger.put_many(20)
    assert len(check(ledger)) == 60


# Between two runs, which have nothing but the disk to remember the time by.
def test_a_clock_that_jumped_back_before_a_start(start_weir, fake_clock):
    fake_clock.set(HOUR)
    server = start_weir(**fake_clock.variables)
    ledger = Ledger(server)
    ledger.shift_seconds = HOUR
    ledger.create()
    ledger.put_many(20)
    server.kill()
    fake_clock.set(0)
    server.start()
    ledger.shift_seconds = 0
    ledger.put_many(20)
    check(ledger)
    # Streams can still be made, and used, and hold what is put into them.
    other = Ledger(server, "other").create()
    other.put_many(20)
    check(other)
    server.stop()
    server.start()
    check(ledger)
    check(other)


# Far forward and back again: nothing expires that a right clock would have kept.
def test_a_clock_that_was_two_days_ahead_for_a_moment(start_weir, fake_clock):
    server = start_weir(**fake_clock.variables)
    ledger = Ledger(server).create()
    ledger.put_many(20)
    fake_clock.set(47 * HOUR // 2)
    ledger.shift_seconds = 47 * HOUR // 2
    ledger.put_many(20)
    fake_clock.set(0)
    ledger.shift_seconds = 0
    ledger.put_many(20)
    assert len(check(ledger)) == 60
    server.kill()
    server.start()
    assert len(check(ledger)) == 60

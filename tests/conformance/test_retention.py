"""IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod."""
import pytest

from fake_clock import FakeClock
from signed_requests import RawClient
from test_streams import refused

HOUR = 3600


@pytest.fixture(scope="module")
def kept_25_hours(kinesis, new_stream):
    name = new_stream()
    kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=25)
    return name


# The texts are production's; tools such as Terraform show them to people.
def test_an_increase_may_not_shorten(kinesis, kept_25_hours):
    assert refused(kinesis, kinesis.increase_stream_retention_period, StreamName=kept_25_hours,
                   RetentionPeriodHours=24) == (
        "InvalidArgumentException",
        f"Requested retention period (24 hours) for stream {kept_25_hours} can not be shorter than "
        "existing retention period (25 hours). Use DecreaseRetentionPeriod API.")


def test_a_decrease_may_not_lengthen(kinesis, kept_25_hours):
    # The mirror of the text above.
    assert refused(kinesis, kinesis.decrease_stream_retention_period, StreamName=kept_25_hours,
                   RetentionPeriodHours=26) == (
        "InvalidArgumentException",
        f"Requested retention period (26 hours) for stream {kept_25_hours} can not be longer than "
        "existing retention period (25 hours). Use IncreaseRetentionPeriod API.")


# Recorded: the same period again is a success, not an error.
def test_the_same_period_is_no_change(kinesis, kept_25_hours):
    kinesis.increase_stream_retention_period(StreamName=kept_25_hours, RetentionPeriodHours=25)
    kinesis.decrease_stream_retention_period(StreamName=kept_25_hours, RetentionPeriodHours=25)


@pytest.mark.parametrize("operation", ["increase_stream_retention_period",
                                       "decrease_stream_retention_period"])
def test_less_than_a_day_is_too_short(kinesis, kept_25_hours, operation):
    # 24 hours is the least that production keeps.
    assert refused(kinesis, getattr(kinesis, operation), StreamName=kept_25_hours,
                   RetentionPeriodHours=23) == (
        "InvalidArgumentException",
        "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is "
        "too short.")


# A year is the most; the text is an emulator's, only the type is known to be production's.
def test_more_than_a_year_is_too_long(kinesis, kept_25_hours):
    kinesis.increase_stream_retention_period(StreamName=kept_25_hours, RetentionPeriodHours=8760)
    kind, _ = refused(kinesis, kinesis.increase_stream_retention_period, StreamName=kept_25_hours,
                      RetentionPeriodHours=8761)
    assert kind == "InvalidArgumentException"
    kinesis.decrease_stream_retention_period(StreamName=kept_25_hours, RetentionPeriodHours=25)


# Gone when its time is over, to the second, whenever the space is given back.
def test_a_record_is_kept_for_its_time(start_weir, held_clock):
    server = start_weir(**held_clock.variables)

    def call(operation, **arguments):
        answer = held_clock.call(server, operation, arguments)
        assert answer.status == 200, answer.body
        return answer.json if answer.body else {}

    def read():
        start = call("GetShardIterator", StreamName="s", ShardId="0",
                     ShardIteratorType="TRIM_HORIZON")
        return [record["Data"] for record in call("GetRecords", **start)["Records"]]

    call("CreateStream", StreamName="s", ShardCount=1)
    call("PutRecord", StreamName="s", PartitionKey="k", Data="b2xk")
    held_clock.pass_by(10)
    call("PutRecord", StreamName="s", PartitionKey="k", Data="bmV3")
    held_clock.pass_by(24 * HOUR - 10 - 1)
    assert read() == ["b2xk", "bmV3"]
    held_clock.pass_by(2)
    assert read() == ["bmV3"]
    held_clock.pass_by(10)
    assert read() == []


# A record of thirty hours is read while it is kept for two days, and gone for good with the first
# answer after that; the server's clock is moved.
def test_what_is_older_is_gone_at_once(start_weir, tmp_path):
    clock = FakeClock(tmp_path / "faketime")
    raw = RawClient(start_weir(**clock.variables).address)

    def call(operation, hours, **arguments):
        answer = raw.call(operation, arguments, shift_seconds=hours * HOUR)
        assert answer.status == 200, answer.body
        return answer.json if answer.body else {}

    def read(hours):
        start = call("GetShardIterator", hours, StreamName="s", ShardId="0",
                     ShardIteratorType="TRIM_HORIZON")
        return [record["Data"] for record in call("GetRecords", hours, **start)["Records"]]

    call("CreateStream", 0, StreamName="s", ShardCount=1)
    call("IncreaseStreamRetentionPeriod", 0, StreamName="s", RetentionPeriodHours=48)
    call("PutRecord", 0, StreamName="s", PartitionKey="k", Data="b2xk")
    clock.set(30 * HOUR)
    call("PutRecord", 30, StreamName="s", PartitionKey="k", Data="bmV3")
    assert read(30) == ["b2xk", "bmV3"]
    call("DecreaseStreamRetentionPeriod", 30, StreamName="s", RetentionPeriodHours=24)
    assert read(30) == ["bmV3"]
    call("IncreaseStreamRetentionPeriod", 30, StreamName="s", RetentionPeriodHours=48)
    assert read(30) == ["bmV3"]
    raw.close()

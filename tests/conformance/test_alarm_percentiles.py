"""Alarms on percentiles and trimmed means, by boto3 and a clock that a test moves on."""
import datetime
import json
import threading
import time

import pytest
from botocore.exceptions import ClientError

from access import ADMIN, client

PATIENCE = 60
NAMESPACE = "App"
LATENCY = {"MetricName": "Latency", "Namespace": NAMESPACE, "Period": 60, "EvaluationPeriods": 1,
           "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "ignore"}
ALARMS = {
    "p90": {"ExtendedStatistic": "p90", "Threshold": 100},
    "p99": {"ExtendedStatistic": "p99", "Threshold": 100,
            "EvaluateLowSampleCountPercentile": "evaluate"},
    "p90-many": {"ExtendedStatistic": "p90", "Threshold": 100,
                 "EvaluateLowSampleCountPercentile": "ignore"},
    "p99-many": {"ExtendedStatistic": "p99", "Threshold": 100,
                 "EvaluateLowSampleCountPercentile": "ignore"},
    # The mean of the lower nine tenths. How many there are does not matter to a mean.
    "tm90": {"ExtendedStatistic": "tm90", "Threshold": 50,
             "EvaluateLowSampleCountPercentile": "ignore"},
    "twice": {"ExtendedStatistic": "p99", "Threshold": 100, "EvaluationPeriods": 3,
              "DatapointsToAlarm": 2},
}
# Evaluated after all others, whose names come before: it says that a minute has been.
BEAT = "~beat"
UNKNOWN = "INSUFFICIENT_DATA"

# So many values of 10 and so many of 500 in a minute, and what each alarm says of it: "evaluate"
# takes the percentile of a few values, "ignore" waits for ten beyond it, 100 in all for p90 and
# 1,000 for p99.
MINUTES = (
    (120, 0, {"p90": "OK", "p99": "OK", "p90-many": "OK", "p99-many": UNKNOWN, "tm90": "OK",
              "twice": "OK"}),
    (95, 5, {"p90": "OK", "p99": "ALARM", "p90-many": "OK", "p99-many": UNKNOWN, "tm90": "OK",
             "twice": "OK"}),
    (96, 24, {"p90": "ALARM", "p99": "ALARM", "p90-many": "ALARM", "p99-many": UNKNOWN,
              "tm90": "ALARM", "twice": "ALARM"}),
    (40, 0, {"p90": "OK", "p99": "OK", "p90-many": "ALARM", "p99-many": UNKNOWN, "tm90": "OK",
             "twice": "ALARM"}),
    (1990, 10, {"p90": "OK", "p99": "OK", "p90-many": "OK", "p99-many": "OK", "tm90": "OK",
                "twice": "OK"}),
    (1900, 100, {"p90": "OK", "p99": "ALARM", "p90-many": "OK", "p99-many": "ALARM", "tm90": "OK",
                 "twice": "OK"}),
    (900, 0, {"p90": "OK", "p99": "OK", "p90-many": "OK", "p99-many": "ALARM", "tm90": "OK",
              "twice": "OK"}),
)


class Minutes:
    """Puts the values of one minute after the other, and waits until each has been evaluated."""

    def __init__(self, server, clock):
        self.server = server
        self.clock = clock
        self.minutes = 0
        self.cloudwatch = client(server, "cloudwatch", ADMIN)
        self.cloudwatch.put_metric_alarm(
            AlarmName=BEAT, Threshold=0, Statistic="Maximum", **{**LATENCY, "MetricName": "Beat"})

    def go_to(self, second):
        """To that second of a minute, of the next one if this one's is over."""
        self.clock.pass_by((second - self.clock.now() % 60) % 60)

    def pass_with(self, values):
        """`values`: those of Latency, and how often each came."""
        self.go_to(30)
        self.minutes += 1
        now = datetime.datetime.fromtimestamp(self.clock.now(), datetime.timezone.utc)
        beat = self.minutes % 2
        self.cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[
            {"MetricName": "Beat", "Timestamp": now, "Value": beat},
            *({"MetricName": "Latency", "Timestamp": now, "Values": [value], "Counts": [count]}
              for value, count in values.items() if count)])
        self.go_to(16)
        deadline = time.monotonic() + PATIENCE
        while self.states()[BEAT] != ("ALARM" if beat else "OK"):
            assert time.monotonic() < deadline, self.server.log()
            threading.Event().wait(0.2)
            self.clock.pass_by(1)  # The server may have been busy when it should have looked.

    def alarms(self):
        found = self.cloudwatch.describe_alarms()["MetricAlarms"]
        return {alarm["AlarmName"]: alarm for alarm in found}

    def states(self):
        return {name: alarm["StateValue"] for name, alarm in self.alarms().items()}


@pytest.fixture
def minutes(start_weir, held_clock, monkeypatch):
    """Requests are signed by the server's clock, however far it has been moved."""
    monkeypatch.setattr("botocore.auth.get_current_datetime",
                        lambda: datetime.datetime.fromtimestamp(held_clock.now(), datetime.UTC))
    return Minutes(start_weir(**held_clock.variables), held_clock)


def test_percentiles_and_low_counts(minutes):
    for name, terms in ALARMS.items():
        minutes.cloudwatch.put_metric_alarm(AlarmName=name, **{**LATENCY, **terms})
    for name, terms in ALARMS.items():
        shown = minutes.alarms()[name]
        assert terms.items() <= shown.items()
        assert "Statistic" not in shown and shown["StateValue"] == UNKNOWN
    for number, (low, high, expected) in enumerate(MINUTES):
        minutes.pass_with({10: low, 500: high})
        states = minutes.states()
        del states[BEAT]
        assert states == expected, f"minute {number}: {minutes.server.log()}"


def test_the_reason_names_percentile_and_count(minutes):
    minutes.cloudwatch.put_metric_alarm(AlarmName="p99", **{**LATENCY, **ALARMS["p99-many"]})
    minutes.pass_with({10: 1900, 500: 100})
    alarm = minutes.alarms()["p99"]
    assert alarm["StateReason"].startswith("Threshold Crossed: 1 out of the last 1 datapoints [")
    data = json.loads(alarm["StateReasonData"])
    assert (data["statistic"], data["period"], data["threshold"]) == ("p99", 60, 100)
    assert data["recentDatapoints"][0] == pytest.approx(500, rel=0.01)
    assert data["evaluatedDatapoints"][0]["sampleCount"] == 2000
    history = minutes.cloudwatch.describe_alarm_history(
        AlarmName="p99", HistoryItemType="StateUpdate")["AlarmHistoryItems"]
    assert [item["HistorySummary"] for item in history] == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM"]


@pytest.mark.parametrize("terms", (
    {"ExtendedStatistic": "p101"}, {"ExtendedStatistic": "tm"}, {"ExtendedStatistic": "p-1"},
    {"ExtendedStatistic": "p99", "Statistic": "Sum"},
    {"ExtendedStatistic": "p99", "EvaluateLowSampleCountPercentile": "sometimes"}))
def test_what_is_no_percentile_is_refused(server, terms):
    cloudwatch = client(server, "cloudwatch", (server.access_key, server.secret_key))
    with pytest.raises(ClientError) as refusal:
        cloudwatch.put_metric_alarm(AlarmName="none", Threshold=1, **LATENCY, **terms)
    assert refusal.value.response["Error"]["Code"] in (
        "ValidationError", "InvalidParameterCombination")
    assert cloudwatch.describe_alarms(AlarmNames=["none"])["MetricAlarms"] == []

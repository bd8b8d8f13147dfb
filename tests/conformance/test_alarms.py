"""Alarms: boto3 puts them, a metric trips them, and their topics are told once, whatever happens."""
import base64
import datetime
import hashlib
import hmac
import json
import stat
import threading
import time

import botocore.exceptions
import pytest

from access import ACCOUNT, ADMIN, client
from stand_in import StandIn
from weir_process import REGION

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:ops"
COMMAND = f"arn:aws:sns:{REGION}:{ACCOUNT}:page"
KEY = b"twenty-four bytes of key"
PATIENCE = 180
RULE = {"MetricName": "Lag", "Namespace": "App", "Statistic": "Maximum", "Period": 60,
        "EvaluationPeriods": 1, "Threshold": 5, "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "ignore"}


class House:
    """A server whose clock a test moves on, its topics, and what they were told."""

    def __init__(self, start_weir, clock, folder):
        self.clock = clock
        self.status = 200
        self.told = []  # (headers, document), also of those that were refused.
        self.printed = folder / "printed"
        self.hook = StandIn()
        self.hook.answers["/weir"] = self.take
        program = folder / "page"
        program.write_text(f'#!/bin/sh\necho "$1 $WEIR_SUBJECT" >> {self.printed}\n'
                           f"/bin/cat >> {self.printed}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        secret = folder / "secret"
        secret.write_text("whsec_" + base64.b64encode(KEY).decode() + "\n")
        config = folder / "weir.toml"
        config.write_text(f'[notifications.ops]\nurl = "{self.hook.url}/weir"\n'
                          f'secret_file = "{secret}"\n'
                          f'[notifications.page]\ncommand = ["{program}", "-u"]\n')
        self.server = start_weir("--config", str(config), **clock.variables)

    def take(self, headers, body):
        self.told.append((dict(headers), json.loads(body)))
        return self.status, ""

    @property
    def cloudwatch(self):
        return client(self.server, "cloudwatch", ADMIN)

    def put(self, value):
        now = datetime.datetime.fromtimestamp(self.clock.now(), datetime.timezone.utc)
        self.cloudwatch.put_metric_data(Namespace="App", MetricData=[
            {"MetricName": "Lag", "Value": value, "Timestamp": now}])

    def alarm(self, name="lag"):
        found = self.cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=[
            "MetricAlarm", "CompositeAlarm"])
        return (found["MetricAlarms"] + found["CompositeAlarms"])[0]

    def wait_until(self, holds):
        """Lets time pass until something holds: a second of ours, ten of the server's."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.server.log()
            self.clock.pass_by(1)
            threading.Event().wait(0.05)

    def wait_for_state(self, state, name="lag"):
        self.wait_until(lambda: self.alarm(name)["StateValue"] == state)

    def wait_until_told(self, times):
        self.wait_until(lambda: len(self.told) >= times)

    def actions(self):
        items = self.cloudwatch.describe_alarm_history(
            AlarmName="lag", HistoryItemType="Action")["AlarmHistoryItems"]
        return [item["HistorySummary"] for item in items]


@pytest.fixture
def house(start_weir, clock, tmp_path):
    made = House(start_weir, clock, tmp_path)
    yield made
    made.hook.close()


# What a receiver does to know that it was the server.
def is_signed(headers, document):
    body = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}"
    mac = base64.b64encode(hmac.new(KEY, text.encode(), hashlib.sha256).digest()).decode()
    return headers["webhook-signature"] == f"v1,{mac}"


def test_an_alarm_trips_and_its_topics_are_told_once(house):
    house.cloudwatch.put_metric_alarm(AlarmName="lag", AlarmActions=[TOPIC, COMMAND],
                                      OKActions=[TOPIC], **RULE)
    assert house.alarm()["StateValue"] == "INSUFFICIENT_DATA"
    house.put(9)
    house.wait_for_state("ALARM")
    house.wait_until_told(1)
    headers, told = house.told[0]
    assert told["TopicArn"] == TOPIC
    assert headers["x-amz-sns-message-id"] == told["MessageId"]
    assert is_signed(headers, told)
    message = json.loads(told["Message"])
    assert message["AlarmName"] == "lag"
    assert (message["OldStateValue"], message["NewStateValue"]) == ("INSUFFICIENT_DATA", "ALARM")
    assert message["Trigger"]["MetricName"] == "Lag"
    house.wait_until(lambda: len(house.actions()) == 2)
    assert house.printed.read_text().startswith(f'-u ALARM: "lag" in {REGION}\n{{"Type":')
    # A restart begins with the state as it was, and tells nothing again.
    house.server.stop()
    house.server.start()
    assert house.alarm()["StateValue"] == "ALARM"
    house.put(1)
    house.wait_for_state("OK")
    house.wait_until_told(2)
    house.wait_until(lambda: len(house.actions()) == 3)
    assert [json.loads(told["Message"])["NewStateValue"] for _, told in house.told] == [
        "ALARM", "OK"]
    assert house.printed.read_text().count('"Type"') == 1


# The change is durable before anybody is told of it; who was not told before a kill is told after.
def test_a_kill_loses_no_notification(house):
    house.status = 500
    house.cloudwatch.put_metric_alarm(AlarmName="lag", AlarmActions=[TOPIC], **RULE)
    house.cloudwatch.set_alarm_state(AlarmName="lag", StateValue="ALARM", StateReason="Test.")
    house.wait_until_told(1)
    house.server.kill()
    house.status = 200
    before = len(house.told)
    house.server.start()
    house.wait_until(lambda: len(house.told) > before and house.actions())
    assert house.alarm()["StateValue"] == "ALARM"
    assert len(house.told) == before + 1
    assert {told["MessageId"] for _, told in house.told} == {house.told[0][1]["MessageId"]}
    assert house.actions() == [f"Successfully executed action {TOPIC}"]


def test_an_action_on_a_topic_that_is_not_there_fails_visibly(house):
    nowhere = f"arn:aws:sns:{REGION}:{ACCOUNT}:nowhere"
    house.cloudwatch.put_metric_alarm(AlarmName="lag", AlarmActions=[nowhere], **RULE)
    house.cloudwatch.set_alarm_state(AlarmName="lag", StateValue="ALARM", StateReason="Test.")
    house.wait_until(house.actions)
    assert house.actions()[0].startswith(f"Failed to execute action {nowhere}.")
    with pytest.raises(botocore.exceptions.ClientError, match="not supported"):
        house.cloudwatch.put_metric_alarm(
            AlarmName="lag", AlarmActions=["arn:aws:lambda:us-east-1:1:function:f"], **RULE)


def test_a_composite_alarm_follows_its_parts(house):
    house.cloudwatch.put_metric_alarm(AlarmName="lag", **RULE)
    house.cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule="ALARM(lag) AND NOT OK(lag)",
                                         AlarmActions=[TOPIC])
    with pytest.raises(botocore.exceptions.ClientError, match="depending on it"):
        house.cloudwatch.delete_alarms(AlarmNames=["lag"])
    house.wait_for_state("OK", "all")
    house.put(9)
    house.wait_for_state("ALARM", "all")
    house.wait_until_told(1)
    assert json.loads(house.told[0][1]["Message"])["AlarmRule"] == "ALARM(lag) AND NOT OK(lag)"
    house.cloudwatch.delete_alarms(AlarmNames=["lag", "all"])
    assert house.cloudwatch.describe_alarms()["MetricAlarms"] == []

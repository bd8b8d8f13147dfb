"""Kill -9 under load, and what was counted: only the minute that was going on may be incomplete.

The server's clock stands still and is moved minute by minute, so that each put belongs to a minute
that the test knows. WEIR_METRIC_KILLS and WEIR_KILL_SEED change how often and repeat the moments.
"""
import http.client
import json
import os
import random
import re
import threading
import time
import urllib.request

import pytest

from signed_requests import RawClient, amz_date, sign_headers
from waiting import wait_until
from weir_fixtures import clock_library, held_clock  # noqa: F401: fixtures
from weir_process import REGION, WeirProcess

KILLS = int(os.environ.get("WEIR_METRIC_KILLS", "6"))
PRODUCERS = 4
PUTS = 40  # Of each producer, at least.
STREAM = "counted"
MINUTE = 60


class Load:
    """Producers that put one record after the other, until they are stopped or the server is gone."""

    def __init__(self, server, clock):
        self.server = server
        self.shift = round(clock.now() - time.time())
        self.sent = [0] * PRODUCERS
        self.acknowledged = [0] * PRODUCERS
        self.failures = []
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,), daemon=True)
                        for number in range(PRODUCERS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        client = RawClient(self.server.address)
        try:
            while not self.is_over.is_set():
                self.sent[number] += 1
                answer = client.call("PutRecord", {
                    "StreamName": STREAM, "PartitionKey": f"p{number}", "Data": "eHl6"},
                    shift_seconds=self.shift or 1)
                if answer.status != 200:
                    self.failures.append(answer.body)
                    return
                self.acknowledged[number] += 1
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            pass  # The server is gone.
        finally:
            client.close()

    def wait_for_more(self, puts=PUTS):
        goals = [count + puts for count in self.acknowledged]
        wait_until(lambda: self.failures or all(
            count >= goal for count, goal in zip(self.acknowledged, goals)))
        assert not self.failures, self.failures[0]

    def stop(self):
        """How many were acknowledged; none is under way any more."""
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()
        return sum(self.acknowledged)


def counted(server, clock, minute):
    """Sum and number of the stream's IncomingRecords in that minute; (0, 0) if there is no value."""
    body = json.dumps({
        "Namespace": "AWS/Kinesis", "MetricName": "IncomingRecords", "Period": MINUTE,
        "Dimensions": [{"Name": "StreamName", "Value": STREAM}],
        "StartTime": minute * MINUTE, "EndTime": (minute + 1) * MINUTE,
        "Statistics": ["Sum", "SampleCount"]}).encode()
    headers = {"Content-Type": "application/x-amz-json-1.0",
               "X-Amz-Target": "GraniteServiceVersion20100801.GetMetricStatistics"}
    signed = sign_headers(server.address, headers, body, service="monitoring", region=REGION,
                          date=amz_date(clock.now() - time.time()))
    raw = RawClient(server.address)
    answer = raw.send("POST", "/", signed, body)
    raw.close()
    assert answer.status == 200, answer.body
    points = answer.json["Datapoints"]
    assert len(points) <= 1
    return (points[0]["Sum"], points[0]["SampleCount"]) if points else (0, 0)


def written_before(server):
    """The minutes before it, in seconds, are on disk."""
    with urllib.request.urlopen(server.url + "/metrics", timeout=20) as page:
        text = page.read().decode()
    return float(re.search(r"^weir_metrics_written_timestamp_seconds (\S+)$", text, re.M)[1])


def minute_of(clock):
    return int(clock.now() // MINUTE)


def let_a_minute_pass(server, clock):
    """Returns once the server has written what it counted before."""
    clock.pass_by(MINUTE)
    wait_until(lambda: written_before(server) >= minute_of(clock) * MINUTE)


@pytest.fixture
def server(tmp_path, held_clock):
    process = WeirProcess(tmp_path / "data", "--no-limits", **held_clock.variables)
    yield process
    if process.is_running():
        process.kill()


def test_a_kill_loses_the_current_minute_at_most(server, held_clock):
    seed = int(os.environ.get("WEIR_KILL_SEED", time.time_ns() % 1_000_000))
    print(f"repeat these moments with WEIR_KILL_SEED={seed}")
    chance = random.Random(seed)
    whole = {}  # By minute: the records that must be counted.
    lost = []
    server.start()
    made = held_clock.call(server, "CreateStream", {"StreamName": STREAM, "ShardCount": 1})
    assert made.status == 200, made.body
    for _ in range(KILLS):
        load = Load(server, held_clock)
        load.wait_for_more()
        whole[minute_of(held_clock)] = load.stop()
        let_a_minute_pass(server, held_clock)

        load = Load(server, held_clock)
        load.wait_for_more()
        threading.Event().wait(0.05 * chance.random())  # A random moment, in the middle of puts.
        server.kill()
        acknowledged, sent = load.stop(), sum(load.sent)
        assert not load.failures, load.failures[0]

        server.start()
        broken = minute_of(held_clock)
        wait_until(lambda: counted(server, held_clock, max(whole)) != (0, 0))
        for minute, records in whole.items():
            assert counted(server, held_clock, minute) == (records, records)
        total, calls = counted(server, held_clock, broken)
        assert total == calls <= sent
        lost.append(acknowledged - total)
        # What comes now is counted in a minute of its own.
        held_clock.pass_by(MINUTE)
    load = Load(server, held_clock)
    load.wait_for_more()
    whole[minute_of(held_clock)] = load.stop()
    assert server.stop() == 0
    # A server that stops writes the current minute too.
    server.start()
    wait_until(lambda: counted(server, held_clock, max(whole)) != (0, 0))
    for minute, records in whole.items():
        assert counted(server, held_clock, minute) == (records, records)
    assert server.stop() == 0
    print(f"{KILLS} kills; {sum(whole.values())} records counted in {len(whole)} whole minutes; "
          f"of the minutes that were going on, {lost} were not")

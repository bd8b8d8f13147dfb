"""Alarms, as many as an account may have: their memory, what a minute of them takes, the start.

The server's clock stands still and is moved on step by step, so that nothing but a minute's work
lies between two looks at its processor time.
"""
import json
import statistics
import threading
import time

import load
from kinesis import KIB, create_stream
from measuring import Line, Row
from server_clock import ServerClock, build_library
from signed_requests import RawClient, amz_date, sign_headers

NAMESPACE = "Bench"
PER_CALL = 1_000  # Values of one PutMetricData.
PATIENCE = 120
# The kinds of every hundred alarms; the upper composites are of the lower ones.
KINDS = (*["m of n"] * 20, *["percentile"] * 10, *["formula"] * 10, *["composite"] * 8,
         *["upper"] * 2, *["plain"] * 50)


class CloudWatch:
    """Calls by hand, dated by the server's clock."""

    def __init__(self, weir, clock):
        self.address = weir.address
        self.clock = clock
        self.raw = RawClient(weir.address)

    def close(self):
        self.raw.close()

    def call(self, operation, body):
        body = json.dumps(body).encode()
        headers = {"Content-Type": "application/x-amz-json-1.0",
                   "X-Amz-Target": f"GraniteServiceVersion20100801.{operation}"}
        date = amz_date(round(self.clock.now() - time.time()))
        headers = sign_headers(self.address, headers, body, service="monitoring", date=date)
        try:
            answer = self.raw.send("POST", "/", headers, body)
        except OSError:  # A connection that was quiet while the clock was moved is closed.
            self.raw.close()
            answer = self.raw.send("POST", "/", headers, body)
        if answer.status != 200:
            raise RuntimeError(answer.body)
        return answer.json if answer.body else {}


class Alarms:
    """The alarms that are put, and the metrics that they watch."""

    def __init__(self, count):
        self.metric_alarms = []
        self.composites = []
        self.metrics = []
        for number in range(count):
            self.add(KINDS[number % len(KINDS)], number)

    def add(self, kind, number):
        metric = f"metric-{number:05}"
        alarm = {"AlarmName": f"alarm-{number:05}", "AlarmDescription": "Consumers keep up."}
        if kind in ("composite", "upper"):
            below = self.metric_alarms if kind == "composite" else self.composites
            alarm["AlarmRule"] = " OR ".join(
                f"ALARM({child['AlarmName']})" for child in below[-5:])
            self.composites.append(alarm)
            return
        alarm.update({"EvaluationPeriods": 1, "Threshold": 5, "TreatMissingData": "ignore",
                      "ComparisonOperator": "GreaterThanThreshold"})
        if kind == "formula":
            parts = [f"{metric}-{part}" for part in "abc"]
            alarm["Metrics"] = [{"Id": "share", "Expression": "(a + b + c) / 3"}, *({
                "Id": part[-1], "ReturnData": False, "MetricStat": {
                    "Metric": {"Namespace": NAMESPACE, "MetricName": part}, "Period": 60,
                    "Stat": "Average"}} for part in parts)]
            self.metrics.extend(parts)
        else:
            alarm.update({"Namespace": NAMESPACE, "MetricName": metric, "Period": 60})
            alarm.update({
                "m of n": {"Statistic": "Maximum", "EvaluationPeriods": 5, "DatapointsToAlarm": 3},
                "percentile": {"ExtendedStatistic": "p99",
                               "EvaluateLowSampleCountPercentile": "ignore"},
                "plain": {"Statistic": "Average"}}[kind])
            self.metrics.append(metric)
        self.metric_alarms.append(alarm)

    def put(self, cloudwatch):
        for alarm in self.metric_alarms:
            cloudwatch.call("PutMetricAlarm", alarm)
        for alarm in self.composites:
            cloudwatch.call("PutCompositeAlarm", alarm)

    def publish(self, cloudwatch, value):
        """A minute's values: enough of each metric for a percentile to say something."""
        for begin in range(0, len(self.metrics), PER_CALL):
            cloudwatch.call("PutMetricData", {"Namespace": NAMESPACE, "MetricData": [
                {"MetricName": metric, "Timestamp": cloudwatch.clock.now(), "Values": [value],
                 "Counts": [1_000]} for metric in self.metrics[begin:begin + PER_CALL]]})


def private_kib(weir):
    """Memory that is the process' own: neither its program nor its files."""
    with open(f"/proc/{weir.process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon:"))


def settle(weir):
    """Until the process has little to do: less than a tenth of a core for a fifth of a second."""
    deadline = time.monotonic() + PATIENCE
    before = load.cpu_seconds(weir.process.pid)
    while time.monotonic() < deadline:
        threading.Event().wait(0.2)
        now = load.cpu_seconds(weir.process.pid)
        if now - before < 0.015:
            return
        before = now
    raise RuntimeError("the server does not come to rest")


def minute(weir, clock):
    """Lets a minute pass, in which alarms are looked at six times. The processor time it took."""
    before = load.cpu_seconds(weir.process.pid)
    for _ in range(6):
        clock.pass_by(10)
        settle(weir)
    return load.cpu_seconds(weir.process.pid) - before


class Puts:
    """Somebody who puts one record after the other, and how long each took, in milliseconds."""

    def __init__(self, weir, clock):
        self.times = []
        self.is_over = False
        self.weir = weir
        self.clock = clock
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        body = {"StreamName": "bench", "PartitionKey": "key", "Data": KIB.hex()}
        raw = RawClient(self.weir.address)
        while not self.is_over:
            shift = round(self.clock.now() - time.time())
            begin = time.perf_counter()
            try:
                answer = raw.call("PutRecord", body, shift_seconds=shift)
            except OSError:  # It was quiet for a minute, as the server sees it.
                raw.close()
                continue
            self.times.append((time.perf_counter() - begin) * 1000)
            if answer.status != 200:
                raise RuntimeError(answer.body)
        raw.close()

    def end(self):
        self.is_over = True
        self.thread.join()
        return sorted(self.times)


def described(cloudwatch):
    """Reads all of them, a hundred on a page. Their number, and the milliseconds it took."""
    begin, found, token = time.perf_counter(), 0, {}
    while True:
        answer = cloudwatch.call("DescribeAlarms", {
            "MaxRecords": 100, "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], **token})
        found += len(answer.get("MetricAlarms", [])) + len(answer.get("CompositeAlarms", []))
        if not answer.get("NextToken"):
            return found, (time.perf_counter() - begin) * 1000
        token = {"NextToken": answer["NextToken"]}


def limit_line(what, value, unit, reach, beside=""):
    return Line("alarms", what, f"{value:.2f} {unit}", "–", "–", f"≤ {reach} {unit}",
                value <= reach, beside)


def slowest_put(weir, clock, passes):
    """What somebody who puts sees when the clock is moved on by so many seconds."""
    puts = Puts(weir, clock)
    threading.Event().wait(0.2)
    clock.pass_by(passes)
    threading.Event().wait(0.5)
    times = puts.end()
    settle(weir)
    return times[-1]


def slowest_puts(bench, weir, clock):
    """The medians, while nothing else happens and while all alarms are evaluated."""
    slowest = [(slowest_put(weir, clock, 0), slowest_put(weir, clock, 60))
               for _ in range(bench.rounds)]
    return [statistics.median(times) for times in zip(*slowest, strict=True)]


def alarms(bench):
    count = bench.alarms
    library = build_library(bench.folder)
    clock = ServerClock(library, bench.folder / "clock", runs=False)
    made = Alarms(count)
    with bench.weir(pinned=False, **clock.variables) as weir:
        cloudwatch = CloudWatch(weir, clock)
        create_stream(weir)
        for _ in range(2):
            made.publish(cloudwatch, 1)
            without = minute(weir, clock)
        before = private_kib(weir)
        made.put(cloudwatch)
        minutes = []
        for value in (1, 1, 9, 9, 9, 1, 1, 1, 1):  # M of N take their time.
            made.publish(cloudwatch, value)
            minutes.append(minute(weir, clock))
        each = (private_kib(weir) - before) / count
        bench.add(limit_line(f"{count:,} alarms that have changed three times: memory of each",
                             each, "KiB", 20))
        bench.add(limit_line("a minute of them: CPU", minutes[-1], "s", 0.5,
                             f"without them {without:.2f} s; all change: {max(minutes):.2f} s"))
        quiet, busy = slowest_puts(bench, weir, clock)
        bench.add(Line("alarms", "the slowest of PutRecord one by one, while all are evaluated",
                       f"{busy:.1f} ms", f"while nothing is: {quiet:.1f} ms",
                       f"{busy - quiet:+.1f} ms", "≤ 10 ms more", busy - quiet <= 10))
        found, elapsed = described(cloudwatch)
        if found != count:
            raise RuntimeError(f"{found} alarms of {count}")
        bench.add(limit_line("DescribeAlarms of all, 100 on a page", elapsed, "ms", 500))
        cloudwatch.close()
        weir.kill()
        begin = time.perf_counter()
        weir.start()
        cloudwatch = CloudWatch(weir, clock)
        found, _ = described(cloudwatch)
        bench.add(limit_line("start to the last page of them, after kill -9",
                             (time.perf_counter() - begin) * 1000, "ms", 1000))
        if found != count:
            raise RuntimeError(f"{found} alarms of {count}")
        cloudwatch.close()
    clock.close()


ROWS = (
    Row("alarms", "5,000 alarms: memory, CPU of a minute, puts meanwhile, start", alarms),
)

"""The meter itself: what it costs, how punctual it is, and whether it tells the truth."""
import json
import resource
import signal
import subprocess
import threading

import load
from kinesis import create_stream, put_record
from measuring import Line, Row, at_least
from weir_process import ACCESS_KEY, BINARY, REGION, SECRET_KEY, environment

TEN_FIELDS = ('{"id":"{{random.uuid}}","at":"{{date.now}}","name":"{{name.firstName}}",'
              '"city":"{{address.city}}","amount":{{random.number({"min":1,"max":500})}},'
              '"color":"{{commerce.color}}","ip":"{{internet.ip}}","ok":{{random.boolean}},'
              '"word":"{{random.word}}","state":"{{address.stateAbbr}}"}')


def children_seconds():
    """Processor time of the programs that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def meter(bench, server, *flags, core=load.ON_CLIENT_CORE, while_it_runs=None):
    """A run of one sending thread, on the clients' core unless told otherwise; its result, and the
    processor time that it took."""
    path = bench.folder / "meter.json"
    variables = environment(AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY,
                            AWS_REGION=REGION, AWS_ENDPOINT_URL=server.url)
    command = [*core, str(BINARY), "meter", "run", "--workers", "1", "--quiet", "--json", str(path),
               *map(str, flags)]
    before = children_seconds()
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL):
        if while_it_runs:
            while_it_runs()
    return json.loads(path.read_text()), children_seconds() - before


def counts(result, name):
    return sum(label["counts"][name] for label in result["labels"])


def beside_wrk(bench):
    """Both send to the same server from the same core; wrk's requests are signed beforehand."""
    with bench.weir("--threads", "1", "--engine", "memory") as weir:
        create_stream(weir)

        def by_wrk():
            return bench.wrk(weir, lambda: [put_record(weir.address)], 64)

        def by_meter():
            before = load.cpu_seconds(weir.process.pid)
            result, _ = meter(bench, weir, "--stream", "bench", "--threads", 64, "--duration",
                              f"{bench.seconds}s", "--record-bytes", 1024)
            if counts(result, "samples_failed"):
                raise RuntimeError(f"calls failed: {result['labels']}")
            return load.Run(counts(result, "samples"), bench.seconds, 0,
                            load.cpu_seconds(weir.process.pid) - before)

        runs = bench.side_by_side(wrk=by_wrk, meter=by_meter)
    bench.add(at_least("meter_put", "meter: signed PutRecord 1 KiB, 64 connections", runs["meter"],
                       runs["wrk"], 0.8, "against wrk, which signs nothing"))


def generated(bench):
    """One core of ours, another for the server: the processor time of a record decides."""
    with bench.weir("--threads", "1", "--engine", "memory") as weir:
        create_stream(weir)
        result, cpu = meter(bench, weir, "--stream", "bench", "--operation", "put-records",
                            "--threads", 4, "--duration", f"{bench.seconds}s", "--data", TEN_FIELDS)
    records = counts(result, "records")
    on_two_cores = 2 * records / cpu
    bench.add(Line("meter_generate", "meter: PutRecords of generated records of ten fields",
                   f"{on_two_cores:,.0f}/s on two cores, {cpu / records * 1e6:.2f} µs CPU each",
                   "–", "–", "≥ 250,000/s", on_two_cores >= 250_000,
                   f"{records / bench.seconds:,.0f}/s beside the server"))


def punctual(bench):
    """How late sends are, in an open load that the server answers easily: for a minute, or as
    long as a trial of the bench has. Not bound to a core: what else happens once a second may move
    to the other one, as it would for a user."""
    seconds = 60 if bench.seconds >= 3 else bench.seconds
    with bench.weir("--threads", "1", "--engine", "memory") as weir:
        create_stream(weir)
        result, _ = meter(bench, weir, "--stream", "bench", "--rate", "20000/s", "--duration",
                          f"{seconds}s", "--record-bytes", 100, "--connections", 512, core=())
    late = result["punctuality"]["lateness"]
    within = late["p99_9_ms"] * 1000
    bench.add(Line("meter_punctual", "meter: lateness of sends at 20,000/s, p99.9",
                   f"{within:.0f} µs", "the plan", "–", "≤ 100 µs", within <= 100,
                   f"{late['count']:,} sends, the latest {late['max_ms']:.1f} ms"))


def truthful(bench):
    """A server that is stopped for a second. What was planned meanwhile waits for the rest of it:
    of N samples 1 second's worth have from 1 s down to 0, so the p99 follows by arithmetic."""
    seconds = max(bench.seconds, 3)
    rate = 1_000
    with bench.weir("--threads", "1", "--engine", "memory") as weir:
        create_stream(weir)

        def stall():
            threading.Event().wait(seconds / 2)
            weir.process.send_signal(signal.SIGSTOP)
            threading.Event().wait(1)
            weir.process.send_signal(signal.SIGCONT)

        result, _ = meter(bench, weir, "--stream", "bench", "--rate", f"{rate}/s", "--duration",
                          f"{seconds}s", "--record-bytes", 100, while_it_runs=stall)
    truth_ms = 1000 * (1 - 0.01 * seconds)
    p99_ms = result["labels"][0]["latency"]["p99_ms"]
    bench.add(Line("meter_truth", "meter: p99 beside a server that stands still for 1 s",
                   f"{p99_ms:.0f} ms", f"{truth_ms:.0f} ms by arithmetic",
                   f"{p99_ms / truth_ms:.2f} ×", "within 5 %", abs(p99_ms / truth_ms - 1) <= 0.05))


ROWS = (
    Row("meter_put", "the meter's signed PutRecord of 1 KiB beside wrk", beside_wrk),
    Row("meter_generate", "PutRecords of generated records", generated),
    Row("meter_punctual", "how late an open load's sends are", punctual),
    Row("meter_truth", "the p99 that is reported when a server stalls", truthful),
)

"""SubscribeToShard: how soon a record is pushed, and what a thousand readers of a shard cost."""
import json
import resource
import statistics
import subprocess
import sys
import threading
import time

import load
import rivals
from kinesis import call, create_stream, put_record, put_records, send, signed
from measuring import Line, Row
from rows.idle import OTHER_DESCRIPTORS, settled_mib
from rows.start import resident_mib
from weir_process import REGION

ACCOUNT = "000000000000"
PUTS_PER_SECOND = 200
READERS = 1000
# PutRecords of 500 KiB, so often a second: near enough to 1 MiB/s.
BATCHES_PER_SECOND = 2


def register(weir, stream, name):
    arn = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{stream}"
    return call(weir, "RegisterStreamConsumer",
                {"StreamARN": arn, "ConsumerName": name})["Consumer"]["ConsumerARN"]


def subscribe(address, arn, shard=0):
    return signed(address, "SubscribeToShard", {
        "ConsumerARN": arn, "ShardId": f"shardId-{shard:012}",
        "StartingPosition": {"Type": "LATEST"}})


def client(program, address, *arguments):
    host, _, port = address.rpartition(":")
    return subprocess.Popen([*load.ON_CLIENT_CORE, sys.executable, str(load.HERE / program), host,
                             port, *map(str, arguments)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def connections_for_half_load(bench, weir):
    """So many connections that put as fast as they can keep the server's core half busy."""
    for connections in (1, 2, 4, 8, 16, 32, 64):
        run = load.wrk(bench.folder, weir.address, weir.process.pid, [put_record(weir.address)],
                       connections, 1)
        if run.busy >= 0.5:
            break
    return connections


def latencies(bench, weir, arn, seconds):
    """Percentiles of one run, in which others put at half load."""
    requests = (subscribe(weir.address, arn), put_record(weir.address, "probe"))
    probe = client("push_latency.py", weir.address, *map(len, requests), seconds, PUTS_PER_SECOND)
    probe.stdin.write(b"".join(requests))
    probe.stdin.flush()
    run = load.wrk(bench.folder, weir.address, weir.process.pid, [put_record(weir.address)],
                   bench.push_connections, seconds)
    printed, _ = probe.communicate()
    if probe.returncode:
        raise RuntimeError("the probe has failed")
    return json.loads(printed), run.busy


def push(bench):
    with bench.weir("--threads", "1") as weir:
        create_stream(weir)
        create_stream(weir, "probe")
        bench.push_connections = connections_for_half_load(bench, weir)
        arns = [register(weir, "probe", f"round-{number}") for number in range(bench.rounds)]
        runs, syncs = [], []
        for arn in arns:
            runs.append(latencies(bench, weir, arn, max(bench.seconds, 2)))
            syncs.append(rivals.sync_microseconds(bench.folder))
    event, answer = ({part: statistics.median(run[0][kind][part] for run in runs)
                      for part in ("p50", "p99")} for kind in ("event", "answer"))
    busy = statistics.median(run[1] for run in runs)
    sync = [statistics.median(each[index] for each in syncs) for index in (0, 1)]
    reach = 2 * sync[1] + 1000
    bench.add(Line(
        "push_latency", f"put → received by a SubscribeToShard reader, {busy:.0%} load",
        f"p50 {event['p50'] / 1000:.2f} ms, p99 {event['p99'] / 1000:.2f} ms "
        f"(the put's own answer: p50 {answer['p50'] / 1000:.2f} ms, p99 {answer['p99'] / 1000:.2f} ms)",
        f"disk sync p50 {sync[0] / 1000:.2f} ms, p99 {sync[1] / 1000:.2f} ms",
        f"{event['p99'] / sync[1]:.2f} × sync", "p99 ≤ 2 × sync + 1 ms", event["p99"] <= reach))


def open_readers(weir, requests):
    """A client that has all of them answered. A header makes them equally long."""
    size = max(map(len, requests))
    padded = [request.replace(b"\r\n\r\n", b"\r\nX-Pad: " + b"x" * (size - len(request)) +
                              b"\r\n\r\n", 1) for request in requests]
    readers = client("push_readers.py", weir.address, len(padded), len(padded[0]))
    readers.stdin.write(b"".join(padded))
    readers.stdin.flush()
    if readers.stdout.readline() != b"ready\n":
        raise RuntimeError("the readers have failed")
    return readers


def close_readers(readers):
    """The bytes that they got."""
    printed, _ = readers.communicate()
    if readers.returncode:
        raise RuntimeError("the readers have failed")
    return json.loads(printed)


def fan_out(weir, arns, seconds):
    """What the server's core does while each reader gets 1 MiB/s, what they got, and how long."""
    readers = open_readers(weir, [subscribe(weir.address, arn) for arn in arns])
    batch = put_records(weir.address)
    before, begin = load.cpu_seconds(weir.process.pid), time.monotonic()
    for number in range(1, seconds * BATCHES_PER_SECOND + 1):
        send(weir.address, batch)
        threading.Event().wait(max(begin + number / BATCHES_PER_SECOND - time.monotonic(), 0))
    elapsed = time.monotonic() - begin
    busy = (load.cpu_seconds(weir.process.pid) - before) / elapsed
    threading.Event().wait(0.5)
    return busy, close_readers(readers), elapsed


def fanout(bench):
    count = min(READERS, bench.connections)
    with bench.weir("--threads", "1", "--stream-consumers", str(count + 1)) as weir:
        create_stream(weir)
        arns = [register(weir, "bench", f"reader-{number}") for number in range(count + 1)]
        one, _, _ = fan_out(weir, arns[:1], max(bench.seconds, 3))
        many, got, elapsed = fan_out(weir, arns[1:], max(bench.seconds, 3))
    bench.add(Line(
        "push_readers", f"{count:,} push readers on one shard at 1 MiB/s", f"{many:.0%} of a core, "
        f"{got['all'] / elapsed / (1 << 20):,.0f} MiB/s sent", f"one reader: {one:.1%} of a core",
        f"{many / one:.0f} ×" if one else "–", "≤ 1 core, all get all",
        many <= 1 and got["least"] == got["most"]))


def subscriptions(bench):
    """Twenty consumers of as many shards as it takes."""
    consumers = 20
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    shards = min(bench.connections, most - OTHER_DESCRIPTORS) // consumers
    count = shards * consumers
    with bench.weir(pinned=False) as weir:
        create_stream(weir, "bench", shards)
        arns = [register(weir, "bench", f"reader-{number}") for number in range(consumers)]
        send(weir.address, put_record(weir.address))
        before = resident_mib(weir)
        readers = open_readers(weir, [subscribe(weir.address, arn, shard)
                                      for arn in arns for shard in range(shards)])
        kib = (settled_mib(weir) - before) * 1024 / count
        close_readers(readers)
    bench.add(Line("push_memory", f"{count:,} subscriptions over HTTP/1.1: memory of each, its "
                   "connection included", f"{kib:.1f} KiB", "–", "–", "≤ 12 KiB", kib <= 12))


ROWS = (
    Row("push_latency", "put → received by a SubscribeToShard reader, beside the disk's sync", push),
    Row("push_readers", "1,000 push readers on one shard at 1 MiB/s, beside one", fanout),
    Row("push_memory", "memory of 10,000 subscriptions", subscriptions),
)

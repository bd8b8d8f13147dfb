"""UpdateShardCount under load: what puts notice of it."""
import concurrent.futures
import threading
import time

import load
from kinesis import HASH_KEYS, call, create_stream, put_record
from measuring import Line, Row, median

CONNECTIONS = 16
# Requests go to so many hash keys in turn, each in a shard of its own.
HASH_KEYS_PUT = 200
# How long the load lasts before the shards are asked to double.
LEAD_SECONDS = 0.5


def put_load(bench, weir, stream, seconds):
    width = HASH_KEYS // HASH_KEYS_PUT
    requests = [put_record(weir.address, stream, index * width + width // 2)
                for index in range(HASH_KEYS_PUT)]
    return load.wrk(bench.folder, weir.address, weir.process.pid, requests, CONNECTIONS, seconds)


def double(weir, stream, shards):
    """Seconds until the stream is ACTIVE with twice as many shards."""
    begin = time.monotonic()
    call(weir, "UpdateShardCount", {"StreamName": stream, "TargetShardCount": 2 * shards,
                                    "ScalingType": "UNIFORM_SCALING"})
    while True:
        summary = call(weir, "DescribeStreamSummary", {"StreamName": stream})
        if summary["StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE":
            break
        threading.Event().wait(0.02)
    if summary["StreamDescriptionSummary"]["OpenShardCount"] != 2 * shards:
        raise RuntimeError(summary)
    return time.monotonic() - begin


def reshard(bench):
    """Any failed put ends it, as in every row."""
    shards = min(1000, bench.shards)
    seconds = max(bench.seconds, 2)
    quiet, doubled, took = [], [], []
    with bench.weir("--threads", "1") as weir, concurrent.futures.ThreadPoolExecutor(1) as pool:
        for number in range(bench.rounds):
            stream = f"bench{number}"
            create_stream(weir, stream, shards)
            quiet.append(put_load(bench, weir, stream, seconds))
            run = pool.submit(put_load, bench, weir, stream, seconds)
            threading.Event().wait(LEAD_SECONDS)
            took.append(double(weir, stream, shards))
            doubled.append(run.result())
    slowest, beside = (max(run.max_us for run in runs) / 1000 for runs in (doubled, quiet))
    bench.add(Line(
        "reshard", f"UpdateShardCount {shards:,} → {2 * shards:,} while others put, {CONNECTIONS} "
        "connections: the slowest put",
        f"{slowest:.1f} ms, none failed; {median(doubled, lambda run: run.per_second):,.0f}/s; "
        f"ACTIVE after {max(took) * 1000:.0f} ms",
        f"the same puts with nothing else: {beside:.1f} ms; "
        f"{median(quiet, lambda run: run.per_second):,.0f}/s",
        f"{slowest - beside:+.1f} ms", "≤ 100 ms more, none failed", slowest - beside <= 100))


ROWS = (
    Row("reshard", "UpdateShardCount 1,000 → 2,000 under load", reshard),
)

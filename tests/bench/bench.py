#!/usr/bin/env python3
"""Measures Weir beside nginx and fio, in one run on one machine, and prints a table of ratios.

    ./dev bench [--list] [--seconds N] [--gigabytes N] [ROW...]

The server has one core and the client another, unless a row says otherwise. Runs of the two sides
alternate, and the median of each counts, so that what else goes on meets both alike.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/harness"))

import load  # noqa: E402
import rivals  # noqa: E402
from signed_requests import JSON, RawClient, sign_headers  # noqa: E402
from weir_process import WeirProcess  # noqa: E402

HASH_KEYS = 1 << 128
ROUNDS = 3
PINNED = ("taskset", "-c", load.SERVER_CORE)
KIB = os.urandom(1024)


class Bench:
    """Where the rows run, for how long, and what they found."""

    def __init__(self, folder, seconds, gigabytes):
        self.folder = folder
        self.seconds = seconds
        self.gigabytes = gigabytes
        self.lines = []
        self.servers = 0

    def weir(self, *flags, prefix=PINNED):
        self.servers += 1
        return WeirProcess(self.folder / f"data{self.servers}", "--no-limits", *flags,
                           prefix=prefix).start()

    def measure(self, server, requests, connections, pinned=True):
        """`requests` makes them anew: signatures age."""
        return load.run(self.folder, server.address, pid_of(server), requests(), connections,
                        self.seconds, pinned)

    def row(self, what, weir, rival, ratio, reach, reached, note=""):
        self.lines.append((what, weir, rival, ratio, reach, "yes" if reached else "NO", note))
        print(f"  {what}: {weir} against {rival}: {ratio} ({reach})", flush=True)


def pid_of(server):
    return server.pid if hasattr(server, "pid") else server.process.pid


def call(server, operation, body):
    client = RawClient(server.address)
    answer = client.call(operation, body)
    client.close()
    if answer.status != 200:
        raise RuntimeError(answer.body)
    return answer.json if answer.body else None


def stream(server, name="bench", shards=1):
    call(server, "CreateStream", {"StreamName": name, "ShardCount": shards})


def signed(address, operation, body):
    body = json.dumps(body).encode()
    headers = {"Content-Type": JSON, "X-Amz-Target": f"Kinesis_20131202.{operation}"}
    return load.request_bytes(address, sign_headers(address, headers, body), body)


def put_record(address, name="bench", hash_key=None):
    body = {"StreamName": name, "PartitionKey": "key", "Data": base64.b64encode(KIB).decode()}
    if hash_key is not None:
        body["ExplicitHashKey"] = str(hash_key)
    return signed(address, "PutRecord", body)


def median(runs, of):
    return statistics.median(of(run) for run in runs)


def beside_nginx(bench, what, connections, reach, *flags, cpu_reach=None):
    """PutRecord of 1 KiB against nginx's constant answer to the same requests."""
    weir, nginx = bench.weir("--threads", "1", *flags), rivals.Nginx(bench.folder)
    try:
        stream(weir)
        runs = {weir: [], nginx: []}
        for _ in range(ROUNDS):
            for server in (nginx, weir):
                runs[server].append(bench.measure(
                    server, lambda at=server.address: [put_record(at)], connections))
    finally:
        weir.kill()
        nginx.stop()
        shutil.rmtree(nginx.folder)
    ours, theirs = runs[weir], runs[nginx]
    rate = median(ours, lambda run: run.per_second) / median(theirs, lambda run: run.per_second)
    cpu = (median(ours, lambda run: run.cpu_us_per_request)
           / median(theirs, lambda run: run.cpu_us_per_request))

    def side(runs_of):
        return (f"{median(runs_of, lambda run: run.per_second):,.0f}/s, "
                f"{median(runs_of, lambda run: run.cpu_us_per_request):.1f} µs CPU, "
                f"p50 {median(runs_of, lambda run: run.p50_us) / 1000:.2f} ms, "
                f"p99 {median(runs_of, lambda run: run.p99_us) / 1000:.2f} ms")

    p50, p99 = rivals.sync_microseconds(bench.folder)
    note = f"disk sync p50 {p50:.0f} µs, p99 {p99:.0f} µs"
    bench.row(what, side(ours), side(theirs), f"{rate:.2f} ×", f"≥ {reach} ×", rate >= reach, note)
    if cpu_reach:
        bench.row(f"{what}: CPU a request",
                  f"{median(ours, lambda run: run.cpu_us_per_request):.1f} µs",
                  f"{median(theirs, lambda run: run.cpu_us_per_request):.1f} µs",
                  f"{cpu:.2f} ×", f"≤ {cpu_reach} ×", cpu <= cpu_reach)


def put(bench):
    beside_nginx(bench, "PutRecord 1 KiB, synced, 256 connections", 256, 0.6)


def put64(bench):
    beside_nginx(bench, "PutRecord 1 KiB, synced, 64 connections", 64, 0.4)


def memory(bench):
    beside_nginx(bench, "PutRecord 1 KiB, memory log, 64 connections", 64, 0.7,
                 "--engine", "memory", cpu_reach=1.5)


def put_records(address, keys=500, name="bench", shards=1):
    data = base64.b64encode(KIB).decode()
    records = [{"PartitionKey": f"key{number}", "Data": data,
                "ExplicitHashKey": str(number % shards * (HASH_KEYS // shards))}
               for number in range(keys)]
    return signed(address, "PutRecords", {"StreamName": name, "Records": records})


def batch(bench):
    weir = bench.weir("--threads", "2", prefix=())
    stream(weir, shards=4)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(rivals.fio_bytes_per_second(bench.folder, bench.seconds))
        run = bench.measure(weir, lambda: [put_records(weir.address, shards=4)], 16, pinned=False)
        ours.append(run.per_second * 500 * 1024)
    weir.kill()
    shutil.rmtree(weir.data)
    rate = statistics.median(ours) / statistics.median(theirs)
    bench.row("PutRecords 500 × 1 KiB, synced, two I/O cores",
              f"{statistics.median(ours) / 1e6:,.0f} MB/s of data",
              f"fio 1 MiB + fdatasync: {statistics.median(theirs) / 1e6:,.0f} MB/s",
              f"{rate:.2f} ×", "≥ 0.5 ×", rate >= 0.5, "the client shares the two cores")


def shards(bench):
    count = 10_000
    weir = bench.weir("--threads", "1")
    stream(weir, "one")
    stream(weir, "many", count)

    def requests(name):
        width = HASH_KEYS // count
        return [put_record(weir.address, name, index * width + width // 2)
                for index in range(count)]

    runs = {"one": [], "many": []}
    for _ in range(ROUNDS):
        for name, results in runs.items():
            results.append(bench.measure(weir, lambda of=name: requests(of), 256))
    weir.kill()
    shutil.rmtree(weir.data)
    many, one = (median(runs[name], lambda run: run.per_second) for name in ("many", "one"))
    bench.row("PutRecord over 10,000 shards", f"{many:,.0f}/s", f"one shard: {one:,.0f}/s",
              f"{many / one:.2f} ×", "≥ 0.9 ×", many / one >= 0.9)


def get(bench):
    """Answers of 10,000 records of 1 KiB, which is the most that a call gives."""
    weir, nginx = bench.weir("--threads", "1"), rivals.Nginx(bench.folder)
    try:
        stream(weir)
        for _ in range(20):
            send(weir.address, put_records(weir.address))
        where = {"StreamName": "bench", "ShardId": "shardId-000000000000",
                 "ShardIteratorType": "TRIM_HORIZON"}
        start = call(weir, "GetShardIterator", where)["ShardIterator"]
        ours, theirs, size = [], [], 0
        for _ in range(ROUNDS):
            run = bench.measure(weir, lambda: [
                signed(weir.address, "GetRecords", {"ShardIterator": start})], 8)
            ours.append(run)
            size = run.received_bytes // run.requests
            nginx.file("answer", size)
            theirs.append(bench.measure(nginx, lambda: [
                load.request_bytes(nginx.address, {}, b"", "GET", "/answer")], 8))
    finally:
        weir.kill()
        nginx.stop()
        shutil.rmtree(nginx.folder)
    rates = [median(runs, lambda run: run.received_bytes / run.seconds) for runs in (ours, theirs)]
    rate = rates[0] / rates[1]
    bench.row(f"GetRecords, answers of {size / 1e6:.1f} MB, warm", f"{rates[0] / 1e6:,.0f} MB/s",
              f"static file: {rates[1] / 1e6:,.0f} MB/s", f"{rate:.2f} ×", "≥ 0.4 ×", rate >= 0.4)


def send(address, request):
    """Sends a request made by `signed` and reads its answer."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(request)
        answer = connection.recv(1 << 16)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer)


def first_answer(weir):
    """Milliseconds from starting the program to the first answer to a signed request."""
    address = weir.address
    host, _, port = address.rpartition(":")
    request = signed(address, "ListStreams", {})
    start = time.perf_counter()
    weir.process = subprocess.Popen(weir.command(), stdin=subprocess.DEVNULL, env=weir.variables(),
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while True:
        try:
            connection = socket.create_connection((host, int(port)), timeout=60)
            break
        except ConnectionRefusedError:
            if time.perf_counter() - start > 60:
                raise
    with connection:
        connection.sendall(request)
        answer = connection.recv(1 << 16)
    elapsed = (time.perf_counter() - start) * 1000
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer)
    return elapsed


def resident_mib(weir):
    for line in open(f"/proc/{weir.process.pid}/status", encoding="ascii"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def start(bench):
    """Start and size: of an empty server, and with gigabytes of retained data after a kill."""
    weir = bench.weir(prefix=())
    weir.kill()
    shutil.rmtree(weir.data)
    empty = []
    for _ in range(5):
        empty.append(first_answer(weir))
        idle = resident_mib(weir)
        weir.kill()
        shutil.rmtree(weir.data)
    elapsed = statistics.median(empty)
    bench.row("start to first answer, empty directory", f"{elapsed:.1f} ms", "–", "–", "≤ 20 ms",
              elapsed <= 20)
    bench.row("memory, idle and empty", f"{idle:.1f} MiB", "–", "–", "≤ 15 MiB", idle <= 15)

    weir.start()
    stream(weir, shards=8)
    wanted = bench.gigabytes * 10**9
    written = 0
    while written < wanted:
        run = bench.measure(weir, lambda: [put_records(weir.address, shards=8)], 8, pinned=False)
        written += run.requests * 500 * 1024
    full = resident_mib(weir)
    bench.row(f"memory after {written / 1e9:.1f} GB written", f"{full:.1f} MiB",
              f"idle: {idle:.1f} MiB", f"+{full - idle:.1f} MiB", "≤ +64 MiB", full - idle <= 64)
    weir.kill()
    elapsed = first_answer(weir)
    bench.row(f"start to first answer, {written / 1e9:.1f} GB retained, after kill -9",
              f"{elapsed:.0f} ms", "–", "–", "≤ 1 s", elapsed <= 1000)
    again = resident_mib(weir)
    bench.row("memory after that start", f"{again:.1f} MiB", f"idle: {idle:.1f} MiB",
              f"+{again - idle:.1f} MiB", "≤ +64 MiB", again - idle <= 64)
    weir.kill()
    shutil.rmtree(weir.data)


ROWS = {row.__name__: row for row in (put, put64, memory, batch, shards, get, start)}


def print_table(bench):
    sync = rivals.sync_microseconds(bench.folder)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=False,
                            capture_output=True, text=True).stdout.strip()
    print(f"\nCommit {commit}, {time.strftime('%Y-%m-%d')}, {rivals.machine()}; "
          f"4 KiB write and fdatasync: p50 {sync[0]:.0f} µs, p99 {sync[1]:.0f} µs; "
          f"{ROUNDS} runs of {bench.seconds} s a side, medians.\n")
    print("| what | Weir | against | ratio | reach | reached | beside it |")
    print("|---|---|---|---|---|---|---|")
    for line in bench.lines:
        print(f"| {' | '.join(line)} |")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--list", action="store_true", help="print the rows and stop")
    parser.add_argument("--seconds", type=int, default=5, help="length of each run")
    parser.add_argument("--gigabytes", type=float, default=10, help="what the row start writes")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    if options.list:
        print("\n".join(ROWS))
        return 0
    for name in options.rows:
        if name not in ROWS:
            parser.error(f"there is no row {name}; --list names them")
    folder = ROOT / "build/bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bench = Bench(folder, options.seconds, options.gigabytes)
    for name in options.rows or ROWS:
        print(f"{name} …", flush=True)
        ROWS[name](bench)
    print_table(bench)
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

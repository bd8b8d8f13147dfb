"""Start and size: of an empty server, and with gigabytes of retained data after a kill."""
import shutil
import socket
import statistics
import subprocess
import threading
import time

from kinesis import create_stream, put_records, signed
from measuring import Line, Row

SHARDS = 8
STARTS = 5
SETTLES = 2  # Seconds until a server that has answered is idle.


def first_answer_ms(weir):
    """From starting the program to the first answer to a signed request."""
    host, _, port = weir.address.rpartition(":")
    request = signed(weir.address, "ListStreams", {})
    begin = time.perf_counter()
    weir.process = subprocess.Popen(weir.command(), stdin=subprocess.DEVNULL, env=weir.variables(),
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while True:
        try:
            connection = socket.create_connection((host, int(port)), timeout=60)
            break
        except ConnectionRefusedError:
            if time.perf_counter() - begin > 60:
                raise
    with connection:
        connection.sendall(request)
        answer = connection.recv(1 << 16)
    elapsed = (time.perf_counter() - begin) * 1000
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer)
    return elapsed


def resident_mib(weir):
    with open(f"/proc/{weir.process.pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def limit_line(what, value, unit, reach, beside=""):
    return Line("start", what, f"{value:.1f} {unit}", "–", "–", f"≤ {reach} {unit}",
                value <= reach, beside)


def empty_starts(bench, weir):
    """Returns what the server takes when idle and empty, in MiB."""
    elapsed = []
    for _ in range(STARTS):
        weir.kill()
        shutil.rmtree(weir.data)
        elapsed.append(first_answer_ms(weir))
    threading.Event().wait(SETTLES)
    idle = resident_mib(weir)
    bench.add(limit_line("start to first answer, empty directory", statistics.median(elapsed),
                         "ms", 20))
    bench.add(limit_line("memory, idle and empty", idle, "MiB", 15))
    return idle


def fill(bench, weir):
    """Writes and returns the gigabytes of data."""
    create_stream(weir, shards=SHARDS)
    written = 0
    while written < bench.gigabytes * 1e9:
        run = bench.wrk(weir, lambda: [put_records(weir.address, SHARDS)], 8, pinned=False)
        written += run.requests * 500 * 1024
    return written / 1e9


def start(bench):
    with bench.weir(pinned=False) as weir:
        idle = empty_starts(bench, weir)
        gigabytes = fill(bench, weir)
        bench.add(limit_line(f"memory after {gigabytes:.1f} GB written, above that",
                             resident_mib(weir) - idle, "MiB", 64))
        weir.kill()
        elapsed = first_answer_ms(weir)
        bench.add(limit_line(
            f"start to first answer with {gigabytes:.1f} GB retained, after kill -9", elapsed,
            "ms", 1000, f"memory then: {resident_mib(weir) - idle:+.1f} MiB"))


ROWS = (
    Row("start", "start and memory: empty, and with 10 GB retained after kill -9", start),
)

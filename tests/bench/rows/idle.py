"""What an idle connection takes: over HTTP/1.1, HTTP/2 and TLS."""
import json
import resource
import subprocess
import sys
import threading
import time

import load
from measuring import Line, Row
from rows.start import resident_mib

# Descriptors that client and server need besides those of the connections.
OTHER_DESCRIPTORS = 200
# The server gives back what a connection needed for its last request once a second has gone by
# without another.
SETTLING_SECONDS = 2.5

KINDS = (("clear", "HTTP/1.1 in clear text", 6), ("http2", "HTTP/2 in clear text", 24),
         ("tls", "HTTP/1.1 over TLS 1.3", 40))


def held_open(address, count, kind):
    """A client that holds `count` connections open, each of which has seen an answer."""
    host, _, port = address.rpartition(":")
    program = load.HERE / "idle_connections.py"
    client = subprocess.Popen([sys.executable, str(program), host, port, str(count), kind],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    answered = json.loads(client.stdout.readline() or "0")
    if answered != count:
        client.kill()
        raise RuntimeError(f"only {answered} of {count} connections were answered")
    return client


def settled_mib(weir):
    """The least that the server holds within SETTLING_SECONDS."""
    least = resident_mib(weir)
    end = time.monotonic() + SETTLING_SECONDS
    while time.monotonic() < end:
        threading.Event().wait(0.1)
        least = min(least, resident_mib(weir))
    return least


def idle_kib(bench, count, kind):
    """What each of `count` idle connections takes in the server, in KiB."""
    with bench.weir(pinned=False) as weir:
        with held_open(weir.address, 1, kind) as first:  # What is made once is made by now.
            first.communicate()
        before = resident_mib(weir)
        with held_open(weir.address, count, kind) as client:
            after = settled_mib(weir)
            client.communicate()
    return (after - before) * 1024 / count


def idle(bench):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    count = min(bench.connections, most - OTHER_DESCRIPTORS)
    for kind, what, reach in KINDS:
        kib = idle_kib(bench, count, kind)
        bench.add(Line("idle", f"{count:,} idle connections, {what}: memory of each",
                       f"{kib:.1f} KiB", "–", "–", f"≤ {reach} KiB", kib <= reach))


ROWS = (
    Row("idle", "memory of 10,000 idle connections: HTTP/1.1, HTTP/2, TLS", idle),
)

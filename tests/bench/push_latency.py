"""Puts records one at a time, and measures how long each takes to reach a subscription.

    push_latency.py HOST PORT SUBSCRIBE_SIZE PUT_SIZE SECONDS PER_SECOND

Reads the two requests from its input, and prints microseconds: from before the put is sent until the
event has come, and until the answer has come.
"""
import json
import select
import socket
import statistics
import sys
import threading
import time


def read_until(connection, text):
    got = b""
    while text not in got:
        more = connection.recv(1 << 16)
        if not more or not got.startswith(b"HTTP/1.1 200"[:len(got)]):
            raise RuntimeError(got + more)
        got += more
    return got


def put_and_receive(puts, events, request):
    """When the event came and when the answer did. Events without records are passed over."""
    pending = {puts: None, events: None}
    puts.sendall(request)
    received = b""
    while None in pending.values():
        for connection in select.select([c for c, came in pending.items() if came is None],
                                        [], [])[0]:
            got = connection.recv(1 << 16)
            now = time.perf_counter()
            if connection is events:
                received += got
                if b'"Data":"' in received and b'"MillisBehindLatest"' in received.rpartition(
                        b'"Data":"')[2]:
                    pending[events] = now
            elif not got.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(got)
            else:
                pending[puts] = now
    return pending[events], pending[puts]


def main():
    host, port, subscribe_size, put_size, seconds, per_second = sys.argv[1], *map(
        int, sys.argv[2:7])
    subscribe = sys.stdin.buffer.read(subscribe_size)
    put = sys.stdin.buffer.read(put_size)
    events = socket.create_connection((host, port), timeout=60)
    puts = socket.create_connection((host, port), timeout=60)
    for connection in (events, puts):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    events.sendall(subscribe)
    read_until(events, b"SubscribeToShardEvent")
    to_event, to_answer = [], []
    end = time.perf_counter() + seconds
    due = time.perf_counter()
    while due < end or len(to_event) < 2:  # Fewer have no percentiles.
        threading.Event().wait(max(due - time.perf_counter(), 0))
        start = time.perf_counter()
        event, answer = put_and_receive(puts, events, put)
        to_event.append((event - start) * 1e6)
        to_answer.append((answer - start) * 1e6)
        due = max(due + 1 / per_second, time.perf_counter())
    print(json.dumps({name: {"p50": statistics.median(times),
                             "p99": statistics.quantiles(times, n=100)[98]}
                      for name, times in (("event", to_event), ("answer", to_answer))}))


if __name__ == "__main__":
    main()

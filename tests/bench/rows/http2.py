"""PutRecord over HTTP/2 beside HTTP/1.1, as many requests under way over both."""
from kinesis import create_stream, put_record, put_record_parts
from measuring import Row, at_least, ratio_of_cpu

CONNECTIONS = 4
STREAMS = 32


def http2(bench):
    """h2load sends the one, wrk the other: each client's cost falls on its own core."""
    connections = CONNECTIONS * STREAMS
    with bench.weir("--threads", "1") as weir:
        create_stream(weir)
        runs = bench.side_by_side(
            http1=lambda: bench.wrk(weir, lambda: [put_record(weir.address)], connections),
            http2=lambda: bench.h2load(weir, lambda: put_record_parts(weir.address), CONNECTIONS,
                                       STREAMS))
    bench.add(at_least(
        "http2", f"PutRecord 1 KiB, synced, HTTP/2, {CONNECTIONS} connections × {STREAMS} streams, "
        f"beside HTTP/1.1 with {connections} connections", runs["http2"], runs["http1"], 0.8,
        f"CPU a request {ratio_of_cpu(runs['http2'], runs['http1']):.2f} ×"))


ROWS = (
    Row("http2", "PutRecord over HTTP/2, 4 × 32 streams, beside HTTP/1.1", http2),
)

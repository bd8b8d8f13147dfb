"""PutRecords of 500 × 1 KiB: beside the disk's own sequential synced writes, and in CBOR beside
JSON."""
import statistics

import rivals
from kinesis import CBOR, create_stream, put_records
from measuring import Line, Row, at_least, per_second, ratio_of_cpu
from signed_requests import JSON

RECORD_BYTES = 1024
CONNECTIONS = 16
SHARDS = 4


def batch(bench):
    with bench.weir("--threads", "2", pinned=False) as weir:
        create_stream(weir, shards=SHARDS)
        runs = bench.side_by_side(
            fio=lambda: rivals.fio_bytes_per_second(bench.folder, bench.seconds),
            weir=lambda: bench.wrk(weir, lambda: [put_records(weir.address, SHARDS)], CONNECTIONS,
                                   pinned=False))
    theirs = statistics.median(runs["fio"])
    ours = per_second(runs["weir"]) * 500 * RECORD_BYTES
    ratio = statistics.median(run.per_second * 500 * RECORD_BYTES / rival
                              for run, rival in zip(runs["weir"], runs["fio"], strict=True))
    bench.add(Line("batch", "PutRecords 500 × 1 KiB, synced, two I/O cores",
                   f"{ours / 1e6:,.0f} MB/s of data", f"fio: {theirs / 1e6:,.0f} MB/s",
                   f"{ratio:.2f} ×", "≥ 0.5 ×", ratio >= 0.5,
                   "the client shares the cores"))


def cbor(bench):
    """The same records in both encodings, synced, and without a disk to wait for."""
    for what, flags in (("synced", ()), ("memory log", ("--engine", "memory"))):
        with bench.weir("--threads", "1", *flags) as weir:
            create_stream(weir)

            def run(content_type, to=weir):
                return bench.wrk(
                    to, lambda: [put_records(to.address, content_type=content_type)], CONNECTIONS)

            runs = bench.side_by_side(json=lambda: run(JSON), cbor=lambda: run(CBOR))
        bench.add(at_least("cbor", f"PutRecords 500 × 1 KiB in CBOR, {what}, beside JSON",
                           runs["cbor"], runs["json"], 1.2,
                           f"CPU a request {ratio_of_cpu(runs['cbor'], runs['json']):.2f} ×"))


ROWS = (
    Row("batch", "PutRecords 500 × 1 KiB, signed and synced, beside fio's 1 MiB writes", batch),
    Row("cbor", "PutRecords 500 × 1 KiB in CBOR, beside the same in JSON", cbor),
)

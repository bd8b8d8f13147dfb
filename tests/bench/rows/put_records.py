"""PutRecords of 500 × 1 KiB beside the disk's own sequential synced writes."""
import statistics

import rivals
from kinesis import create_stream, put_records
from measuring import Line, Row, per_second

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
    bench.add(Line("batch", "PutRecords 500 × 1 KiB, synced, two I/O cores",
                   f"{ours / 1e6:,.0f} MB/s of data", f"fio: {theirs / 1e6:,.0f} MB/s",
                   f"{ours / theirs:.2f} ×", "≥ 0.5 ×", ours >= 0.5 * theirs,
                   "the client shares the cores"))


ROWS = (
    Row("batch", "PutRecords 500 × 1 KiB, signed and synced, beside fio's 1 MiB writes", batch),
)

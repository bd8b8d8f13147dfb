"""PutRecord of 1 KiB on one core: beside nginx, and over many shards."""
import rivals
from kinesis import HASH_KEYS, create_stream, put_record
from measuring import Line, Row, at_least, cpu_us, per_second, ratio_of, ratio_of_cpu


def beside_nginx(bench, connections, *flags):
    """The runs of both sides, given the same requests; nginx reads them and answers 200."""
    with bench.weir("--threads", "1", *flags) as weir, bench.nginx() as nginx:
        create_stream(weir)

        def run_of(server):
            return lambda: bench.wrk(server, lambda: [put_record(server.address)], connections)

        return bench.side_by_side(nginx=run_of(nginx), weir=run_of(weir))


def synced(bench, row, connections, reach):
    runs = beside_nginx(bench, connections)
    p50, p99 = rivals.sync_microseconds(bench.folder)
    bench.add(at_least(row, f"PutRecord 1 KiB, synced, {connections} connections", runs["weir"],
                       runs["nginx"], reach, f"disk sync p50 {p50:.0f} µs, p99 {p99:.0f} µs"))


def put256(bench):
    synced(bench, "put256", 256, 0.6)


def put64(bench):
    synced(bench, "put64", 64, 0.4)


def memory64(bench):
    runs = beside_nginx(bench, 64, "--engine", "memory")
    what = "PutRecord 1 KiB, memory log, 64 connections"
    bench.add(at_least("memory64", what, runs["weir"], runs["nginx"], 0.7))
    ratio = ratio_of_cpu(runs["weir"], runs["nginx"])
    bench.add(Line("memory64", f"{what}: CPU a request", f"{cpu_us(runs['weir']):.1f} µs",
                   f"{cpu_us(runs['nginx']):.1f} µs", f"{ratio:.2f} ×", "≤ 1.5 ×", ratio <= 1.5))


def shards(bench):
    """Each request to another shard than the one before, all in one stream."""
    width = HASH_KEYS // bench.shards
    with bench.weir("--threads", "1") as weir:
        create_stream(weir, "one")
        create_stream(weir, "many", bench.shards)

        def run_of(name):
            return lambda: bench.wrk(
                weir, lambda: [put_record(weir.address, name, index * width + width // 2)
                               for index in range(bench.shards)], 256)

        runs = bench.side_by_side(one=run_of("one"), many=run_of("many"))
    ratio = ratio_of(runs["many"], runs["one"], lambda run: run.per_second)
    bench.add(Line("shards", f"PutRecord over {bench.shards:,} shards",
                   f"{per_second(runs['many']):,.0f}/s",
                   f"one shard: {per_second(runs['one']):,.0f}/s", f"{ratio:.2f} ×", "≥ 0.9 ×",
                   ratio >= 0.9))


ROWS = (
    Row("put256", "PutRecord 1 KiB, signed and synced, 256 connections, beside nginx", put256),
    Row("put64", "the same with 64 connections", put64),
    Row("memory64", "the same on the memory log", memory64),
    Row("shards", "PutRecord over 10,000 shards beside one shard", shards),
)

"""GetRecords of the largest answers beside nginx serving a file of that size."""
from kinesis import call, create_stream, put_records, send, signed
from measuring import Line, Row, median, ratio_of

CONNECTIONS = 8


def answer_bytes(address, request):
    head = send(address, request).partition(b"\r\n\r\n")[0].lower()
    return int(head.partition(b"content-length:")[2].split()[0])


def get(bench):
    """Answers of 10,000 records of 1 KiB, which is the most that a call gives."""
    with bench.weir("--threads", "1") as weir, bench.nginx() as nginx:
        create_stream(weir)
        for _ in range(20):
            send(weir.address, put_records(weir.address))
        start = call(weir, "GetShardIterator", {
            "StreamName": "bench", "ShardId": "shardId-000000000000",
            "ShardIteratorType": "TRIM_HORIZON"})["ShardIterator"]

        def request():
            return signed(weir.address, "GetRecords", {"ShardIterator": start})

        size = answer_bytes(weir.address, request())
        file = nginx.serve_file("answer", size)
        runs = bench.side_by_side(
            nginx=lambda: bench.large_answers(nginx, lambda: file, CONNECTIONS),
            weir=lambda: bench.large_answers(weir, request, CONNECTIONS))

    def bytes_per_second(run):
        return run.received_bytes / run.seconds

    ours, theirs = (median(runs[side], bytes_per_second) for side in ("weir", "nginx"))
    ratio = ratio_of(runs["weir"], runs["nginx"], bytes_per_second)
    bench.add(Line("get", f"GetRecords, answers of {size / 1e6:.1f} MB, warm",
                   f"{ours / 1e6:,.0f} MB/s", f"static file: {theirs / 1e6:,.0f} MB/s",
                   f"{ratio:.2f} ×", "≥ 0.4 ×", ratio >= 0.4))


ROWS = (
    Row("get", "GetRecords, 10 MB answers, warm, beside nginx serving a file", get),
)

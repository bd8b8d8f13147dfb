"""Encrypted streams beside clear ones, on the same server: what AES-256-GCM costs a put and a read."""
from kinesis import call, create_stream, put_record, put_records
from measuring import Row, at_least, ratio_of_cpu

CONNECTIONS = 64
BATCH_CONNECTIONS = 8


def streams(weir):
    for name in ("clear", "encrypted"):
        create_stream(weir, name)
    call(weir, "StartStreamEncryption",
         {"StreamName": "encrypted", "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"})


def encryption(bench):
    with bench.weir("--threads", "1") as weir:
        streams(weir)
        for what, request, connections in (
                ("PutRecord 1 KiB", put_record, CONNECTIONS),
                ("PutRecords 500 × 1 KiB", put_records, BATCH_CONNECTIONS)):
            def side(name):
                return lambda: bench.wrk(
                    weir, lambda: [request(weir.address, name=name)], connections)
            runs = bench.side_by_side(clear=side("clear"), encrypted=side("encrypted"))
            bench.add(at_least(
                "encryption", f"{what}, synced, {connections} connections, encrypted beside clear",
                runs["encrypted"], runs["clear"], 0.85,
                f"CPU a request {ratio_of_cpu(runs['encrypted'], runs['clear']):.2f} ×"))


ROWS = (
    Row("encryption", "PutRecord and PutRecords into an encrypted stream, beside a clear one",
        encryption),
)

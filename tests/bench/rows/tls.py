"""TLS beside clear text, and handshakes beside nginx's."""
import load
from kinesis import create_stream, put_record
from measuring import Line, Row, at_least, cpu_us, median, ratio_of_cpu

CONNECTIONS = 64


def tls64(bench):
    """The same requests to the same server, in clear text and over TLS 1.3."""
    with bench.weir("--threads", "1") as weir:
        create_stream(weir)

        def run_of(scheme):
            return lambda: bench.wrk(weir, lambda: [put_record(weir.address)], CONNECTIONS,
                                     scheme=scheme)

        runs = bench.side_by_side(clear=run_of("http"), tls=run_of("https"))
    bench.add(at_least("tls64", f"PutRecord 1 KiB, synced, TLS 1.3, {CONNECTIONS} connections, "
                       "beside clear text", runs["tls"], runs["clear"], 0.8,
                       f"CPU a request {ratio_of_cpu(runs['tls'], runs['clear']):.2f} ×"))


def handshakes(bench):
    """Whole handshakes of TLS 1.3, one after the other, with the same certificate."""
    with bench.weir("--threads", "1") as weir:
        certificate = weir.data / "tls/server.pem"
        with bench.nginx(certificate) as nginx:
            def run_of(server, address):
                return lambda: load.handshakes(address, server.process.pid, bench.seconds)

            runs = bench.side_by_side(nginx=run_of(nginx, nginx.tls_address),
                                      weir=run_of(weir, weir.address))

    def describe(side):
        return f"{cpu_us(runs[side]):.0f} µs CPU each; asked for " \
               f"{median(runs[side], lambda run: run.per_second):,.0f}/s"

    ratio = ratio_of_cpu(runs["weir"], runs["nginx"])
    bench.add(Line("handshakes", "TLS 1.3 handshakes, P-256: CPU of each", describe("weir"),
                   describe("nginx"), f"{ratio:.2f} ×", "≤ 1.2 ×", ratio <= 1.2))


ROWS = (
    Row("tls64", "PutRecord 1 KiB over TLS beside clear text, 64 connections", tls64),
    Row("handshakes", "TLS handshakes beside nginx", handshakes),
)

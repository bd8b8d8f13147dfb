"""Bad input, line by line: each has one answer, the connection ends or goes on as it should, and none
of it costs memory. What the parsers refuse byte by byte is in the unit tests beside them."""
import concurrent.futures
import pathlib
import re
import socket
import ssl

import pytest

from request_encodings import CBOR_1_1, JSON_1_1, RPC_V2
from signed_requests import RawClient, sign_headers
from weir_process import WeirProcess

HOST = b"POST / HTTP/1.1\r\nHost: x\r\n"
# What is hidden behind a request that two servers could understand in two ways.
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"

# Each with the status of the one answer that there is; then the connection ends.
SMUGGLING = {
    "two lengths": (HOST + b"Content-Length: 0\r\nContent-Length: 35\r\n\r\n", 400),
    "two equal lengths": (HOST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400),
    "two lengths in one": (HOST + b"Content-Length: 0, 35\r\n\r\n", 400),
    "length and chunked": (
        HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked and length": (
        HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
    "chunked twice": (
        HOST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501),
    "chunked by HTTP/1.0": (
        b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a blank before the colon": (HOST + b"Content-Length : 35\r\n\r\n", 400),
    "a bare LF in the head": (HOST + b"A: b\nContent-Length: 35\r\n\r\n", 400),
    "a bare LF at its end": (HOST + b"Content-Length: 0\r\n\n", 400),
    "a bare CR in the head": (HOST + b"A: b\rContent-Length: 35\r\n\r\n", 400),
    "a bare LF in a chunk": (HOST + b"Transfer-Encoding: chunked\r\n\r\n0\n\n", 400),
    "a bare CR in a chunk": (HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\r\n", 400),
    "obsolete folding": (HOST + b"A: b\r\n Content-Length: 35\r\n\r\n", 400),
    "folding after the first line": (b"POST / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
}

# What a body says, in which encoding, and the answer: production tells the type of what it cannot
# parse, and nothing else.
SERIALIZATION = {"__type": "SerializationException"}
BODIES = {
    "JSON, a depth bomb": (JSON_1_1, b'{"a":' + b"[" * 1_000_000, SERIALIZATION),
    "JSON, a bomb of objects": (JSON_1_1, b'{"a":' * 300_000, SERIALIZATION),
    "JSON, invalid UTF-8": (JSON_1_1, b'{"StreamName":"\xc3\x28"}', SERIALIZATION),
    "JSON, half a pair": (JSON_1_1, b'{"StreamName":"\\ud800"}', SERIALIZATION),
    "JSON, NaN": (JSON_1_1, b'{"Limit":NaN}', SERIALIZATION),
    "JSON, infinity": (JSON_1_1, b'{"Limit":Infinity}', SERIALIZATION),
    "CBOR, a depth bomb": (CBOR_1_1, b"\xa1\x61a" + b"\x81" * 1_000_000, SERIALIZATION),
    "CBOR, a bomb of maps": (CBOR_1_1, b"\xbf\x61a" * 300_000, SERIALIZATION),
    "CBOR, tags upon tags": (CBOR_1_1, b"\xa1\x61a" + b"\xc1" * 1_000_000, SERIALIZATION),
    "CBOR, a lying length": (CBOR_1_1, b"\xa1\x61a\x5b\x7f" + b"\xff" * 7, SERIALIZATION),
    "CBOR, a lying count": (CBOR_1_1, b"\xa1\x67Records\x9b" + b"\xff" * 8, SERIALIZATION),
    "CBOR, a lying map": (CBOR_1_1, b"\xbb\x7f" + b"\xff" * 7, SERIALIZATION),
    "CBOR, invalid UTF-8": (CBOR_1_1, b"\xa1\x6aStreamName\x62\xc3\x28", SERIALIZATION),
    "RPC, a lying length": (RPC_V2, b"\xa1\x61a\x7a\xff\xff\xff\xff", SERIALIZATION),
}


def send(address, data, context=None, name=None):
    """All that comes back until the server closes."""
    host, _, port = address.rpartition(":")
    connection = socket.create_connection((host, int(port)), timeout=60)
    if context:
        connection = context.wrap_socket(connection, server_hostname=name)
    with connection:
        answer = b""
        try:
            connection.sendall(data)
            while chunk := connection.recv(65536):
                answer += chunk
        except (BrokenPipeError, ConnectionResetError):
            pass  # It has answered and gone before everything was out.
        return answer


@pytest.mark.parametrize("data, status", SMUGGLING.values(), ids=SMUGGLING)
def test_smuggling(server, data, status):
    answer = send(server.address, data + HIDDEN)
    assert re.findall(rb"^HTTP/1\.1 (\d+) ", answer, re.MULTILINE) == [str(status).encode()]
    assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize("encoding, body, expected", BODIES.values(), ids=BODIES)
def test_bodies(raw, encoding, body, expected):
    operation = "PutRecords" if b"Records" in body else "ListStreams"
    assert encoding.answer(raw, operation, body) == (400, expected)
    # The connection goes on.
    assert encoding.answer(raw, "ListStreams", {"Limit": 1})[0] == 200


# As in a document of Java's: the last one counts, in each encoding.
def test_members_that_occur_twice(raw, unique):
    first, second = unique(), unique()
    text = f'{{"StreamName":"{first}","StreamName":"{second}"}}'.encode()
    assert second in JSON_1_1.answer(raw, "DescribeStream", text)[1]["message"]
    for encoding in (CBOR_1_1, RPC_V2):
        pairs = b"".join(b"\x6aStreamName\x78" + bytes([len(name)]) + name.encode()
                         for name in (first, second))
        assert second in encoding.answer(raw, "DescribeStream", b"\xa2" + pairs)[1]["message"]


def test_numbers_that_are_none(raw):
    for nan in (b"\xf9\x7e\x00", b"\xfa\x7f\xc0\x00\x00", b"\xfb\x7f\xf8" + bytes(6)):
        status, value = CBOR_1_1.answer(raw, "ListStreams", b"\xa1\x65Limit" + nan)
        assert (status, value["__type"]) == (400, "SerializationException")
        assert value["Message"]
    # Infinity is a number that is too large.
    status, value = CBOR_1_1.answer(raw, "ListStreams", b"\xa1\x65Limit\xf9\x7c\x00")
    assert (status, value["__type"]) == (400, "ValidationException")


@pytest.fixture
def tls_only(start_weir):
    return start_weir("--tls", "required")


def test_clear_text_to_a_server_of_tls_alone(tls_only):
    answer = send(tls_only.address, HOST + b"Content-Length: 0\r\n\r\n" + HIDDEN)
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1 ") == 1
    assert b"use https://" in answer


# A client asks for a name that is not the server's: it is shown the certificate, and may decide.
def test_tls_with_an_unknown_name(tls_only):
    everybody = ssl.create_default_context(cafile=str(tls_only.data / "tls/ca.pem"))
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        send(tls_only.address, b"", everybody, "kinesis.us-east-1.amazonaws.com")
    everybody.check_hostname = False
    answer = send(tls_only.address, HOST + b"Content-Length: 0\r\nConnection: close\r\n\r\n",
                  everybody, "kinesis.us-east-1.amazonaws.com")
    assert b"UnknownOperationException" in answer  # Of Kinesis.


HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(100)


@pytest.mark.parametrize("size", [1, 2, 5, 60, len(HELLO)])
def test_half_a_handshake(start_weir, size):
    # Neither an answer nor a wait without end.
    server = start_weir("--tls", "required", "--head-timeout", "1s")
    assert not send(server.address, HELLO[:size]).startswith(b"HTTP")


def memory(process, kind):
    """KiB, of a process of ours: VmRSS now, VmHWM at most so far."""
    status = pathlib.Path(f"/proc/{process.process.pid}/status").read_text()
    return int(re.search(rf"{kind}:\s+(\d+)", status)[1])


def signed_request(address, encoding, body):
    path, more = encoding.where("ListStreams")
    headers = sign_headers(address, {"Content-Type": encoding.content_type, **more}, body, path=path)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (f"POST {path} HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            ).encode() + body


# A hundred of each at the same time, and again: a lie about a gigabyte is not believed, and what a
# bomb took is there for the next one.
def test_what_it_costs(tmp_path):
    server = WeirProcess(tmp_path / "data", "--head-timeout", "1s").start()
    requests = [signed_request(server.address, encoding, body)
                for encoding, body, _ in BODIES.values()]
    requests += [data + HIDDEN for data, _ in SMUGGLING.values()]
    requests += [HELLO, HELLO[:60]]

    def round_of(count):
        with concurrent.futures.ThreadPoolExecutor(32) as threads:
            list(threads.map(lambda data: send(server.address, data), requests * count))

    round_of(1)
    before = memory(server, "VmRSS")
    for _ in range(3):
        round_of(10)
    # 32 connections with a body of a megabyte each, which may be copied once.
    assert memory(server, "VmHWM") - before < 2 * 32 * 1024
    assert memory(server, "VmRSS") - before < 32 * 1024
    fresh = RawClient(server.address)
    assert fresh.call("ListStreams", {}).status == 200
    fresh.close()
    assert server.stop() == 0, server.log()

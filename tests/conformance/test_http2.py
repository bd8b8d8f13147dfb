"""HTTP/2 on the port of HTTP/1.1, in clear text, as JavaScript's and Java's SDKs speak it.

The frames are made by hand, so that what an SDK's library would hide can be seen.
"""
import hashlib
import json
import socket

import pytest

from signed_requests import JSON, amz_date, signature
from weir_process import ACCESS_KEY, REGION, SECRET_KEY

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, ACK, END_HEADERS = 1, 1, 4


def frame(kind, flags, stream, payload=b""):
    return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") +
            payload)


def literal(name, value):
    """A field that no table keeps. All texts here are shorter than 127 or need two more bytes."""
    def text(value):
        raw = value.encode()
        if len(raw) < 127:
            return bytes([len(raw)]) + raw
        rest = len(raw) - 127
        return bytes([127, rest & 127 | 128, rest >> 7]) + raw
    return b"\x00" + text(name) + text(value)


class Connection:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=60)
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0))
        self.received = self.socket.makefile("rb")

    def next_frame(self):
        """(kind, flags, stream, payload)"""
        head = self.received.read(9)
        assert len(head) == 9, "the server has closed the connection"
        payload = self.received.read(int.from_bytes(head[:3], "big"))
        return head[3], head[4], int.from_bytes(head[5:], "big"), payload

    def exchange(self, stream, fields, body):
        """The answer's body, an object. Its header would need a decoder, and says nothing more."""
        block = b"".join(literal(name, value) for name, value in fields)
        self.socket.sendall(frame(HEADERS, END_HEADERS, stream, block) +
                            frame(DATA, END_STREAM, stream, body))
        data = b""
        while True:
            kind, flags, of, payload = self.next_frame()
            if kind == SETTINGS and not flags & ACK:
                self.socket.sendall(frame(SETTINGS, ACK, 0))
            if of != stream:
                continue
            if kind == DATA:
                data += payload
            if flags & END_STREAM:
                return json.loads(data)

    def close(self):
        self.received.close()
        self.socket.close()


@pytest.fixture
def connection(server):
    connection = Connection(server.address)
    yield connection
    connection.close()


def signed_fields(address, body, host_name, operation="ListStreams"):
    """The fields of a request that signs where it goes under the name `host_name`."""
    date = amz_date()
    signed = {host_name: address, "content-type": JSON, "x-amz-date": date,
              "x-amz-target": f"Kinesis_20131202.{operation}"}
    names = sorted(signed)
    proof = signature("POST", "/", "", signed, names, hashlib.sha256(body).hexdigest(), date, REGION,
                      "kinesis", SECRET_KEY)
    fields = {name: value for name, value in signed.items() if name not in ("host", ":authority")}
    fields["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{date[:8]}/{REGION}/kinesis/aws4_request, "
        f"SignedHeaders={';'.join(names)}, Signature={proof}")
    return [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", address),
            *fields.items()]


# Java's client gives up unless the first thing that it hears is the server's settings.
def test_the_first_frame_is_the_servers_settings(connection):
    kind, flags, stream, _ = connection.next_frame()
    assert (kind, flags & ACK, stream) == (SETTINGS, 0, 0)


# JavaScript's SDK signs the pseudo header under its own name; others sign a host that HTTP/2 does not
# carry. Both are what the request was sent to.
@pytest.mark.parametrize("host_name", [":authority", "host"])
def test_both_names_of_the_host_may_be_signed(server, connection, host_name):
    body = b"{}"
    answer = connection.exchange(1, signed_fields(server.address, body, host_name), body)
    assert "StreamNames" in answer
    # And it is checked: a request to another place is not what was signed.
    fields = [(name, "elsewhere:1" if name == ":authority" else value)
              for name, value in signed_fields(server.address, body, host_name)]
    answer = connection.exchange(3, fields, body)
    assert answer["__type"] == "InvalidSignatureException"


# One connection carries many requests, each with its answer.
def test_requests_share_a_connection(server, connection):
    body = b"{}"
    for stream in range(1, 21, 2):
        answer = connection.exchange(
            stream, signed_fields(server.address, body, ":authority", "DescribeLimits"), body)
        assert answer["ShardLimit"] > 0

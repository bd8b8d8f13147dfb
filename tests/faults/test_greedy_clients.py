"""Clients that want to exhaust a server: its memory stays bounded, and others are still served.

Each attack costs its client as much as it costs the server, or more. The bounds are those of
docs/settings.md and of src/http/server.h, with room for what the allocator keeps.
"""
import contextlib
import pathlib
import resource
import socket
import time

import pytest

from signed_requests import JSON, RawClient, sign_headers

KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20
HEADERS = {"Content-Type": JSON, "X-Amz-Target": "Kinesis_20131202.ListStreams"}


class Crowd:
    """Many connections of one client, and what they cost the server in memory."""

    def __init__(self, server):
        self.server = server
        host, _, port = server.address.rpartition(":")
        self.address = (host, int(port))
        self.connections = []
        self.before = self.taken()

    def taken(self):
        """Bytes of memory of the server's own: code is mapped when it first runs, whoever asks."""
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(status.partition("RssAnon:")[2].split()[0]) * KIBIBYTE

    def cost(self):
        return self.taken() - self.before

    def connect(self, count):
        new = [socket.create_connection(self.address, timeout=60) for _ in range(count)]
        self.connections += new
        return new

    def others_are_served(self):
        """Somebody else's request, while the crowd is there."""
        client = RawClient(self.server.address)
        answer = client.call("ListStreams", {})
        client.close()
        assert answer.status == 200, answer.body

    def leave(self):
        for connection in self.connections:
            connection.close()


@pytest.fixture
def crowd(start_weir):
    """crowd(*flags): a crowd in front of a new server with one I/O thread."""
    # Both ends of a connection are files of somebody.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
    with contextlib.ExitStack() as stack:
        def gather(*flags):
            made = Crowd(start_weir("--threads", "1", *flags))
            made.others_are_served()  # What the first request needs is not the crowd's cost.
            made.before = made.taken()
            stack.callback(made.leave)
            return made

        yield gather
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def head(server, length):
    """The signed head of a request whose body has `length` bytes, or says so."""
    headers = {**sign_headers(server.address, HEADERS, b"{}"), "Content-Length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST / HTTP/1.1\r\n{lines}\r\n".encode()


def send(connection, data):
    """Sends until the server takes no more. False once it has closed the connection."""
    connection.settimeout(1)
    try:
        connection.sendall(data)
    except TimeoutError:
        return True
    except OSError:
        return False
    return True


def read_to_the_end(connection):
    connection.settimeout(30)
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


# Heads that never end, a few bytes at a time: slowloris.
def test_heads_that_trickle_in(crowd):
    many = crowd("--head-timeout", "2s")
    for number, connection in enumerate(many.connect(1000)):
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-%d: " % number)
    many.others_are_served()
    assert many.cost() < 1000 * 16 * KIBIBYTE
    # Each is told, and let go, whatever it goes on to send.
    for connection in many.connections:
        send(connection, b"y")
    for connection in many.connections:
        answer = read_to_the_end(connection)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")
    many.others_are_served()


# Heads without end at full speed: no more than 64 KiB of each is kept.
def test_heads_that_are_too_large(crowd):
    many = crowd()
    endless = b"POST / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * MEBIBYTE
    for connection in many.connect(200):
        send(connection, endless)
    many.others_are_served()
    assert many.cost() < 200 * 128 * KIBIBYTE
    for connection in many.connections:
        answer = read_to_the_end(connection)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")


# Just under the limit and never finished: the most that heads can take.
def test_heads_that_stop_before_the_limit(crowd):
    many = crowd("--head-timeout", "60s")
    unfinished = b"POST / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * (60 * KIBIBYTE)
    for connection in many.connect(200):
        send(connection, unfinished)
    many.others_are_served()
    assert many.cost() < 200 * 160 * KIBIBYTE


# A length is a claim: what is not sent costs nothing.
def test_lengths_that_lie(crowd):
    many = crowd()
    claim = head(many.server, 19 * MEBIBYTE)
    for connection in many.connect(500):
        send(connection, claim + b"{")
    many.others_are_served()
    assert many.cost() < 500 * 64 * KIBIBYTE


# Chunks without end: refused at the limit of a body, not collected.
def test_bodies_without_end(crowd):
    many = crowd()
    lines = {**sign_headers(many.server.address, HEADERS, b"{}"), "Transfer-Encoding": "chunked"}
    start = b"POST / HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n"
    chunk = b"100000\r\n" + b" " * MEBIBYTE + b"\r\n"
    for connection in many.connect(4):
        assert send(connection, start)
        deadline = time.monotonic() + 60
        while send(connection, chunk):
            assert time.monotonic() < deadline, "it listens for ever"
    many.others_are_served()
    assert many.cost() < 4 * 48 * MEBIBYTE


# Size lines, extensions and trailers are no body and have limits of their own.
@pytest.mark.parametrize("endless", [b"1;" + b"x" * MEBIBYTE, b"0" * MEBIBYTE,
                                     b"0\r\n" + b"T: x\r\n" * 200_000,
                                     b"1;x=y\r\n \r\n" * 100_000])
def test_framing_without_end(crowd, endless):
    many = crowd()
    [connection] = many.connect(1)
    send(connection, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + endless)
    answer = read_to_the_end(connection)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:100]
    many.others_are_served()
    assert many.cost() < 4 * MEBIBYTE


# Large bodies from many at once share a gigabyte; whoever comes on top is told to come again.
def test_bodies_that_come_together(crowd):
    many = crowd()
    for connection in many.connect(80):
        send(connection, head(many.server, 16 * MEBIBYTE) + b" " * (15 * MEBIBYTE))
    many.others_are_served()
    assert many.cost() < 1280 * MEBIBYTE
    refused = 0
    for connection in many.connections:
        connection.settimeout(0.01)
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            refused += connection.recv(100).startswith(b"HTTP/1.1 503 ")
    assert refused > 0


# Requests without end, answers never read: the server stops reading before it drowns.
def test_clients_that_never_read(crowd):
    many = crowd()
    request = head(many.server, 2) + b"{}"
    for connection in many.connect(50):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(20):
            send(connection, request * 100)
    many.others_are_served()
    assert many.cost() < 50 * 256 * KIBIBYTE


# More connections than the server holds: the new ones are closed, the old ones live.
def test_more_connections_than_there_may_be(crowd):
    many = crowd("--connections", "100", "--head-timeout", "60s")
    first = many.connect(100)
    for connection in many.connect(300)[:300]:
        connection.settimeout(20)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
    first[0].sendall(head(many.server, 2) + b"{}")
    assert first[0].recv(65536).startswith(b"HTTP/1.1 200")
    assert many.cost() < 100 * 16 * KIBIBYTE + MEBIBYTE


# Thousands that do nothing: a few KiB each, and the next client is served as before.
def test_many_idle_connections(crowd):
    many = crowd("--head-timeout", "60s")
    many.connect(5000)
    many.others_are_served()
    assert many.cost() < 5000 * 8 * KIBIBYTE


# Connections that come and go as fast as they can leave nothing behind.
def test_connections_that_come_and_go(crowd):
    many = crowd()
    for _ in range(3000):
        socket.create_connection(many.address, timeout=60).close()
    many.others_are_served()
    assert many.cost() < 2 * MEBIBYTE

"""HTTP as bad clients and attackers speak it. Whatever comes, the next client is served."""
import json
import socket

import pytest

from signed_requests import JSON, RawClient, sign_headers
from waiting import is_closed, wait_until

HEADERS = {"Content-Type": JSON, "X-Amz-Target": "Kinesis_20131202.ListStreams"}


def connect(server):
    host, _, port = server.address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=60)


def exchange(server, data):
    """Sends bytes and reads until the server closes, or until an answer is complete."""
    with connect(server) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It has answered and gone, before all of the bytes were out.
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
                head, end, body = answer.partition(b"\r\n\r\n")
                if end and b"ontent-Length: " in head:
                    length = int(head.partition(b"ontent-Length: ")[2].partition(b"\r\n")[0])
                    if len(body) >= length:
                        return answer
        except ConnectionResetError:
            pass
        return answer


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer else None


def signed(server, body=b"{}"):
    return sign_headers(server.address, HEADERS, body)


def request(headers, body, head="POST / HTTP/1.1"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{head}\r\n{lines}\r\n".encode() + body


# Every one of these has brought down or confused some server.
MALFORMED = {
    "garbage": b"\x00\x01\x02\x03\r\n\r\n",
    "no version": b"POST /\r\n\r\n",
    "version 3": b"POST / HTTP/3.0\r\nHost: x\r\n\r\n",
    "no host": b"POST / HTTP/1.1\r\n\r\n",
    "space before the colon": b"POST / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
    "a header without a colon": b"POST / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
    "a folded header": b"POST / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
    "a zero in a header": b"POST / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a length in words": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: two\r\n\r\n",
    "two lengths":
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length beyond all numbers":
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "length and chunks":
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\n",
    "an unknown coding": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: zip\r\n\r\n",
    "a bad chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "a huge chunk":
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    "a long line": b"POST /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a long head": b"POST / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_malformed_requests_are_refused(server, data):
    answer = exchange(server, data)
    # Whether there is an answer at all is up to the server, but never a success.
    assert answer == b"" or 400 <= status(answer) < 600, answer[:200]
    fresh = RawClient(server.address)
    assert fresh.call("ListStreams", {}).status == 200
    fresh.close()


def test_a_body_that_is_too_long_is_refused_before_it_is_sent(server):
    # 10 MiB of records are about 14 MiB of JSON; a gigabyte is an attack.
    head = request({**signed(server), "Content-Length": str(1 << 30)}, b"")
    assert status(exchange(server, head)) == 413


# A request that is wrong as Kinesis but right as HTTP leaves the connection as it was.
def test_errors_keep_the_connection(server):
    client = RawClient(server.address)
    client.call("ListStreams", {})
    socket_before = client.connection.sock
    for body in (b"{", b"[]", b'{"Limit":"x"}', b'{"Limit":0}'):
        assert client.call("ListStreams", body).status == 400
    assert client.send("POST", "/", HEADERS, b"{}").status == 400
    assert client.send("POST", "/", {**HEADERS, "X-Amz-Target": "x"}, b"{}").status == 400
    assert client.send("GET", "/", {}, b"").status == 403
    assert client.call("ListStreams", {}).status == 200
    assert client.connection.sock is socket_before
    client.close()


# Clients send the next request before the first is answered; answers come in the order of requests.
def test_pipelined_requests(server):
    bodies = [{"Limit": 1}, {"Limit": 0}, {}, {"Limit": 0}]
    data = b""
    for body in bodies:
        text = json.dumps(body).encode()
        data += request({**signed(server, text), "Content-Length": str(len(text))}, text)
    with connect(server) as connection:
        connection.sendall(data)
        answer = b""
        while answer.count(b"HTTP/1.1 ") < 4 or not answer.endswith(b"}"):
            answer += connection.recv(65536)
    codes = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert codes == [200, 400, 200, 400]


# The body may come in chunks, as Java's clients send it when they do not know its length.
def test_a_chunked_body(server):
    headers = {**signed(server), "Transfer-Encoding": "chunked"}
    for chunks in (b"2\r\n{}\r\n0\r\n\r\n", b"1\r\n{\r\n1;x=y\r\n}\r\n0\r\nTrailer: x\r\n\r\n"):
        assert status(exchange(server, request(headers, chunks))) == 200


# A client that asks whether it may send gets an answer at once, and then the real one.
def test_expect_100_continue(server):
    headers = {**signed(server), "Content-Length": "2", "Expect": "100-continue"}
    with connect(server) as connection:
        connection.sendall(request(headers, b""))
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


# A request in single bytes is slow, but it is a request.
def test_a_request_in_single_bytes(server):
    data = request({**signed(server), "Content-Length": "2"}, b"{}")
    with connect(server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in data:
            connection.send(bytes([byte]))
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


# HTTP/1.0 and "Connection: close" end after one answer; HTTP/1.1 goes on.
@pytest.mark.parametrize("head, more", [("POST / HTTP/1.0", {}),
                                        ("POST / HTTP/1.1", {"Connection": "close"})])
def test_connections_that_end(server, head, more):
    data = request({**signed(server), "Content-Length": "2", **more}, b"{}", head)
    with connect(server) as connection:
        connection.sendall(data)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    assert status(answer) == 200


# A client that says a length and sends less holds up nobody but itself, and goes away in time.
def test_a_client_that_never_finishes(start_weir, clock):
    server = start_weir("--head-timeout", "20s", **clock.variables)
    with connect(server) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Half: ")
        other = RawClient(server.address)
        assert other.call("ListStreams", {}).status == 200
        other.close()
        # Closed by the server: the read ends, with or without an answer before.
        wait_until(lambda: is_closed(slow) or clock.pass_by(1))


# Hundreds of idle connections are no reason not to serve the next.
def test_many_idle_connections(server):
    idle = [connect(server) for _ in range(300)]
    client = RawClient(server.address)
    assert client.call("ListStreams", {}).status == 200
    client.close()
    for connection in idle:
        connection.close()


# A client that goes away in the middle of its request or its answer leaves no trace.
def test_clients_that_go_away(server):
    whole = request({**signed(server), "Content-Length": "2"}, b"{}")
    for length in range(0, len(whole) + 1, 7):
        with connect(server) as connection:
            connection.sendall(whole[:length])
    client = RawClient(server.address)
    assert client.call("ListStreams", {}).status == 200
    client.close()

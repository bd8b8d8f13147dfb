"""Opens connections, sends a request over each, and holds them open until its input ends.

    idle_connections.py HOST PORT COUNT clear|http2|tls

Prints the number of those that were answered, on one line.
"""
import resource
import socket
import ssl
import sys

HTTP1_REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"

DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, END_HEADERS, ACK = 1, 4, 1


def frame(kind, flags, stream, payload):
    return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big")
            + payload)


# GET, http and / by their places in HPACK's table; :authority x as a literal.
HTTP2_REQUEST = (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, b"")
                 + frame(HEADERS, END_STREAM | END_HEADERS, 1, b"\x82\x86\x84\x41\x01x"))


def is_answered_by_http1(connection):
    connection.sendall(HTTP1_REQUEST)
    return connection.recv(4096).startswith(b"HTTP/1.1 ")


def is_answered_by_http2(connection):
    """Reads frames up to the end of the answer."""
    connection.sendall(HTTP2_REQUEST)
    with connection.makefile("rb") as frames:
        while head := frames.read(9):
            size, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
            frames.read(size)
            if kind == SETTINGS and not flags & ACK:
                connection.sendall(frame(SETTINGS, ACK, 0, b""))
            if kind in (DATA, HEADERS) and flags & END_STREAM:
                return True
    return False


def main():
    host, port, count, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # Whom it speaks to is of no interest here.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    is_answered = is_answered_by_http2 if kind == "http2" else is_answered_by_http1
    connections = []
    answered = 0
    for _ in range(count):
        connection = socket.create_connection((host, port), timeout=60)
        if kind == "tls":
            connection = context.wrap_socket(connection)
        answered += is_answered(connection)
        connections.append(connection)
    print(answered, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()

"""Opens subscriptions over HTTP/1.1, takes what is pushed, and counts it.

    push_readers.py HOST PORT COUNT SIZE

Reads COUNT requests of SIZE bytes from its input, sends each over a connection of its own, and
prints a line when every subscription has had its first event. It ends with its input, and prints the
bytes that came after that line: of the reader that got least, of the one that got most, of all.
"""
import json
import resource
import selectors
import socket
import sys


def connect(host, port, requests):
    connections = []
    for request in requests:
        connection = socket.create_connection((host, port), timeout=60)
        connection.sendall(request)
        answer = b""
        while b"SubscribeToShardEvent" not in answer:
            more = connection.recv(1 << 16)
            answer += more
            if not more or not answer.startswith(b"HTTP/1.1 200"[:len(answer)]):
                raise RuntimeError(answer)
        connection.setblocking(False)
        connections.append(connection)
    return connections


def main():
    host, port, count, size = sys.argv[1], *map(int, sys.argv[2:5])
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    requests = [sys.stdin.buffer.read(size) for _ in range(count)]
    counts = [0] * count
    room = bytearray(1 << 20)
    with selectors.EpollSelector() as selector:
        for index, connection in enumerate(connect(host, port, requests)):
            selector.register(connection, selectors.EVENT_READ, index)
        selector.register(sys.stdin.buffer, selectors.EVENT_READ, None)
        print("ready", flush=True)
        while True:
            for key, _ in selector.select():
                if key.data is None:
                    print(json.dumps({"least": min(counts), "most": max(counts),
                                      "all": sum(counts)}))
                    return
                received = key.fileobj.recv_into(room)
                if received == 0:
                    raise RuntimeError(f"subscription {key.data} has ended")
                counts[key.data] += received


if __name__ == "__main__":
    main()

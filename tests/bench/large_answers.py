#!/usr/bin/env python3
"""A client for answers of megabytes, run as a process of its own on the client's core.

    large_answers.py HOST PORT CONNECTIONS SECONDS <request

Every connection sends the request, reads the answer to its end and sends it again. wrk would do,
but it reads 8 KiB at a time, and what it costs would hide what the servers cost. Prints JSON.
"""
import json
import selectors
import socket
import sys
import time

BUFFER = memoryview(bytearray(1 << 20))


class Connection:
    def __init__(self, address, request):
        self.request = request
        self.socket = socket.create_connection(address)
        self.answers = 0
        self.received = 0
        self.begin()

    def begin(self):
        self.socket.sendall(self.request)
        self.head = b""
        self.missing = 0

    def read(self):
        """Takes what has come; at the end of an answer begins anew."""
        count = self.socket.recv_into(BUFFER)
        if count == 0:
            raise RuntimeError("the server closed the connection")
        self.received += count
        if self.missing:
            self.missing -= count
        else:
            self.read_head(bytes(BUFFER[:count]))
        if self.missing == 0 and not self.head:
            self.answers += 1
            self.begin()

    def read_head(self, received):
        self.head += received
        head, end, body = self.head.partition(b"\r\n\r\n")
        if not end:
            return
        lines = head.lower().split(b"\r\n")
        if not lines[0].startswith(b"http/1.1 200"):
            raise RuntimeError(self.head)
        length = next(line for line in lines if line.startswith(b"content-length:"))
        self.missing = int(length.partition(b":")[2]) - len(body)
        self.head = b""


def main():
    host, port, connections, seconds = sys.argv[1:]
    request = sys.stdin.buffer.read()
    selector = selectors.DefaultSelector()
    clients = [Connection((host, int(port)), request) for _ in range(int(connections))]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    begin = time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < float(seconds):
        for key, _ in selector.select(10):
            key.data.read()
    print(json.dumps({"requests": sum(client.answers for client in clients), "seconds": elapsed,
                      "bytes": sum(client.received for client in clients)}))


if __name__ == "__main__":
    main()

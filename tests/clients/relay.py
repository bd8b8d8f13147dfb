"""A relay before the server that remembers how each connection began: which protocol an SDK speaks."""
import socket
import threading

BUFFER = 1 << 16


class Relay:
    """Passes bytes on between clients and a server on loopback until it is closed."""

    def __init__(self, port, word=None):
        self.target = ("127.0.0.1", port)
        self.beginnings = []  # The first bytes of each connection that sent any.
        self.word = word
        self.answered = 0  # How often the server has said `word`, in clear text.
        self.when_answered = lambda: None  # Called before the client hears it.
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        # A thread in accept() is woken by this, and not by closing.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def protocols(self):
        """"http/1.1" and "h2" in clear text; over TLS what the clients offer by ALPN."""
        return {protocol for beginning in self.beginnings for protocol in protocols_of(beginning)}

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _count(self, data):
        """An error is short and comes in one piece."""
        if self.word and self.word in data:
            self.answered += data.count(self.word)
            self.when_answered()

    def _serve(self, client):
        with client, socket.create_connection(self.target) as server:
            back = threading.Thread(target=pump, args=[server, client, self._count], daemon=True)
            back.start()
            beginning = client.recv(BUFFER)
            if beginning:
                self.beginnings.append(beginning)
                server.sendall(beginning)
            pump(client, server)
            back.join()


def pump(source, sink, look=lambda data: None):
    try:
        while data := source.recv(BUFFER):
            look(data)
            sink.sendall(data)
    except OSError:
        pass  # One side has gone; the other is told below.
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def protocols_of(beginning):
    if beginning.startswith(b"PRI * HTTP/2.0"):
        return {"h2"}
    if not beginning.startswith(b"\x16\x03"):
        return {"http/1.1"}
    # A client's hello: the names of ALPN stand in it with their length before them.
    return {name for name in ("h2", "http/1.1")
            if bytes([len(name)]) + name.encode() in beginning}

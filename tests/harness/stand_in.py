"""A small HTTP server in place of a service that a test cannot have."""
import http.server
import inspect
import json
import threading


class StandIn:
    """Answers as the table `answers` says: path -> (status, body), or a function of the headers and,
    if it takes two, the body."""

    def __init__(self):
        self.answers, self.asked = {}, []
        self.changed = threading.Condition()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # Connections are kept, as those of services are.

            def answer(self):
                with stand_in.changed:
                    stand_in.asked.append((self.command, self.path, dict(self.headers)))
                    stand_in.changed.notify_all()
                said = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                found = stand_in.answers.get(self.path, (404, ""))
                if callable(found):
                    wants_body = len(inspect.signature(found).parameters) == 2
                    found = found(self.headers, said) if wants_body else found(self.headers)
                status, body = found
                text = body if isinstance(body, str) else json.dumps(body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_PUT = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, requests):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.asked) >= requests, 60)

    def close(self):
        self.server.shutdown()
        self.server.server_close()

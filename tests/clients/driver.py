"""A driver under test: a step goes in as a line of JSON, its result comes back as one."""
import json
import os
import select
import subprocess

ANSWER_SECONDS = 120


class Driver:
    """One SDK's driver, started when the block is entered and ended when it is left."""

    def __init__(self, command, variables, errors):
        self.command = [str(word) for word in command]
        self.variables = variables
        self.errors = errors
        self.process = None
        self.identity = None

    def __enter__(self):
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stderr=errors,
                                            stdout=subprocess.PIPE, env=self.variables)
        return self

    def __exit__(self, *_):
        """An SDK that answers everything but hangs at its end would be a bug, too."""
        self.process.stdin.close()
        try:
            self.process.wait(ANSWER_SECONDS)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def execute(self, operation, members, identity, credentials, keep=False):
        """The driver's answer. Credentials are sent when they are others than the step before's."""
        step = {"operation": operation, "input": members}
        if keep:
            step["keep"] = True
        if self.identity != identity:
            step["credentials"] = credentials
        self.identity = identity
        self.process.stdin.write(json.dumps(step).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def _line(self):
        """One line of any length, or what the driver said when it died."""
        line = b""
        while not line.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], ANSWER_SECONDS)[0]:
                raise AssertionError(f"no answer in {ANSWER_SECONDS} s\n{self.errors.read_text()}")
            more = os.read(self.process.stdout.fileno(), 1 << 20)
            if not more:
                raise AssertionError(f"the driver ended\n{self.errors.read_text()}")
            line += more
        return line

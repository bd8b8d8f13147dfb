"""Starts, stops and kills the release binary."""
import os
import pathlib
import selectors
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("WEIR_BINARY", ROOT / "build/release/weir"))

ACCESS_KEY = "AKIDWEIRTESTS0000001"
SECRET_KEY = "weir/tests/secret/0123456789abcdefghijkl"
REGION = "us-east-1"

# Most tests talk to one shard or one account as fast as they can, and are not about being refused.
UNHURRIED = {"WEIR_OPERATION_RATES": "none", "WEIR_SHARD_READ_CALLS": "0",
             "WEIR_SHARD_READ_BYTES": "0", "WEIR_SHARD_ITERATOR_CALLS": "0"}

START_SECONDS = 60
STOP_SECONDS = 60


def environment(**extra):
    """The caller's environment without anything that would set up Weir or an AWS client."""
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("WEIR_", "AWS_"))}
    return {**clean, **extra}


def weir(*arguments, check=True, stdin=None, timeout=60, **extra):
    """Runs a command of the binary to its end and returns what it printed."""
    return subprocess.run([str(BINARY), *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, check=check, timeout=timeout, env=environment(**extra))


class WeirProcess:
    """A server on a data directory; any port unless `listen` says which.

    `prefix` is put before the command, for example ("taskset", "-c", "0"); `variables` are set in
    its environment. What counts calls and bytes read a second is lifted, unless the server is to be
    `faithful` to Amazon in that too.
    """

    def __init__(self, data, *flags, users=True, listen="127.0.0.1:0", prefix=(), faithful=False,
                 **variables):
        self.data = pathlib.Path(data)
        self.log_path = self.data.parent / (self.data.name + ".log")
        self.flags = flags
        self.prefix = prefix
        self.listen = listen
        self.first_user = {"WEIR_ACCESS_KEY_ID": ACCESS_KEY,
                           "WEIR_SECRET_ACCESS_KEY": SECRET_KEY} if users else {}
        self.more_variables = {**({} if faithful else UNHURRIED), **variables}
        self.process = None
        self.address = None

    def command(self):
        return [*self.prefix, str(BINARY), "serve", "--data", str(self.data), "--listen",
                self.listen, *self.flags]

    def variables(self):
        return environment(**self.first_user, **self.more_variables)

    def start(self, *more_flags):
        """Returns once the server says that it listens."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command(), *more_flags], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=log, env=self.variables())
        self.address = self._listening_address()
        # A client that was told the port finds it again after a restart.
        self.listen = self.address
        return self

    def _listening_address(self):
        """Reads lines until "listening on ADDRESS:PORT"; what follows stays unread."""
        deadline = time.monotonic() + START_SECONDS
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while time.monotonic() < deadline:
                if not selector.select(deadline - time.monotonic()):
                    break
                byte = os.read(self.process.stdout.fileno(), 1)
                if not byte:
                    break
                line = b"" if byte == b"\n" else line + byte
                if byte == b"\n" or not line.startswith(b"listening on "):
                    continue
                rest = self.process.stdout.readline()
                return (line[len(b"listening on "):] + rest).decode().strip()
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    @property
    def url(self):
        return f"http://{self.address}"

    @property
    def port(self):
        return int(self.address.rpartition(":")[2])

    def log(self):
        return self.log_path.read_text(errors="replace")

    def stop(self, how=signal.SIGTERM):
        """SIGTERM, and the exit status of a server that has drained."""
        self.process.send_signal(how)
        return self.wait()

    def kill(self):
        """SIGKILL: nothing is flushed, nothing is said."""
        self.process.kill()
        self.wait()

    def wait(self):
        """The exit status, once the process has ended. Its log is printed if it did not end well."""
        status = self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        if status not in (0, -signal.SIGKILL):
            print(self.log())
        return status

    def is_running(self):
        return self.process is not None and self.process.poll() is None

"""Programs for which time passes faster than for us: their timers, their rates and their dates."""
import pathlib
import struct
import subprocess
import time

from signed_requests import RawClient

SOURCE = pathlib.Path(__file__).with_suffix(".cc")
LAYOUT = struct.Struct("<4q")  # FastClock in fast_clock.cc.


def build_library(folder):
    """The library that a program must be started with."""
    library = folder / "fast_clock.so"
    subprocess.run(["g++-12", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC",
                    SOURCE, "-o", library, "-ldl"], check=True)
    return library


class FastClock:
    """A clock that was right when it was made and runs `rate` times as fast as ours."""

    def __init__(self, library, file, rate):
        self.rate = rate
        self.begin = time.time_ns()
        self.begin_monotonic = time.monotonic_ns()
        self.ahead = 0
        self.file = file.open("wb", buffering=0)
        self.file.write(LAYOUT.pack(rate, self.begin, self.begin_monotonic, 0))
        self.variables = {"LD_PRELOAD": str(library), "WEIR_TEST_FAST_CLOCK": str(file)}

    def close(self):
        self.file.close()

    def set_ahead(self, seconds):
        """Sets the civil time so far ahead of where its rate would have brought it."""
        self.ahead = seconds * 10**9
        self.file.seek(LAYOUT.size - 8)  # In one step: it is read at any moment.
        self.file.write(struct.pack("<q", self.ahead))

    def now(self):
        """The civil time there, in seconds."""
        passed = (time.monotonic_ns() - self.begin_monotonic) * self.rate
        return (self.begin + passed + self.ahead) / 1e9

    def client(self, server):
        return FastClient(server, self)


class FastClient:
    """A client that signs by the server's clock."""

    def __init__(self, server, clock):
        self.raw = RawClient(server.address)
        self.clock = clock

    def close(self):
        self.raw.close()

    def call(self, operation, arguments):
        shift = round(self.clock.now() - time.time())
        return self.raw.call(operation, arguments, shift_seconds=shift)

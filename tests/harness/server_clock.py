"""Programs whose clocks, civil and monotonic, are in a test's hands, and their timers with them.

Nobody waits for what takes minutes, and nothing depends on how busy the machine is.
"""
import pathlib
import struct
import subprocess
import time

from signed_requests import RawClient

SOURCE = pathlib.Path(__file__).with_suffix(".cc")
LAYOUT = struct.Struct("<4q")  # TestClock in server_clock.cc.


def build_library(folder):
    """The library that a program must be started with."""
    library = folder / "server_clock.so"
    subprocess.run(["g++-12", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC",
                    SOURCE, "-o", library, "-ldl"], check=True)
    return library


class ServerClock:
    """A clock that is right when it is made, or so far behind, and then runs or stands still.

    Programs that are started with its `variables` go by it. Connections that are quiet while it is
    moved are closed, as they would be if somebody had waited.
    """

    def __init__(self, library, file, runs, behind_seconds=0):
        self.runs = runs
        self.begin = time.time_ns() - round(behind_seconds * 10**9)
        self.begin_monotonic = time.monotonic_ns()
        self.ahead = 0
        self.file = file.open("wb", buffering=0)
        self.file.write(LAYOUT.pack(runs, self.begin, self.begin_monotonic, 0))
        self.variables = {"LD_PRELOAD": str(library), "WEIR_TEST_CLOCK": str(file)}

    def close(self):
        self.file.close()

    def pass_by(self, seconds):
        """So many seconds pass at once."""
        self.ahead += round(seconds * 10**9)
        self.file.seek(LAYOUT.size - 8)  # In one step: it is read at any moment.
        self.file.write(struct.pack("<q", self.ahead))

    def now(self):
        """The civil time there, in seconds."""
        run = time.monotonic_ns() - self.begin_monotonic if self.runs else 0
        return (self.begin + run + self.ahead) / 1e9

    def call(self, server, operation, arguments, **signing):
        """A call on a connection of its own, signed by this clock."""
        raw = RawClient(server.address)
        try:
            return raw.call(operation, arguments, shift_seconds=round(self.now() - time.time()),
                            **signing)
        finally:
            raw.close()

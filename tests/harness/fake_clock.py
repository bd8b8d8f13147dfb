"""A server whose clock is not ours, by Debian's libfaketime."""
import os
import pathlib


def faketime_library():
    """By which a process sees another time than everybody else."""
    found = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "the package libfaketime is missing"
    return found[0]


class FakeClock:
    """The civil time that a server sees, apart from the true one by some seconds."""

    def __init__(self, file):
        self.file = file
        self.set(0)
        self.variables = {"LD_PRELOAD": str(faketime_library()),
                          "FAKETIME_TIMESTAMP_FILE": str(file),
                          "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def set(self, seconds):
        # In one step: the server reads it at any moment.
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+d}s\n")
        os.rename(new, self.file)

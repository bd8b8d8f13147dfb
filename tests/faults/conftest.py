"""Fixtures of the fault suite: what a real machine does to a server on a bad day."""
import errno
import os
import pathlib
import subprocess
import tempfile

import pytest

from weir_fixtures import (  # noqa: F401: fixtures of every test here
    clock_library, held_clock, start_weir, weir_data)

HERE = pathlib.Path(__file__).parent


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)


def why_no_mount():
    """The reason why this process cannot mount a file system; empty if it can."""
    with tempfile.TemporaryDirectory() as folder:
        done = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
        if done.returncode == 0:
            run("umount", folder)
            return ""
        return done.stderr.strip() or "mount failed"


class SmallDisk:
    """A file system of its own, which ends where a test wants it to end."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        self.data = folder / "data"
        self.filler = folder / "filler"
        folder.mkdir()
        done = run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder)
        assert done.returncode == 0, done.stderr

    def fill(self, leave=0):
        """Takes all room but `leave` bytes, as a neighbour's log files do."""
        with self.filler.open("wb", buffering=0) as file:
            while True:
                free = os.statvfs(self.folder)
                try:
                    os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_bsize - leave)
                    return
                except OSError as error:
                    # The server, which takes room as well, was quicker.
                    if error.errno != errno.ENOSPC:
                        raise

    def make_room(self):
        self.filler.unlink()

    def remount(self, mode):
        done = run("mount", "-o", f"remount,{mode}", self.folder)
        assert done.returncode == 0, done.stderr

    def unmount(self):
        run("umount", "--lazy", self.folder)


def pytest_collection_modifyitems(config, items):
    needing = [item for item in items if "small_disk" in item.fixturenames]
    config.no_mount = why_no_mount() if needing else ""
    if config.no_mount:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


def pytest_terminal_summary(terminalreporter, config):
    if getattr(config, "no_mount", ""):
        terminalreporter.write_line(
            f"The tests of full and read-only disks were left out: {config.no_mount}")


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs of 96 MiB. Stops before start_weir's servers do unless it is asked for first."""
    disk = SmallDisk(tmp_path / "disk", 256)
    yield disk
    disk.unmount()


@pytest.fixture(scope="session")
def failing_disk_library(tmp_path_factory):
    """The library that makes durable writes fail while a file exists."""
    library = tmp_path_factory.mktemp("library") / "failing_disk.so"
    done = run("g++-12", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC",
               HERE / "failing_disk.cc", "-o", library, "-ldl")
    assert done.returncode == 0, done.stderr
    return library

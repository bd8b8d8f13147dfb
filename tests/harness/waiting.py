"""Waiting for what another process does: until it is so, however busy the machine is."""
import threading
import time


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)

"""Waiting for what another process does: until it is so, however busy the machine is."""
import threading
import time


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def is_closed(connection):
    """Whether the other side has closed it. Does not wait; what was sent before is dropped."""
    connection.settimeout(0)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except ConnectionResetError:
        pass
    return True

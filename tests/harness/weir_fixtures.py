"""Fixtures of every suite that starts servers of its own: imported by its conftest.py."""
import pytest

from server_clock import ServerClock, build_library
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, WeirProcess


@pytest.fixture
def weir_data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def start_weir(weir_data):
    """start_weir(*flags, …): a server of one's own on a new directory, stopped after the test."""
    started = []

    def start(*flags, data=None, users=True, **options):
        process = WeirProcess(data or weir_data, *flags, users=users, **options)
        process.start()
        started.append(process)
        process.access_key, process.secret_key = ACCESS_KEY, SECRET_KEY
        process.region, process.account = REGION, "000000000000"
        return process

    yield start
    for process in started:
        if process.is_running():
            assert process.stop() == 0


@pytest.fixture(scope="session")
def clock_library(tmp_path_factory):
    return build_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def clock(clock_library, tmp_path):
    """A server's clock that runs as ours does, and can be moved on."""
    made = ServerClock(clock_library, tmp_path / "clock", runs=True)
    yield made
    made.close()


@pytest.fixture
def held_clock(clock_library, tmp_path):
    """A server's clock that goes on only when it is told to."""
    made = ServerClock(clock_library, tmp_path / "held-clock", runs=False)
    yield made
    made.close()

"""Fixtures of every suite that starts servers of its own: imported by its conftest.py."""
import pytest

from fast_clock import FastClock, build_library
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
def fast_clock_library(tmp_path_factory):
    return build_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def fast_clock(fast_clock_library, tmp_path):
    """A minute there is a second here."""
    clock = FastClock(fast_clock_library, tmp_path / "clock", rate=60)
    yield clock
    clock.close()

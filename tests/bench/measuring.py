"""What every row of the bench is made with: servers to measure, runs side by side, the table."""
import contextlib
import dataclasses
import pathlib
import shutil
import statistics
import sys
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/harness"))

import load  # noqa: E402
import rivals  # noqa: E402
from weir_process import WeirProcess  # noqa: E402


@dataclasses.dataclass
class Row:
    """One thing that is measured. `measure` gets a Bench and adds lines to its table."""
    name: str
    what: str
    measure: typing.Callable


@dataclasses.dataclass
class Line:
    """One line of the table."""
    row: str
    what: str
    weir: str
    rival: str
    ratio: str
    reach: str
    reached: bool
    beside: str = ""


class Bench:
    """Where the rows run, how long, how often, and what they found."""

    def __init__(self, folder, seconds, rounds, gigabytes, shards=10_000, connections=10_000,
                 alarms=5_000):
        self.folder = folder
        self.seconds = seconds
        self.rounds = rounds
        self.gigabytes = gigabytes
        self.shards = shards
        self.connections = connections
        self.alarms = alarms
        self.lines = []
        self.servers = 0

    def add(self, line):
        self.lines.append(line)
        print(f"  {line.what}: {line.weir}, against {line.rival}: {line.ratio} ({line.reach}) "
              f"{line.beside}", flush=True)

    @contextlib.contextmanager
    def weir(self, *flags, pinned=True, **variables):
        """A server on a new directory, with its limits lifted; it and the directory go
        afterwards. Pinned: it has the server's core to itself."""
        self.servers += 1
        server = WeirProcess(self.folder / f"data{self.servers}", "--no-limits", *flags,
                             prefix=load.ON_SERVER_CORE if pinned else (), **variables)
        server.start()
        try:
            yield server
        finally:
            if server.is_running():
                server.kill()
            shutil.rmtree(server.data, ignore_errors=True)  # The memory log has none.

    @contextlib.contextmanager
    def nginx(self, certificate=None):
        """With a certificate, which holds its key, it speaks TLS at `tls_address` too."""
        server = rivals.Nginx(self.folder, certificate)
        try:
            yield server
        finally:
            server.stop()

    def wrk(self, server, requests, connections, pinned=True, scheme="http"):
        """A run of wrk. `requests` makes them anew: signatures age."""
        return load.wrk(self.folder, server.address, server.process.pid, requests(), connections,
                        self.seconds, pinned, scheme)

    def h2load(self, server, parts, connections, streams):
        """A run of h2load. `parts` makes the headers and the body of the request anew."""
        return load.h2load(self.folder, server.address, server.process.pid, *parts(), connections,
                           streams, self.seconds)

    def large_answers(self, server, request, connections):
        """A run of the client for answers of megabytes, all to the same request."""
        return load.large_answers(server.address, server.process.pid, request(), connections,
                                  self.seconds)

    def side_by_side(self, **sides):
        """Calls each side in turn, `rounds` times, and returns their runs by name. The first call
        of each is short and only warms up."""
        seconds, self.seconds = self.seconds, 1
        for side in sides.values():
            side()
        self.seconds = seconds
        runs = {name: [] for name in sides}
        for _ in range(self.rounds):
            for name, side in sides.items():
                runs[name].append(side())
        return runs


def median(runs, of):
    return statistics.median(of(run) for run in runs)


def per_second(runs):
    return median(runs, lambda run: run.per_second)


def cpu_us(runs):
    return median(runs, lambda run: run.cpu_us_per_request)


def ratio_of(runs, rival, of):
    """The median over pairs of runs, which followed each other: what else goes on in the machine
    changes slowly, and so falls out. It need not be the ratio of the two medians."""
    return statistics.median(of(ours) / of(theirs) for ours, theirs in zip(runs, rival, strict=True))


def ratio_of_cpu(runs, rival):
    return ratio_of(runs, rival, lambda run: run.cpu_us_per_request)


def describe(runs):
    """What the table says of one side's runs of requests. `busy` is the share of the server's
    core: well below 100 %, something else than the server's processor set the pace."""
    text = (f"{per_second(runs):,.0f}/s, {cpu_us(runs):.1f} µs CPU, "
            f"{median(runs, lambda run: run.busy):.0%} busy")
    if not runs[0].p99_us:  # Not every client measures it.
        return text
    return (f"{text}, p50 {median(runs, lambda run: run.p50_us) / 1000:.2f} ms, "
            f"p99 {median(runs, lambda run: run.p99_us) / 1000:.2f} ms")


def at_least(row, what, runs_of_weir, runs_of_rival, reach, beside=""):
    """The line that compares requests a second."""
    ratio = ratio_of(runs_of_weir, runs_of_rival, lambda run: run.per_second)
    return Line(row, what, describe(runs_of_weir), describe(runs_of_rival), f"{ratio:.2f} ×",
                f"≥ {reach} ×", ratio >= reach, beside)

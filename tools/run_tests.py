#!/usr/bin/env python3
"""The gate: builds and runs everything that must hold before a change may land.

    run_tests.py [--list] [PART...]      no PART means the gate's

The gate runs in lanes side by side, since some parts compute and others mostly wait; parts that are
named run one after another. Each part is timed, its output goes to build/tests/PART.log and to the
screen when it fails. The last line counts every test of every part: "N passed, N failed".
"""
import argparse
import concurrent.futures
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build/tests"
JOBS = str(os.cpu_count())
VENV = "build/venv/bin/python"
KCL = "tests/clients/test_kcl.py"  # It waits for a minute, and so has a part of its own.
# Where nothing is known to be clean yet, folders take four minutes of a core, single files seven.
LINT_SECONDS = "60"

# The suites that start threads, without the seeds of the journal, which need none; the others would
# only repeat under ThreadSanitizer what the dev build has shown. The gate has time for those in which
# threads meet: loops and workers, committer and readers.
THREADED = ("env", "log", "log_journal", "log_memory", "http", "http_tls", "stream", "server")
MOST_THREADED = ("env", "log_journal")


class Part:
    """One part of the gate: runs commands and counts what they tested."""

    def __init__(self, name):
        self.name = name
        self.reports = REPORTS / name
        shutil.rmtree(self.reports, ignore_errors=True)
        self.reports.mkdir(parents=True)
        self.log_path = REPORTS / f"{name}.log"
        self.log = self.log_path.open("wb")
        self.passed = 0
        self.failed = 0
        self.processor_seconds = 0

    def run(self, *command, **environment):
        """Runs a command; its output goes to the log. True when it exited with 0."""
        self.log.write(f"$ {' '.join(command)}\n".encode())
        self.log.flush()
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self.log,
                                   stderr=subprocess.STDOUT, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.processor_seconds += usage.ru_utime + usage.ru_stime
        return process.returncode == 0

    def check(self, *command):
        """A command that is one test."""
        if self.run(*command):
            self.passed += 1
            return True
        self.failed += 1
        return False

    def count(self, reports):
        """Adds the tests of JUnit reports and returns how many of them failed."""
        failed = 0
        for report in reports:
            for case in xml.parse(report).getroot().iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                elif case.find("skipped") is None and case.get("status") != "notrun":
                    self.passed += 1
        self.failed += failed
        return failed

    def build(self, preset, *targets):
        return self.check("cmake", "--preset", preset) and self.check(
            "cmake", "--build", f"build/{preset}", "-j", JOBS,
            *(["--target", *targets] if targets else []))

    def ctest(self, preset, *arguments, **environment):
        """Runs ctest. Counts the cases of GoogleTest's programs, and other programs as one test."""
        own = self.reports / "ctest.xml"
        passed = self.run("ctest", "--test-dir", f"build/{preset}", "-j", JOBS,
                          "--output-on-failure", "--no-tests=error", "--output-junit", str(own),
                          *arguments, GTEST_OUTPUT=f"xml:{self.reports}/cases/", **environment)
        failed = self.count(sorted((self.reports / "cases").glob("*.xml")))
        if not passed and failed == 0:
            self.failed += 1  # A program that died before it could report.

    def pytest(self, *arguments, **environment):
        report = self.reports / "pytest.xml"
        passed = self.run(VENV, "-m", "pytest", "-q", f"--junitxml={report}", *arguments,
                          **environment)
        failed = self.count([report]) if report.exists() else 0
        if not passed and failed == 0:
            self.failed += 1


def tidy(part):
    part.check("/usr/bin/python3", "tools/check_layers.py")
    part.check("/usr/bin/python3", "tools/tidy.py")
    part.check("/usr/bin/python3", "tools/checkers_test.py")
    files = [str(path) for folder in ("src", "apps", "tests")
             for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".h", ".cc")]
    part.check("clang-format-19", "--dry-run", "-Werror", *files)


def unit(part):
    if part.build("dev"):
        part.ctest("dev")


# What both lanes want is made in one place, by one of them.
BUILDING = threading.Lock()
FETCHING = threading.Lock()


def release(part):
    with BUILDING:
        return part.build("release", "weir")


def fetch_clients(part):
    with FETCHING:
        return part.check("/usr/bin/python3", "tools/clients.py")


def fetch_sdks(part, *names):
    with FETCHING:
        return part.check("/usr/bin/python3", "tools/sdks.py", *names)


def clients(part):
    return release(part) and fetch_clients(part)


def conformance(part):
    if clients(part):
        part.pytest("tests/conformance")


def h2spec(part):
    if clients(part) and fetch_sdks(part, "h2spec"):
        part.pytest("tests/h2spec")


def sdks(part):
    if clients(part) and fetch_sdks(part):
        part.pytest("tests/clients", f"--ignore={KCL}")
        reasons = [path.read_text() for path in sorted(ROOT.glob("build/sdks/*/left-out"))]
        reasons.append(subprocess.run(["/usr/bin/python3", "tests/clients/left_out.py"], cwd=ROOT,
                                      stdout=subprocess.PIPE, text=True, check=True).stdout)
        with SCREEN:
            for line in "".join(reasons).splitlines():
                print(f"   sdks: {line}", flush=True)


def kcl(part):
    if clients(part) and fetch_sdks(part, "kcl", "dynamodb"):
        part.pytest(KCL)


def model(part):
    if clients(part):
        part.pytest("tests/model", "--hypothesis-seed=1")


def kill(part):
    if clients(part):
        part.pytest("tests/kill")


def faults(part):
    if clients(part):
        part.pytest("tests/faults")


def meter(part):
    if clients(part):
        part.pytest("tests/meter")


def bench(part):
    if clients(part):
        part.pytest("tests/bench")


def reports(part):
    if (part.build("dev", "made_up_report") and fetch_clients(part)
            and part.check("/usr/bin/python3", "tools/report_tools.py")):
        part.pytest("tests/reports")


def race(part, suites, *more_targets):
    """Runs suites under ThreadSanitizer, after a build that may have further targets."""
    suites = [name for name in suites
              if any((ROOT / "src" / name.replace("_", "/")).glob("*_test.cc"))]
    if not part.build("tsan", *more_targets, *(f"{name}_test" for name in suites)):
        return False
    part.ctest("tsan", "-R", f"^({'|'.join(suites)})$", GTEST_FILTER="-JournalSeeds.*")
    return True


def threads(part):
    race(part, MOST_THREADED)


def all_threads(part):
    if race(part, THREADED, "weir") and fetch_clients(part):
        part.pytest("tests/kill/test_kill.py", "tests/conformance/test_streams.py",
                    "tests/conformance/test_users.py", WEIR_BINARY=str(ROOT / "build/tsan/weir"),
                    WEIR_KILLS="5", TSAN_OPTIONS="halt_on_error=1")


def lint(part):
    part.check("/usr/bin/python3", "tools/lint_test.py")
    part.check("/usr/bin/python3", "tools/lint.py", "--seconds", LINT_SECONDS)


PARTS = {
    "tidy": (tidy, "layers, house rules and formatting"),
    "unit": (unit, "every unit test and the simulation, under ASan and UBSan"),
    "release": (release, "the release binary builds"),
    "conformance": (conformance, "AWS CLI and boto3 against the release binary"),
    "h2spec": (h2spec, "every case of h2spec, in clear text and inside TLS"),
    "sdks": (sdks, "every AWS SDK runs the tables of steps, over HTTP and TLS"),
    "kcl": (kcl, "the Kinesis Client Library follows a stream through split and merge"),
    "model": (model, "random sequences of operations beside a model of the service"),
    "kill": (kill, "kill -9 under load, a hundred times; and what it loses of the metrics"),
    "faults": (faults, "full and failing disks, clocks that jump, greedy clients"),
    "reports": (reports, "JMeter and Chromium open what the meter writes"),
    "meter": (meter, "weir meter against the release binary, its results read back"),
    "bench": (bench, "every row of the bench works, and its page has them all"),
    "threads": (threads, "the loops' and the journal's suites, under ThreadSanitizer"),
    "all_threads": (all_threads, "every suite with threads, and the binary, under ThreadSanitizer"),
    "lint": (lint, "clang's thread-safety analysis and clang-tidy, as much as there is time for"),
}


# What runs without being named: lanes side by side, in each one part after another. The others
# (all_threads) run by name.
LANES = (
    ("tidy", "release", "conformance", "h2spec", "model", "sdks", "faults", "kill",
     "meter", "bench"),
    ("unit", "reports", "kcl", "threads", "lint"),
)

SCREEN = threading.Lock()


def run_part(name):
    function, title = PARTS[name]
    with SCREEN:
        print(f"== {name}: {title}", flush=True)
    start = time.monotonic()
    part = Part(name)
    function(part)
    part.log.close()
    with SCREEN:
        if part.failed:
            lines = part.log_path.read_text(errors="replace").splitlines()
            print("\n".join(lines[-300:]))
            print(f"   the whole of it: {part.log_path.relative_to(ROOT)}")
        print(f"   {name}: {part.passed} ok, {part.failed} not, {time.monotonic() - start:.0f} s "
              f"({part.processor_seconds:.0f} s of a core)", flush=True)
    return part


def run_lanes(lanes):
    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        done = pool.map(lambda names: [run_part(name) for name in names], lanes)
        return list(itertools.chain(*done))


def main():
    parser = argparse.ArgumentParser(prog="./dev test")
    parser.add_argument("--list", action="store_true", help="print the parts and stop")
    parser.add_argument("parts", nargs="*", metavar="PART")
    options = parser.parse_args()
    if options.list:
        for name, (_, title) in PARTS.items():
            print(f"{name:12} {title}")
        return 0
    unknown = [name for name in options.parts if name not in PARTS]
    if unknown:
        print(f"./dev test has no part {unknown[0]}; ./dev test --list names them")
        return 2

    start = time.monotonic()
    done = run_lanes([options.parts] if options.parts else LANES)
    print(f"== {time.monotonic() - start:.0f} s in all")
    for part in done:
        if part.failed:
            print(f"failed: {part.name} ({part.failed})")
    passed = sum(part.passed for part in done)
    failed = sum(part.failed for part in done)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

"""h2spec, which knows what HTTP/2 demands of a server, against the release binary: each of its cases
is a test, the strict ones too, in clear text and inside TLS."""
import functools
import pathlib
import re
import subprocess
import xml.etree.ElementTree

import pytest

from weir_process import WeirProcess

PROGRAM = pathlib.Path(__file__).resolve().parent.parent.parent / "build/sdks/h2spec/h2spec"
FLAGS = {"clear-text": [], "tls": ["--tls", "--insecure"]}
# For a case that waits for an answer which need not come; a machine may be busy.
TIMEOUT_SECONDS = "10"


def h2spec(port, *flags):
    """Exits with 1 when a case has failed, which its report tells better."""
    done = subprocess.run([PROGRAM, "--strict", "--timeout", TIMEOUT_SECONDS, "--port", str(port),
                           *flags], capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


CASES = re.findall(r"^\s+\d+: (.*)$", h2spec(1, "--dryrun"), re.MULTILINE)


def test_all_cases_of_this_version_are_here():
    assert len(CASES) == 146


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """report(transport): what became of each case, in the order of CASES."""
    folder = tmp_path_factory.mktemp("h2spec")
    server = WeirProcess(folder / "data").start()

    @functools.cache
    def of(transport):
        path = folder / f"{transport}.xml"
        h2spec(server.port, *FLAGS[transport], "--junit-report", str(path))
        return list(xml.etree.ElementTree.parse(path).iter("testcase"))

    yield of
    assert server.stop() == 0, server.log()


# A case that is skipped has not been shown: that is a failure as well.
@pytest.mark.parametrize("transport", FLAGS)
@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_case(report, transport, number):
    case = report(transport)[number]
    assert case.get("classname") == CASES[number]
    problems = [f"{problem.tag}: {problem.text}" for problem in case]
    assert not problems, f"section {case.get('package')}: " + "\n".join(problems)

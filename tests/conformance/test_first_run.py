"""`./dev run`, as somebody meets it who has just cloned the repository."""
import base64
import os
import pathlib
import re
import signal
import subprocess

import pytest

from weir_process import environment

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLIS = {"v2": "/usr/bin", "v1": ROOT / "build/venv-cli/bin"}
LAST_LINE = "Ctrl-C stops"


class FirstRun:
    """What `./dev run` prints, up to where it serves, and its end."""

    def __init__(self, data):
        # Another port and directory, so that it meets nobody; the rest is what people type. Keys of
        # another service in the environment must not disturb it.
        self.process = subprocess.Popen(
            ["./dev", "run", "--listen", "127.0.0.1:0", "--data", str(data)], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env=environment(AWS_ACCESS_KEY_ID="AKIDOFANOTHERSERVICE"))
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if line.startswith(LAST_LINE):
                break
        assert LAST_LINE in self.printed, self.printed + self.process.stderr.read()

    @property
    def endpoint(self):
        return re.search(r"http://127\.0\.0\.1:\d+", self.printed)[0]

    @property
    def commands(self):
        """The lines that are there to be pasted."""
        lines = self.printed.partition("Paste into another terminal:\n")[2].splitlines()
        return "\n".join(line[2:] for line in lines if line.startswith("  "))

    def ctrl_c(self):
        """Ctrl-C reaches everything that runs in the terminal; the status is that of ./dev."""
        os.killpg(self.process.pid, signal.SIGINT)
        out, log = self.process.communicate(timeout=60)
        self.printed += out
        return self.process.returncode, log


@pytest.fixture
def first_run(weir_data):
    """first_run(): starts it; each is ended after the test."""
    runs = []

    def start():
        runs.append(FirstRun(weir_data))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.ctrl_c()


def paste(commands, cli, home):
    """Runs what was printed in a new shell, word for word."""
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail"], input=commands, text=True, capture_output=True,
        timeout=120, check=False, cwd=ROOT,
        env=environment(PATH=f"{CLIS[cli]}:/usr/bin:/bin", HOME=str(home), AWS_PAGER="",
                        AWS_EC2_METADATA_DISABLED="true"))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("cli", CLIS)
def test_the_first_minutes(first_run, tmp_path, cli):
    run = first_run()
    # Each event with its shard, its sequence number and the time it took.
    events = re.findall(r"^  (shardId-0{11}[01])  (\d{56})  (\d+\.\d\d) ms  (.+)$", run.printed,
                        re.MULTILINE)
    assert len(events) == 5
    assert {shard for shard, _, _, _ in events} == {"shardId-000000000000", "shardId-000000000001"}

    # The pasted commands list the stream, put a record and read one shard, events and all; then they
    # put another one and read everything without the AWS command line.
    answers = paste(run.commands, cli, tmp_path)
    assert '"client-stream"' in answers
    for shard, number, _, data in events:
        if shard == "shardId-000000000000":
            assert number in answers and base64.b64encode(data.encode()).decode() in answers
    assert answers.count('"SequenceNumber"') >= 2
    assert all(text in answers for text in ("level_cm", "level 113.2 cm", "level 113.4 cm"))

    # Ctrl-C drains, says so and ends well; a second run finds what is there.
    status, log = run.ctrl_c()
    assert status == 0 and "event=stopped" in log.splitlines()[-1]
    again = first_run()
    kept = re.findall(r"^  shardId-00000000000[01]  (\d+) records?$", again.printed, re.MULTILINE)
    assert sum(map(int, kept)) == 7
    assert "client-stream" in paste(again.commands, cli, tmp_path)
    assert again.ctrl_c()[0] == 0


# Somebody else's server has the port already: one sentence, and how to go on.
def test_a_port_that_is_taken(first_run, weir_data):
    taken = first_run().endpoint.rpartition("/")[2]
    done = subprocess.run(["./dev", "run", "--listen", taken, "--data", f"{weir_data}-2"], cwd=ROOT,
                          capture_output=True, text=True, check=False, timeout=60,
                          env=environment())
    assert done.returncode == 1
    [sentence] = done.stderr.splitlines()
    assert taken.rpartition(":")[2] in sentence and "--listen" in sentence

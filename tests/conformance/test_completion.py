"""Completion in the shells themselves: somebody types, presses Tab, and looks at what comes.

bash and zsh run in a terminal of their own, and the command that Tab completed is then run: a function
stands in for `weir` and prints its arguments. fish can be asked for its candidates directly.
"""
import os
import pathlib
import pty
import re
import select
import subprocess
import time

import pytest

from weir_process import BINARY, environment

ANSWER_SECONDS = 60
COMMANDS = ["serve", "put", "tail", "stream", "user", "settings", "completion"]


class Terminal:
    """A shell in a terminal, with completion of weir switched on as the page says."""

    START = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}

    def __init__(self, shell, home):
        (home / "records.txt").write_text("")
        variables = environment(PATH=f"{BINARY.parent}:{os.environ['PATH']}", HOME=str(home),
                                TERM="dumb", PS1="$ ", HISTFILE="")
        process, self.file = pty.fork()
        if process == 0:
            os.chdir(home)
            os.execvpe(self.START[shell][0], self.START[shell], variables)
        self.process = process
        self.type(f'eval "$(weir completion {shell})"\n')
        # What the shell echoes is not what it prints: the word is put together by printf.
        self.type("weir() { printf 'run%s' with; printf ' [%s]' \"$@\"; printf 'en%s\\n' d; }\n")

    def type(self, text):
        os.write(self.file, text.encode())

    def read_until(self, pattern):
        deadline = time.monotonic() + ANSWER_SECONDS
        printed = ""
        while not (found := re.search(pattern, printed, re.DOTALL)):
            left = deadline - time.monotonic()
            assert left > 0 and select.select([self.file], [], [], left)[0], printed
            printed += os.read(self.file, 65536).decode(errors="replace")
        return found

    def completed(self, line):
        """The arguments of weir after `line`, in which each "\t" was a Tab, was run."""
        self.type(line + "\n")
        words = self.read_until(r"runwith( \[.*?\])end")[1]
        return re.findall(r"\[(.*?)\]", words)

    def close(self):
        os.close(self.file)
        os.waitpid(self.process, 0)


@pytest.fixture(params=["bash", "zsh"])
def terminal(request, tmp_path):
    opened = Terminal(request.param, tmp_path)
    yield opened
    opened.close()


# What is unmistakable is filled in: commands, commands below them, options, choices and files.
def test_what_tab_fills_in(terminal):
    for line, expected in [
            ("weir str\tdescr\torders", ["stream", "describe", "orders"]),
            ("weir sett\t", ["settings"]),
            ("weir user rot\talice", ["user", "rotate", "alice"]),
            ("weir serve --segm\t123", ["serve", "--segment-bytes", "123"]),
            ("weir stream create orders --sha\t2", ["stream", "create", "orders", "--shards", "2"]),
            ("weir completion fi\t", ["completion", "fish"]),
            ("weir put orders rec\t", ["put", "orders", "records.txt"]),
            ("weir serve --config rec\t", ["serve", "--config", "records.txt"])]:
        assert terminal.completed(line) == expected


# What is not, is listed.
def test_what_tab_lists(terminal):
    terminal.type("weir s\t\t")
    listed = terminal.read_until(r"serve.*stream|stream.*serve")[0]
    assert "put" not in listed
    terminal.type("\x15weir user \t\t")
    terminal.read_until(r"add.*list.*remove.*rotate.*session")


def fish_offers(line, folder):
    """The candidates that fish has for what was typed."""
    done = subprocess.run(
        ["fish", "--no-config", "-c", "weir completion fish | source; complete -C $argv[1]", line],
        capture_output=True, text=True, check=True, timeout=ANSWER_SECONDS, cwd=folder,
        env=environment(PATH=f"{BINARY.parent}:{os.environ['PATH']}", HOME=str(folder)))
    assert done.stderr == ""
    return {candidate.split("\t")[0] for candidate in done.stdout.splitlines()}


def test_what_fish_offers(tmp_path):
    # Commands with what they do, never files where none belong.
    pathlib.Path(tmp_path / "serve.txt").write_text("")
    assert fish_offers("weir ", tmp_path) >= set(COMMANDS)
    assert "serve.txt" not in fish_offers("weir s", tmp_path)
    assert fish_offers("weir s", tmp_path) == {"serve", "settings", "stream"}
    assert fish_offers("weir user ", tmp_path) == {"add", "list", "remove", "rotate", "session"}
    assert fish_offers("weir user rotate --acc", tmp_path) == {"--access-key"}
    assert fish_offers("weir stream create orders --sha", tmp_path) == {"--shards"}
    assert fish_offers("weir serve --segm", tmp_path) == {"--segment-bytes"}
    assert fish_offers("weir completion ", tmp_path) == {"bash", "zsh", "fish"}
    assert "serve.txt" in fish_offers("weir put orders s", tmp_path)
    assert "serve.txt" in fish_offers("weir serve --config s", tmp_path)

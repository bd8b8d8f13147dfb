"""The documents' commands are run as they stand, so that nobody follows one that does not work.

A block marked `sh` is run line by line, against a server of its own: 127.0.0.1:4567 becomes its
address and ./weir-data its directory. Other blocks hold no commands but those of ./dev, unless they
have a name of their own, as those of docs/clients.md, which tests/clients runs. Commands within a
sentence are compared with the program's help.
"""
import os
import pathlib
import re
import subprocess

import pytest

from weir_process import BINARY, environment, weir

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path):
    return re.findall(r"^```sh\n(.*?)^```$", path.read_text(), re.MULTILINE | re.DOTALL)


WITH_BLOCKS = [path for path in DOCUMENTS if blocks(path)]
COMMAND = re.compile(r"^\s*(?:\$ )?(?:sudo )?((?:weir|aws|curl|\S*/weir|\./dev|apt-get|pip|npm)\b.*)")


def test_the_readme_has_commands():
    # Or the tests below would hold for a README without any.
    assert ROOT / "README.md" in WITH_BLOCKS


# In the order of the page, in one shell, as a reader would: later commands need earlier ones.
@pytest.mark.parametrize("path", WITH_BLOCKS, ids=[path.name for path in WITH_BLOCKS])
def test_every_command_works(start_weir, weir_data, tmp_path, path):
    server = start_weir(users=False)
    script = "set -eu -o pipefail\n" + "\n".join(blocks(path))
    script = script.replace("127.0.0.1:4567", server.address).replace("./weir-data", str(weir_data))
    done = subprocess.run(
        ["bash"], input=script, text=True, capture_output=True, timeout=120, cwd=tmp_path,
        check=False, env=environment(PATH=f"{BINARY.parent}:/usr/bin:/bin:{os.environ['PATH']}",
                                     AWS_EC2_METADATA_DISABLED="true", HOME=str(tmp_path)))
    assert done.returncode == 0, done.stdout + done.stderr


# A command in a block of another kind, or in an indented one, would be run by nobody.
@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_no_command_hides_from_the_test_above(path):
    text = path.read_text()
    run_here = re.sub(r"^```sh\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    elsewhere = re.sub(r"^```\w+ \S+\n.*?^```$", "", run_here, flags=re.MULTILINE | re.DOTALL)
    fenced = re.findall(r"^```.*?^```$", elsewhere, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    .*$", elsewhere, re.MULTILINE)
    for line in "\n".join([*fenced, *indented]).splitlines():
        found = COMMAND.match(line)
        assert not found or re.match(r"\./dev(\s|$)", found[1]), line


def subcommand_help(words):
    """The help of the command that these words begin with, and the words behind it."""
    path = []
    while words and re.search(rf"^  {words[0]}\s", weir(*path, "--help").stdout, re.MULTILINE) \
            and not words[0].startswith("-"):
        path.append(words.pop(0))
    assert path, words
    return weir(*path, "--help").stdout


# `weir user add NAME --data DIR`, in the middle of a sentence: each word and flag must exist.
@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_commands_in_sentences_exist(path):
    for command in re.findall(r"`weir ([^`]+)`", path.read_text()):
        words = command.split()
        text = subcommand_help(words)
        for flag in (word for word in words if word.startswith("--")):
            assert re.search(rf"{flag}\b", text), f"weir {command}"


# ./dev is run by everybody all the time; here it only has to know the commands that pages name.
@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_dev_knows_every_command_that_is_named(path):
    usage = subprocess.run(["./dev"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^  (\w+)", usage, re.MULTILINE))
    named = set(re.findall(r"\./dev (\w+)", path.read_text()))
    assert named <= known


# A link to a page that is not there helps nobody.
@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_every_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target

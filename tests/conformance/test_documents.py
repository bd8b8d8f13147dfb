"""The documents' commands are run as they stand, so that nobody follows one that does not work.

A block marked `sh` is run line by line, against a server of its own: 127.0.0.1:4567 becomes its
address and ./weir-data its directory. Other blocks may only name commands of ./dev.
"""
import os
import pathlib
import re
import subprocess

import pytest

from weir_process import BINARY, environment

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path):
    return re.findall(r"^```sh\n(.*?)^```$", path.read_text(), re.MULTILINE | re.DOTALL)


WITH_BLOCKS = [path for path in DOCUMENTS if blocks(path)]


# In the order of the page, in one shell, as a reader would: later commands need earlier ones.
@pytest.mark.parametrize("path", WITH_BLOCKS, ids=[path.name for path in WITH_BLOCKS])
def test_every_command_works(start_weir, weir_data, tmp_path, path):
    server = start_weir(users=False)
    script = "set -e\n" + "\n".join(blocks(path))
    script = script.replace("127.0.0.1:4567", server.address).replace("./weir-data", str(weir_data))
    done = subprocess.run(
        ["bash"], input=script, text=True, capture_output=True, timeout=120, cwd=tmp_path,
        check=False, env=environment(PATH=f"{BINARY.parent}:/usr/bin:/bin:{os.environ['PATH']}",
                                     AWS_EC2_METADATA_DISABLED="true", HOME=str(tmp_path)))
    assert done.returncode == 0, done.stdout + done.stderr


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

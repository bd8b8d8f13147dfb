"""docs/clients.md says what the drivers do and what is installed, to the letter."""
import json
import re
import subprocess

import pytest

from page import PAGE, blocks, marked, versions
from sdks import HERE, ROOT, SDKS
from weir_process import environment

RUN_BY_THE_SHELL = {"environment", "cli", "cli-environment"}
RUN_ELSEWHERE = {"kpl-properties"}  # test_kpl.py


def pinned():
    """The versions that are installed, from where they are pinned."""
    def found(pattern, file):
        return re.search(pattern, (ROOT / file).read_text())[1]

    javascript = json.loads((HERE / "javascript/package.json").read_text())["dependencies"]
    debian = {package: subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True,
        check=True).stdout.partition("-")[0] for package in ("awscli", "ruby-aws-sdk")}
    conformance = "tests/conformance/"
    return {
        "AWS CLI v1": found(r"awscli==(.*)", conformance + "requirements-cli.txt"),
        "AWS CLI v2": debian["awscli"],
        "boto3": found(r"boto3==(.*)", conformance + "requirements.txt"),
        "JavaScript v2": javascript["aws-sdk"],
        "JavaScript v3": javascript["@aws-sdk/client-kinesis"],
        "Java v1": found(r"<version>(1\..*)</version>", "tests/clients/java_v1/pom.xml"),
        "Java v2": found(r"<version>(2\..*)</version>", "tests/clients/java_v2/pom.xml"),
        "Go v2": found(r"service/kinesis v(.*)", "tests/clients/go/go.mod"),
        "Rust": found(r'aws-sdk-kinesis = "=(.*)"', "tests/clients/rust/Cargo.toml"),
        "KCL": found(r"kinesis-client</artifactId>\s*<version>(.*)</version>",
                     "tests/clients/kcl/pom.xml"),
        "KPL": found(r"<version>(1\.1\.1)</version>", "tests/clients/kpl/pom.xml"),
        "Ruby v1": debian["ruby-aws-sdk"],
    }


def test_the_versions_are_those_that_are_installed():
    assert versions() == pinned()


# Whom the page tells to run which lines is who runs them.
def test_the_lines_for_trust_are_those_that_are_run():
    told = set(re.findall(r"^\| [\w ,]+ \| `([a-z][\w-]*)` \|", PAGE, re.MULTILINE))
    assert told == {sdk.trust for sdk in SDKS} | {"kpl"}


# What is not run is not on the page, and what a driver marks is.
def test_every_block_is_a_driver_s_or_the_shell_s():
    assert set(marked()) | RUN_BY_THE_SHELL | RUN_ELSEWHERE == set(blocks())


@pytest.mark.parametrize("name", sorted(marked()))
def test_a_block_is_what_the_driver_runs(name):
    assert blocks()[name] == marked()[name]


# The command line's blocks, after the page's environment, as somebody types them.
# Debian's version 2 is older than the variable.
@pytest.mark.parametrize("name, version", [("cli", "v1"), ("cli", "v2"), ("cli-environment", "v1")])
def test_the_shell_s_blocks(open_server, tmp_path, name, version):
    programs = {"v1": ROOT / "build/venv-cli/bin/aws", "v2": "/usr/bin/aws"}
    (tmp_path / "aws").symlink_to(programs[version])
    lines = f"endpoint={open_server.url}\n{blocks()['environment']}{blocks()[name]}"
    variables = environment(HOME=str(tmp_path), AWS_PAGER="")
    variables["PATH"] = f"{tmp_path}:{variables['PATH']}"
    done = subprocess.run(["sh", "-eu", "-c", lines], env=variables, capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["StreamNames"] == []

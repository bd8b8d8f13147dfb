#!/usr/bin/env python3
"""Fetches the AWS clients and the real events that the tests use, into build/.

build/venv         pytest and boto3
build/venv-cli     the AWS command line, version 1 (it brings a botocore of its own)
build/vega         the events of the npm package vega-datasets

Each comes from its own registry by its ordinary client, so whatever index that client is set up
for is used. Nothing is fetched again while the version asked for is there.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
VEGA_DATASETS = "3.2.1"


def run(*command, **options):
    subprocess.run([str(word) for word in command], check=True, **options)


def virtual_environment(name, requirements):
    folder = BUILD / name
    wanted = requirements.read_text()
    done = folder / "requirements-installed.txt"
    if done.exists() and done.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    run("/usr/bin/python3", "-m", "venv", folder)
    run(folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--requirement", requirements)
    done.write_text(wanted)


def real_events():
    folder = BUILD / "vega"
    if (folder / VEGA_DATASETS).exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("npm", "pack", "--silent", f"vega-datasets@{VEGA_DATASETS}", cwd=folder,
        stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        for name in ("flights-20k.json", "earthquakes.json"):
            text = package.extractfile(f"package/data/{name}").read()
            json.loads(text)
            (folder / name).write_bytes(text)
    (folder / VEGA_DATASETS).touch()


def main():
    BUILD.mkdir(exist_ok=True)
    conformance = ROOT / "tests/conformance"
    virtual_environment("venv", conformance / "requirements.txt")
    virtual_environment("venv-cli", conformance / "requirements-cli.txt")
    real_events()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Executes the steps of the table with the AWS command line: a step a line in, its result a line out.

Each step is one whole command, arguments in and text out, run in this process because starting the
program anew for each costs a second. The interpreter decides which version it is: Debian's python3
finds version 2, the one of build/venv-cli version 1.
"""
import base64
import contextlib
import datetime
import io
import json
import os
import pathlib
import re
import sys
import tempfile

import awscli
from awscli.botocore import xform_name
from awscli.clidriver import create_clidriver

VERSION_2 = awscli.__version__.startswith("2.")

endpoint = os.environ["ENDPOINT"]


def to_argument(value, name=None):
    """A value as JSON inside an argument, where version 2 takes base64 and version 1 plain text."""
    if isinstance(value, dict):
        return {name: to_argument(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [to_argument(element, name) for element in value]
    if name == "Data" and not VERSION_2:
        return base64.b64decode(value).decode()
    if name == "Timestamp":
        return value / 1000
    return value


def from_output(value, name=""):
    if isinstance(value, dict):
        return {name: from_output(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [from_output(element, name) for element in value]
    if name.endswith("Timestamp") or name in ("StartedAt", "EndedAt", "EarliestAllowedEndAt"):
        if isinstance(value, str):
            return round(datetime.datetime.fromisoformat(value).timestamp() * 1000)
        return round(value * 1000)
    return value


def option(name):
    """StreamARN is --stream-arn."""
    return "--" + xform_name(name, "-")


def arguments_of(operation, members, folder):
    words = ["--endpoint-url", endpoint, "--output", "json", "--no-paginate", "kinesis",
             option(operation)[2:]]
    for name, value in members.items():
        if name == "Data":
            file = folder / "data"
            file.write_bytes(base64.b64decode(value))
            value = f"fileb://{file}"
        else:
            value = to_argument(value, name)
        words += [option(name), value if isinstance(value, str) else json.dumps(value)]
    return words


def execute(step, folder):
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        status = create_clidriver().main(arguments_of(step["operation"], step["input"], folder))
    if status == 0:
        return {"output": from_output(json.loads(out.getvalue() or "{}"))}
    error = re.search(r"An error occurred \((\w+)\) when calling the \w+ operation"
                      r"(?: \(reached max retries: \d+\))?: (.*)", told.getvalue(), re.DOTALL)
    if not error:
        return {"error": {"code": "none", "message": told.getvalue()}}
    return {"error": {"code": error[1], "message": error[2].rstrip("\n")}}


def main():
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            step = json.loads(line)
            os.environ.update(step.get("credentials", {}))
            print(json.dumps(execute(step, pathlib.Path(folder))), flush=True)


main()

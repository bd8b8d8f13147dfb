"""The AWS command line: Debian's version 2 and PyPI's version 1, as people and scripts use it."""
import json
import pathlib
import subprocess

from weir_process import environment

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Version 2 asks CloudWatch in JSON; version 1 in forms, and reads XML.
PROGRAMS = {"v2": "/usr/bin/aws", "v1": ROOT / "build/venv-cli/bin/aws"}


class AwsCli:
    """One of them, pointed at a server, with a home directory of its own."""

    def __init__(self, version, server, home, *prefix, **variables):
        self.command = [str(PROGRAMS[version]), "--endpoint-url", server.url, "--output", "json",
                        *prefix]
        self.variables = environment(
            AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="", AWS_MAX_ATTEMPTS="1", HOME=str(home),
            **variables or dict(
                AWS_ACCESS_KEY_ID=server.access_key, AWS_SECRET_ACCESS_KEY=server.secret_key,
                AWS_DEFAULT_REGION=server.region))

    def __call__(self, *arguments, fails=False):
        """What it printed, parsed, if anything; or the error it ended in."""
        done = subprocess.run([*self.command, *arguments], capture_output=True, text=True,
                              env=self.variables, timeout=60, check=False)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        if fails:
            return done.stderr.strip()
        return json.loads(done.stdout) if done.stdout.strip() else None

"""The reports of one made-up run, written once."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WRITER = pathlib.Path(os.environ.get("WEIR_MADE_UP_REPORT",
                                     ROOT / "build/dev/tests/reports/made_up_report"))


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    subprocess.run([str(WRITER), str(folder)], check=True, timeout=120, stdout=subprocess.PIPE)
    return folder


@pytest.fixture(scope="session")
def result(reports):
    return json.loads((reports / "run.json").read_text())

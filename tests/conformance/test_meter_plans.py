"""`weir meter init` and `weir meter validate`: plans from flags, TOML and JMeter, and what is wrong with them."""
import pathlib

import pytest

from weir_process import weir

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLANS = ROOT / "tests/meter/plans"


# The first plan is one that runs: its template compiles, and its record is JSON with all it names.
def test_init_writes_a_plan_that_validates(tmp_path):
    plan = tmp_path / "plan.toml"
    assert "weir meter validate" in weir("meter", "init", str(plan)).stdout
    told = weir("meter", "validate", str(plan)).stdout
    assert 'Group "writers": 1 thread for 5m, at most 1/s samples' in told
    assert '"customer": "' in told and "{{" not in told.split("For example")[1]
    # The counter's first number is the first key.
    assert 'For example "1" of' in told


def test_init_writes_over_nothing_unless_told_to(tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text("mine")
    done = weir("meter", "init", str(plan), check=False)
    assert done.returncode == 1 and "--force" in done.stderr and plan.read_text() == "mine"
    weir("meter", "init", str(plan), "--force")
    assert plan.read_text() == weir("meter", "init", "-").stdout


# The five-minute test, without a file.
def test_flags_are_a_plan():
    told = weir("meter", "validate", "--stream", "orders", "--threads", "1", "--duration", "300s", "--rate",
                "1/s", "--threshold", "p99 < 50ms").stdout
    assert "1 thread for 5m, at most 1/s samples" in told and "PutRecord to orders" in told
    assert "Must hold: p99 < 50ms" in told


# Requests go to Amazon unless somebody says otherwise; a server on this machine is not assumed.
def test_the_endpoint_is_amazons_or_the_environments():
    command = ["meter", "validate", "--stream", "orders"]
    assert " at http" not in weir(*command).stdout
    variables = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_KINESIS": "http://127.0.0.1:2"}
    assert "orders at http://127.0.0.1:2;" in weir(*command, **variables).stdout
    told = weir(*command, "--operation", "firehose-put-record", **variables).stdout
    assert "orders at http://127.0.0.1:1;" in told
    assert "at http://127.0.0.1:3;" in weir(*command, "--endpoint", "http://127.0.0.1:3", **variables).stdout


def test_awsmeters_plan_is_read_as_it_is():
    told = weir("meter", "validate", str(PLANS / "awsmeter.jmx"), "--set", "kinesis_stream_name=orders",
                "--threads", "3").stdout
    assert "3 threads, 1 loop" in told and "PutRecord to orders" in told
    assert 'For example "0" of' in told and '"message": "number 0"' in told
    assert "Event bus" in told and "is for another service" in told


def test_properties_reach_a_jmeter_plan():
    plan = str(PLANS / "five_minutes.jmx")
    assert "1 thread for 5m" in weir("meter", "validate", plan).stdout
    assert "4 threads for 9s" in weir("meter", "validate", plan, "-J", "threads=4", "-J", "duration=9").stdout


# Secrets are in no report and in no message.
def test_secrets_are_not_shown(tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text('target = { stream = "s", access_key_id = "AKIAHIDDEN", secret_access_key = "HUSHHUSH",'
                    ' session_token = "HUSHTOO" }\n[[group]]\n[[group.sampler]]\n')
    for more in ([], ["--secret-access-key", "HUSHFLAG"], ["--rate", "0/s"]):
        done = weir("meter", "validate", str(plan), *more, check=False)
        assert "HUSH" not in done.stdout + done.stderr


@pytest.mark.parametrize("text, sentence", [
    ('[[group]]\nrate = "0/s"\n[[group.sampler]]\n', ':2:8: The rate "0/s" is 0; nothing would be sent.'),
    ('nmae = 1\n[[group]]\n', ':1:1: "nmae" is not a key of the plan; did you mean "name"?'),
    ('target.stream = "s"\n[[group]]\n[[group.sampler]]\ndata = { file = "not.there" }\n', ":4:17: "),
    ('target.stream = "s"\n[[group]]\n[[group.csv]]\nfile = "not.there"\n[[group.sampler]]\n', ":4:8: "),
    ('target.stream = "s"\n[[group]]\n[[group.sampler]]\ndata = "ab {{random.nonsense}}"\n', ":4:"),
    ("<jmeterTestPlan/>", ":1:1: This is not a JMeter plan"),
    ("<a>", ":1:"),
])
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, sentence):
    plan = tmp_path / "plan"
    plan.write_text(text)
    done = weir("meter", "validate", str(plan), check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert f"weir: {plan}{sentence}" in done.stderr, done.stderr


def test_a_plan_that_is_not_there(tmp_path):
    done = weir("meter", "validate", str(tmp_path / "plan.toml"), check=False)
    assert done.returncode == 1 and "plan.toml" in done.stderr


@pytest.mark.parametrize("arguments", [["meter"], ["meter", "validate", "--no-such-flag"], ["meter", "nonsense"]])
def test_wrong_use(arguments):
    done = weir(*arguments, check=False)
    assert done.returncode == 2 and done.stderr.strip()

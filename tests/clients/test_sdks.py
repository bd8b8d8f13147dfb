"""Every SDK runs the tables of steps, and each must get what the tables say.

A step that is added to scenario.json or operations.json is tested with all of them that know its
operation; the summary says which do not.
"""
import base64
import threading
import time

import pytest

from driver import Driver
from sdks import SDKS
from signed_requests import RawClient
from table import OPERATIONS, STEPS, fill_in, find, mistakes, without

UNTIL_SECONDS = 60


def expected_of(step, sdk, variables):
    if "error" not in step:
        return {"output": fill_in(without(step["output"], sdk.lacks), variables)}
    error = {"code": step["error"], "message": fill_in(step["message"], variables)}
    if sdk.general_error:
        error["type"] = sdk.error_type(step["error"], is_event=step["operation"] == "join")
    return {"error": error}


def carry_out(step, sdk, driver, identities, variables):
    """Executes a step and returns its answer and what is wrong with it."""
    who = step.get("as", "owner")
    deadline = time.monotonic() + UNTIL_SECONDS
    while True:
        got = driver.execute(step["operation"], fill_in(step["input"], variables), who,
                             identities[who], step.get("keep", False))
        wrong = mistakes(expected_of(step, sdk, variables), got)
        if not wrong or "until" not in step or time.monotonic() > deadline:
            return got, wrong
        threading.Event().wait(0.05)  # A client's own pause between attempts.


def carry_out_all(steps, sdk, driver, identities, variables):
    """What is wrong with any of the steps."""
    found = []
    for step in steps:
        if sdk.lacks & {step["operation"], step.get("needs")}:
            continue
        got, wrong = carry_out(step, sdk, driver, identities, variables)
        found += [f"{step['step']}: {sentence}" for sentence in wrong]
        if wrong and ("save" in step or got.get("error", {}).get("code") == "none"):
            break  # What follows builds on it, or would fail alike.
        variables |= {name: find(got["output"], path)
                      for name, path in step.get("save", {}).items()
                      if not sdk.lacks & set(path.split("."))}
    return found


EACH = [pytest.param(sdk, transport, id=f"{sdk.name}-{transport}")
        for sdk in SDKS if sdk.is_built() for transport in sdk.transports]


# What one SDK sees is what every SDK sees: the same values, and errors by its own classes. And it
# speaks the protocol that it was meant to be tested with.
@pytest.mark.parametrize("sdk, transport", EACH, indirect=["transport"])
def test_the_table(sdk, transport, relay, settings, trust, identities, variables, tmp_path):
    if transport == "tls":
        settings = trust(sdk.trust) | settings
    variables |= {"stream": sdk.name, "before": sdk.name[:-1]}
    with Driver(sdk.command, settings, tmp_path / "errors") as driver:
        found = carry_out_all(STEPS, sdk, driver, identities, variables)
    assert not found, "\n".join([sdk.name, *found])
    assert relay.protocols() == sdk.protocols(transport)


ONCE = [pytest.param(sdk, "http", id=sdk.name)
        for sdk in SDKS if sdk.is_built() and "http" in sdk.transports]

SHARD_BYTES = 5000  # What a shard of the fixture's server takes in a second.
CLOSED_SECONDS = 100


def put(sdk, driver, identities, stream, size):
    answer = driver.execute("PutRecord", {
        "StreamName": stream, "PartitionKey": "k",
        "Data": base64.b64encode(bytes(size)).decode()}, "owner", identities["owner"])
    assert "output" in answer, (sdk.name, answer)


def put_while_throttled(sdk, driver, identities, server, relay, stream):
    """A record that closes a shard for longer than any SDK tries, and one that is refused for that.

    Neither fails, for the time is over by the server's clock before the SDK hears of it.
    """
    raw = RawClient(server.address)
    assert raw.call("CreateStream", {"StreamName": stream, "ShardCount": 1}).status == 200
    raw.close()
    before = relay.answered
    put(sdk, driver, identities, stream, SHARD_BYTES * (1 + CLOSED_SECONDS))
    relay.when_answered = lambda: server.clock.pass_by(CLOSED_SECONDS + 1)
    put(sdk, driver, identities, stream, 1)
    assert relay.answered > before, f"{sdk.name} was never refused"


# Every other operation; then throttling, which the SDK's own rules must see through. As often as the
# client may try is the only thing that is set.
@pytest.mark.parametrize("sdk, transport", ONCE, indirect=["transport"])
def test_the_other_operations(sdk, transport, server, relay, settings, identities, variables,
                              tmp_path):
    settings |= {"AWS_MAX_ATTEMPTS": "8"}
    variables |= {"stream": sdk.name, "before": sdk.name[:-1],
                  "arn": f"arn:aws:kinesis:us-east-1:000000000000:stream/{sdk.name}"}
    with Driver(sdk.command, settings, tmp_path / "errors") as driver:
        found = carry_out_all(OPERATIONS, sdk, driver, identities, variables)
        assert not found, "\n".join([sdk.name, *found])
        put_while_throttled(sdk, driver, identities, server, relay, f"{sdk.name}-slow")

"""Every SDK runs one table of steps, and each must get what the table says.

A step that is added to scenario.json is tested with all of them.
"""
import time

import pytest

from driver import Driver
from sdks import SDKS
from table import STEPS, fill_in, find, mistakes, without

UNTIL_SECONDS = 20


def expected_of(step, sdk, variables):
    if "error" not in step:
        return {"output": fill_in(without(step["output"], sdk.lacks), variables)}
    error = {"code": step["error"], "message": fill_in(step["message"], variables)}
    if sdk.general_error:
        error["type"] = sdk.error_type(step["error"])
    return {"error": error}


def carry_out(step, sdk, driver, identities, variables):
    """Executes a step and returns its answer and what is wrong with it."""
    who = step.get("as", "owner")
    deadline = time.monotonic() + UNTIL_SECONDS
    while True:
        got = driver.execute(step["operation"], fill_in(step["input"], variables), who,
                             identities[who])
        wrong = mistakes(expected_of(step, sdk, variables), got)
        if not wrong or "until" not in step or time.monotonic() > deadline:
            return got, wrong


EACH = [pytest.param(sdk, transport, id=f"{sdk.name}-{transport}")
        for sdk in SDKS if sdk.is_built() for transport in sdk.transports]


# What one SDK sees is what every SDK sees: the same values, and errors by its own classes. And it
# speaks the protocol that it was meant to be tested with.
@pytest.mark.parametrize("sdk, transport", EACH, indirect=["transport"])
def test_the_table(sdk, transport, relay, settings, trust, identities, variables, tmp_path):
    if transport == "tls":
        settings = trust(sdk.trust) | settings
    variables |= {"stream": sdk.name, "before": sdk.name[:-1]}
    found = []
    with Driver(sdk.command, settings, tmp_path / "errors") as driver:
        for step in STEPS:
            if sdk.lacks & {step["operation"], step.get("needs")}:
                continue
            got, wrong = carry_out(step, sdk, driver, identities, variables)
            found += [f"{step['step']}: {sentence}" for sentence in wrong]
            if wrong and ("save" in step or got.get("error", {}).get("code") == "none"):
                break  # What follows builds on it, or would fail alike.
            variables |= {name: find(got["output"], path)
                          for name, path in step.get("save", {}).items()
                          if not sdk.lacks & set(path.split("."))}
    assert not found, "\n".join([sdk.name, *found])
    assert relay.protocols() == sdk.protocols(transport)

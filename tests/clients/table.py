"""The tables of steps: their variables, and what is expected compared with what came.

    "$name"   in inputs and expectations: a value known before, or saved by an earlier step
    "#kind"   in expectations: any value of that kind
    "~text"   in messages: a regular expression that is found in it
    null      in expectations: the member is absent

A step with "until" is repeated until its expectation is met, for a while. One with "needs" is for
SDKs that do not lack that. A subscription with "keep" is left as soon as it has begun; the operation
"join" reads the oldest of those up to its end.

An expected object lists the members that matter, for old SDKs do not know the newest; an expected
list is the whole list.
"""
import json
import pathlib
import re
import time

HERE = pathlib.Path(__file__).parent
# What a client needs to write and read, and then every other operation.
STEPS = json.loads((HERE / "scenario.json").read_text())
OPERATIONS = json.loads((HERE / "operations.json").read_text())
VARIABLE = re.compile(r"\$([a-z_]+)")

KINDS = {
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int) and value >= 0,
    "now": lambda value: isinstance(value, int) and abs(value - time.time() * 1000) < 600_000,
    "sequence-number": lambda value: re.fullmatch(r"49\d{54}", value) is not None,
    "text": lambda value: isinstance(value, str) and value != "",
}


def fill_in(value, variables):
    """`value` with its variables replaced; one that is the whole text keeps its type."""
    if isinstance(value, dict):
        return {name: fill_in(member, variables) for name, member in value.items()}
    if isinstance(value, list):
        return [fill_in(element, variables) for element in value]
    if not isinstance(value, str) or not VARIABLE.search(value):
        return value
    if VARIABLE.fullmatch(value):
        return variables[value[1:]]
    return VARIABLE.sub(lambda match: str(variables[match[1]]), value)


def without(value, names):
    """`value` less the members of these names."""
    if isinstance(value, dict):
        return {name: without(member, names) for name, member in value.items() if name not in names}
    if isinstance(value, list):
        return [without(element, names) for element in value]
    return value


def find(value, path):
    """The member at a path such as Records.0.SequenceNumber."""
    for part in path.split("."):
        value = value[int(part) if part.isdigit() else part]
    return value


def differences(expected, got, where=""):
    """Sentences, one for each place where `got` is not what was expected."""
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            yield f"{where} is {shown(got)}, not an object"
            return
        for name, member in expected.items():
            yield from differences(member, got.get(name), f"{where}.{name}")
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            yield f"{where} is {shown(got)}, not a list of {len(expected)}"
            return
        for index, element in enumerate(expected):
            yield from differences(element, got[index], f"{where}.{index}")
    elif isinstance(expected, str) and expected.startswith("#"):
        if got is None or not KINDS[expected[1:]](got):
            yield f"{where} is {shown(got)}, not a {expected[1:]}"
    elif isinstance(expected, str) and expected.startswith("~"):
        if not re.search(expected[1:], got or ""):
            yield f"{where} is {shown(got)}; {expected[1:]} is not in it"
    elif expected != got or type(expected) is not type(got):
        yield f"{where} is {shown(got)}, not {shown(expected)}"


def mistakes(expected, got):
    """The differences of a whole result: an error where none is expected is shown as it came."""
    if "output" in expected and "error" in got:
        return [f"failed with {shown(got['error'])}"]
    if "error" in expected and "output" in got:
        return [f"was answered with {shown(got['output'])}"]
    return list(differences(expected, got))


def shown(value):
    text = json.dumps(value)
    return text if len(text) < 400 else text[:200] + " … " + text[-200:]

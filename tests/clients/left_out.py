"""Prints what of the tables' steps which SDK is too old for."""
from sdks import SDKS
from table import OPERATIONS, STEPS

ASKED = {what for step in STEPS + OPERATIONS for what in (step["operation"], step.get("needs"))}


def lines():
    for sdk in SDKS:
        missing = sorted(sdk.lacks & ASKED)
        if missing:
            yield f"{sdk.name} lacks {', '.join(missing)}: those steps were left out"


if __name__ == "__main__":
    print(*lines(), sep="\n")

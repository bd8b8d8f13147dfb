"""docs/differences.md has a line for each operation that the server has, with tests that there are."""
import ast
import functools
import re

import pytest

from test_documents import ROOT
from test_every_member import MODEL

PAGE = (ROOT / "docs/differences.md").read_text()
ALL, EACH = PAGE.split("## Operation by operation")

# | names | same | otherwise | tests |
LINES = re.findall(r"^\| ((?:[A-Z]\w+(?:, )?)+) \|(.*)\|(.*)\|(.*)\|$", EACH, re.MULTILINE)
OPERATIONS = [name for line in LINES for name in line[0].split(", ")]
TESTS = sorted(set(re.findall(r"`((?:tests/\w+/)?test_\w+\.py(?:::\w+)?|\w+_test\.cc)`", EACH)))


@functools.cache
def functions_of(path):
    return {node.name for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef)}


# What the page lists is there, and what is not listed is unknown to the server, operation by
# operation of the newest model.
@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_the_page_has_the_operations_of_the_server(raw, operation):
    answer = raw.call(operation, {})
    known = answer.status == 200 or answer.error_type != "UnknownOperationException"
    assert known == (operation in OPERATIONS), "docs/differences.md, Operation by operation"
    listed = re.search(r"^\| Operations \| [^|]* \| ([^|]*) \|", ALL, re.MULTILINE)[1]
    assert known == (operation in listed.split(", ")), "docs/differences.md, Operations"


def test_each_operation_has_one_line():
    assert len(set(OPERATIONS)) == len(OPERATIONS)


def test_each_line_names_its_tests():
    assert [names for names, _, _, tests in LINES if "`test_" not in tests] == []


@pytest.mark.parametrize("test", TESTS)
def test_the_tests_that_it_names_are_there(test):
    file, _, name = test.partition("::")
    if file.endswith(".cc"):
        assert list(ROOT.glob(f"src/**/{file}"))
        return
    path = ROOT / file if "/" in file else ROOT / "tests/conformance" / file
    assert path.exists()
    assert not name or name in functions_of(path)

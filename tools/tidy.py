#!/usr/bin/env python3
"""House rules that no compiler checks: banned calls, sizes, headers, leftovers, the folder table,
operations that are not fuzzed.

    tidy.py [ROOT]      ROOT is another tree to check, for this checker's own test
"""
import pathlib
import re
import sys

LINE_MAX = 100
# Tests hold tables and documents as they come over the wire, which do not wrap.
TEST_LINE_MAX = 120
FILE_MAX = 400
TEST_FILE_MAX = 800
FUNCTION_MAX = 70
TEST_FUNCTION_MAX = 120

# Time, chance, disk, network and environment come in through constructors, so that a simulation
# can replace them. Only env/ and main may reach for the real ones.
OUTSIDE = {
    r"system_clock::now": "the time comes from env::Clock",
    r"steady_clock::now": "the time comes from env::Clock",
    r"\brand\(": "chance comes from env::Random",
    r"\brandom_device\b": "chance comes from env::Random",
    r"(?<![\w>])::open\(": "files come from env::FileSystem",
    r"(?<![\w>])::socket\(": "connections come from env::Network",
    r"\bgetenv\(": "the environment is read in apps/ and passed down",
}

LEFTOVERS = {
    r"TODO\(now\)": "finish it",
    r"\bFIXME\b": "fix it, or say why it can wait: TODO(reason)",
    r"\bXXX\b": "say what is wrong in words",
}

# A test that sleeps is slow on a good day and fails on a bad one; one that is skipped is no test.
IN_TESTS = {
    r"\bsleep_for\b|\bsleep_until\b|\busleep\(|\btime\.sleep\(": "tests never sleep: wait for "
    "what happens, or advance the clock",
    r"\bGTEST_SKIP\b|\bDISABLED_|\bpytest\.skip\b|\bmark\.skip|\bmark\.xfail": "no test is skipped",
}

NOT_A_FUNCTION = r"(inline )?namespace|struct|class|enum|union|extern|template|constexpr .*="

CODE = {".h", ".cc", ".py"}
NOT_OURS = {"build", "weir-data", "__pycache__"}


def files_of(root):
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and not any(p in NOT_OURS or p.startswith(".") for p in parts):
            yield path


def is_test(name):
    return name.startswith("tests/") or re.search(r"_(test|bench)\.(cc|py)$|_contract\.h$", name)


def banned(name, lines):
    rules = dict(LEFTOVERS)
    if name.startswith("src/") and not name.startswith("src/env/"):
        rules |= OUTSIDE
    if is_test(name):
        rules |= IN_TESTS
    for number, line in enumerate(lines, 1):
        for pattern, instead in rules.items():
            if re.search(pattern, line):
                yield f"{name}:{number}: {line.strip()}: {instead}"


def sizes(name, lines):
    file_max = TEST_FILE_MAX if is_test(name) else FILE_MAX
    if len(lines) > file_max:
        yield f"{name}: {len(lines)} lines; split it, {file_max} are allowed"
    line_max = TEST_LINE_MAX if is_test(name) else LINE_MAX
    for number, line in enumerate(lines, 1):
        if len(line) > line_max:
            yield f"{name}:{number}: {len(line)} columns; {line_max} are allowed"


def tall_functions(name, lines):
    """Outside classes clang-format puts a function's first line and its last at the margin."""
    function_max = TEST_FUNCTION_MAX if is_test(name) else FUNCTION_MAX
    head = start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("}"):
            if start and number - start + 1 > function_max:
                yield f"{name}:{start}: a function of {number - start + 1} lines; split it"
            head = start = None
        elif re.match(r"[\w:~]", line) and not start:
            # A table, which is data, may be long; so may a class.
            is_function = not re.match(NOT_A_FUNCTION, line) and not re.search(r"_table\(", line)
            head = number if is_function else None
        if head and not start and line.endswith("{"):
            start = head


def header(name, lines):
    if "#pragma once" not in lines:
        yield f"{name}: no #pragma once"
    if "// SPDX-License-Identifier: Apache-2.0" not in lines:
        yield f"{name}: no SPDX-License-Identifier line"


def folders_on_disk(root):
    """src/ to its leaves, elsewhere two levels deep: every folder that holds files itself."""
    found = set()
    for path in files_of(root):
        parts = path.relative_to(root).parts[:-1]
        if parts:
            found.add("/".join(parts if parts[0] == "src" else parts[:2]))
    return found - {"src", "tests", "apps"}


def folder_table(root):
    readme = (root / "README.md").read_text()
    listed = set(re.findall(r"^\| `([\w/]+)/` \|", readme, re.MULTILINE))
    on_disk = folders_on_disk(root)
    for folder in sorted(on_disk - listed):
        yield f"README.md: the folder table misses {folder}/"
    for folder in sorted(listed - on_disk):
        yield f"README.md: the folder table lists {folder}/, which is not there"


def fuzzed_operations(root):
    """Every operation that goes over the wire is one that the fuzz targets go through."""
    listed = set()
    for table in sorted((root / "tests/fuzz").glob("every_*operation.h")):
        listings = re.findall(r"for_operation_of<\s*Act,([^>]*)>", table.read_text())
        listed |= set(re.findall(r"\w+", " ".join(listings)))
    there = set()
    for path in sorted((root / "src/aws/shapes").rglob("*.h")):
        there |= set(re.findall(r'OperationInfo info\s*\{\s*\.name = "(\w+)"', path.read_text()))
    for operation in sorted(there - listed):
        yield (f"tests/fuzz/every_operation.h: {operation} is fuzzed by nobody; its name comes at "
               "the end of for_operation's list")


def problems(root):
    for path in files_of(root):
        name = str(path.relative_to(root))
        if path.suffix not in CODE or name.startswith("tools/"):
            continue
        lines = path.read_text().splitlines()
        yield from banned(name, lines)
        yield from sizes(name, lines)
        if path.suffix in (".h", ".cc"):
            yield from tall_functions(name, lines)
        if path.suffix == ".h":
            yield from header(name, lines)
    yield from folder_table(root)
    yield from fuzzed_operations(root)


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
    found = list(problems(root))
    print("\n".join(found) if found else "tidy: the house rules hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks that every #include "…" in src/ obeys tools/layers.txt: down only, no cycles.

    check_layers.py [ROOT]      ROOT is another tree to check, for this checker's own test
"""
import pathlib
import re
import sys


TEST_FILE = re.compile(r"_(test|bench)\.cc$|_fixture\.h$")


def read_rules(root):
    """What each folder may include, and what its tests may include besides."""
    rules, test_rules = {}, {}
    for line in (root / "tools/layers.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            folder, _, allowed = line.partition(":")
            name, tests, _ = folder.partition(" tests")
            (test_rules if tests else rules)[name.strip()] = set(allowed.split())
    return rules, test_rules


def rules_that_point_up(rules):
    """A folder may only name folders that stand above its own line, so no cycle can be written."""
    seen = set()
    for folder, allowed in rules.items():
        for name in sorted(allowed - seen):
            yield f"tools/layers.txt: {folder} may include {name}, which is not below it"
        seen.add(folder)


def folder_of(include, rules):
    return max((f for f in rules if include.startswith(f + "/")), key=len, default=None)


def bad_includes(root, rules, test_rules):
    for path in sorted((root / "src").rglob("*.[hc]*")):
        name = str(path.relative_to(root / "src"))
        own = folder_of(name, rules)
        if own is None or own != str(pathlib.PurePath(name).parent):
            yield f"src/{name}: its folder is not in tools/layers.txt"
            continue
        allowed = rules[own] | (test_rules.get(own, set()) if TEST_FILE.search(name) else set())
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#include "([^"]+)"', line)
            if match:
                target = folder_of(match[1], rules)
                if target is None or (target != own and target not in allowed):
                    yield f"src/{name}:{number}: {own} may not include {match[1]}"


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
    rules, test_rules = read_rules(root)
    problems = [*rules_that_point_up(rules), *bad_includes(root, rules, test_rules)]
    print("\n".join(problems) if problems else "layers: every include points down")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks that every #include "…" in src/ and apps/ obeys tools/layers.txt (down only, no cycles)."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read_rules():
    rules = {}
    for line in (ROOT / "tools/layers.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            folder, _, allowed = line.partition(":")
            rules[folder.strip()] = set(allowed.split())
    return rules


def folder_of(include, rules):
    return max((f for f in rules if include.startswith(f + "/")), key=len, default=None)


def main():
    rules = read_rules()
    problems = []
    seen = []
    for folder, allowed in rules.items():
        problems += [f"tools/layers.txt: {folder} may include {a}, which is not below it" for a in allowed if a not in seen]
        seen.append(folder)
    for path in sorted((ROOT / "src").rglob("*.[hc]*")):
        name = str(path.relative_to(ROOT / "src"))
        own = folder_of(name, rules)
        if own is None:
            problems.append(f"src/{name}: its folder is not in tools/layers.txt")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#include "([^"]+)"', line)
            if match:
                target = folder_of(match[1], rules)
                if target is None or (target != own and target not in rules[own]):
                    problems.append(f"src/{name}:{number}: {own} may not include {match[1]}")
    print("\n".join(problems) if problems else "layers: every include points down")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

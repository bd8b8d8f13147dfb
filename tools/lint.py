#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy) and clang's -Wthread-safety over the sources. Every finding fails.

    lint.py [--fix] [FILE...]      FILEs are .cc files; none means all but tests and benchmarks

A file that was clean is not looked at again until it, a header or .clang-tidy changes.
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/lint"


def sources():
    """What is linted by default. Tests are compiled by GCC with every warning on; that is enough."""
    for folder in ("src", "apps"):
        for path in sorted((ROOT / folder).rglob("*.cc")):
            if not path.stem.endswith(("_test", "_bench")):
                yield path


def headers_hash():
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for folder in ("src", "apps"):
        for path in sorted((ROOT / folder).rglob("*.h")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.digest()


def stamp(path, headers):
    name = str(path.relative_to(ROOT)).encode()
    digest = hashlib.sha256(headers + name + path.read_bytes()).hexdigest()
    return BUILD / "clean" / digest


def findings(output):
    """The findings in what clang-tidy printed, without those that do not count."""
    blocks = re.split(r"^(?=/[^\n]*:\d+:\d+: (?:error|warning): )", output, flags=re.MULTILINE)
    return [block for block in blocks if ": error: " in block
            and "no header providing" not in block.partition("\n")[0]]


def lint(path, fix):
    command = ["clang-tidy-19", "-p", str(BUILD), "--quiet"] + (["--fix"] if fix else [])
    done = subprocess.run(command + [str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    found = findings(done.stdout)
    if done.returncode and not done.stdout:
        found = [done.stderr]  # It did not come as far as looking.
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fix", action="store_true", help="let clang-tidy repair what it can")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()

    subprocess.run(["cmake", "--preset", "lint"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    (BUILD / "clean").mkdir(exist_ok=True)
    files = [path.resolve() for path in options.files] or list(sources())
    headers = headers_hash()
    todo = [path for path in files if not stamp(path, headers).exists()]
    # A fix may touch a header that two files include: one at a time then.
    workers = 1 if options.fix else os.cpu_count()
    failed = 0
    told = set()  # A finding in a header comes with each file that includes it.
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        results = pool.map(lambda path: lint(path, options.fix), todo)
        for path, found in zip(todo, results):
            if not found:
                stamp(path, headers).touch()
                continue
            failed += 1
            print("".join(block for block in found if block not in told), end="", flush=True)
            told.update(found)
    print(f"lint: {len(files) - failed} files clean, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

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


def lint(path, fix):
    command = ["clang-tidy-19", "-p", str(BUILD), "--quiet"] + (["--fix"] if fix else [])
    done = subprocess.run(command + [str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    # What clang says to stderr only counts what it hid in system headers, unless it failed.
    return done.returncode == 0, done.stdout + (done.stderr if done.returncode else "")


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
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        results = pool.map(lambda path: lint(path, options.fix), todo)
        for path, (clean, text) in zip(todo, results):
            if clean:
                stamp(path, headers).touch()
            else:
                failed += 1
                print(text, end="", flush=True)
    print(f"lint: {len(files) - failed} files clean, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

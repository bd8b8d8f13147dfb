#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy) and clang's -Wthread-safety over the sources. Every finding fails.

    lint.py [--fix] [FILE...]      FILEs are .cc files; none means all but tests and benchmarks

Each file is compiled by itself for clang's own warnings and for includes that nothing needs. The
other checks walk through every header of the library again and again, so they see all files of a
folder as one, which takes a fifth of the time. What was clean is not looked at again until it, a
header or .clang-tidy changes.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/lint"
OF_ONE_FILE = "-*,clang-diagnostic-*,misc-include-cleaner"
OF_A_FOLDER = "-clang-diagnostic-*,-misc-include-cleaner,-bugprone-suspicious-include"


def sources():
    """What is linted by default. Tests are compiled by GCC with every warning on; that is enough."""
    for folder in ("src", "apps"):
        for path in sorted((ROOT / folder).rglob("*.cc")):
            if not path.stem.endswith(("_test", "_bench")):
                yield path


def headers_hash():
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    digest.update(pathlib.Path(__file__).read_bytes())
    for folder in ("src", "apps"):
        for path in sorted((ROOT / folder).rglob("*.h")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.digest()


def compile_flags():
    """The flags that each file is compiled with, from CMake."""
    flags = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        compiler = next(at for at, word in enumerate(words) if "clang++" in word)
        flags[pathlib.Path(entry["file"])] = words[compiler + 1:words.index("-o")]
    return flags


def findings(output):
    """The findings in what clang-tidy printed, without those that do not count."""
    blocks = re.split(r"^(?=/[^\n]*:\d+:\d+: (?:error|warning): )", output, flags=re.MULTILINE)
    return [block for block in blocks if ": error: " in block
            and "no header providing" not in block.partition("\n")[0]]


def tidy(*arguments):
    done = subprocess.run(["clang-tidy-19", "--quiet", *map(str, arguments)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode and not done.stdout:
        return [done.stderr]  # It did not come as far as looking.
    return findings(done.stdout)


class Work:
    """Files that are looked at together, by some of the checks."""

    def __init__(self, name, files, checks):
        self.name = name
        self.files = files
        self.checks = checks

    def stamp(self, headers):
        digest = hashlib.sha256(headers + f"{self.name} {self.checks}".encode())
        for path in self.files:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
        return BUILD / "clean" / digest.hexdigest()


class OneFile(Work):
    def __init__(self, path, checks=OF_ONE_FILE, fix=False):
        super().__init__("file", [path], checks)
        self.fix = ["--fix"] if fix else []

    def lint(self, _):
        return tidy("-p", BUILD, f"--checks={self.checks}", *self.fix, *self.files)


class Folder(Work):
    def __init__(self, name, files):
        super().__init__(name, files, OF_A_FOLDER)

    def lint(self, flags):
        """Files that cannot stand beside the others, as two helpers of one name, come after them."""
        found = []
        left = self.files
        while left:
            printed = self.lint_together(left, flags)
            broken = {path for path in left for block in printed
                      if block.startswith(f"{path}:") and "[clang-diagnostic-error" in block}
            if len(left) == 1 or not broken or broken == set(left):
                found += printed
                break
            kept = [path for path in left if path not in broken]
            found += self.lint_together(kept, flags)
            left = [path for path in left if path in broken]
        return found

    def lint_together(self, files, flags):
        whole = BUILD / "folders" / f"{self.name}.cc"
        whole.write_text("".join(f'#include "{path}"\n' for path in files))
        return tidy(f"--checks={self.checks}", whole, "--", *flags[files[0]], "-w")


def everything():
    files = list(sources())
    folders = collections.defaultdict(list)
    for path in files:
        folders[str(path.parent.relative_to(ROOT)).replace("/", "_")].append(path)
    # The long ones first, so that no core is left alone with one in the end.
    return [Folder(name, paths) for name, paths in
            sorted(folders.items(), key=lambda item: -len(item[1]))] + [*map(OneFile, files)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fix", action="store_true", help="let clang-tidy repair what it can")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()

    subprocess.run(["cmake", "--preset", "lint"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    (BUILD / "clean").mkdir(exist_ok=True)
    (BUILD / "folders").mkdir(exist_ok=True)
    work = everything()
    if options.files or options.fix:
        files = [path.resolve() for path in options.files] or list(sources())
        work = [OneFile(path, "", options.fix) for path in files]
    headers = headers_hash()
    flags = compile_flags()
    todo = [each for each in work if not each.stamp(headers).exists()]
    # A fix may touch a header that two files include: one at a time then.
    workers = 1 if options.fix else os.cpu_count()
    failed = 0
    told = set()  # A finding in a header comes with each file that includes it.
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for each, found in zip(todo, pool.map(lambda each: each.lint(flags), todo)):
            if not found:
                each.stamp(headers).touch()
                continue
            failed += 1
            print("".join(block for block in found if block not in told), end="", flush=True)
            told.update(found)
    print(f"lint: {len(work) - failed} of {len(work)} pieces clean, files and folders")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

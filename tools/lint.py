#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy) and clang's -Wthread-safety over the sources. Every finding fails.

    lint.py [--fix] [--seconds N] [FILE...]   FILEs are .cc files; none means all but tests and benches

The checks walk through every header of the library again and again, so they see all files of a folder
as one, which takes a fifth of the time. Includes that nothing needs, and functions that nobody calls,
show only when a file is looked at by itself.

What was clean is not looked at again until it, a header that it includes, .clang-tidy or this program
changes; what is known to be clean is kept in ccache's directory, so that clones share it.

--seconds is for the gate, which may meet a machine that knows nothing yet. Folders are always looked at,
all of them: that is clang's thread-safety analysis and every check but those two. Single files follow,
those of the last commits first, then the others in an order that the commit decides, until the seconds
are over: over some commits each has its turn. The last line says how many are left.
"""
import argparse
import collections
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/lint"
OF_ONE_FILE = "-*,clang-diagnostic-*,misc-include-cleaner"
OF_A_FOLDER = "-misc-include-cleaner,-bugprone-suspicious-include"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
RECENT_COMMITS = 10


def sources():
    """What is linted by default. Tests are compiled by GCC with every warning on; that is enough."""
    for folder in ("src", "apps"):
        for path in sorted((ROOT / folder).rglob("*.cc")):
            if not path.stem.endswith(("_test", "_bench")):
                yield path


def text_of(command):
    """What a command prints; nothing where it fails, as git does outside a repository."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          cwd=ROOT, check=False)
    return done.stdout if done.returncode == 0 else ""


@functools.cache
def known_clean():
    """The directory of what was clean: an empty file for each piece of work, named by its hash."""
    cache = text_of(["ccache", "-k", "cache_dir"]).strip()
    directory = (pathlib.Path(cache) if cache else BUILD) / "weir-lint"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@functools.cache
def tools_hash():
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    digest.update(pathlib.Path(__file__).read_bytes())
    digest.update(text_of(["clang-tidy-19", "--version"]).encode())
    return digest.digest()


@functools.cache
def includes(path):
    """The project's own files that a file names."""
    found = []
    for name in INCLUDE.findall(path.read_text()):
        for candidate in (path.parent / name, ROOT / "src" / name):
            if candidate.exists():
                found.append(candidate.resolve())
                break
    return found


def with_includes(files):
    """The files and everything of the project that they include, directly or not."""
    seen = set()
    left = list(files)
    while left:
        path = left.pop()
        if path not in seen:
            seen.add(path)
            left += includes(path)
    return sorted(seen)


@functools.cache
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

    def stamp(self):
        flags = [word.replace(str(ROOT), "") for word in compile_flags()[self.files[0]]]
        digest = hashlib.sha256(tools_hash() + f"{self.name} {self.checks} {flags}".encode())
        for path in with_includes(self.files):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
        return known_clean() / digest.hexdigest()


class OneFile(Work):
    def __init__(self, path, checks=OF_ONE_FILE, fix=False):
        super().__init__("file", [path], checks)
        self.fix = ["--fix"] if fix else []

    def lint(self):
        return tidy("-p", BUILD, f"--checks={self.checks}", *self.fix, *self.files)


class Folder(Work):
    def __init__(self, name, files):
        super().__init__(name, files, OF_A_FOLDER)

    def lint(self):
        """Files that cannot stand beside the others, as two helpers of one name, come after them."""
        found = []
        left = self.files
        while left:
            together = self.compatible(left)
            whole = self.write("", together)
            # A name of one file does not hide one of another that happens to stand before it.
            found += tidy(f"--checks={self.checks}", whole, "--", *compile_flags()[left[0]],
                          "-Wno-shadow")
            left = [path for path in left if path not in together]
        return found

    def compatible(self, files):
        """The first of the files and those that compile with it as one."""
        while broken := self.broken(files):
            kept = [path for path in files if path not in broken]
            if not kept:
                return files[:1]  # Broken by itself, as clang-tidy will tell.
            files = kept  # One error may have hidden the next.
        return files

    def broken(self, files):
        """The files with errors when they are compiled as one."""
        whole = self.write("_syntax", files)
        done = subprocess.run(["clang++-19", *compile_flags()[files[0]], "-w", "-fsyntax-only",
                               "-ferror-limit=0", "-fno-caret-diagnostics", str(whole)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              check=False)
        named = set(re.findall(r"^(/[^\n:]+):\d+:\d+: error:", done.stderr, re.MULTILINE))
        return [path for path in files if str(path) in named]

    def write(self, suffix, files):
        whole = BUILD / "folders" / f"{self.name}{suffix}.cc"
        whole.write_text("".join(f'#include "{path}"\n' for path in files))
        return whole


def all_folders(files):
    folders = collections.defaultdict(list)
    for path in files:
        folders[str(path.parent.relative_to(ROOT)).replace("/", "_")].append(path)
    # The long ones first, so that no core is left alone with one in the end.
    return [Folder(name, paths) for name, paths in
            sorted(folders.items(), key=lambda item: -len(item[1]))]


def in_turn(files):
    """The files of the last commits and of none yet, then the others, in an order of this commit."""
    names = text_of(["git", "diff", "--name-only", "HEAD"]) + text_of(
        ["git", "log", "--name-only", "--format=", f"-{RECENT_COMMITS}"])
    recent = [ROOT / name for name in dict.fromkeys(names.splitlines())]
    first = [path for path in recent if path in set(files)]
    others = [path for path in files if path not in set(first)]
    random.Random(text_of(["git", "rev-parse", "HEAD"])).shuffle(others)
    return first + others


class Lint:
    """Does pieces of work side by side and tells what was found, each finding once."""

    def __init__(self, workers):
        self.pool = concurrent.futures.ThreadPoolExecutor(workers)
        self.told = set()  # A finding in a header comes with each file that includes it.
        self.clean = self.failed = self.left = 0

    def run(self, work, deadline=None):
        def look(piece):
            stamp = piece.stamp()
            if stamp.exists():
                return []
            if deadline and time.monotonic() > deadline:
                return None
            found = piece.lint()
            if not found:
                stamp.touch()
            return found

        for found in self.pool.map(look, work):
            if found is None:
                self.left += 1
            elif not found:
                self.clean += 1
            else:
                self.failed += 1
                print("".join(block for block in found if block not in self.told), end="",
                      flush=True)
                self.told.update(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fix", action="store_true", help="let clang-tidy repair what it can")
    parser.add_argument("--seconds", type=int, help="begin with no single file after so long")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()

    start = time.monotonic()
    deadline = start + options.seconds if options.seconds else None
    subprocess.run(["cmake", "--preset", "lint"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    (BUILD / "folders").mkdir(exist_ok=True)
    # A fix may touch a header that two files include: one at a time then.
    lint = Lint(1 if options.fix else os.cpu_count())
    if options.files or options.fix:
        files = [path.resolve() for path in options.files] or list(sources())
        lint.run([OneFile(path, "", options.fix) for path in files])
    else:
        files = list(sources())
        lint.run(all_folders(files))
        lint.run([OneFile(path) for path in in_turn(files)], deadline)
    print(f"lint: {lint.clean} pieces clean, {lint.failed} not, {lint.left} left for another time, "
          f"{time.monotonic() - start:.0f} s")
    return 1 if lint.failed or not lint.clean else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs a fuzz target of tests/fuzz under libFuzzer.

    fuzz.py                          the targets' names
    fuzz.py TARGET [--seconds N]     looks for an input that breaks it, for N seconds (600)
    fuzz.py TARGET --minimize        keeps of the corpus only what reaches code of its own

New inputs that reach new code go to build/fuzz-corpus/TARGET, and from there, by --minimize, into
tests/fuzz/corpus/TARGET, which every run of the tests replays. An input that breaks something is
left as build/fuzz-found/TARGET-…
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests/fuzz"
FOUND = ROOT / "build/fuzz-found"
INPUT_BYTES_MAX = 4096


def targets():
    return sorted(path.name.removesuffix("_fuzz.cc") for path in SOURCES.glob("*_fuzz.cc"))


def build(target):
    subprocess.run(["cmake", "--preset", "fuzz"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "build/fuzz", "-j", str(os.cpu_count()), "--target",
                    f"{target}_fuzz"], check=True, cwd=ROOT)
    return ROOT / f"build/fuzz/tests/fuzz/{target}_fuzz"


def run(program, *arguments):
    """libFuzzer finds a leak in nothing that lives on purpose; everything else ends the run."""
    return subprocess.run([program, *map(str, arguments)], cwd=ROOT, check=False).returncode


def look(program, target, corpus, grown, seconds):
    FOUND.mkdir(parents=True, exist_ok=True)
    return run(program, f"-max_total_time={seconds}", f"-max_len={INPUT_BYTES_MAX}",
               f"-artifact_prefix={FOUND}/{target}-", "-print_final_stats=1", "-timeout=10",
               "-rss_limit_mb=2048", grown, corpus)


def minimize(program, corpus, grown):
    kept = grown.with_name(grown.name + "-kept")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    if run(program, "-merge=1", f"-max_len={INPUT_BYTES_MAX}", kept, corpus, grown):
        return 1
    shutil.rmtree(corpus)
    shutil.copytree(kept, corpus)
    return 0


def main():
    parser = argparse.ArgumentParser(prog="./dev fuzz")
    parser.add_argument("target", nargs="?")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--minimize", action="store_true")
    options = parser.parse_args()
    if options.target is None:
        print("\n".join(targets()))
        return 0
    if options.target not in targets():
        print(f"there is no target {options.target}; ./dev fuzz names them")
        return 2
    program = build(options.target)
    corpus = SOURCES / "corpus" / options.target
    grown = ROOT / "build/fuzz-corpus" / options.target
    grown.mkdir(parents=True, exist_ok=True)
    if options.minimize:
        return minimize(program, corpus, grown)
    return look(program, options.target, corpus, grown, options.seconds)


if __name__ == "__main__":
    sys.exit(main())

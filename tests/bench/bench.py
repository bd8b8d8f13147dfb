#!/usr/bin/env python3
"""Measures Weir beside its rivals, in one run on one machine, and prints a table of ratios.

    ./dev bench [--list] [--page] [--seconds N] [--rounds N] [--gigabytes N] [ROW...]

The server has one core and the client another, unless a row says otherwise. Runs of the two sides
alternate, and the median over pairs counts, so that what else goes on meets both alike.
"""
import argparse
import shutil
import subprocess
import sys
import time

import page
import rivals
from measuring import ROOT, Bench
from rows import ROWS


def conditions(bench):
    """The sentence above the table: what was measured, where, and how."""
    sync = rivals.sync_microseconds(bench.folder)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=False,
                            capture_output=True, text=True).stdout.strip()
    return (f"Commit {commit}, {time.strftime('%Y-%m-%d')}, {rivals.machine()}; "
            f"4 KiB write and fdatasync: p50 {sync[0]:.0f} µs, p99 {sync[1]:.0f} µs; "
            f"{bench.rounds} pairs of runs of {bench.seconds} s; ratios are medians over pairs.")


def finish(bench, to_page):
    above, rows = conditions(bench), page.table_rows(bench.lines)
    print(f"\n{above}\n", *page.TABLE_HEAD, *rows, sep="\n")
    missed = sum(not line.reached for line in bench.lines)
    print(f"\n{len(rows)} lines, {missed or 'none'} out of reach")
    if to_page:
        measured = {line.row for line in bench.lines}
        page.update(rows, above if measured == set(ROWS) else None)
        print(f"written to {page.PATH.relative_to(ROOT)}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--list", action="store_true", help="print the rows and stop")
    parser.add_argument("--seconds", type=int, default=3, help="length of each run")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side")
    parser.add_argument("--gigabytes", type=float, default=10, help="what the row start writes")
    parser.add_argument("--page", action="store_true",
                        help="write what was measured into docs/performance.md too")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    if options.list:
        for name, row in ROWS.items():
            print(f"{name:10} {row.what}")
        return 0
    for name in options.rows:
        if name not in ROWS:
            parser.error(f"there is no row {name}; --list names them")
    folder = ROOT / "build/bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bench = Bench(folder, options.seconds, options.rounds, options.gigabytes)
    try:
        for name in options.rows or ROWS:
            print(f"{name}: {ROWS[name].what}", flush=True)
            ROWS[name].measure(bench)
        finish(bench, options.page)
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

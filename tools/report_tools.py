#!/usr/bin/env python3
"""Fetches what opens the meter's reports in tests/reports, into build/.

build/jmeter/home   JMeter, put together from Maven's parts: there is no whole one
build/browser       playwright-core and axe, for Debian's Chromium

Each comes from its registry by its ordinary client. Nothing is fetched again while the versions
asked for are there.
"""
import pathlib
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests/reports"
BUILD = ROOT / "build"
MODULES = {"core", "components", "functions", "http", "java"}


def is_done(folder, wanted):
    done = folder / "done"
    return done.exists() and done.read_text() == wanted


def jmeter():
    folder = BUILD / "jmeter"
    wanted = (SOURCES / "pom.xml").read_text()
    if is_done(folder, wanted):
        return
    shutil.rmtree(folder, ignore_errors=True)
    jars, home = folder / "jars", folder / "home"
    subprocess.run(["mvn", "--batch-mode", "--quiet", "dependency:copy-dependencies",
                    f"-DoutputDirectory={jars}"], check=True, cwd=SOURCES)
    for name in ("bin", "lib/ext", "lib/junit"):
        (home / name).mkdir(parents=True)
    for jar in sorted(jars.glob("*.jar")):
        if jar.name.startswith("ApacheJMeter_config-"):
            with zipfile.ZipFile(jar) as archive:
                archive.extractall(home, [name for name in archive.namelist() if name.startswith("bin/")])
        elif jar.name.startswith("ApacheJMeter-"):
            shutil.move(jar, home / "bin/ApacheJMeter.jar")
        elif jar.name.startswith(tuple(f"ApacheJMeter_{module}-" for module in MODULES)):
            shutil.move(jar, home / "lib/ext" / jar.name)
        else:
            shutil.move(jar, home / "lib" / jar.name)
    shutil.rmtree(jars)
    (folder / "done").write_text(wanted)


def browser():
    folder = BUILD / "browser"
    wanted = (SOURCES / "package.json").read_text()
    if is_done(folder, wanted):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(SOURCES / "package.json", folder)
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
                   check=True, cwd=folder)
    (folder / "done").write_text(wanted)


def main():
    BUILD.mkdir(exist_ok=True)
    jmeter()
    browser()
    return 0


if __name__ == "__main__":
    sys.exit(main())

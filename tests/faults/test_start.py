"""What keeps a server from starting: one sentence for the operator, status 1, nothing touched."""
import os
import shutil
import socket
import subprocess

import pytest

from weir_process import BINARY, environment, weir


def refusal(data, *flags, listen="127.0.0.1:0", status=1):
    """The one line that a server which cannot start prints."""
    done = subprocess.run([str(BINARY), "serve", "--data", str(data), "--listen", listen, *flags],
                          capture_output=True, text=True, timeout=60, check=False,
                          env=environment())
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*")
            if path.is_file()}


@pytest.fixture
def stopped(start_weir, weir_data):
    """The directory of a server that has stopped."""
    assert start_weir().stop() == 0
    return weir_data


# Two processes in one directory would ruin it. The first does not notice.
def test_a_second_server_on_the_same_directory(start_weir, weir_data, held_clock):
    server = start_weir(**held_clock.variables)  # No minute ends, whose metrics would be written.
    before = contents(weir_data)
    assert refusal(weir_data) == f"weir: Another process uses the data directory {weir_data}."
    # The first one may have made its next segment meanwhile.
    assert before.items() <= contents(weir_data).items() and server.is_running()
    # Nor does it help to go there by another way.
    link = weir_data.with_name("link")
    link.symlink_to(weir_data)
    assert "Another process" in refusal(link)


# A newer Weir wrote it: this one cannot know what it would do to it.
def test_a_directory_of_a_newer_format(stopped):
    (stopped / "FORMAT").write_text("weir journal format 1000\n")
    before = contents(stopped)
    sentence = refusal(stopped)
    assert str(stopped) in sentence and "1000" in sentence and "newer Weir" in sentence
    assert contents(stopped) == before


# Files without the one that says what they are, or with one that says nothing.
@pytest.mark.parametrize("text", [None, "", "something else\n"])
def test_a_directory_that_does_not_say_its_format(stopped, text):
    if text is None:
        (stopped / "FORMAT").unlink()
    else:
        (stopped / "FORMAT").write_text(text)
    before = contents(stopped)
    assert str(stopped) in refusal(stopped)
    assert contents(stopped) == before


# A file system that is mounted to be read only, as after an error of the disk.
def test_a_read_only_disk(small_disk, start_weir):
    assert start_weir(data=small_disk.data).stop() == 0
    small_disk.remount("ro")
    sentence = refusal(small_disk.data)
    assert str(small_disk.data) in sentence and "Read-only file system" in sentence
    other = small_disk.folder / "another"
    assert str(other) in refusal(other)


# A directory that belongs to somebody else. Root may write everywhere, so the server runs as nobody.
def test_a_directory_of_somebody_else(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    folder.chmod(0o555)
    user = {}
    binary = BINARY
    if os.getuid() == 0:
        # Where nobody can read it.
        open_to_all = "/var/tmp" if os.access("/var/tmp", os.W_OK) else "/tmp"
        binary = shutil.copy(BINARY, os.path.join(open_to_all, f"weir-test-{os.getpid()}"))
        user = {"user": 65534, "group": 65534, "extra_groups": []}
        folder = type(folder)(open_to_all) / f"weir-test-data-{os.getpid()}"
        folder.mkdir(mode=0o555)
    try:
        done = subprocess.run([binary, "serve", "--data", folder, "--listen", "127.0.0.1:0"],
                              capture_output=True, text=True, timeout=60, check=False, cwd="/",
                              env=environment(), **user)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert str(folder) in done.stderr and "Permission denied" in done.stderr
    finally:
        if os.getuid() == 0:
            os.unlink(binary)
            folder.rmdir()


# The operator learns which port it was.
def test_a_port_in_use(start_weir, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refusal(tmp_path / "data", listen=f"127.0.0.1:{port}")
        assert sentence == (f"weir: Port {port} on 127.0.0.1 is in use by another process. "
                            "Take another one with --listen ADDRESS:PORT.")
    # Another Weir counts as well, though its threads share their port among themselves.
    server = start_weir()
    assert str(server.port) in refusal(tmp_path / "other", listen=server.address)


# An address that is not this machine's, and one that is none.
@pytest.mark.parametrize("listen", ["192.0.2.1:0", "no-such-host.invalid:0"])
def test_an_address_that_is_not_ours(stopped, listen):
    weir("user", "add", "alice", "--data", stopped)
    sentence = refusal(stopped, listen=listen)
    assert listen.rpartition(":")[0] in sentence


# Without users anybody could come in, so only loopback is safe; the sentence says what to do, and
# doing it helps.
@pytest.mark.parametrize("listen", ["0.0.0.0:0", ":0", "[::]:0"])
def test_other_addresses_need_a_user(start_weir, tmp_path, listen):
    data = tmp_path / "data"
    sentence = refusal(data, listen=listen)
    assert f"weir user add NAME --data {data}" in sentence
    weir("user", "add", "alice", "--data", data)
    start_weir(data=data, listen=listen, users=False)


# The configuration file is not there, or not TOML, or says something that nobody knows.
@pytest.mark.parametrize("text, words", [
    ("listen =", ["configuration file", "line 1"]),
    ("lisden = '127.0.0.1:0'", ["lisden", "weir settings"]),
    ("threads = 'many'", ["threads", "many"])])
def test_a_configuration_file_that_is_wrong(tmp_path, text, words):
    config = tmp_path / "weir.toml"
    config.write_text(text)
    sentence = refusal(tmp_path / "data", "--config", str(config))
    for word in words:
        assert word in sentence
    assert not (tmp_path / "data").exists()

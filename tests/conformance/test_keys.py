"""`weir key`: the keyring, while the server runs and while it does not."""
import json
import os
import stat

import pytest

from weir_process import weir


def key(data, *arguments, **options):
    return weir("key", *arguments, "--data", data, **options)


def refused_key(data, *arguments):
    """The one sentence of a command that fails."""
    done = key(data, *arguments, check=False)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done
    return done.stderr.strip()


def made(data, *arguments):
    """One key, as a command shows it."""
    return json.loads(key(data, *arguments, "--json").stdout)["keys"][0]


# The whole life of a key, with the server up and with the server down.
@pytest.mark.parametrize("running", [True, False], ids=["server up", "server down"])
def test_a_key_from_its_creation_to_its_end(start_weir, weir_data, running):
    server = start_weir()
    if not running:
        server.stop()

    first = made(weir_data, "create", "--alias", "alias/orders", "--description", "for orders")
    key_id = first["id"]
    assert first["arn"] == f"arn:aws:kms:us-east-1:000000000000:key/{key_id}"
    assert (first["state"], first["version"], first["aliases"], first["managed"]) == (
        "Enabled", 1, ["alias/orders"], False)
    assert first["description"] == "for orders"
    listed = key(weir_data, "list").stdout
    assert key_id in listed and "alias/orders" in listed

    assert made(weir_data, "rotate", "alias/orders")["version"] == 2
    assert made(weir_data, "disable", first["arn"])["state"] == "Disabled"
    assert "is disabled" in refused_key(weir_data, "rotate", key_id)
    assert made(weir_data, "enable", key_id)["state"] == "Enabled"
    assert made(weir_data, "alias", "set", "alias/more", key_id)["aliases"] == [
        "alias/more", "alias/orders"]
    second = made(weir_data, "create")
    assert made(weir_data, "alias", "set", "alias/more", second["id"])["aliases"] == ["alias/more"]
    assert made(weir_data, "alias", "remove", "alias/more")["aliases"] == []
    assert made(weir_data, "rotate", "alias/orders")["aliases"] == ["alias/orders"]

    # Deleting is two steps, and the first can be taken back.
    assert "is not pending deletion" in refused_key(weir_data, "delete", key_id, "--now")
    assert made(weir_data, "delete", key_id)["state"] == "PendingDeletion"
    assert made(weir_data, "enable", key_id)["state"] == "Enabled"
    assert made(weir_data, "delete", key_id)["state"] == "PendingDeletion"
    assert "is destroyed" in key(weir_data, "delete", key_id, "--now").stderr
    assert "does not exist" in refused_key(weir_data, "enable", key_id)
    assert key_id not in key(weir_data, "list").stdout

    # Whatever holds the directory next finds the same.
    if running:
        server.stop()
    else:
        server.start()
    keys = json.loads(key(weir_data, "list", "--json").stdout)["keys"]
    assert [each["id"] for each in keys] == [second["id"]]
    if running:
        server.start()


def test_keys_are_their_owners_alone_and_shown_to_nobody(start_weir, weir_data):
    start_weir()
    key_id = made(weir_data, "create")["id"]
    directory = weir_data / "keyring"
    file = directory / f"{key_id}.key"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = json.loads(file.read_text())["versions"][0]["secret"]
    assert len(secret) == 64
    for arguments in (("list",), ("list", "--json"), ("rotate", key_id), ("disable", key_id)):
        done = key(weir_data, *arguments)
        assert secret not in done.stdout + done.stderr


# A server does not start with keys that others can read: it names the file, and what to do.
def test_a_server_refuses_a_keyring_that_others_can_read(start_weir, weir_data, tmp_path):
    elsewhere = tmp_path / "keys"
    server = start_weir("--keyring", elsewhere)
    key_id = json.loads(key(weir_data, "create", "--keyring", elsewhere, "--json").stdout)[
        "keys"][0]["id"]
    file = elsewhere / f"{key_id}.key"
    assert file.exists() and not (weir_data / "keyring").exists()
    server.stop()
    os.chmod(file, 0o644)
    with pytest.raises(RuntimeError) as failed:
        server.start()
    assert str(file) in str(failed.value) and "chmod go=" in str(failed.value)
    os.chmod(file, 0o600)
    file.write_text("{}")
    with pytest.raises(RuntimeError) as failed:
        server.start()
    assert f"{file} is not the file of a key, or is damaged" in str(failed.value)


@pytest.mark.parametrize("arguments, sentence", [
    (("create", "--alias", "orders"), "is no alias"),
    (("create", "--alias", "alias/aws/mine"), "is no alias"),
    (("rotate", "orders"), "Invalid keyId 'orders'"),
    (("rotate", "alias/orders"),
     "Alias arn:aws:kms:us-east-1:000000000000:alias/orders is not found."),
    (("rotate", "arn:aws:kms:eu-west-1:000000000000:alias/orders"), "Invalid arn eu-west-1"),
    (("alias", "remove", "alias/aws/kinesis"), "is no alias"),
], ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_what_is_wrong_is_said(weir_data, arguments, sentence):
    assert sentence in refused_key(weir_data, *arguments)

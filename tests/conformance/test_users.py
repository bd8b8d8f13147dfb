"""`weir user`: keys that come and go while the server runs and while it does not."""
import configparser

import pytest

from signed_requests import JSON, RawClient, sign_headers, sign_query
from test_streams import refused
from weir_process import ACCESS_KEY, SECRET_KEY, weir

HEADERS = {"Content-Type": JSON, "X-Amz-Target": "Kinesis_20131202.ListStreams"}
UNKNOWN = ("UnrecognizedClientException", "The security token included in the request is invalid.")


def user(data, *arguments):
    return weir("user", *arguments, "--data", data)


def credentials(done):
    """What the command printed, which can be pasted into ~/.aws/credentials as it is."""
    file = configparser.ConfigParser()
    file.read_string("[default]\n" + done.stdout)
    return dict(file["default"])


def try_keys(server, client_of, keys):
    client = client_of(server, access_key=keys["aws_access_key_id"],
                       secret_key=keys["aws_secret_access_key"],
                       token=keys.get("aws_session_token"))
    return client


# The whole life of a key, with the server up and with the server down.
@pytest.mark.parametrize("running", [True, False], ids=["server up", "server down"])
def test_a_user_from_the_first_key_to_the_last(start_weir, weir_data, client_of, running):
    server = start_weir()

    def run(*arguments):
        if not running:
            server.stop()
        done = user(weir_data, *arguments)
        if not running:
            server.start()
        return done

    first = credentials(run("add", "alice"))
    try_keys(server, client_of, first).list_streams()
    listed = run("list").stdout
    assert "alice" in listed and first["aws_access_key_id"] in listed
    assert first["aws_secret_access_key"] not in listed

    second = credentials(run("rotate", "alice"))
    try_keys(server, client_of, second).list_streams()
    old = try_keys(server, client_of, first)
    assert refused(old, old.list_streams)[0] in ("UnrecognizedClientException",
                                                 "InvalidSignatureException")

    session = credentials(run("session", "alice"))
    temporary = try_keys(server, client_of, session)
    temporary.list_streams()

    run("remove", "alice")
    for keys in (second, session):
        client = try_keys(server, client_of, keys)
        assert refused(client, client.list_streams)[0] in (
            "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException")
    # Others are not touched.
    client_of(server).list_streams()


# Keys that are known elsewhere can be brought along.
def test_known_keys(start_weir, weir_data, client_of):
    server = start_weir()
    keys = {"aws_access_key_id": "AKIDBROUGHTALONG", "aws_secret_access_key": "known/secret+key"}
    user(weir_data, "add", "bob", "--access-key", keys["aws_access_key_id"],
         "--secret-key", keys["aws_secret_access_key"])
    try_keys(server, client_of, keys).list_streams()
    # A key belongs to one user.
    done = weir("user", "add", "carol", "--access-key", keys["aws_access_key_id"],
                "--secret-key", "other", "--data", weir_data, check=False)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    done = weir("user", "add", "bob", "--data", weir_data, check=False)
    assert done.returncode == 1 and "bob" in done.stderr


# A session's three parts belong together, in the header form and in the query form.
def test_a_session_needs_its_token(start_weir, weir_data):
    server = start_weir()
    user(weir_data, "add", "alice")
    keys = credentials(user(weir_data, "session", "alice", "--duration", "15m"))
    signing = {"access_key": keys["aws_access_key_id"], "secret": keys["aws_secret_access_key"]}
    token = keys["aws_session_token"]
    client = RawClient(server.address)
    assert client.call("ListStreams", {}, token=token, **signing).status == 200
    for wrong in (None, token[:-4] + "AAAA", "x"):
        answer = client.call("ListStreams", {}, token=wrong, **signing)
        assert (answer.error_type, answer.message) == UNKNOWN
    query = sign_query(server.address, HEADERS, b"{}", token=token, **signing)
    assert client.send("POST", f"/?{query}", HEADERS, b"{}").status == 200
    client.close()


# A user's account decides which streams there are.
def test_accounts_do_not_see_each_other(start_weir, weir_data, client_of):
    server = start_weir()
    clients = []
    for account in ("111111111111", "222222222222"):
        keys = credentials(user(weir_data, "add", f"of-{account}", "--account-id", account))
        clients.append(try_keys(server, client_of, keys))
    one, two = clients
    one.create_stream(StreamName="s", ShardCount=1)
    one.put_record(StreamName="s", PartitionKey="k", Data=b"of one")
    arn = one.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]
    assert arn == "arn:aws:kinesis:us-east-1:111111111111:stream/s"
    assert two.list_streams()["StreamNames"] == []
    assert refused(two, two.describe_stream, StreamName="s") == (
        "ResourceNotFoundException", "Stream s under account 222222222222 not found.")
    # The other's ARN does not help, nor does the other's iterator.
    refused(two, two.describe_stream, StreamARN=arn)
    start = one.get_shard_iterator(StreamName="s", ShardId="shardId-000000000000",
                                   ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    two.create_stream(StreamName="s", ShardCount=1)
    refused(two, two.get_records, ShardIterator=start)
    assert len(one.get_records(ShardIterator=start)["Records"]) == 1


# A container's first user comes from its environment; a restart with the same one changes nothing.
def test_the_first_user_of_a_container(start_weir, weir_data, client_of):
    server = start_weir()
    for _ in range(2):
        client_of(server, access_key=ACCESS_KEY, secret_key=SECRET_KEY).list_streams()
        server.stop()
        server.start()
    assert weir("user", "list", "--data", weir_data).stdout.count(ACCESS_KEY) == 1
    # It stays when the environment no longer names it: users live in the data directory.
    server.stop()
    server.first_user = {}
    server.start()
    client_of(server).list_streams()
    other = client_of(server, access_key="AKIDOTHER", secret_key="other")
    assert refused(other, other.list_streams) == UNKNOWN


# The way into a running server is for those who may read its files, and for nobody else.
def test_the_admin_path_needs_its_token(server, raw):
    answer = raw.send("POST", "/_weir/users", {}, b'{"action":"list"}')
    assert answer.status == 403
    answer = raw.send("POST", "/_weir/users", {"x-weir-admin": "guess"}, b'{"action":"list"}')
    assert answer.status == 403
    headers = sign_headers(raw.address, {}, b'{"action":"list"}')
    assert raw.send("POST", "/_weir/users", headers, b'{"action":"list"}').status == 403


def test_the_data_directory_is_private(start_weir, weir_data):
    # It holds secrets: the owner may read it, and nobody else.
    start_weir()
    for path in [weir_data, *weir_data.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


# Mistakes get one sentence and status 1; wrong use gets status 2.
def test_mistakes(tmp_path):
    data = tmp_path / "data"
    user(data, "add", "alice")
    for arguments, status in ((["remove", "nobody"], 1), (["rotate", "nobody"], 1),
                              (["session", "nobody"], 1), (["add", "alice"], 1),
                              (["add"], 2), (["invent", "alice"], 2),
                              (["add", "bob", "--account-id", "12"], 1),
                              (["add", "bob", "--access-key", "AKIDALONE"], 1)):
        done = weir("user", *arguments, "--data", data, check=False)
        assert done.returncode == status, (arguments, done.stderr)
        assert done.stderr.strip()

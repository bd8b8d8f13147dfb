"""TLS as clients meet it: certificates that the server makes or is given, and who is let in."""
import pathlib
import re
import shutil
import socket
import ssl
import stat
import subprocess
import xml.etree.ElementTree

import botocore.exceptions
import pytest

from reading import read_shard
from signed_requests import RawClient
from test_restart import refusal
from waiting import is_closed, wait_until
from weir_process import ACCESS_KEY, BINARY, REGION, SECRET_KEY, environment, weir

PROGRAMS = {"v2": "/usr/bin/aws",
            "v1": pathlib.Path(BINARY).resolve().parent.parent / "venv-cli/bin/aws"}


def openssl(*arguments, stdin=""):
    return subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, timeout=60, check=False)


def make(*arguments):
    done = openssl(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


EC = ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")


def self_signed(folder, name, kind=EC):
    """A certificate that is its own authority, and its key: two files."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    make("req", "-x509", "-newkey", *kind, "-noenc", "-subj", f"/CN={name}", "-addext",
         f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate)
    return certificate, key


def authority_of(server):
    return server.data / "tls/ca.pem"


def trusting(certificate):
    return ssl.create_default_context(cafile=str(certificate))


def shown_to(server, context, name="localhost"):
    """The names in the certificate that a client is shown; it has verified `name`."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        with context.wrap_socket(connection, server_hostname=name) as secured:
            return [value for _, value in secured.getpeercert()["subjectAltName"]]


def in_clear_text(server, data):
    """What comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(data)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


@pytest.fixture
def secure(start_weir):
    """start(*flags): a server, with `https` as its url."""
    def start(*flags, **options):
        server = start_weir(*flags, **options)
        server.https = f"https://localhost:{server.port}"
        return server
    return start


@pytest.fixture
def https_client(client_of):
    return lambda server, **options: client_of(
        server, endpoint_url=server.https, **{"verify": str(authority_of(server)), **options})


# Nothing but the authority's file is needed, and everything is as it is in clear text.
def test_boto3_over_tls(secure, client_of, https_client):
    server = secure()
    client, plain = https_client(server), client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    plain.get_waiter("stream_exists").wait(StreamName="s")
    put = client.put_record(StreamName="s", PartitionKey="k", Data=b"x" * 100_000)
    many = client.put_records(StreamName="s", Records=[
        {"PartitionKey": "k", "Data": bytes([number]) * 1000} for number in range(200)])
    assert many["FailedRecordCount"] == 0
    records = read_shard(client, "s")
    assert records[0]["SequenceNumber"] == put["SequenceNumber"]
    assert len(records) == 201
    assert records == read_shard(plain, "s")
    with pytest.raises(client.exceptions.ResourceNotFoundException) as over_tls:
        client.describe_stream(StreamName="nobody")
    with pytest.raises(plain.exceptions.ResourceNotFoundException) as in_clear:
        plain.describe_stream(StreamName="nobody")
    assert str(over_tls.value) == str(in_clear.value)
    with pytest.raises(client.exceptions.InvalidArgumentException):
        client.get_records(ShardIterator="x")
    client.delete_stream(StreamName="s")


# A client that was not told whom to trust sends nothing.
def test_who_does_not_trust_the_authority_does_not_speak(secure, https_client):
    server = secure()
    with pytest.raises(botocore.exceptions.SSLError):
        https_client(server, verify=True).list_streams()
    assert https_client(server).list_streams()["StreamNames"] == []


def shell(lines, folder, **variables):
    """Runs what `weir tls` prints, as it stands, and then more."""
    return subprocess.run(["sh", "-euc", lines], cwd=folder, capture_output=True, text=True,
                          timeout=120, check=True, env=environment(
                              AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY,
                              AWS_DEFAULT_REGION=REGION, AWS_EC2_METADATA_DISABLED="true",
                              HOME=str(folder), **variables))


def lines_for(server, client):
    return weir("tls", "--data", server.data, "--listen", f":{server.port}", "--for", client).stdout


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_aws_command_line_over_tls(secure, tmp_path, program):
    server = secure()
    # Version 2 of Debian is too old for the variable of the endpoint.
    command = f"{program} kinesis --endpoint-url $AWS_ENDPOINT_URL_KINESIS --output json"
    done = shell(lines_for(server, "aws-cli") + f"""
        {command} create-stream --stream-name s --shard-count 2
        {command} wait stream-exists --stream-name s
        {command} list-shards --stream-name s --query 'length(Shards)'
    """, tmp_path)
    assert done.stdout.split() == ["2"]


# Paths with blanks are quoted.
def test_the_lines_for_curl_weir_and_boto3(secure, tmp_path):
    server = secure(data=tmp_path / "my data's place")
    assert "<AccessDeniedException>" in shell(lines_for(server, "curl"), tmp_path).stdout
    binary = pathlib.Path(BINARY).parent
    shell(f"PATH={binary}:$PATH\n" + lines_for(server, "weir"), tmp_path)
    (tmp_path / "list.py").write_text("""
import boto3, os
print(boto3.client("kinesis", endpoint_url=os.environ["AWS_ENDPOINT_URL_KINESIS"]).list_streams()["StreamNames"])
""")
    python = pathlib.Path(BINARY).resolve().parent.parent / "venv/bin/python"
    assert shell(lines_for(server, "boto3") + f"{python} list.py", tmp_path).stdout == "[]\n"


# What a person sees.
def test_weir_tls_tells_what_is_where(secure):
    server = secure()
    told = weir("tls", "--data", server.data).stdout
    shown = openssl("x509", "-in", authority_of(server), "-noout", "-fingerprint", "-sha256").stdout
    assert shown.strip().partition("=")[2] in told
    assert str(authority_of(server)) in told and str(server.data / "tls/server.pem") in told
    assert re.search(r"^  names     localhost, 127\.0\.0\.1, ::1", told, re.MULTILINE)
    for client in ("curl", "weir", "aws-cli", "boto3", "node", "java", "kpl", "go", "rust"):
        assert weir("tls", "--data", server.data, "--for", client).stdout in told
    printed = weir("tls", "--data", server.data, "--authority").stdout
    assert printed == authority_of(server).read_text()


def test_weir_tls_without_certificates(tmp_path):
    done = weir("tls", "--data", tmp_path / "none", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"weir: There are no certificates in {tmp_path}/none/tls yet;")
    assert not (tmp_path / "none").exists()


# Keys are nobody else's business. The authority outlives restarts, and a lost certificate is made
# anew under it.
def test_files_and_restarts(secure, https_client):
    server = secure()
    folder = server.data / "tls"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("ca.key", "server.pem"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    trusted = authority_of(server).read_text()
    server.stop()
    (folder / "server.pem").unlink()
    server.start()
    assert authority_of(server).read_text() == trusted
    assert https_client(server).list_streams()["StreamNames"] == []


# KPL looks for authorities in a directory, by OpenSSL's names.
def test_the_hashed_directory(secure):
    server = secure()
    done = openssl("s_client", "-connect", f"127.0.0.1:{server.port}", "-CApath",
                   server.data / "tls/hashed", "-no-CAfile", "-verify_return_error",
                   "-verify_hostname", "localhost")
    assert "Verify return code: 0 (ok)" in done.stdout, done.stderr


def test_names_of_ones_own(secure):
    server = secure("--tls-names", "kinesis.internal,*.streams.internal,10.1.2.3")
    context = trusting(authority_of(server))
    for name in ("localhost", "kinesis.internal", "a.streams.internal", "10.1.2.3", "::1"):
        assert "kinesis.internal" in shown_to(server, context, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        shown_to(server, context, "example.com")


# Whoever has the authority's key can speak for these names and no others.
def test_the_authority_is_bound_to_its_names(secure, tmp_path):
    server = secure()
    server.stop()
    folder = server.data / "tls"
    make("req", "-newkey", *EC, "-noenc", "-subj", "/CN=x", "-keyout", tmp_path / "x.key", "-out",
         tmp_path / "x.csr")
    (tmp_path / "x.ext").write_text("subjectAltName=DNS:kinesis.us-east-1.amazonaws.com\n")
    make("x509", "-req", "-in", tmp_path / "x.csr", "-CA", folder / "ca.pem", "-CAkey",
         folder / "ca.key", "-extfile", tmp_path / "x.ext", "-out", tmp_path / "x.pem")
    verified = openssl("verify", "-CAfile", folder / "ca.pem", tmp_path / "x.pem")
    assert "permitted subtree violation" in verified.stderr
    assert openssl("verify", "-CAfile", folder / "ca.pem", folder / "server.pem").returncode == 0


# What a scanner for weaknesses finds: nothing old, nothing weak.
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_sslscan(secure, tmp_path, kind):
    flags = []
    if kind == "rsa":
        certificate, key = self_signed(tmp_path, "localhost", kind=["rsa:2048"])
        flags = ["--tls-cert", certificate, "--tls-key", key]
    server = secure(*map(str, flags))
    done = subprocess.run(["sslscan", "--no-colour", "--xml=-", f"127.0.0.1:{server.port}"],
                          capture_output=True, timeout=120, check=True)
    test = xml.etree.ElementTree.fromstring(done.stdout).find("ssltest")
    enabled = {(found.get("type"), found.get("version")) for found in test.iter("protocol")
               if found.get("enabled") == "1"}
    assert enabled == {("tls", "1.2"), ("tls", "1.3")}
    modern = re.compile(r"TLS_(AES|CHACHA20)|ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA|CHACHA20-)")
    ciphers = [found.get("cipher") for found in test.iter("cipher")]
    assert len(ciphers) == 6 and all(modern.match(cipher) for cipher in ciphers), ciphers
    assert {found.get("name").split()[0] for found in test.iter("group")} <= {
        "x25519", "secp256r1", "secp384r1"}
    assert test.find("renegotiation").get("supported") == "0"
    assert all(found.get("supported") == "0" for found in test.iter("compression"))
    assert all(found.get("vulnerable") == "0" for found in test.iter("heartbleed"))


# Each I/O thread knows the tickets of the others.
@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_sessions_go_on(secure, tmp_path, version):
    server = secure("--threads", "4")
    session = tmp_path / "session"
    common = ["s_client", "-connect", f"127.0.0.1:{server.port}", "-CAfile", authority_of(server),
              version, "-ign_eof"]
    request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    first = openssl(*common, "-sess_out", session, stdin=request)
    assert "\nNew, TLSv1." in first.stdout and "HTTP/1.1 403" in first.stdout, first.stderr
    for _ in range(8):
        again = openssl(*common, "-sess_in", session, "-sess_out", session, stdin=request)
        assert "\nReused, TLSv1." in again.stdout and "HTTP/1.1 403" in again.stdout


def test_alpn(secure):
    server = secure()
    for offered, chosen in ((["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), ([], None)):
        context = trusting(authority_of(server))
        if offered:
            context.set_alpn_protocols(offered)
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            with context.wrap_socket(connection, server_hostname="localhost") as secured:
                assert secured.selected_alpn_protocol() == chosen


def test_http2_over_tls(secure):
    server = secure()
    done = subprocess.run(["curl", "--silent", "--http2", "--cacert", str(authority_of(server)),
                           "--write-out", "%{http_version}", "--output", "/dev/null",
                           server.https], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "2"


# Our own commands speak HTTP/2 where the server does, megabytes both ways.
def test_weir_s_commands_over_tls(secure, tmp_path):
    server = secure("--no-limits")
    variables = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
                 "AWS_REGION": REGION}
    there = ["--endpoint", server.https, "--ca-file", authority_of(server)]
    weir("stream", "create", "s", *there, **variables)
    lines = [f"{number} {'x' * 1000}" for number in range(5000)]
    weir("put", "s", "--partition-key", "k", "--quiet", *there, stdin="\n".join(lines), **variables)
    told = weir("tail", "s", "--from", "trim-horizon", "--no-follow", "--raw", *there, **variables)
    assert told.stdout.splitlines() == lines


def test_weir_s_commands_ask_for_http2(secure, tmp_path):
    server = secure()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.data / "tls/server.pem")
    context.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = subprocess.Popen(
            [str(BINARY), "stream", "list", "--endpoint", f"https://localhost:{port}", "--ca-file",
             str(authority_of(server))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment(AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any"))
        with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
            assert connection.selected_alpn_protocol() == "h2"
            assert connection.recv(24).startswith(b"PRI * HTTP/2.0")
        assert command.wait(60) == 1


# Clear text to a port that speaks TLS only gets an answer that says so; users are managed all the
# same, and the first stream is made.
def test_tls_required(secure, https_client):
    server = secure("--tls", "required", "--first-stream", "first")
    answer = in_clear_text(server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ") and b"use https://" in body
    http2 = in_clear_text(server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert b"use https://" in http2
    client = https_client(server)
    client.get_waiter("stream_exists").wait(StreamName="first",
                                            WaiterConfig={"Delay": 0.2, "MaxAttempts": 100})
    weir("user", "add", "alice", "--data", server.data)
    assert "alice" in weir("user", "list", "--data", server.data).stdout
    assert server.stop() == 0


def test_tls_off(secure):
    server = secure("--tls", "off")
    answer = in_clear_text(server, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert not (server.data / "tls").exists()


# A new certificate is taken into use without a restart; one that is no good changes nothing.
def test_changed_files(secure, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    certificate, key = self_signed(tmp_path / "old", "localhost")
    server = secure("--tls-cert", str(certificate), "--tls-key", str(key))
    assert shown_to(server, trusting(certificate)) == ["localhost"]
    assert not (server.data / "tls").exists()

    # In one step each: the server may look at any moment.
    other, other_key = self_signed(tmp_path / "new", "kinesis.test")
    other_key.replace(key)
    wait_until(lambda: "does not belong to the certificate" in server.log())
    assert shown_to(server, trusting(certificate)) == ["localhost"]

    shutil.copy(other, tmp_path / "copy.pem")
    (tmp_path / "copy.pem").replace(certificate)
    wait_until(lambda: "event=tls_certificate_changed" in server.log())
    assert shown_to(server, trusting(other), "kinesis.test") == ["kinesis.test"]
    assert server.log().count("event=tls_certificate_not_changed") == 1


# Each is one sentence that says what is wrong with which file.
def test_bad_certificates_stop_the_start(tmp_path):
    certificate, key = self_signed(tmp_path, "localhost")
    _, other_key = self_signed(tmp_path, "other")
    nonsense, missing = tmp_path / "nonsense.pem", tmp_path / "missing.pem"
    nonsense.write_text("nonsense")
    expired = tmp_path / "expired.pem"
    make("x509", "-in", certificate, "-signkey", key, "-days", "-1", "-out", expired)

    def sentence(*flags):
        return refusal(tmp_path / "data", *map(str, flags))

    both = ["--tls-cert", certificate, "--tls-key"]
    assert sentence(*both, other_key) == (
        f"weir: The private key in {other_key} does not belong to the certificate in {certificate}.")
    assert sentence(*both, missing) == f"weir: Cannot open {missing}: No such file or directory."
    assert sentence(*both, nonsense) == f"weir: {nonsense} holds no private key in PEM form."
    assert sentence("--tls-cert", nonsense, "--tls-key", key) == (
        f"weir: {nonsense} holds no certificate in PEM form.")
    assert sentence("--tls-cert", expired, "--tls-key", key).startswith(
        f"weir: The certificate in {expired} expired on 20")
    assert sentence("--tls-cert", certificate) == "weir: --tls-cert and --tls-key go together."
    assert sentence(*both, key, "--tls-names", "a") == (
        "weir: --tls-names is for certificates made here; that of --tls-cert has its own names.")
    assert sentence(*both, key, "--tls-client-ca", nonsense) == (
        f"weir: {nonsense} holds no certificate in PEM form.")
    assert sentence("--tls", "off", "--tls-client-ca", certificate) == (
        "weir: --tls off does not go with --tls-cert or --tls-client-ca.")
    assert sentence("--tls-client-optional") == "weir: --tls-client-optional needs --tls-client-ca."


# Where clients must show a certificate, those who show none, or a stranger's, get no answer; and
# there is no way round it in clear text.
@pytest.mark.parametrize("is_optional", [False, True], ids=["required", "optional"])
def test_client_certificates(secure, tmp_path, client_of, is_optional):
    ours, ours_key = self_signed(tmp_path, "client")
    (tmp_path / "strange").mkdir()
    strange, strange_key = self_signed(tmp_path / "strange", "client")
    optional = ["--tls-client-optional"] if is_optional else []
    server = secure("--tls-client-ca", str(ours), *optional)

    def status(*pair):
        shown = ["--cert", str(pair[0]), "--key", str(pair[1])] if pair else []
        done = subprocess.run(["curl", "--silent", "--cacert", str(authority_of(server)), *shown,
                               "--write-out", "%{http_code}", "--output", "/dev/null",
                               server.https], capture_output=True, text=True, timeout=60,
                              check=False)
        return int(done.stdout)

    assert status(ours, ours_key) == 403  # Of Kinesis: the request has no signature.
    assert status(strange, strange_key) == 0
    assert status() == (403 if is_optional else 0)
    answer = in_clear_text(server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (b"use https://" in answer) != is_optional
    weir("user", "add", "alice", "--data", server.data)


# Half a handshake, and none, hold up nobody and end.
def test_handshakes_that_never_end(secure, https_client, clock):
    server = secure("--head-timeout", "20s", **clock.variables)
    half = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(50)]
    for length, connection in enumerate(half):
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".ljust(60, b"x")[:length])
    assert https_client(server).list_streams()["StreamNames"] == []
    wait_until(lambda: all([is_closed(connection) for connection in half]) or clock.pass_by(1))
    for connection in half:
        connection.close()
    raw = RawClient(server.address)
    assert raw.call("ListStreams", {}).status == 200
    raw.close()

"""The log on standard error: for people, for machines, about requests, and never about secrets."""
import base64
import json
import re

import pytest

from access import ACCOUNT, House, client, document, session_keys, statement
from signed_requests import JSON, RawClient, sign_headers, sign_query
from weir_process import ACCESS_KEY, SECRET_KEY, weir

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def objects(server):
    return [json.loads(line) for line in server.log().splitlines()]


def of_event(server, event):
    return [line for line in objects(server) if line["event"] == event]


def test_lines_are_for_people_unless_asked_otherwise(start_weir):
    server = start_weir()
    server.stop()
    for line in server.log().splitlines():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warning) event=\w+.*",
                            line), line
    assert "event=started listen=127.0.0.1 port=" in server.log()


def test_lines_are_objects_on_request(start_weir):
    server = start_weir("--log-format", "json")
    server.stop()
    started, stopping, stopped = objects(server)[-3:]
    assert (stopping["event"], stopped["event"]) == ("stopping", "stopped")
    assert (started["event"], started["port"]) == ("started", server.port)
    assert started["level"] == "info"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", started["time"])


def test_requests_have_lines_on_request(start_weir, client_of):
    server = start_weir("--log-format", "json", "--log-requests", "all", "--slow-request", "0ms")
    kinesis = client_of(server)
    made = kinesis.create_stream(StreamName="s", ShardCount=1)["ResponseMetadata"]
    with pytest.raises(kinesis.exceptions.ResourceNotFoundException) as caught:
        kinesis.put_record(StreamName="missing", PartitionKey="k", Data=b"x")
    who = client(server, "sts", (ACCESS_KEY, SECRET_KEY)).get_caller_identity()["ResponseMetadata"]
    server.stop()
    lines = {line["request_id"]: line for line in objects(server) if "request_id" in line}
    assert len(lines) == 3

    def line_of(metadata):
        line = lines[metadata["RequestId"]]
        assert 0 <= line.pop("duration_ms") < 60_000
        return {name: line[name] for name in line if name not in ("time", "level", "request_id")}
    common = {"account": ACCOUNT, "source_ip": "127.0.0.1"}
    assert line_of(made) == {"event": "request", "service": "kinesis",
                             "operation": "CreateStream", "status": 200, **common}
    assert line_of(caught.value.response["ResponseMetadata"]) == {
        "event": "request_refused", "service": "kinesis", "operation": "PutRecord",
        "status": 400, "error": "ResourceNotFoundException", **common}
    assert line_of(who) == {"event": "request", "service": "sts",
                            "operation": "GetCallerIdentity", "status": 200, **common}


def test_refused_requests_alone(start_weir, client_of):
    server = start_weir("--log-format", "json", "--log-requests", "failed", "--slow-request", "0")
    kinesis = client_of(server)
    kinesis.list_streams()
    forged = client_of(server, secret_key="another")
    with pytest.raises(forged.exceptions.ClientError):
        forged.list_streams()
    server.stop()
    lines = [line for line in objects(server) if "request_id" in line]
    assert [(line["event"], line["error"], line["account"]) for line in lines] == [
        ("request_refused", "InvalidSignatureException", "")]


# Five megabytes take longer than a millisecond to hash alone, on any machine.
def test_slow_requests_have_lines(start_weir, client_of):
    server = start_weir("--log-format", "json", "--slow-request", "1ms", "--no-limits")
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="s", ShardCount=1)
    put = kinesis.put_records(StreamName="s", Records=[
        {"PartitionKey": "k", "Data": b"x" * 1_000_000}] * 5)
    server.stop()
    line = next(line for line in of_event(server, "slow_request")
                if line["operation"] == "PutRecords")
    assert line["request_id"] == put["ResponseMetadata"]["RequestId"]
    assert (line["level"], line["status"]) == ("warning", 200) and line["duration_ms"] >= 1


def test_commands_have_request_ids(start_weir):
    server = start_weir("--log-format", "json")
    weir("user", "add", "alice", "--data", server.data)
    weir("user", "remove", "alice", "--data", server.data)
    server.stop()
    added, = of_event(server, "user_added")
    removed, = of_event(server, "user_removed")
    assert added["user"] == removed["user"] == "alice"
    assert UUID.fullmatch(added["request_id"]) and UUID.fullmatch(removed["request_id"])
    assert added["request_id"] != removed["request_id"]


class Secrets:
    """What was sent and must not be in any log, as it is and in base64."""

    def __init__(self):
        self.texts = set()

    def add(self, text):
        self.texts.add(text)
        return text

    def record(self, number):
        """Data of a record and its partition key."""
        data = self.add(f"record-data-{number}-that-nobody-else-may-see")
        self.texts.add(base64.b64encode(data.encode()).decode()[:24])
        return {"PartitionKey": self.add(f"partition-key-{number}"), "Data": data.encode()}


def send_badly(server, secrets):
    """Requests with secrets in them that fail in every way that there is."""
    kept = secrets.record(99)
    encoded = base64.b64encode(kept["Data"]).decode()
    put = {"StreamName": "orders", "PartitionKey": kept["PartitionKey"], "Data": encoded}
    bodies = [json.dumps(put).encode(), json.dumps(put).encode()[:-10],
              json.dumps({**put, "Data": "%" + encoded}).encode(),
              json.dumps({**put, "ExplicitHashKey": kept["PartitionKey"]}).encode(),
              json.dumps({**put, "StreamName": kept["PartitionKey"] + "/?"}).encode(),
              json.dumps({**put, "PartitionKey": kept["PartitionKey"] * 40}).encode()]
    wrong = secrets.add("wrong/secret/key/0123456789abcdefghijklm")
    token = secrets.add("a-session-token-that-is-none")
    for body in bodies:
        for signing in ({}, {"secret": wrong}, {"token": token}, {"access_key": "AKIAUNKNOWN"},
                        {"date": "20200101T000000Z"}):
            for operation in ("PutRecord", "PutRecords", "GetRecords",
                              secrets.add("operation-in-a-target")):
                headers = {"Content-Type": JSON, "X-Amz-Target": f"Kinesis_20131202.{operation}"}
                signed = sign_headers(server.address, headers, body, **signing)
                secrets.add(signed["Authorization"].rpartition("Signature=")[2])
                raw = RawClient(server.address)
                assert raw.send("POST", "/", signed, body).status in (200, 400, 403, 404)
                raw.close()
    headers = {"Content-Type": JSON, "X-Amz-Target": "Kinesis_20131202.PutRecord"}
    query = sign_query(server.address, headers, bodies[1], secret=wrong, token=token)
    secrets.add(query.rpartition("Signature=")[2])
    for path in (f"/?{query}", "/" + secrets.add("a-path-of-ones-own")):
        for method in ("POST", "GET", "DELETE"):
            raw = RawClient(server.address)
            raw.send(method, path, headers, bodies[0])
            raw.close()
    raw = RawClient(server.address)
    raw.send("POST", "/", {"Authorization": secrets.add("Basic dXNlcjpwYXNzd29yZA=="),
                           "Content-Type": secrets.add("a/type-of-ones-own")}, bodies[0])
    raw.close()


# Whatever is sent, and whichever way it fails, with every line that there can be.
def test_no_secret_is_ever_logged(start_weir, weir_data):
    server = start_weir("--log-format", "json", "--log-requests", "all", "--slow-request", "1ms")
    secrets = Secrets()
    secrets.add(SECRET_KEY)
    house = House(server)
    for number in range(3):
        house.kinesis.put_record(StreamName="orders", **secrets.record(number))
    house.kinesis.put_records(StreamName="orders", Records=[
        secrets.record(number) for number in range(10, 13)])
    iterator = house.kinesis.get_shard_iterator(
        StreamName="orders", ShardId="shardId-000000000000",
        ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    secrets.add(iterator)
    assert len(house.kinesis.get_records(ShardIterator=iterator)["Records"]) == 6
    keys = house.user("alice", document(statement("kinesis:*")))
    secrets.add(keys[1])
    session = session_keys(house.as_user(keys, "sts").get_session_token())
    secrets.add(session[1])
    secrets.add(session[2])
    house.as_user(session).put_record(StreamName="orders", **secrets.record(20))
    with pytest.raises(house.kinesis.exceptions.ClientError):
        house.as_user((session[0], session[1], session[2][:-4] + "AAAA")).list_streams()
    added = weir("user", "add", "bob", "--data", server.data).stdout
    secrets.add(re.search(r"aws_secret_access_key\s*=\s*(\S+)", added).group(1))
    secrets.add((weir_data / "admin").read_text().split()[2])
    send_badly(server, secrets)
    server.stop()

    log = server.log()
    assert len(log.splitlines()) > 100
    assert {"request", "request_refused", "user_added"} <= {
        line["event"] for line in objects(server)}
    audit = (weir_data / "audit.log").read_text()
    for name, text in (("log", log), ("audit log", audit)):
        found = [secret for secret in secrets.texts if secret in text]
        assert not found, (name, found)
        assert "Signature=" not in text and "Credential=" not in text

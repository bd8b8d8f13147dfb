"""Requests that are right as HTTP and wrong as anything else, all over one connection.

Each has its own error, in Amazon's words; none may cost the client its connection, or the next
request its answer. The tables of single errors are in test_validation.py and test_serialization.py.
"""
import json
import re

import pytest

import test_http
import test_serialization
import test_validation
from signed_requests import JSON, RawClient, amz_date, sign_headers

TARGET = "Kinesis_20131202.ListStreams"
HEADERS = {"Content-Type": JSON, "X-Amz-Target": TARGET}


def signed_as(raw, change):
    """A signed request of which the Authorization header was then changed."""
    headers = sign_headers(raw.address, HEADERS, b"{}")
    return {**headers, "Authorization": change(headers["Authorization"])}


def scope(change):
    """The request's Authorization header with another credential."""
    def with_scope(header):
        before, _, rest = header.partition("Credential=")
        credential, _, after = rest.partition(", ")
        return f"{before}Credential={change(credential.split('/'))}, {after}"
    return with_scope


# What stands in the header, the error, the beginning of its text.
AUTHORIZATIONS = {
    "another scheme": (lambda _: "Bearer abc", "IncompleteSignatureException",
                       "Authorization header requires 'Credential' parameter. "),
    "nothing but a comma": (lambda _: ",", "IncompleteSignatureException",
                            "Authorization header requires 'Credential' parameter. "),
    "a credential of four parts": (scope(lambda parts: "/".join(parts[:4])),
                                   "IncompleteSignatureException",
                                   "Credential must have exactly 5 slash-delimited elements"),
    "a credential of six parts": (scope(lambda parts: "/".join([*parts, "x"])),
                                  "IncompleteSignatureException",
                                  "Credential must have exactly 5 slash-delimited elements"),
    "another terminator": (scope(lambda parts: "/".join([*parts[:4], "aws5_request"])),
                           "InvalidSignatureException",
                           "Credential should be scoped with a valid terminator: 'aws4_request'."),
    "no region": (scope(lambda parts: "/".join([*parts[:2], "", *parts[3:]])),
                  "InvalidSignatureException", "Credential should be scoped to a valid region."),
    "another day": (scope(lambda parts: "/".join([parts[0], "20131202", *parts[2:]])),
                    "InvalidSignatureException",
                    "Date in Credential scope does not match YYYYMMDD"),
    "a signature that is too short": (lambda header: header[:-1], "InvalidSignatureException",
                                      "The request signature we calculated does not match"),
    "a signature that is no number": (lambda header: header[:-64] + "z" * 64,
                                      "InvalidSignatureException",
                                      "The request signature we calculated does not match"),
    "a header that was not signed": (
        lambda header: header.replace("SignedHeaders=", "SignedHeaders=x-not-there;"),
        "InvalidSignatureException", "The request signature we calculated does not match"),
    "a very long header": (lambda header: header + "x" * 30_000, "InvalidSignatureException",
                           "The request signature we calculated does not match"),
}


@pytest.mark.parametrize("change, kind, text", AUTHORIZATIONS.values(), ids=AUTHORIZATIONS)
def test_authorization_headers(raw, change, kind, text):
    answer = raw.send("POST", "/", signed_as(raw, change), b"{}")
    assert (answer.status, answer.error_type) == (400, kind), answer.body
    assert answer.message.startswith(text)


# Times that are none, and one that the calendar does not have.
@pytest.mark.parametrize("date", ["yesterday", "2026-11-22T19:08:26Z", "20261322T190826Z", "0"])
def test_dates_that_are_none(raw, date):
    headers = sign_headers(raw.address, HEADERS, b"{}", date=amz_date())
    answer = raw.send("POST", "/", {**headers, "X-Amz-Date": date}, b"{}")
    assert (answer.status, answer.error_type) == (400, "IncompleteSignatureException")
    assert answer.message.startswith(f"Date must be in ISO-8601 'basic format'. Got '{date}'.")


# Values that are lists or maps all through, to a depth at which a careless parser has no stack left.
@pytest.mark.parametrize("open_one, close_one", [(b"[", b"]"), (b'{"a":', b"}")])
def test_depth(raw, open_one, close_one):
    deep = b'{"Unknown":' + open_one * 100_000 + b"1" + close_one * 100_000 + b"}"
    answer = raw.call("ListStreams", deep)
    assert (answer.status, answer.json) == (400, {"__type": "SerializationException"})


# Strings of a megabyte where a name belongs, unknown members of a megabyte, a million members.
@pytest.mark.parametrize("body", [
    {"StreamName": "x" * (1 << 20)}, {"StreamName": "s", "Limit": int("9" * 4000)},
    {"StreamName": "s", "ShardFilter": {"Type": "x" * (1 << 20)}}])
def test_huge_values(raw, body):
    answer = raw.call("ListShards", body)
    assert answer.status == 400 and answer.error_type in (
        "ValidationException", "SerializationException", "ResourceNotFoundException",
        "InvalidArgumentException"), answer.body[:200]
    # An error repeats the value, as Amazon's does, but not without end.
    assert len(answer.body) < 3 << 20
    many = {"StreamName": "nobody", **{f"Unknown{number}": number for number in range(200_000)}}
    assert raw.call("ListShards", many).error_type == "ResourceNotFoundException"


# A body that is longer than it says: what follows is the next request, and is refused as one.
def test_a_length_that_is_too_small(server):
    headers = {**sign_headers(server.address, HEADERS, b"{}"), "Content-Length": "2"}
    with test_http.connect(server) as connection:
        connection.sendall(test_http.request(headers, b'{}"StreamName":"x"}\r\n\r\n'))
        answers = b"".join(iter(lambda: connection.recv(65536), b""))
    assert re.findall(rb"HTTP/1.1 (\d+) ", answers) == [b"200", b"400"], answers


# Every error of every table, one after the other, over one connection, with a good request between
# any two: the answers stay in step, and the connection stays.
def test_one_connection_survives_all_of_them(server):
    client = RawClient(server.address)
    assert client.call("ListStreams", {}).status == 200
    first = client.connection.sock
    bodies = [(operation, arguments) for operation, arguments, _ in test_validation.TABLE]
    bodies += [(operation, {member: value})
               for operation, member, value, _ in test_serialization.TABLE]
    bodies += [("DescribeStream", body) for body in (b"", b"x", b"{", b"[]", b"{" * 100_000)]
    for operation, body in bodies:
        answer = client.call(operation, body)
        assert answer.status == 400 and "__type" in answer.json, (operation, body)
        answer = client.call("ListStreams", {"Limit": 1})
        assert answer.status == 200 and "StreamNames" in answer.json, (operation, body)
    for change, _, _ in AUTHORIZATIONS.values():
        assert client.send("POST", "/", signed_as(client, change), b"{}").status == 400
        assert client.call("ListStreams", {}).status == 200
    for headers in ({}, {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}):
        body = json.dumps({}).encode()
        assert client.send("POST", "/", headers, body).status in (400, 403, 404)
        assert client.call("ListStreams", {}).status == 200
    assert client.connection.sock is first
    client.close()

"""What is checked before any operation: method, content type, target, body, in this order; CORS."""
import base64
import re
import uuid

import pytest

from signed_requests import JSON

TARGET = "Kinesis_20131202.ListStreams"
UNDETERMINED = (b"<AccessDeniedException>\n"
                b"  <Message>Unable to determine service/operation name to be authorized"
                b"</Message>\n"
                b"</AccessDeniedException>\n")


# Anything but POST is answered before anything else is looked at, in XML.
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods(raw, method):
    answer = raw.send(method, "/", {"Content-Type": JSON, "X-Amz-Target": TARGET}, b"{}")
    assert (answer.status, answer.body) == (403, UNDETERMINED)
    assert "Content-Type" not in answer.headers


# AWS ignores the path.
@pytest.mark.parametrize("path", ["/", "/any/path", "/?x=y"])
def test_any_path(raw, path):
    answer = raw.send("POST", path, {"Content-Type": JSON, "X-Amz-Target": TARGET}, b"{}")
    assert answer.error_type == "MissingAuthenticationTokenException"


# An empty body: only the type, which depends on whether the operation exists.
@pytest.mark.parametrize("target, kind", [
    (TARGET, "SerializationException"),
    ("Kinesis_20131202.Nothing", "UnknownOperationException"),
    ("Nobody_20131202.ListStreams", "UnknownOperationException"),
    (None, "UnknownOperationException")])
def test_empty_bodies(raw, target, kind):
    headers = {"X-Amz-Target": target} if target else {}
    answer = raw.send("POST", "/", {**headers, "Content-Type": JSON}, b"")
    assert (answer.status, answer.json) == (400, {"__type": kind})
    # Without JSON's content type, production answers CBOR.
    answer = raw.send("POST", "/", headers, b"")
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/x-amz-cbor-1.1"
    assert kind.encode() in answer.body


# Other content types are another service's business.
def test_foreign_content_types(raw):
    for kind in ("text/plain", "application/xml", ""):
        headers = {"Content-Type": kind} if kind else {}
        answer = raw.send("POST", "/", headers, b"{}")
        assert (answer.status, answer.body) == (403, UNDETERMINED)
        answer = raw.send("POST", "/", {**headers, "X-Amz-Target": TARGET}, b"{}")
        assert (answer.status, answer.body) == (404, b"<UnknownOperationException/>\n")


# Parameters and blanks around the type are allowed.
@pytest.mark.parametrize("kind", [JSON, f"   {JSON}  ;charset=utf-8", f"{JSON}; x"])
def test_content_types_that_mean_json(raw, kind):
    answer = raw.send("POST", "/", {"Content-Type": kind, "X-Amz-Target": TARGET}, b"{}")
    assert answer.error_type == "MissingAuthenticationTokenException"
    assert answer.headers["Content-Type"] == JSON


# Plain JSON reaches a front end that does not know the service.
def test_plain_json(raw):
    headers = {"Content-Type": "application/json", "X-Amz-Target": TARGET}
    answer = raw.send("POST", "/", headers, b"{}")
    assert (answer.status, answer.json) == (404, {
        "Output": {"__type": "com.amazon.coral.service#UnknownOperationException"},
        "Version": "1.0"})
    answer = raw.send("POST", "/", headers, b"{")
    assert (answer.status, answer.json) == (400, {
        "Output": {"__type": "com.amazon.coral.service#SerializationException"},
        "Version": "1.0"})


# An unknown operation is said before a missing signature. So is one that is not built yet: never a
# success that did nothing.
@pytest.mark.parametrize("target", [
    "Kinesis_20131202.Nothing", "Kinesis_20131202.", "Kinesis_20131202", "", "x.y",
    "kinesis_20131202.ListStreams", "Kinesis_20131202.liststreams", "DynamoDB_20120810.ListTables",
    "Kinesis_20131202.UpdateChannel", "Kinesis_20131202.CreateChannel"])
def test_unknown_operations(raw, target):
    answer = raw.send("POST", "/", {"Content-Type": JSON, "X-Amz-Target": target}, b"{}")
    assert (answer.status, answer.json) == (400, {"__type": "UnknownOperationException"})


# The order of the checks: syntax, target, signature, types, constraints, what is stored.
def test_the_order_of_checks(raw, unique):
    name = unique()
    unsigned = {"Content-Type": JSON}
    answer = raw.send("POST", "/", {**unsigned, "X-Amz-Target": "Kinesis_20131202.No"}, b"{")
    assert answer.json == {"__type": "SerializationException"}
    answer = raw.send("POST", "/", {**unsigned, "X-Amz-Target": TARGET}, b'{"Limit":"x"}')
    assert answer.error_type == "MissingAuthenticationTokenException"
    answer = raw.call("DescribeStream", {"StreamName": True, "Limit": 0})
    assert answer.error_type == "SerializationException"
    answer = raw.call("DescribeStream", {"StreamName": name, "Limit": 0})
    assert answer.error_type == "ValidationException"
    answer = raw.call("DescribeStream", {"StreamName": name, "Limit": 1})
    assert answer.error_type == "ResourceNotFoundException"


# Every answer can be told apart in a log, on both sides.
def test_the_headers_of_an_answer(raw):
    seen = set()
    for body in ({}, {"Limit": 0}):
        answer = raw.call("ListStreams", body)
        seen.add(str(uuid.UUID(answer.headers["x-amzn-RequestId"])))
        assert 64 <= len(base64.b64decode(answer.headers["x-amz-id-2"])) <= 80
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.headers["Date"])
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert answer.headers["Content-Type"] == JSON
        assert "Connection" not in answer.headers
    assert len(seen) == 2


# A page in a browser asks first, without a signature; the answer must allow what it asks for.
def test_a_preflight(raw):
    answer = raw.send("OPTIONS", "/", {
        "Origin": "http://example.org", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-amz-target,authorization"}, b"")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "x-amz-target,authorization"
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert answer.headers["Access-Control-Max-Age"] == "172800"
    assert "x-amz-id-2" not in answer.headers and "Content-Type" not in answer.headers
    # Without an origin OPTIONS is a method like any other.
    assert raw.send("OPTIONS", "/", {}, b"").status == 403


# The page may read the answer and the headers that an SDK needs, in success and in error.
def test_answers_to_a_page(raw):
    headers = {"Content-Type": JSON, "X-Amz-Target": TARGET, "Origin": "http://example.org"}
    answer = raw.send("POST", "/", headers, b"{}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"] == (
        "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date")

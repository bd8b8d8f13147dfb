"""Signature Version 4: who gets in, and what those are told who do not."""
import json

import pytest

from signed_requests import JSON, RawClient, amz_date, sign_headers, sign_query

TARGET = "Kinesis_20131202.ListStreams"
HEADERS = {"Content-Type": JSON, "X-Amz-Target": TARGET}
MISMATCH = ("The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.")


def refusal(answer):
    assert answer.status == 400
    assert set(answer.json) == {"__type", "message"}
    return answer.error_type, answer.message


# The plain case, before all the others.
def test_a_signed_request_gets_in(raw):
    assert raw.call("ListStreams", {}).status == 200


def test_without_any_signature(raw):
    # Nobody gets in by saying nothing.
    assert refusal(raw.send("POST", "/", HEADERS, b"{}")) == (
        "MissingAuthenticationTokenException", "Missing Authentication Token")


# Whatever is changed after signing must be found: the body, a header, the target, the signature.
@pytest.mark.parametrize("change", ["body", "target", "signature", "date", "content type"])
def test_a_changed_request(raw, change):
    headers = sign_headers(raw.address, HEADERS, b"{}")
    body = b"{}"
    if change == "body":
        body = b"{ }"
    if change == "target":
        headers["X-Amz-Target"] = "Kinesis_20131202.DescribeStream"
    if change == "signature":
        last = headers["Authorization"][-1]
        headers["Authorization"] = headers["Authorization"][:-1] + ("0" if last != "0" else "1")
    if change == "date":
        # Another second of the same day, as the scope says it.
        date = headers["X-Amz-Date"]
        headers["X-Amz-Date"] = date[:-2] + ("1Z" if date[-2] != "1" else "2Z")
    if change == "content type":
        headers["Content-Type"] = JSON + ";x"
    assert refusal(raw.send("POST", "/", headers, body)) == ("InvalidSignatureException", MISMATCH)


def test_a_wrong_secret(raw):
    # The usual mistake, in AWS's long-standing words.
    assert refusal(raw.call("ListStreams", {}, secret="wrong")) == (
        "InvalidSignatureException", MISMATCH)


def test_an_unknown_key(raw):
    # A key that is not there is told apart from a wrong secret, as AWS does.
    assert refusal(raw.call("ListStreams", {}, access_key="AKIDNOBODY")) == (
        "UnrecognizedClientException", "The security token included in the request is invalid.")


# Five minutes either way; SDKs read the Date header of the answer and correct their clock.
def test_clocks_that_differ(raw):
    assert raw.call("ListStreams", {}, date=amz_date(-240)).status == 200
    assert raw.call("ListStreams", {}, date=amz_date(240)).status == 200
    old = amz_date(-400)
    kind, message = refusal(raw.call("ListStreams", {}, date=old))
    assert kind == "InvalidSignatureException"
    assert message.startswith(f"Signature expired: {old} is now earlier than ")
    assert message.endswith(" - 5 min.)")
    new = amz_date(400)
    kind, message = refusal(raw.call("ListStreams", {}, date=new))
    assert kind == "InvalidSignatureException"
    assert message.startswith(f"Signature not yet current: {new} is still later than ")
    assert message.endswith(" + 5 min.)")


def test_a_scope_of_another_service(raw):
    # A signature for one service is not good for another.
    assert refusal(raw.call("ListStreams", {}, service="dynamodb")) == (
        "InvalidSignatureException", "Credential should be scoped to correct service: 'kinesis'.")


# What is missing is named, in production's order and with the whole header repeated.
CREDENTIAL = "Authorization header requires 'Credential' parameter. "
SIGNATURE = "Authorization header requires 'Signature' parameter. "
SIGNED = "Authorization header requires 'SignedHeaders' parameter. "
DATE = ("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")


@pytest.mark.parametrize("header, date, missing", [
    ("AWS4-HMAC-SHA256", False, CREDENTIAL + SIGNATURE + SIGNED + DATE),
    ("AWS4-HMAC-SHA256 Credential=a", False, SIGNATURE + SIGNED + DATE),
    ("AWS4-HMAC-SHA256 Signature=b,SignedHeaders=c", False, CREDENTIAL + DATE),
    ("AWS4-HMAC-SHA256 Credential=a, Signature=b", True, SIGNED),
    ("AWS4- Signature=b Credential=a", True, SIGNED),
    ("AWS4-HMAC-SHA256 Credential=a, Signature=b, SignedHeaders=c", False, DATE)])
def test_an_incomplete_header(raw, header, date, missing):
    headers = {**HEADERS, "Authorization": header}
    if date:
        headers["X-Amz-Date"] = amz_date()
    assert refusal(raw.send("POST", "/", headers, b"{}")) == (
        "IncompleteSignatureException", f"{missing}Authorization={header}")


# A presigned request, as a browser or curl may send it.
def test_a_presigned_request_gets_in(raw):
    query = sign_query(raw.address, HEADERS, b"{}")
    answer = raw.send("POST", f"/?{query}", HEADERS, b"{}")
    assert (answer.status, "StreamNames" in answer.json) == (200, True)


def test_a_changed_presigned_request(raw):
    # The body is signed too.
    query = sign_query(raw.address, HEADERS, b"{}")
    assert refusal(raw.send("POST", f"/?{query}", HEADERS, b"{ }")) == (
        "InvalidSignatureException", MISMATCH)


def test_both_ways_at_once(raw):
    # Two proofs may contradict each other; production refuses to choose.
    headers = sign_headers(raw.address, HEADERS, b"{}")
    query = sign_query(raw.address, HEADERS, b"{}")
    assert refusal(raw.send("POST", f"/?{query}", headers, b"{}")) == (
        "InvalidSignatureException",
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")


# Each missing parameter has a sentence of its own.
def test_an_incomplete_query(raw):
    assert refusal(raw.send("POST", "/?X-Amz-Algorithm=AWS4-HMAC-SHA256", HEADERS, b"{}")) == (
        "IncompleteSignatureException",
        "AWS query-string parameters must include 'X-Amz-Credential'. "
        "AWS query-string parameters must include 'X-Amz-Signature'. "
        "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
        "AWS query-string parameters must include 'X-Amz-Date'. "
        "Re-examine the query-string parameters.")
    # Without the algorithm a query is no signature at all.
    assert refusal(raw.send("POST", "/?X-Amz-Credential=a", HEADERS, b"{}"))[0] == (
        "MissingAuthenticationTokenException")


# The region of a call is the one that it is signed for: there the stream lives, and nowhere else.
def test_regions_do_not_see_each_other(server, kinesis, client_of, stream):
    elsewhere = client_of(server, region="eu-central-1")
    assert stream in [name for page in kinesis.get_paginator("list_streams").paginate()
                      for name in page["StreamNames"]]
    assert stream not in elsewhere.list_streams()["StreamNames"]
    elsewhere.create_stream(StreamName=stream, ShardCount=1)
    arn = elsewhere.describe_stream(StreamName=stream)["StreamDescription"]["StreamARN"]
    assert arn == f"arn:aws:kinesis:eu-central-1:{server.account}:stream/{stream}"
    elsewhere.delete_stream(StreamName=stream)
    assert kinesis.describe_stream_summary(StreamName=stream)


# Without any user every signature is accepted, so that a first try needs no keys; but one must be
# there, since it says which region is meant.
def test_without_users_any_key_is_good(start_weir, client_of):
    server = start_weir("--account-id", "123456789012", users=False)
    client = client_of(server, access_key="anything", secret_key="whatever")
    client.create_stream(StreamName="s", ShardCount=1)
    arn = client.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]
    assert arn == "arn:aws:kinesis:us-east-1:123456789012:stream/s"


def test_without_users_a_signature_is_still_needed(start_weir):
    # The same error as with users, so that a client that forgot to sign is found early.
    client = RawClient(start_weir(users=False).address)
    assert refusal(client.send("POST", "/", HEADERS, b"{}"))[0] == (
        "MissingAuthenticationTokenException")
    client.close()


# Errors must not tell what they must not: no secret, nor a good signature, in answer or log.
def test_no_secret_is_told(start_weir):
    server = start_weir()
    client = RawClient(server.address)
    headers = sign_headers(server.address, HEADERS, b"{ }")
    good = headers["Authorization"].rpartition("=")[2]
    answer = client.send("POST", "/", {**headers, "Authorization":
                                       headers["Authorization"].replace(good, "0" * 64)}, b"{ }")
    assert answer.error_type == "InvalidSignatureException"
    client.close()
    server.stop()  # Whatever it says is in its log now.
    for text in (json.dumps(answer.json), server.log()):
        assert good not in text
        assert server.secret_key not in text

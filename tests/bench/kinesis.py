"""Signed requests to a server, as objects or as the bytes that go over the wire."""
import base64
import json
import os
import socket

import load
from signed_requests import JSON, RawClient, sign_headers

CBOR = "application/x-amz-cbor-1.1"
HASH_KEYS = 1 << 128
KIB = os.urandom(1024)


def call(server, operation, body):
    client = RawClient(server.address)
    answer = client.call(operation, body)
    client.close()
    if answer.status != 200:
        raise RuntimeError(answer.body)
    return answer.json if answer.body else None


def create_stream(server, name="bench", shards=1):
    call(server, "CreateStream", {"StreamName": name, "ShardCount": shards})


def write_json(value):
    return json.dumps(value, default=lambda blob: base64.b64encode(blob).decode()).encode()


def write_cbor(value):
    """As Java's SDKs write it: maps and lists without a length. Texts, blobs, lists and maps."""
    if isinstance(value, dict):
        items = (part for item in value.items() for part in item)
        return b"\xbf" + b"".join(map(write_cbor, items)) + b"\xff"
    if isinstance(value, list):
        return b"\x9f" + b"".join(map(write_cbor, value)) + b"\xff"
    major, content = (2, value) if isinstance(value, bytes) else (3, value.encode())
    if len(content) < 24:
        return bytes([major << 5 | len(content)]) + content
    return bytes([major << 5 | 25]) + len(content).to_bytes(2, "big") + content


def signed_parts(address, operation, body, content_type=JSON):
    """The headers and the body of a request. The signature is good for five minutes."""
    body = write_cbor(body) if content_type == CBOR else write_json(body)
    headers = {"Content-Type": content_type, "X-Amz-Target": f"Kinesis_20131202.{operation}"}
    return sign_headers(address, headers, body), body


def signed(address, operation, body, content_type=JSON):
    """The bytes of a request over HTTP/1.1."""
    return load.request_bytes(address, *signed_parts(address, operation, body, content_type))


def put_record_body(name="bench", hash_key=None):
    body = {"StreamName": name, "PartitionKey": "key", "Data": KIB}
    if hash_key is not None:
        body["ExplicitHashKey"] = str(hash_key)
    return body


def put_record(address, name="bench", hash_key=None):
    """PutRecord of 1 KiB."""
    return signed(address, "PutRecord", put_record_body(name, hash_key))


def put_record_parts(address):
    """The headers and the body of the same."""
    return signed_parts(address, "PutRecord", put_record_body())


def put_records(address, shards=1, name="bench", content_type=JSON):
    """PutRecords of 500 × 1 KiB, spread over the shards."""
    records = [{"PartitionKey": f"key{number}", "Data": KIB,
                "ExplicitHashKey": str(number % shards * (HASH_KEYS // shards))}
               for number in range(500)]
    return signed(address, "PutRecords", {"StreamName": name, "Records": records}, content_type)


def send(address, request):
    """Sends the bytes of a request and returns the beginning of the answer, which must be 200."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(request)
        answer = connection.recv(1 << 16)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer)
    return answer

"""Signed requests to a server, as objects or as the bytes that go over the wire."""
import base64
import json
import os
import socket

import load
from signed_requests import JSON, RawClient, sign_headers

HASH_KEYS = 1 << 128
KIB = base64.b64encode(os.urandom(1024)).decode()


def call(server, operation, body):
    client = RawClient(server.address)
    answer = client.call(operation, body)
    client.close()
    if answer.status != 200:
        raise RuntimeError(answer.body)
    return answer.json if answer.body else None


def create_stream(server, name="bench", shards=1):
    call(server, "CreateStream", {"StreamName": name, "ShardCount": shards})


def signed(address, operation, body):
    """The bytes of a request. The signature is good for five minutes."""
    body = json.dumps(body).encode()
    headers = {"Content-Type": JSON, "X-Amz-Target": f"Kinesis_20131202.{operation}"}
    return load.request_bytes(address, sign_headers(address, headers, body), body)


def put_record(address, name="bench", hash_key=None):
    """PutRecord of 1 KiB."""
    body = {"StreamName": name, "PartitionKey": "key", "Data": KIB}
    if hash_key is not None:
        body["ExplicitHashKey"] = str(hash_key)
    return signed(address, "PutRecord", body)


def put_records(address, shards=1, name="bench"):
    """PutRecords of 500 × 1 KiB, spread over the shards."""
    records = [{"PartitionKey": f"key{number}", "Data": KIB,
                "ExplicitHashKey": str(number % shards * (HASH_KEYS // shards))}
               for number in range(500)]
    return signed(address, "PutRecords", {"StreamName": name, "Records": records})


def send(address, request):
    """Sends the bytes of a request and returns the beginning of the answer, which must be 200."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(request)
        answer = connection.recv(1 << 16)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer)
    return answer

"""The encodings that a request may come in, so that a test can send the same one in each.

Requests and answers are Python values as botocore has them: blobs are bytes. Points in time, which
are told by their names, are whole milliseconds.
"""
import base64
import json

import cbor2

from signed_requests import JSON, sign_headers

CBOR = "application/x-amz-cbor-1.1"
RPC = "application/cbor"
PREFIX = "Kinesis_20131202"
EPOCH_TAG = 1


def is_time(name):
    return name is not None and name.endswith("Timestamp")


def convert(value, time, blob, name=None):
    """`value` with points in time and blobs as `time` and `blob` make them."""
    if isinstance(value, dict):
        return {key: convert(each, time, blob, key) for key, each in value.items()}
    if isinstance(value, list):
        return [convert(each, time, blob) for each in value]
    if is_time(name) and isinstance(value, (int, float)) and not isinstance(value, bool):
        return time(value)
    return blob(name, value)


def as_it_is(_, value):
    return value


class Encoding:
    """How a call is written and its answer read. `call` is like RawClient.call."""

    def __init__(self, name, content_type):
        self.name = name
        self.content_type = content_type

    def __repr__(self):
        return self.name

    def where(self, operation):
        """The path, and the headers besides the content type."""
        return "/", {"X-Amz-Target": f"{PREFIX}.{operation}"}

    def call(self, client, operation, request, signed=True, **signing):
        body = request if isinstance(request, bytes) else self.write(request)
        path, headers = self.where(operation)
        headers = {"Content-Type": self.content_type, **headers}
        if signed:
            headers = sign_headers(client.address, headers, body, path=path, **signing)
        return client.send("POST", path, headers, body)

    def answer(self, client, operation, request, **how):
        """The status and the value of an answer; None if it has no body."""
        answer = self.call(client, operation, request, **how)
        assert answer.headers.get("Content-Type") == self.answer_type(answer)
        assert answer.headers.get("smithy-protocol") == self.smithy_protocol()
        return answer.status, self.read(answer.body) if answer.body else None

    def answer_type(self, _):
        return self.content_type

    def smithy_protocol(self):
        return None


class Json(Encoding):
    def write(self, request):
        def blob(_, value):
            return base64.b64encode(value).decode() if isinstance(value, bytes) else value
        return json.dumps(convert(request, lambda ms: ms / 1000, blob)).encode()

    def read(self, body):
        def blob(name, value):
            return base64.b64decode(value) if name == "Data" and value is not None else value
        return convert(json.loads(body), lambda seconds: round(seconds * 1000), blob)


class Cbor(Encoding):
    def write(self, request):
        return cbor2.dumps(convert(request, self.written_time, as_it_is))

    def read(self, body):
        decoders = {EPOCH_TAG: lambda value, _: self.read_time(value)}
        return cbor2.loads(body, semantic_decoders=decoders)

    def written_time(self, ms):
        return cbor2.CBORTag(EPOCH_TAG, int(ms))

    def read_time(self, value):
        assert isinstance(value, int)
        return value


class Rpc(Cbor):
    """Smithy's RPC, version 2."""

    def where(self, operation):
        return (f"/service/{PREFIX}/operation/{operation}",
                {"smithy-protocol": "rpc-v2-cbor", "Accept": RPC})

    def written_time(self, ms):
        return cbor2.CBORTag(EPOCH_TAG, ms / 1000)

    def read_time(self, value):
        return round(value * 1000)

    def read(self, body):
        value = super().read(body)
        if "__type" in value:
            namespace, _, value["__type"] = value["__type"].partition("#")
            assert namespace == "com.amazonaws.kinesis"
        return value

    def answer_type(self, answer):
        return RPC if answer.body else None

    def smithy_protocol(self):
        return "rpc-v2-cbor"


JSON_1_1 = Json("json", JSON)
CBOR_1_1 = Cbor("cbor", CBOR)
RPC_V2 = Rpc("rpc", RPC)
ALL = [JSON_1_1, CBOR_1_1, RPC_V2]
IN_CBOR = [CBOR_1_1, RPC_V2]

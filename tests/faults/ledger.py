"""What a producer was told about each of its records, and whether the server keeps its word."""
import base64
import http.client
import os

from signed_requests import RawClient

SHARD = "shardId-000000000000"


class Ledger:
    """Puts records into a stream of one shard, one request after the other, and remembers."""

    def __init__(self, server, stream="kept"):
        self.server = server
        self.stream = stream
        self.shift_seconds = 0  # How far the server's clock is from ours.
        self.acknowledged = []  # (sequence number, data), in the order of sending.
        self.refused = set()    # Data of which the server said that it is not there.
        self.unknown = set()    # Data of which nothing was said.

    def call(self, operation, body):
        client = RawClient(self.server.address)
        try:
            return client.call(operation, body, shift_seconds=self.shift_seconds)
        finally:
            client.close()

    def create(self):
        answer = self.call("CreateStream", {"StreamName": self.stream, "ShardCount": 1})
        assert answer.status == 200, answer.body
        return self

    def put(self, size=1000):
        """One record; the answer, or None when the connection broke before one came."""
        data = os.urandom(size)
        try:
            answer = self.call("PutRecord", {"StreamName": self.stream, "PartitionKey": "k",
                                             "Data": base64.b64encode(data).decode()})
        except (OSError, http.client.HTTPException):
            self.unknown.add(data)
            return None
        if answer.status == 200:
            self.acknowledged.append((answer.json["SequenceNumber"], data))
        else:
            self.refused.add(data)
        return answer

    def put_many(self, count, size=1000):
        for _ in range(count):
            answer = self.put(size)
            assert answer is not None and answer.status == 200, answer and answer.body

    def read(self):
        """All records as (sequence number, data, arrival), from the oldest on."""
        answer = self.call("GetShardIterator", {"StreamName": self.stream, "ShardId": SHARD,
                                                "ShardIteratorType": "TRIM_HORIZON"})
        assert answer.status == 200, answer.body
        start = answer.json["ShardIterator"]
        records = []
        while True:
            answer = self.call("GetRecords", {"ShardIterator": start})
            assert answer.status == 200, answer.body
            records += [(record["SequenceNumber"], base64.b64decode(record["Data"]),
                         record["ApproximateArrivalTimestamp"])
                        for record in answer.json["Records"]]
            if answer.json["MillisBehindLatest"] == 0:
                return records
            start = answer.json["NextShardIterator"]

    def verify(self):
        """Acknowledged records are there once, in order, unchanged; refused ones are not."""
        records = self.read()
        numbers = [int(number) for number, _, _ in records]
        assert numbers == sorted(set(numbers)), "out of order, or twice"
        found = [(number, data) for number, data, _ in records if data not in self.unknown]
        assert found == self.acknowledged
        assert not self.refused & {data for _, data, _ in records}
        return records

"""DryRun: what would have happened, as an error, and nothing else."""
import pytest

from reading import iterator, read_shard, shard_id
from signed_requests import RawClient

ENTRY = {"PartitionKey": "k", "Data": "eA=="}


def calls(stream, start):
    """The operations that know DryRun, as they would succeed."""
    return [("PutRecord", {"StreamName": stream, **ENTRY}),
            ("PutRecords", {"StreamName": stream, "Records": [ENTRY]}),
            ("GetShardIterator", {"StreamName": stream, "ShardId": shard_id(0),
                                  "ShardIteratorType": "LATEST"}),
            ("GetRecords", {"ShardIterator": start})]


def test_what_would_succeed_is_not_done(raw, kinesis, new_stream):
    name = new_stream()
    for operation, arguments in calls(name, iterator(kinesis, name)):
        answer = raw.call(operation, {**arguments, "DryRun": True})
        assert (answer.status, answer.error_type) == (400, "DryRunOperationException"), operation
        assert answer.message
        assert raw.call(operation, {**arguments, "DryRun": False}).status == 200
    # Of the two runs of each put, one.
    assert len(read_shard(kinesis, name)) == 2


@pytest.mark.parametrize("operation, changed", [
    ("PutRecord", {"StreamName": "nobody"}), ("PutRecords", {"StreamName": "nobody"}),
    ("PutRecord", {"ExplicitHashKey": str(1 << 128)}), ("GetShardIterator", {"ShardId": "7"}),
    ("GetRecords", {"ShardIterator": "none"})])
def test_what_would_fail_fails_alike(raw, kinesis, stream, operation, changed):
    arguments = {**dict(calls(stream, iterator(kinesis, stream)))[operation], **changed}
    wet, dry = raw.call(operation, arguments), raw.call(operation, {**arguments, "DryRun": True})
    assert (wet.status, wet.body) == (dry.status, dry.body)
    assert dry.error_type != "DryRunOperationException"


# A dry run takes nothing of what a shard takes in a second.
def test_it_does_not_count(start_weir):
    server = start_weir(faithful=True)
    raw = RawClient(server.address)
    assert raw.call("CreateStream", {"StreamName": "s", "ShardCount": 1}).status == 200
    start = raw.call("GetShardIterator", calls("s", "")[2][1]).json["ShardIterator"]
    large = {"StreamName": "s", "PartitionKey": "k", "Data": "eHh4" * 200_000}
    for _ in range(20):
        for operation, arguments in [*calls("s", start), ("PutRecord", large)]:
            answer = raw.call(operation, {**arguments, "DryRun": True})
            assert answer.error_type == "DryRunOperationException", answer.body
    for operation, arguments in calls("s", start):
        assert raw.call(operation, arguments).status == 200
    raw.close()

"""Reading whole shards, as every consumer does."""


def shard_id(index):
    return f"shardId-{index:012d}"


def iterator(client, stream, shard=0, kind="TRIM_HORIZON", **more):
    return client.get_shard_iterator(StreamName=stream, ShardId=shard_id(shard),
                                     ShardIteratorType=kind, **more)["ShardIterator"]


def read_on(client, start, limit=None):
    """All records from an iterator to the tail. Empty pages do not end it: only 0 behind does."""
    records = []
    limits = {"Limit": limit} if limit else {}
    while start:
        page = client.get_records(ShardIterator=start, **limits)
        records += page["Records"]
        if page["MillisBehindLatest"] == 0:
            return records
        start = page.get("NextShardIterator")
    return records


def read_shard(client, stream, shard=0, kind="TRIM_HORIZON", **more):
    return read_on(client, iterator(client, stream, shard, kind, **more))


def read_stream(client, stream):
    """Every record of every shard: {shard id: [record…]}."""
    shards = client.get_paginator("list_shards").paginate(StreamName=stream)
    return {shard["ShardId"]: read_shard(client, stream, int(shard["ShardId"][8:]))
            for page in shards for shard in page["Shards"]}

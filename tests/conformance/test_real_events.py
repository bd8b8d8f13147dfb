"""The main job on real input: real events through a real client, a kill, and nothing lost.

The events are the flights and the earthquakes of the npm package vega-datasets, one event a record.
"""
import json
import pathlib
import threading

import botocore.exceptions
import pytest

from reading import read_stream

EVENTS = pathlib.Path(__file__).resolve().parent.parent.parent / "build/vega"
BATCH = 500


def flights():
    """One record a flight, keyed by the airport that it left."""
    for number, event in enumerate(json.loads((EVENTS / "flights-20k.json").read_bytes())):
        yield {"PartitionKey": event["origin"],
               "Data": json.dumps({"number": number, **event}).encode()}


def earthquakes():
    """One record a quake, keyed by the network that saw it."""
    for event in json.loads((EVENTS / "earthquakes.json").read_bytes())["features"]:
        yield {"PartitionKey": event["properties"]["net"], "Data": json.dumps(event).encode()}


class Producer(threading.Thread):
    """Puts events in batches, in order, until it is through or the server is gone."""

    def __init__(self, client, stream, events, tell_after):
        super().__init__()
        self.client = client
        self.stream = stream
        self.events = list(events)
        self.acknowledged = []  # (place, event), in the order of the events.
        self.tell_after = tell_after
        self.has_put_enough = threading.Event()

    def run(self):
        for first in range(0, len(self.events), BATCH):
            batch = self.events[first:first + BATCH]
            try:
                answer = self.client.put_records(StreamName=self.stream, Records=batch)
            except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
                break
            assert answer["FailedRecordCount"] == 0
            self.acknowledged += [((entry["ShardId"], entry["SequenceNumber"]), event)
                                  for entry, event in zip(answer["Records"], batch)]
            if len(self.acknowledged) >= self.tell_after:
                self.has_put_enough.set()
        self.has_put_enough.set()


def check(client, producer):
    """Every acknowledged event is there once, unchanged, in the order in which it was put."""
    stored = read_stream(client, producer.stream)
    places = {}
    for shard, records in stored.items():
        numbers = [int(record["SequenceNumber"]) for record in records]
        assert numbers == sorted(set(numbers))
        for record in records:
            places[shard, record["SequenceNumber"]] = record
    for place, event in producer.acknowledged:
        assert places[place]["Data"] == event["Data"]
        assert places[place]["PartitionKey"] == event["PartitionKey"]
    # Put once, so there at most once, acknowledged or not.
    data = [record["Data"] for record in places.values()]
    assert len(data) == len(set(data))
    for shard in stored:
        numbers = [int(number) for (of, number), _ in producer.acknowledged if of == shard]
        assert numbers == sorted(numbers)
    return len(data)


# What the README promises, with the events of a real airport board and a kill in the middle.
@pytest.mark.parametrize("events, shards", [(flights, 4), (earthquakes, 2)],
                         ids=["flights", "earthquakes"])
def test_acknowledged_events_survive_a_kill(start_weir, client_of, events, shards):
    server = start_weir("--no-limits")
    client = client_of(server)
    client.create_stream(StreamName="events", ShardCount=shards)
    everything = list(events())
    producer = Producer(client, "events", everything, tell_after=len(everything) // 2)
    producer.start()
    assert producer.has_put_enough.wait(60)
    server.kill()
    producer.join(60)
    assert len(producer.acknowledged) >= len(everything) // 2

    server.start()
    there = check(client, producer)
    # The producer goes on where its acknowledgements ended; records that made it without an
    # acknowledgement are there twice then, which is what "at least once" means.
    rest = Producer(client, "events", everything[len(producer.acknowledged):], tell_after=1)
    rest.start()
    rest.join(60)
    assert len(producer.acknowledged) + len(rest.acknowledged) == len(everything)
    stored = {record["Data"] for records in read_stream(client, "events").values()
              for record in records}
    assert stored == {event["Data"] for event in everything}
    assert there >= len(producer.acknowledged)

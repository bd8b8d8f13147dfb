"""RegisterStreamConsumer, DescribeStreamConsumer, ListStreamConsumers, DeregisterStreamConsumer."""
import re

import pytest

from conftest import wait_until_gone
from waiting import wait_until
from test_streams import refused


@pytest.fixture
def arn_of(server):
    return lambda name: f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"


@pytest.fixture
def orders(new_stream, arn_of):
    """A stream of one's own, by its ARN."""
    return arn_of(new_stream())


# The body is a recording of production: no StreamARN here, and the ARN carries the creation.
def test_a_registered_consumer_is_answered_as_creating(raw, orders):
    answer = raw.call("RegisterStreamConsumer",
                      {"StreamARN": orders, "ConsumerName": "billing", "Tags": {"team": "red"}})
    assert answer.status == 200, answer.body
    consumer = answer.json["Consumer"]
    assert list(consumer) == ["ConsumerName", "ConsumerARN", "ConsumerStatus",
                              "ConsumerCreationTimestamp"]
    assert consumer["ConsumerStatus"] == "CREATING"
    created = int(consumer["ConsumerCreationTimestamp"])
    assert consumer["ConsumerARN"] == f"{orders}/consumer/billing:{created}"


# What KCL does: describe, register, describe until ACTIVE, by ARN and by names.
def test_a_consumer_is_described_by_its_arn_and_by_its_names(kinesis, orders):
    code, message = refused(kinesis, kinesis.describe_stream_consumer, StreamARN=orders,
                            ConsumerName="billing")
    assert (code, message.startswith("Consumer billing, account ")) == (
        "ResourceNotFoundException", True)
    arn = kinesis.register_stream_consumer(
        StreamARN=orders, ConsumerName="billing")["Consumer"]["ConsumerARN"]
    by_arn = kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
    by_names = kinesis.describe_stream_consumer(
        StreamARN=orders, ConsumerName="billing")["ConsumerDescription"]
    by_all = kinesis.describe_stream_consumer(
        StreamARN=orders, ConsumerName="billing", ConsumerARN=arn)["ConsumerDescription"]
    assert by_arn == by_names == by_all
    assert (by_arn["ConsumerStatus"], by_arn["StreamARN"]) == ("ACTIVE", orders)


# KCL relies on ResourceInUseException for a name that exists.
def test_a_name_is_taken_once(kinesis, orders):
    kinesis.register_stream_consumer(StreamARN=orders, ConsumerName="billing")
    assert refused(kinesis, kinesis.register_stream_consumer, StreamARN=orders,
                   ConsumerName="billing")[0] == "ResourceInUseException"


# A consumer registered anew is another one: the old ARN must not mean it.
def test_one_registered_anew_has_another_arn(kinesis, orders):
    def register():
        return kinesis.register_stream_consumer(
            StreamARN=orders, ConsumerName="billing")["Consumer"]["ConsumerARN"]
    first = register()
    kinesis.deregister_stream_consumer(ConsumerARN=first)
    second = register()
    assert first != second
    for call in (kinesis.describe_stream_consumer, kinesis.deregister_stream_consumer):
        assert refused(kinesis, call, ConsumerARN=first)[0] == "ResourceNotFoundException"
    assert kinesis.describe_stream_consumer(ConsumerARN=second)


def test_twenty_consumers_are_a_streams_limit_and_are_listed_in_pages(kinesis, orders, new_stream,
                                                                      arn_of):
    names = [f"consumer-{number:02}" for number in range(20)]
    for name in names:
        kinesis.register_stream_consumer(StreamARN=orders, ConsumerName=name)
    assert refused(kinesis, kinesis.register_stream_consumer, StreamARN=orders,
                   ConsumerName="more")[0] == "LimitExceededException"
    stream = orders.rpartition("/")[2]
    summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    assert summary["ConsumerCount"] == 20

    pages = list(kinesis.get_paginator("list_stream_consumers").paginate(
        StreamARN=orders, PaginationConfig={"PageSize": 7}))
    assert [len(page["Consumers"]) for page in pages] == [7, 7, 6]
    listed = [consumer for page in pages for consumer in page["Consumers"]]
    assert [consumer["ConsumerName"] for consumer in listed] == names
    assert "StreamARN" not in listed[0]

    token = pages[0]["NextToken"]
    assert refused(kinesis, kinesis.list_stream_consumers, StreamARN=arn_of(new_stream()),
                   NextToken=token) == ("InvalidArgumentException", "Invalid NextToken.")
    assert refused(kinesis, kinesis.list_stream_consumers, StreamARN=orders,
                   NextToken="bad")[0] == "InvalidArgumentException"
    created = kinesis.describe_stream_summary(
        StreamName=stream)["StreamDescriptionSummary"]["StreamCreationTimestamp"]
    assert kinesis.list_stream_consumers(StreamARN=orders, StreamCreationTimestamp=created)
    assert refused(kinesis, kinesis.list_stream_consumers, StreamARN=orders,
                   StreamCreationTimestamp=1)[0] == "ResourceNotFoundException"


def test_a_stream_with_consumers_is_deleted_only_with_them(kinesis, new_stream, arn_of):
    name = new_stream()
    kinesis.register_stream_consumer(StreamARN=arn_of(name), ConsumerName="billing")
    for arguments in ({}, {"EnforceConsumerDeletion": False}):
        assert refused(kinesis, kinesis.delete_stream, StreamName=name,
                       **arguments)[0] == "ResourceInUseException"
    kinesis.delete_stream(StreamName=name, EnforceConsumerDeletion=True)
    wait_until_gone(kinesis, name)


def test_what_names_no_consumer_is_refused(kinesis, orders):
    arn = kinesis.register_stream_consumer(
        StreamARN=orders, ConsumerName="billing")["Consumer"]["ConsumerARN"]
    other_account = re.sub(r":\d{12}:", ":999999999999:", arn)
    for arguments, code in (
            ({}, "InvalidArgumentException"),
            ({"StreamARN": orders}, "InvalidArgumentException"),
            ({"ConsumerName": "billing"}, "InvalidArgumentException"),
            ({"ConsumerARN": arn, "ConsumerName": "other"}, "InvalidArgumentException"),
            ({"ConsumerARN": arn, "StreamARN": orders + "x"}, "InvalidArgumentException"),
            ({"ConsumerARN": other_account}, "AccessDeniedException"),
            ({"StreamARN": orders + "x", "ConsumerName": "billing"}, "ResourceNotFoundException"),
            ({"ConsumerARN": "arn:aws:kinesis:x"}, "ValidationException"),
            ({"ConsumerARN": orders}, "ValidationException")):
        for call in (kinesis.describe_stream_consumer, kinesis.deregister_stream_consumer):
            assert refused(kinesis, call, **arguments)[0] == code, arguments


# Registered consumers survive a restart, and one on its way arrives.
def test_consumers_are_durable(start_weir, client_of, held_clock):
    server = start_weir("--transition-time", "9s", "--no-limits", **held_clock.variables)
    kinesis = client_of(server)
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    held_clock.pass_by(9)
    kinesis.get_waiter("stream_exists").wait(StreamName="orders",
                                             WaiterConfig={"Delay": 0.2, "MaxAttempts": 300})
    arn = kinesis.register_stream_consumer(
        StreamARN=f"arn:aws:kinesis:{server.region}:{server.account}:stream/orders",
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    def status():
        return kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"][
            "ConsumerStatus"]

    assert status() == "CREATING"
    # Not yet ACTIVE: in Amazon's words.
    code, message = refused(kinesis, kinesis.subscribe_to_shard, ConsumerARN=arn,
                            ShardId="shardId-000000000000", StartingPosition={"Type": "LATEST"})
    assert (code, message) == (
        "ResourceInUseException",
        f"Consumer billing with creation timestamp {arn.rpartition(':')[2]} under stream: orders , "
        f"account {server.account} is not in ACTIVE status.")
    server.kill()
    server.start()
    assert status() == "CREATING"
    held_clock.pass_by(9)
    wait_until(lambda: status() == "ACTIVE")
    kinesis.deregister_stream_consumer(ConsumerARN=arn)
    assert status() == "DELETING"

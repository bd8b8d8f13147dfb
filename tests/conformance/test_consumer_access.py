"""Who may use a consumer: policies of users, of streams and of consumers, in both accounts."""
import pytest

from access import ACCOUNT, OTHER, STREAM_ARN, document, printed_keys, statement
from reading import shard_id
from test_streams import refused
from weir_process import weir

LATEST = {"ShardId": shard_id(0), "StartingPosition": {"Type": "LATEST"}}


@pytest.fixture
def register(house):
    """register(name): the ARN of a new consumer of `orders`."""
    return lambda name: house.kinesis.register_stream_consumer(
        StreamARN=STREAM_ARN, ConsumerName=name)["Consumer"]["ConsumerARN"]


def first_event(kinesis, arn):
    """Subscribes, and goes again once it has heard where it is."""
    stream = kinesis.subscribe_to_shard(ConsumerARN=arn, **LATEST)["EventStream"]
    try:
        return next(iter(stream))["SubscribeToShardEvent"]
    finally:
        stream.close()


def code(kinesis, call, **arguments):
    return refused(kinesis, call, **arguments)[0]


def test_subscribing_is_asked_about_the_consumer(house, register):
    mine, theirs = register("mine"), register("theirs")
    keys = house.user("reader", document(statement("kinesis:SubscribeToShard", mine)))
    kinesis = house.as_user(keys)
    assert first_event(kinesis, mine)["Records"] == []
    assert refused(kinesis, kinesis.subscribe_to_shard, ConsumerARN=theirs, **LATEST) == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/reader is not authorized to perform: "
        f"kinesis:SubscribeToShard on resource: {theirs} because no identity-based policy allows "
        "the kinesis:SubscribeToShard action")
    house.iam.put_user_policy(UserName="reader", PolicyName="never", PolicyDocument=document(
        statement("kinesis:*"), statement("kinesis:SubscribeToShard", effect="Deny")))
    for arn in (mine, theirs):
        assert code(kinesis, kinesis.subscribe_to_shard, ConsumerARN=arn,
                    **LATEST) == "AccessDeniedException"


# By stream and name it is the same consumer, and the same rule.
def test_a_consumer_by_name_is_guarded_as_by_its_arn(house, register):
    arn = register("billing")
    keys = house.user("reader", document(
        statement("kinesis:*"), statement("kinesis:D*StreamConsumer", arn, effect="Deny")))
    kinesis = house.as_user(keys)
    by_name = {"StreamARN": STREAM_ARN, "ConsumerName": "billing"}
    for call in (kinesis.describe_stream_consumer, kinesis.deregister_stream_consumer):
        for names in (by_name, {"ConsumerARN": arn}, {"ConsumerARN": arn, **by_name}):
            assert code(kinesis, call, **names) == "AccessDeniedException"
    assert code(kinesis, kinesis.describe_stream_consumer, StreamARN=STREAM_ARN,
                ConsumerName="nobody") == "ResourceNotFoundException"


# A resource has one name for policies, in whichever partition a request believes it to be.
def test_another_partition_is_no_way_around_a_policy(house, register):
    arn = register("billing")
    keys = house.user("reader", document(
        statement("kinesis:*"), statement("kinesis:*", [arn, STREAM_ARN], effect="Deny")))
    kinesis = house.as_user(keys)
    for of_consumer, of_stream in ((arn, STREAM_ARN), (arn.replace("arn:aws:", "arn:aws-cn:"),
                                                       STREAM_ARN.replace("arn:aws:", "arn:aws-cn:"))):
        assert code(kinesis, kinesis.subscribe_to_shard, ConsumerARN=of_consumer,
                    **LATEST) == "AccessDeniedException"
        assert code(kinesis, kinesis.put_record, StreamARN=of_stream, PartitionKey="k",
                    Data=b"x") == "AccessDeniedException"


def test_another_account_reads_by_the_consumers_policy(house, register, weir_data):
    arn = register("billing")
    other = house.as_user(printed_keys(
        weir("user", "add", "eve", "--account-id", OTHER, "--data", weir_data)))
    kinesis = house.kinesis
    subscribe = {"ConsumerARN": arn, **LATEST}
    assert code(other, other.subscribe_to_shard, **subscribe) == "AccessDeniedException"
    kinesis.put_resource_policy(ResourceARN=arn, Policy=document(
        statement(["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"], arn,
                  Principal={"AWS": OTHER})))
    described = other.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
    assert (described["ConsumerARN"], described["StreamARN"]) == (arn, STREAM_ARN)
    assert first_event(other, arn)["Records"] == []
    # The policy is the consumer's: it says nothing of the stream, nor of other operations.
    assert code(other, other.deregister_stream_consumer, ConsumerARN=arn) == "AccessDeniedException"
    assert code(other, other.list_stream_consumers, StreamARN=STREAM_ARN) == "AccessDeniedException"
    kinesis.put_resource_policy(ResourceARN=STREAM_ARN, Policy=document(
        statement(["kinesis:RegisterStreamConsumer", "kinesis:ListStreamConsumers"], STREAM_ARN,
                  Principal={"AWS": OTHER})))
    theirs = other.register_stream_consumer(
        StreamARN=STREAM_ARN, ConsumerName="theirs")["Consumer"]["ConsumerARN"]
    assert theirs.startswith(f"{STREAM_ARN}/consumer/theirs:")
    listed = other.list_stream_consumers(StreamARN=STREAM_ARN)["Consumers"]
    assert [consumer["ConsumerARN"] for consumer in listed] == [arn, theirs]


def test_the_policy_of_a_consumer_ends_with_it(house, register):
    kinesis = house.kinesis
    arn = register("billing")
    policy = document(statement("kinesis:SubscribeToShard", arn, Principal={"AWS": OTHER}))
    kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
    assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == policy
    kinesis.deregister_stream_consumer(ConsumerARN=arn)
    for call, more in ((kinesis.get_resource_policy, {}), (kinesis.delete_resource_policy, {}),
                       (kinesis.put_resource_policy, {"Policy": policy})):
        assert code(kinesis, call, ResourceARN=arn, **more) == "ResourceNotFoundException"
    again = register("billing")
    assert kinesis.get_resource_policy(ResourceARN=again)["Policy"] == "{}"


# Rules by tags see the consumer's own tags; who gives tags must be allowed to.
def test_tags_of_consumers_in_policies(house, register):
    red, blue = register("red"), register("blue")
    house.kinesis.tag_resource(ResourceARN=red, Tags={"team": "red"})
    house.kinesis.tag_resource(ResourceARN=STREAM_ARN, Tags={"team": "blue"})
    keys = house.user("reader", document(
        statement("kinesis:RegisterStreamConsumer"),
        statement("kinesis:DescribeStreamConsumer",
                  Condition={"StringEquals": {"aws:ResourceTag/team": "red"}})))
    kinesis = house.as_user(keys)
    assert kinesis.describe_stream_consumer(ConsumerARN=red)
    assert kinesis.describe_stream_consumer(StreamARN=STREAM_ARN, ConsumerName="red")
    assert code(kinesis, kinesis.describe_stream_consumer, ConsumerARN=blue) == \
        "AccessDeniedException"
    kinesis.register_stream_consumer(StreamARN=STREAM_ARN, ConsumerName="plain")
    kind, message = refused(kinesis, kinesis.register_stream_consumer, StreamARN=STREAM_ARN,
                            ConsumerName="tagged", Tags={"team": "red"})
    assert kind == "AccessDeniedException"
    assert f"to perform: kinesis:TagResource on resource: {STREAM_ARN} " in message

"""Every operation on a stream that is not there, of another account or region, or in each state.

Which operations there are comes from the SDK's own model; what is due, from the sets below. A new
operation that names a stream needs an ACTIVE one until a set says otherwise.
"""
import pytest

from signed_requests import RawClient
from test_every_member import OPERATIONS, input_of, structure
from weir_process import WeirProcess

NOBODY = "not-there"
STRANGER = "999999999999"
ACCOUNT = "000000000000"

# They name no stream, or one that must not be there yet.
GENERAL = {"CreateStream", "DescribeAccountSettings", "DescribeLimits", "GetRecords", "ListStreams",
           "UpdateAccountSettings"}
# They speak of the shard, these of the consumer: tests of their own say what they answer.
BY_SHARD = {"GetShardIterator"}
BY_CONSUMER = {"DescribeStreamConsumer", "DeregisterStreamConsumer", "SubscribeToShard"}

LOOKING = {"DescribeStream", "DescribeStreamSummary", "GetResourcePolicy", "ListStreamConsumers",
           "ListTagsForResource", "ListTagsForStream"}
PUTTING = {"PutRecord", "PutRecords"}
# What a stream need not be still for.
WHILE_UPDATING = LOOKING | PUTTING | BY_SHARD | {
    "AddTagsToStream", "DeleteResourcePolicy", "DeleteStream", "ListShards", "PutResourcePolicy",
    "RemoveTagsFromStream", "TagResource", "UntagResource",
    "UpdateStreamRecordDistributionStrategy"}
# Amazon's words: may still work.
WHILE_DELETING = LOOKING | PUTTING | BY_SHARD

POLICY = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
  "Action": "kinesis:DescribeStreamSummary", "Resource": "*"}]}"""
# What the operation needs besides its required members, or instead of those that any value fits.
MORE = {
    "DecreaseStreamRetentionPeriod": {"RetentionPeriodHours": 24},
    "GetShardIterator": {"ShardIteratorType": "LATEST"},
    "IncreaseStreamRetentionPeriod": {"RetentionPeriodHours": 48},
    "PutRecord": {"PartitionKey": "k"},
    "PutRecords": {"Records": [{"PartitionKey": "k", "Data": "eA=="}]},
    "PutResourcePolicy": {"Policy": POLICY},
    "SubscribeToShard": {"StartingPosition": {"Type": "LATEST"}},
    "UpdateStreamRecordDistributionStrategy": {"RecordDistributionStrategy": "USER_PARTITION_KEY"},
}

NAMING = [name for name in OPERATIONS if name not in GENERAL]
OF_STREAMS = [name for name in NAMING if name not in BY_CONSUMER]


def ways_of(arn):
    """How requests name the stream of an ARN."""
    return {"StreamName": arn.rpartition("/")[2], "ConsumerARN": f"{arn}/consumer/c:1",
            "StreamARN": arn, "ResourceARN": arn}


def call_on(raw, operation, stream, account=ACCOUNT, region="us-east-1", by_arn=False):
    """The operation with its required members, on a stream by the first way it can be named."""
    shape = input_of(operation)
    ways = ways_of(f"arn:aws:kinesis:{region}:{account}:stream/{stream}")
    if by_arn:
        del ways["StreamName"]
    way = next(name for name in ways if name in shape.members)
    named = {name: ways[name] for name in ways if name == way or name in shape.required_members}
    return raw.call(operation, {**structure(shape, **named), **MORE.get(operation, {})})


def refusal(answer):
    assert answer.status == 400, answer.body
    return answer.error_type, answer.message


def not_found(operation, stream, account):
    where = f"tream {stream} under account {account}"
    if operation in BY_SHARD:
        return ("ResourceNotFoundException",
                f"Shard shardId-000000000000 in s{where} does not exist")
    return "ResourceNotFoundException", f"S{where} not found."


def not_active(stream, state):
    return ("ResourceInUseException",
            f"Stream {stream} under account {ACCOUNT} not ACTIVE, instead in state {state}")


@pytest.mark.parametrize("operation", NAMING)
def test_of_a_stream_that_is_not_there(raw, server, operation):
    kind, message = refusal(call_on(raw, operation, NOBODY, server.account))
    assert kind == "ResourceNotFoundException"
    if operation not in BY_CONSUMER:
        assert message == not_found(operation, NOBODY, server.account)[1]


def can_be_told_an_arn(operation):
    return not {"StreamARN", "ResourceARN", "ConsumerARN"}.isdisjoint(input_of(operation).members)


# A stranger's stream is out of reach, whether it exists or not: nothing is told about it.
@pytest.mark.parametrize("operation", [name for name in NAMING if can_be_told_an_arn(name)])
def test_of_another_account(raw, operation):
    kind, message = refusal(call_on(raw, operation, "theirs", STRANGER, by_arn=True))
    assert kind == "AccessDeniedException"
    start, _, reason = message.partition(f" is not authorized to perform: kinesis:{operation} on "
                                         f"resource: arn:aws:kinesis:us-east-1:{STRANGER}:")
    assert start.startswith("User: arn:aws:iam::"), message
    assert reason.startswith("stream/theirs"), message
    assert reason.endswith(
        f" because no resource-based policy allows the kinesis:{operation} action"), message


# Each region is a world of its own, and an ARN of another one leads nowhere.
@pytest.mark.parametrize("operation", [name for name in NAMING if can_be_told_an_arn(name)])
def test_of_another_region(raw, server, stream, operation):
    kind, _ = refusal(call_on(raw, operation, stream, server.account, "eu-west-1", by_arn=True))
    assert kind == "ResourceNotFoundException"


@pytest.fixture(scope="module")
def in_between(tmp_path_factory):
    """A server whose streams stay for an hour in the state that their names begin with."""
    process = WeirProcess(tmp_path_factory.mktemp("states") / "data", "--no-limits").start()
    client = RawClient(process.address)
    streams = ["deleting", *(f"updating-{operation}" for operation in OF_STREAMS)]
    for name in streams:
        assert client.call("CreateStream", {"StreamName": name, "ShardCount": 2}).status == 200
    client.close()
    assert process.stop() == 0
    process.start("--transition-time", "1h")
    client = RawClient(process.address)
    assert client.call("CreateStream", {"StreamName": "creating", "ShardCount": 2}).status == 200
    assert client.call("DeleteStream", {"StreamName": "deleting"}).status == 200
    for name in streams[1:]:
        assert client.call("IncreaseStreamRetentionPeriod",
                           {"StreamName": name, "RetentionPeriodHours": 30}).status == 200
    yield client
    client.close()
    assert process.stop() == 0


# For the data plane there is no such stream yet; to look at it is all that works.
@pytest.mark.parametrize("operation", OF_STREAMS)
def test_of_a_stream_that_is_being_created(in_between, operation):
    answer = call_on(in_between, operation, "creating")
    if operation in LOOKING:
        assert answer.status == 200, answer.body
    elif operation in PUTTING | BY_SHARD:
        assert refusal(answer) == not_found(operation, "creating", ACCOUNT)
    else:
        assert refusal(answer) == not_active("creating", "CREATING")


@pytest.mark.parametrize("operation", OF_STREAMS)
def test_of_a_stream_that_is_being_updated(in_between, operation):
    name = f"updating-{operation}"
    answer = call_on(in_between, operation, name)
    if operation == "DeleteResourcePolicy":
        assert refusal(answer)[1].startswith("Resource policy not found for resource: ")
    elif operation in WHILE_UPDATING:
        assert answer.status == 200, answer.body
    else:
        assert refusal(answer) == not_active(name, "UPDATING")


@pytest.mark.parametrize("operation", OF_STREAMS)
def test_of_a_stream_that_is_being_deleted(in_between, operation):
    answer = call_on(in_between, operation, "deleting")
    if operation in WHILE_DELETING:
        assert answer.status == 200, answer.body
    else:
        assert refusal(answer) == not_active("deleting", "DELETING")

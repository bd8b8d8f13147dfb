"""Who may do what with streams: policies of users and of streams, and how they are weighed."""
import pytest

from access import (
    ACCOUNT, ADMIN, OTHER, PUT, STREAM_ARN, client, denied, document, no_policy, printed_keys,
    statement)
from test_every_member import OPERATIONS
from test_streams import refused
from weir_process import REGION, weir


# A user of the API begins with nothing, and gets and loses what policies say, at once.
def test_a_user_may_do_what_its_policies_say(house):
    keys = house.user("alice")
    arn = f"arn:aws:iam::{ACCOUNT}:user/alice"
    kinesis = house.as_user(keys)
    assert refused(kinesis, kinesis.put_record, **PUT) == denied(
        arn, "kinesis:PutRecord", no_policy("kinesis:PutRecord"))
    assert refused(kinesis, kinesis.list_streams) == denied(
        arn, "kinesis:ListStreams", no_policy("kinesis:ListStreams"), "*")
    # A stream that is not there is refused in the same words: nothing is given away.
    assert refused(kinesis, kinesis.describe_stream, StreamName="none")[0] == "AccessDeniedException"

    house.iam.put_user_policy(UserName="alice", PolicyName="write", PolicyDocument=document(
        statement("kinesis:Put*", STREAM_ARN)))
    kinesis.put_record(**PUT)
    kinesis.put_record(StreamARN=STREAM_ARN, PartitionKey="k", Data=b"x")
    assert refused(kinesis, kinesis.describe_stream, StreamName="orders")[0] == \
        "AccessDeniedException"
    house.iam.put_user_policy(UserName="alice", PolicyName="never", PolicyDocument=document(
        statement("kinesis:PutRecord", effect="Deny")))
    assert refused(kinesis, kinesis.put_record, **PUT) == denied(
        arn, "kinesis:PutRecord", "with an explicit deny in an identity-based policy")
    kinesis.put_records(StreamName="orders", Records=[{"PartitionKey": "k", "Data": b"x"}])
    house.iam.delete_user_policy(UserName="alice", PolicyName="never")
    kinesis.put_record(**PUT)


# Every operation asks: a user without policies gets through to none of them.
def test_no_operation_is_left_unguarded(house):
    kinesis = house.as_user(house.user("nobody"))
    iterator = house.kinesis.get_shard_iterator(
        StreamName="orders", ShardId="shardId-000000000000",
        ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    arn = {"StreamARN": STREAM_ARN}
    consumer = {"ConsumerARN": f"{STREAM_ARN}/consumer/c:1700000000"}
    resource = {"ResourceARN": STREAM_ARN}
    shard = {"ShardId": "shardId-000000000000"}
    requests = {
        "AddTagsToStream": {**arn, "Tags": {"k": "v"}},
        "CreateStream": {"StreamName": "new"},
        "DecreaseStreamRetentionPeriod": {**arn, "RetentionPeriodHours": 24},
        "DeleteResourcePolicy": resource,
        "DeleteStream": arn,
        "DeregisterStreamConsumer": consumer,
        "DescribeAccountSettings": {},
        "DescribeLimits": {},
        "DescribeStream": arn,
        "DescribeStreamConsumer": consumer,
        "DescribeStreamSummary": arn,
        "DisableEnhancedMonitoring": {**arn, "ShardLevelMetrics": ["ALL"]},
        "EnableEnhancedMonitoring": {**arn, "ShardLevelMetrics": ["ALL"]},
        "GetRecords": {"ShardIterator": iterator},
        "GetResourcePolicy": resource,
        "GetShardIterator": {**arn, **shard, "ShardIteratorType": "LATEST"},
        "IncreaseStreamRetentionPeriod": {**arn, "RetentionPeriodHours": 48},
        "ListShards": arn,
        "ListStreamConsumers": arn,
        "ListStreams": {},
        "ListTagsForResource": resource,
        "ListTagsForStream": arn,
        "MergeShards": {**arn, "ShardToMerge": "shardId-000000000000",
                        "AdjacentShardToMerge": "shardId-000000000001"},
        "PutRecord": {**arn, "PartitionKey": "k", "Data": b"x"},
        "PutRecords": {**arn, "Records": [{"PartitionKey": "k", "Data": b"x"}]},
        "PutResourcePolicy": {**resource, "Policy": "{}"},
        "RegisterStreamConsumer": {**arn, "ConsumerName": "c"},
        "RemoveTagsFromStream": {**arn, "TagKeys": ["k"]},
        "SplitShard": {**arn, "ShardToSplit": "shardId-000000000000", "NewStartingHashKey": "5"},
        "StartStreamEncryption": {**arn, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        "StopStreamEncryption": {**arn, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        "SubscribeToShard": {**consumer, **shard, "StartingPosition": {"Type": "LATEST"}},
        "TagResource": {**resource, "Tags": {"k": "v"}},
        "UntagResource": {**resource, "TagKeys": ["k"]},
        "UpdateAccountSettings": {"MinimumThroughputBillingCommitment": {"Status": "DISABLED"}},
        "UpdateMaxRecordSize": {**arn, "MaxRecordSizeInKiB": 2048},
        "UpdateShardCount": {**arn, "TargetShardCount": 2, "ScalingType": "UNIFORM_SCALING"},
        "UpdateStreamMode": {**arn, "StreamModeDetails": {"StreamMode": "ON_DEMAND"}},
        "UpdateStreamRecordDistributionStrategy": {**arn, "RecordDistributionStrategy": "AUTO"},
        "UpdateStreamWarmThroughput": {**arn, "WarmThroughputMiBps": 1},
    }
    assert set(requests) == set(OPERATIONS)
    names = {operation: method for method, operation in kinesis.meta.method_to_api_mapping.items()}
    for operation, arguments in requests.items():
        kind, message = refused(kinesis, getattr(kinesis, names[operation]), **arguments)
        assert kind == "AccessDeniedException", operation
        assert f"is not authorized to perform: kinesis:{operation} on resource: " in message
        has_resource = "ARN" in str(arguments) or operation in ("CreateStream", "GetRecords")
        expected = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/" if has_resource else "*"
        assert f"on resource: {expected}" in message


# Both sides must agree across accounts; the resource's own side is enough within one.
def test_a_stream_can_be_shared_with_another_account(house, weir_data):
    keys = printed_keys(weir("user", "add", "eve", "--account-id", OTHER, "--data", weir_data))
    eve = f"arn:aws:iam::{OTHER}:user/eve"
    kinesis = house.as_user(keys)
    by_arn = {**PUT, "StreamARN": STREAM_ARN}
    del by_arn["StreamName"]
    assert refused(kinesis, kinesis.put_record, **by_arn) == denied(
        eve, "kinesis:PutRecord", no_policy("kinesis:PutRecord", "resource-based policy"))

    policy = document(statement(["kinesis:PutRecord", "kinesis:Get*", "kinesis:ListShards"],
                                STREAM_ARN, Principal={"AWS": OTHER}))
    house.kinesis.put_resource_policy(ResourceARN=STREAM_ARN, Policy=policy)
    kinesis.put_record(**by_arn)
    # Her own stream of that name is another one.
    assert refused(kinesis, kinesis.put_record, **PUT)[0] == "ResourceNotFoundException"
    iterator = kinesis.get_shard_iterator(StreamARN=STREAM_ARN, ShardId="shardId-000000000000",
                                          ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    answer = kinesis.get_records(ShardIterator=iterator, StreamARN=STREAM_ARN)
    assert [record["Data"] for record in answer["Records"]] == [b"x"]
    assert kinesis.list_shards(StreamARN=STREAM_ARN)["Shards"]
    assert refused(kinesis, kinesis.delete_stream, StreamARN=STREAM_ARN)[0] == \
        "AccessDeniedException"

    house.kinesis.put_resource_policy(ResourceARN=STREAM_ARN, Policy=document(
        statement("kinesis:*", STREAM_ARN, Principal={"AWS": OTHER}),
        statement("kinesis:GetRecords", STREAM_ARN, "Deny", Principal="*")))
    assert refused(kinesis, kinesis.get_records, ShardIterator=iterator)[1].endswith(
        "with an explicit deny in a resource-based policy")
    # A Deny for everyone is for the owner's administrators too.
    assert refused(house.kinesis, house.kinesis.get_records, ShardIterator=iterator)[1].endswith(
        "with an explicit deny in a resource-based policy")
    house.kinesis.delete_resource_policy(ResourceARN=STREAM_ARN)
    assert refused(kinesis, kinesis.put_record, **by_arn)[0] == "AccessDeniedException"
    house.kinesis.get_records(ShardIterator=iterator)


def test_resource_policies_are_kept_as_they_were_put(house, start_weir):
    kinesis = house.kinesis
    assert kinesis.get_resource_policy(ResourceARN=STREAM_ARN)["Policy"] == "{}"
    assert refused(kinesis, kinesis.delete_resource_policy, ResourceARN=STREAM_ARN)[0] == \
        "ResourceNotFoundException"
    text = document(statement("kinesis:PutRecord", STREAM_ARN, Principal={"AWS": OTHER})) + " "
    kinesis.put_resource_policy(ResourceARN=STREAM_ARN, Policy=text)
    house.server.stop()
    house.server.start()
    kinesis = client(house.server, "kinesis", ADMIN)
    assert kinesis.get_resource_policy(ResourceARN=STREAM_ARN)["Policy"] == text
    for wrong in ("", "{}", "[]", document(statement("kinesis:PutRecord")),
                  document(statement("PutRecord", Principal="*")), text + " " * 20_480):
        assert refused(kinesis, kinesis.put_resource_policy, ResourceARN=STREAM_ARN,
                       Policy=wrong)[0] == "InvalidArgumentException", wrong
    missing = STREAM_ARN.replace("orders", "missing")
    for call in (kinesis.get_resource_policy, kinesis.delete_resource_policy):
        assert refused(kinesis, call, ResourceARN=missing)[0] == "ResourceNotFoundException"
    kinesis.delete_stream(StreamName="orders")
    kinesis.get_waiter("stream_not_exists").wait(StreamName="orders",
                                                 WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    kinesis.create_stream(StreamName="orders", ShardCount=1)
    assert kinesis.get_resource_policy(ResourceARN=STREAM_ARN)["Policy"] == "{}"


# Conditions look at where a request comes from, who sends it, and when.
@pytest.mark.parametrize("condition, allowed", [
    ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
    ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}}, False),
    ({"NotIpAddress": {"aws:SourceIp": "127.0.0.1"}}, False),
    ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/al*"}}, True),
    ({"StringEquals": {"aws:PrincipalAccount": OTHER}}, False),
    ({"StringEquals": {"aws:username": "${aws:username}"}}, True),
    ({"StringLike": {"aws:UserAgent": "*Boto*"}}, True),
    ({"StringEquals": {"aws:RequestedRegion": REGION}}, True),
    ({"Bool": {"aws:SecureTransport": "true"}}, False),
    ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
    ({"NumericLessThan": {"aws:EpochTime": "1000"}}, False),
    ({"StringEqualsIfExists": {"aws:ResourceTag/team": "blue"}}, True),
])
def test_conditions(house, condition, allowed):
    kinesis = house.as_user(house.user("alice", document(
        statement("kinesis:PutRecord", Condition=condition))))
    if allowed:
        kinesis.put_record(**PUT)
    else:
        assert refused(kinesis, kinesis.put_record, **PUT)[0] == "AccessDeniedException"


def test_a_policy_can_name_the_users_own_streams(house):
    kinesis = house.as_user(house.user("alice", document(
        statement("kinesis:*", "arn:aws:kinesis:*:*:stream/${aws:username}-*"))))
    kinesis.create_stream(StreamName="alice-one", ShardCount=1)
    assert refused(kinesis, kinesis.create_stream, StreamName="bob-one", ShardCount=1)[0] == \
        "AccessDeniedException"

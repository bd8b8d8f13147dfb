"""Who may do what: users, roles and policies, through IAM's and STS' own APIs and `weir user`."""
import configparser
import json
import subprocess
import time
import urllib.error
import urllib.request

import boto3
import botocore.config
import botocore.exceptions
import pytest

from test_aws_cli import PROGRAMS
from test_streams import refused
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, environment, weir

ACCOUNT = "000000000000"
OTHER = "444455556666"
STREAM_ARN = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders"


def statement(action, resource="*", effect="Allow", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal, **more):
    return document({"Effect": "Allow", "Principal": {"AWS": principal},
                     "Action": "sts:AssumeRole", **more})


def client(server, service, keys):
    """boto3 without retries. `keys`: id, secret and perhaps a token."""
    config = botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    token = keys[2] if len(keys) > 2 else None
    return boto3.session.Session().client(
        service, config=config, region_name=REGION, endpoint_url=server.url,
        aws_access_key_id=keys[0], aws_secret_access_key=keys[1], aws_session_token=token)


def printed_keys(done):
    file = configparser.ConfigParser()
    file.read_string("[default]\n" + done.stdout)
    return file["default"]["aws_access_key_id"], file["default"]["aws_secret_access_key"]


def session_keys(answer):
    credentials = answer["Credentials"]
    return (credentials["AccessKeyId"], credentials["SecretAccessKey"],
            credentials["SessionToken"])


ADMIN = (ACCESS_KEY, SECRET_KEY)


@pytest.fixture
def house(start_weir):
    """A server with the stream `orders`, its administrator's clients, and user(name, document…)."""

    class House:
        def __init__(self):
            self.server = start_weir()
            self.iam = client(self.server, "iam", ADMIN)
            self.sts = client(self.server, "sts", ADMIN)
            self.kinesis = client(self.server, "kinesis", ADMIN)
            self.kinesis.create_stream(StreamName="orders", ShardCount=1)

        def user(self, name, *documents):
            """Keys of a new user with these policies of its own."""
            self.iam.create_user(UserName=name)
            for number, text in enumerate(documents):
                self.iam.put_user_policy(UserName=name, PolicyName=f"p{number}",
                                         PolicyDocument=text)
            key = self.iam.create_access_key(UserName=name)["AccessKey"]
            return key["AccessKeyId"], key["SecretAccessKey"]

        def as_user(self, keys, service="kinesis"):
            return client(self.server, service, keys)

    return House()


def denied(user, action, why, resource=STREAM_ARN):
    return ("AccessDeniedException",
            f"User: {user} is not authorized to perform: {action} on resource: {resource} {why}")


def no_policy(action, kind="identity-based policy"):
    return f"because no {kind} allows the {action} action"


PUT = {"StreamName": "orders", "PartitionKey": "k", "Data": b"x"}


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
        "UpdateStreamWarmThroughput": {**arn, "WarmThroughputMiBps": 1},
    }
    names = {operation: method for method, operation in kinesis.meta.method_to_api_mapping.items()}
    seen = 0
    for operation in set(requests) & set(names):
        kind, message = refused(kinesis, getattr(kinesis, names[operation]), **requests[operation])
        if kind == "UnknownOperationException":
            continue  # Not built yet.
        seen += 1
        assert kind == "AccessDeniedException", operation
        assert f"is not authorized to perform: kinesis:{operation} on resource: " in message
        expected = "*" if "ARN" not in str(requests[operation]) and operation not in (
            "CreateStream", "GetRecords") else f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/"
        assert f"on resource: {expected}" in message
    assert seen >= 18


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
        statement("kinesis:*", f"arn:aws:kinesis:*:*:stream/${{aws:username}}-*"))))
    kinesis.create_stream(StreamName="alice-one", ShardCount=1)
    assert refused(kinesis, kinesis.create_stream, StreamName="bob-one", ShardCount=1)[0] == \
        "AccessDeniedException"


# `weir user add` makes administrators unless it is told otherwise.
def test_users_of_the_command_line(house, weir_data):
    def add(name, *arguments):
        return house.as_user(printed_keys(weir("user", "add", name, *arguments,
                                               "--data", weir_data)))

    add("admin").put_record(**PUT)
    reader = add("reader", "--policy", "AmazonKinesisReadOnlyAccess")
    reader.describe_stream_summary(StreamName="orders")
    assert refused(reader, reader.put_record, **PUT)[0] == "AccessDeniedException"
    nobody = add("nobody", "--policy", "none")
    assert refused(nobody, nobody.list_streams)[0] == "AccessDeniedException"
    done = weir("user", "add", "x", "--policy", "NoSuchPolicy", "--data", weir_data, check=False)
    assert done.returncode == 1 and "There is no policy NoSuchPolicy" in done.stderr


def iam_refused(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_who_calls(house):
    identity = house.sts.get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (
        ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/environment")
    assert identity["UserId"].startswith("AIDA")
    wrong = client(house.server, "sts", ("AKIAWRONGWRONGWRONGW", "x"))
    assert iam_refused(wrong.get_caller_identity) == (
        "InvalidClientTokenId", "The security token included in the request is invalid.")
    forged = client(house.server, "sts", (ACCESS_KEY, "x"))
    assert iam_refused(forged.get_caller_identity)[0] == "SignatureDoesNotMatch"


# Who may assume a role, what the session may do, and for how long.
def test_a_role(house):
    keys = house.user("alice", document(statement("sts:AssumeRole")))
    role = house.iam.create_role(
        RoleName="writer", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{ACCOUNT}:user/bob"),
        Description="Writes.", MaxSessionDuration=7200)["Role"]
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/writer"
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Action"] == "sts:AssumeRole"
    house.iam.put_role_policy(RoleName="writer", PolicyName="p", PolicyDocument=document(
        statement("kinesis:*")))
    sts = house.as_user(keys, "sts")
    ask = {"RoleArn": role["Arn"], "RoleSessionName": "job"}
    refusal = ("AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to "
               f"perform: sts:AssumeRole on resource: {role['Arn']}")
    assert iam_refused(sts.assume_role, **ask) == refusal
    house.iam.update_assume_role_policy(RoleName="writer", PolicyDocument=trust(
        ACCOUNT, Condition={"StringEquals": {"sts:ExternalId": "secret"}}))
    assert iam_refused(sts.assume_role, **ask) == refusal
    ask["ExternalId"] = "secret"
    assert iam_refused(sts.assume_role, DurationSeconds=7201, **ask)[0] == "ValidationError"
    assert iam_refused(sts.assume_role, DurationSeconds=899, **ask)[0] == "ValidationError"
    answer = sts.assume_role(DurationSeconds=7200, **ask)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/writer/job"
    assert answer["AssumedRoleUser"]["Arn"] == session
    assert answer["AssumedRoleUser"]["AssumedRoleId"] == f"{role['RoleId']}:job"
    assert 7000 < answer["Credentials"]["Expiration"].timestamp() - time.time() <= 7200
    assert house.as_user(session_keys(answer), "sts").get_caller_identity()["Arn"] == session
    kinesis = house.as_user(session_keys(answer))
    kinesis.put_record(**PUT)

    limited = sts.assume_role(Policy=document(statement("kinesis:Describe*")), **ask)
    kinesis = house.as_user(session_keys(limited))
    kinesis.describe_stream_summary(StreamName="orders")
    assert refused(kinesis, kinesis.put_record, **PUT) == denied(
        session, "kinesis:PutRecord", no_policy("kinesis:PutRecord", "session policy"))
    kinesis = house.as_user(session_keys(answer))
    house.iam.delete_role_policy(RoleName="writer", PolicyName="p")
    assert refused(kinesis, kinesis.put_record, **PUT) == denied(
        session, "kinesis:PutRecord", no_policy("kinesis:PutRecord"))
    house.iam.delete_role(RoleName="writer")
    assert refused(kinesis, kinesis.put_record, **PUT)[0] == "UnrecognizedClientException"
    assert iam_refused(sts.assume_role, **ask) == refusal


def test_a_session_of_a_user(house):
    keys = house.user("alice", document(statement("kinesis:PutRecord")))
    sts = house.as_user(keys, "sts")
    session = session_keys(sts.get_session_token(DurationSeconds=900))
    house.as_user(session).put_record(**PUT)
    again = house.as_user(session, "sts")
    assert again.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/alice"
    assert iam_refused(again.get_session_token) == (
        "AccessDenied", "Cannot call GetSessionToken with session credentials")


def test_managed_policies_and_boundaries(house):
    iam = house.iam
    keys = house.user("alice")
    policy = iam.create_policy(PolicyName="writers", Path="/team/", Description="For writers.",
                               PolicyDocument=document(statement("kinesis:Put*")))["Policy"]
    arn = policy["Arn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:policy/team/writers"
    assert policy["DefaultVersionId"] == "v1" and policy["AttachmentCount"] == 0
    iam.attach_user_policy(UserName="alice", PolicyArn=arn)
    assert iam.list_attached_user_policies(UserName="alice")["AttachedPolicies"] == [
        {"PolicyName": "writers", "PolicyArn": arn}]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    kinesis = house.as_user(keys)
    kinesis.put_record(**PUT)

    version = iam.create_policy_version(PolicyArn=arn, SetAsDefault=True,
                                        PolicyDocument=document(statement("kinesis:Get*")))
    assert version["PolicyVersion"]["VersionId"] == "v2"
    assert refused(kinesis, kinesis.put_record, **PUT)[0] == "AccessDeniedException"
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    kinesis.put_record(**PUT)
    assert [entry["VersionId"] for entry in
            iam.list_policy_versions(PolicyArn=arn)["Versions"]] == ["v1", "v2"]
    read = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    assert read["Document"]["Statement"][0]["Action"] == "kinesis:Get*"
    assert iam_refused(iam.delete_policy_version, PolicyArn=arn, VersionId="v1")[0] == \
        "DeleteConflict"
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    assert iam_refused(iam.delete_policy, PolicyArn=arn) == (
        "DeleteConflict", "Cannot delete a policy attached to entities.")

    iam.put_user_permissions_boundary(
        UserName="alice", PermissionsBoundary="arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess")
    assert refused(kinesis, kinesis.put_record, **PUT)[1].endswith(
        no_policy("kinesis:PutRecord", "permissions boundary"))
    iam.delete_user_permissions_boundary(UserName="alice")
    iam.detach_user_policy(UserName="alice", PolicyArn=arn)
    assert iam_refused(iam.detach_user_policy, UserName="alice", PolicyArn=arn)[0] == "NoSuchEntity"
    iam.delete_policy(PolicyArn=arn)
    assert iam_refused(iam.get_policy, PolicyArn=arn)[0] == "NoSuchEntity"
    names = {entry["PolicyName"] for entry in iam.list_policies(Scope="AWS")["Policies"]}
    assert {"AdministratorAccess", "AmazonKinesisFullAccess"} <= names
    assert iam.list_policies(Scope="Local")["Policies"] == []


def test_the_life_of_a_user(house):
    iam = house.iam
    made = iam.create_user(UserName="alice", Path="/team/",
                           Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": ""}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/alice"
    assert iam.get_user(UserName="alice")["User"] == made
    assert made["Tags"] == [{"Key": "a", "Value": ""}, {"Key": "b", "Value": "2"}]
    assert iam_refused(iam.create_user, UserName="alice") == (
        "EntityAlreadyExists", "User with name alice already exists.")
    assert iam_refused(iam.get_user, UserName="bob") == (
        "NoSuchEntity", "The user with name bob cannot be found.")
    assert iam.get_user()["User"]["UserName"] == "environment"
    assert [user["UserName"] for user in iam.list_users(PathPrefix="/team/")["Users"]] == ["alice"]
    iam.tag_user(UserName="alice", Tags=[{"Key": "a", "Value": "1"}])
    iam.untag_user(UserName="alice", TagKeys=["b", "none"])
    assert iam.list_user_tags(UserName="alice")["Tags"] == [{"Key": "a", "Value": "1"}]

    keys = [iam.create_access_key(UserName="alice")["AccessKey"] for _ in range(2)]
    assert iam_refused(iam.create_access_key, UserName="alice") == (
        "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
    first = (keys[0]["AccessKeyId"], keys[0]["SecretAccessKey"])
    sts = house.as_user(first, "sts")
    sts.get_caller_identity()
    iam.update_access_key(UserName="alice", AccessKeyId=first[0], Status="Inactive")
    assert iam_refused(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    listed = iam.list_access_keys(UserName="alice")["AccessKeyMetadata"]
    assert {key["AccessKeyId"]: key["Status"] for key in listed} == {
        first[0]: "Inactive", keys[1]["AccessKeyId"]: "Active"}
    iam.update_access_key(UserName="alice", AccessKeyId=first[0], Status="Active")
    iam.update_user(UserName="alice", NewUserName="anna", NewPath="/")
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/anna"

    iam.put_user_policy(UserName="anna", PolicyName="p", PolicyDocument=document(statement("*")))
    assert iam.list_user_policies(UserName="anna")["PolicyNames"] == ["p"]
    assert iam.get_user_policy(UserName="anna", PolicyName="p")["PolicyDocument"][
        "Statement"] == [statement("*")]
    for conflict, mend in (
            ("must delete policies first", lambda: iam.delete_user_policy(UserName="anna",
                                                                          PolicyName="p")),
            ("must delete access keys first", lambda: [iam.delete_access_key(
                UserName="anna", AccessKeyId=key["AccessKeyId"]) for key in keys])):
        code, message = iam_refused(iam.delete_user, UserName="anna")
        assert code == "DeleteConflict" and conflict in message
        mend()
    iam.delete_user(UserName="anna")
    assert iam_refused(iam.get_user, UserName="anna")[0] == "NoSuchEntity"


def test_lists_come_in_pages(house):
    for number in range(5):
        house.iam.create_user(UserName=f"u{number}")
    pages = house.iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 2})
    counts = [[user["UserName"] for user in page["Users"]] for page in pages]
    assert counts == [["environment", "u0"], ["u1", "u2"], ["u3", "u4"]]


@pytest.mark.parametrize("text, message", [
    ("{", "Syntax errors in policy."),
    (json.dumps({"Version": "2008-10-17", "Statement": statement("*")}),
     "Policy document must be version 2012-10-17 or greater."),
    (document({"Effect": "Allow", "Action": "*"}), "Policy statement must contain resources."),
    (document(statement("*", Principal="*")), "Policy document should not specify a principal."),
])
def test_bad_policies(house, text, message):
    house.iam.create_user(UserName="alice")
    assert iam_refused(house.iam.put_user_policy, UserName="alice", PolicyName="p",
                       PolicyDocument=text) == ("MalformedPolicyDocument", message)


# IAM guards itself, and accounts do not see each other.
def test_iam_asks_too(house, weir_data):
    keys = house.user("alice", document(
        statement("iam:GetUser", f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}")))
    iam = house.as_user(keys, "iam")
    assert iam.get_user()["User"]["UserName"] == "alice"
    assert iam_refused(iam.get_user, UserName="environment") == (
        "AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/alice is not authorized to perform: "
        f"iam:GetUser on resource: arn:aws:iam::{ACCOUNT}:user/environment "
        "because no identity-based policy allows the iam:GetUser action")
    assert iam_refused(iam.create_access_key, UserName="environment")[0] == "AccessDenied"
    other = house.as_user(printed_keys(weir("user", "add", "eve", "--account-id", OTHER,
                                            "--data", weir_data)), "iam")
    assert iam_refused(other.get_user, UserName="alice")[0] == "NoSuchEntity"
    assert [user["UserName"] for user in other.list_users()["Users"]] == ["eve"]
    # A user of the operator's may go by IAM, but not the last: nobody would be asked for keys then.
    house.iam.detach_user_policy(UserName="environment",
                                 PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    assert iam_refused(house.iam.list_users)[0] == "AccessDenied"


# As long as `weir user add` has made nobody, everybody may do everything; what IAM makes is known.
def test_an_open_server(start_weir):
    server = start_weir(users=False)
    root = ("any", "any")
    identity = client(server, "sts", root).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"
    iam = client(server, "iam", root)
    iam.create_user(UserName="alice")
    key = iam.create_access_key(UserName="alice")["AccessKey"]
    keys = (key["AccessKeyId"], key["SecretAccessKey"])
    assert client(server, "sts", keys).get_caller_identity()["Arn"].endswith("user/alice")
    kinesis = client(server, "kinesis", keys)
    assert refused(kinesis, kinesis.list_streams)[0] == "AccessDeniedException"
    client(server, "kinesis", root).list_streams()
    session = session_keys(client(server, "sts", root).get_session_token())
    client(server, "kinesis", session).list_streams()


# What SDKs send that is no such request.
def test_bad_requests_of_the_query_protocol(house):
    assert iam_refused(house.iam.create_user) == (
        "ValidationError", "1 validation error detected: Value null at 'userName' failed to "
        "satisfy constraint: Member must not be null")
    assert iam_refused(house.iam.list_users, MaxItems="x")[0] == "MalformedInput"
    assert iam_refused(house.iam.list_groups)[0] == "InvalidAction"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(house.server.url, data=b"Action=ListUsers", timeout=10)
    assert caught.value.code == 403
    assert b"<Code>MissingAuthenticationToken</Code>" in caught.value.read()


# The command line with a profile that assumes a role, as people set it up.
@pytest.mark.parametrize("version", PROGRAMS)
def test_aws_cli(house, tmp_path, version):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(
        f"[default]\nregion = {REGION}\n[profile base]\nregion = {REGION}\n"
        f"[profile writer]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/writer\n"
        f"source_profile = base\nregion = {REGION}\n")
    (tmp_path / ".aws/credentials").write_text(
        f"[base]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n")
    variables = environment(AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="", AWS_MAX_ATTEMPTS="1",
                            AWS_ENDPOINT_URL=house.server.url, HOME=str(tmp_path))

    def aws(*arguments):
        done = subprocess.run([str(PROGRAMS[version]), "--endpoint-url", house.server.url,
                               "--output", "json", *arguments], capture_output=True, text=True,
                              env=variables, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    base = ("--profile", "base")
    assert aws(*base, "sts", "get-caller-identity")["Account"] == ACCOUNT
    aws(*base, "iam", "create-role", "--role-name", "writer", "--assume-role-policy-document",
        trust(ACCOUNT))
    aws(*base, "iam", "put-role-policy", "--role-name", "writer", "--policy-name", "p",
        "--policy-document", document(statement("kinesis:*")))
    assert aws(*base, "iam", "get-role-policy", "--role-name", "writer", "--policy-name", "p")[
        "PolicyDocument"]["Statement"] == [statement("kinesis:*")]
    assert [role["RoleName"] for role in aws(*base, "iam", "list-roles")["Roles"]] == ["writer"]
    if version == "v2":
        return  # Debian's cannot be told where STS is in a profile that assumes a role.
    assert aws("--profile", "writer", "sts", "get-caller-identity")["Arn"].startswith(
        f"arn:aws:sts::{ACCOUNT}:assumed-role/writer/")
    aws("--profile", "writer", "kinesis", "describe-stream-summary", "--stream-name", "orders")


# `weir role` and `weir policy`, with the server up and with the server down.
@pytest.mark.parametrize("running", [True, False], ids=["server up", "server down"])
def test_roles_and_policies_of_the_command_line(house, weir_data, tmp_path, running):
    (tmp_path / "trust.json").write_text(trust(ACCOUNT))
    (tmp_path / "write.json").write_text(document(statement("kinesis:Put*")))

    def run(*arguments, check=True):
        if not running:
            house.server.stop()
        done = weir(*arguments, "--data", weir_data, check=check)
        if not running:
            house.server.start()
        return done

    def session():
        sts = client(house.server, "sts", ADMIN)
        return house.as_user(session_keys(sts.assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/writer", RoleSessionName="job")))

    run("role", "add", "writer", "--trust", tmp_path / "trust.json")
    assert "RoleName: writer" in run("role", "list").stdout
    kinesis = session()
    assert refused(kinesis, kinesis.put_record, **PUT)[0] == "AccessDeniedException"
    run("policy", "put", "write", "--role", "writer", "--document", tmp_path / "write.json")
    run("policy", "attach", "AmazonKinesisReadOnlyAccess", "--role", "writer")
    kinesis = session()
    kinesis.put_record(**PUT)
    kinesis.describe_stream_summary(StreamName="orders")
    shown = run("role", "show", "writer").stdout
    assert '"Action": "sts:AssumeRole"' in shown and "PolicyName: AmazonKinesisReadOnlyAccess" in shown
    made = run("policy", "add", "mine", "--document", tmp_path / "write.json").stdout
    arn = f"arn:aws:iam::{ACCOUNT}:policy/mine"
    assert f"Arn: {arn}" in made and arn in run("policy", "list").stdout
    assert "kinesis:Put*" in run("policy", "show", arn).stdout
    run("policy", "remove", arn)
    wrong = run("role", "remove", "writer", check=False)
    assert wrong.returncode == 1
    assert wrong.stderr == "weir: Cannot delete entity, must detach all policies first.\n"
    run("policy", "detach", "AmazonKinesisReadOnlyAccess", "--role", "writer")
    run("policy", "delete", "write", "--role", "writer")
    run("role", "remove", "writer")


# Who has done what; the data plane is left out, and so are secrets.
def test_the_audit_log(house, weir_data):
    keys = house.user("alice")
    alice = house.as_user(keys)
    refused(alice, alice.delete_stream, StreamName="orders")
    house.kinesis.put_record(**PUT)
    refused(house.kinesis, house.kinesis.describe_stream, StreamName="missing")
    house.server.stop()
    text = (weir_data / "audit.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    seen = {(line["operation"], line.get("resource"), line["allowed"], line.get("error"))
            for line in lines}
    user = f"arn:aws:iam::{ACCOUNT}:user/alice"
    assert {("CreateStream", STREAM_ARN, True, None), ("CreateUser", user, True, None),
            ("CreateAccessKey", user, True, None),
            ("DeleteStream", STREAM_ARN, False, "AccessDeniedException"),
            ("DescribeStream", STREAM_ARN.replace("orders", "missing"), True,
             "ResourceNotFoundException")} <= seen
    assert not any(line["operation"] == "PutRecord" for line in lines)
    assert keys[1] not in text and SECRET_KEY not in text
    denied_line = next(line for line in lines if not line["allowed"])
    assert denied_line["principal"] == user and denied_line["access_key_id"] == keys[0]
    assert denied_line["source_ip"] == "127.0.0.1" and "Boto" in denied_line["user_agent"]
    assert len(denied_line["request_id"]) == 36 and denied_line["account"] == ACCOUNT


def test_an_audit_log_that_is_off(start_weir, weir_data):
    server = start_weir("--audit-log", "off")
    client(server, "kinesis", ADMIN).list_streams()
    server.stop()
    assert not (weir_data / "audit.log").exists()

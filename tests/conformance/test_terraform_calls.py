"""The calls that Terraform's aws provider makes, resource by resource, in its order.

Terraform itself cannot be had from any registry, so its calls are played: create, what it reads
after that and at every plan, update, destroy. It looks at few members and at the codes of errors; a
call that is unknown, or an answer that differs from what it wrote, ends its run.
"""
import json

import pytest

from access import ADMIN, client, iam_refused
from conftest import wait_until_gone
from weir_process import WeirProcess

ACCOUNT = "000000000000"
NAME = "terraform"


def document(*actions, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}]})


TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]})
KINESIS = "arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess"
KEY = "alias/aws/kinesis"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    process = WeirProcess(tmp_path_factory.mktemp("terraform") / "data").start()
    yield process
    assert process.stop() == 0, process.log()


@pytest.fixture(scope="module")
def iam(own_server):
    return client(own_server, "iam", ADMIN)


@pytest.fixture(scope="module")
def kinesis(own_server):
    return client(own_server, "kinesis", ADMIN)


def gone(call, **arguments):
    """What makes it forget a resource without an error."""
    return iam_refused(call, **arguments)[0] == "NoSuchEntity"


# Before all else: which account is this, and which partition.
def test_the_provider(own_server):
    who = client(own_server, "sts", ADMIN).get_caller_identity()
    assert who["Account"] == ACCOUNT
    assert who["Arn"].split(":")[:2] == ["arn", "aws"]


def test_aws_iam_user(iam):
    tags = [{"Key": "team", "Value": "red"}]
    made = iam.create_user(UserName=NAME, Path="/", Tags=tags)["User"]
    read = iam.get_user(UserName=NAME)["User"]
    assert (read["Arn"], read["UserName"], read["Path"], read["UserId"], read["Tags"]) == (
        made["Arn"], NAME, "/", made["UserId"], tags)
    assert "PermissionsBoundary" not in read
    # Changed: its name, its tags, its boundary.
    iam.update_user(UserName=NAME, NewUserName="renamed", NewPath="/team/")
    iam.untag_user(UserName="renamed", TagKeys=["team"])
    iam.tag_user(UserName="renamed", Tags=[{"Key": "team", "Value": "blue"}])
    iam.put_user_permissions_boundary(UserName="renamed", PermissionsBoundary=KINESIS)
    read = iam.get_user(UserName="renamed")["User"]
    assert read["PermissionsBoundary"]["PermissionsBoundaryArn"] == KINESIS
    assert (read["Path"], read["UserId"], read["Tags"][0]["Value"]) == (
        "/team/", made["UserId"], "blue")
    iam.delete_user_permissions_boundary(UserName="renamed")
    assert iam.list_user_tags(UserName="renamed")["Tags"] == [{"Key": "team", "Value": "blue"}]
    # Destroyed, with force_destroy: all that a user can have is looked for.
    assert iam.list_groups_for_user(UserName="renamed")["Groups"] == []
    for key in iam.list_access_keys(UserName="renamed")["AccessKeyMetadata"]:
        iam.delete_access_key(UserName="renamed", AccessKeyId=key["AccessKeyId"])
    assert iam.list_ssh_public_keys(UserName="renamed")["SSHPublicKeys"] == []
    assert iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"] == []
    assert iam.list_mfa_devices(UserName="renamed")["MFADevices"] == []
    assert gone(iam.delete_login_profile, UserName="renamed")
    assert iam.list_signing_certificates(UserName="renamed")["Certificates"] == []
    assert iam.list_service_specific_credentials(
        UserName="renamed")["ServiceSpecificCredentials"] == []
    iam.delete_user(UserName="renamed")
    assert gone(iam.get_user, UserName="renamed")
    assert gone(iam.delete_user, UserName="renamed")
    assert gone(iam.list_groups_for_user, UserName="renamed")
    assert gone(iam.list_mfa_devices, UserName="renamed")


@pytest.fixture
def user(iam):
    iam.create_user(UserName=NAME, Path="/")
    yield NAME
    iam.delete_user(UserName=NAME)


def test_aws_iam_access_key(iam, user):
    made = iam.create_access_key(UserName=user)["AccessKey"]
    assert made["SecretAccessKey"] and made["Status"] == "Active"
    key = {"UserName": user, "AccessKeyId": made["AccessKeyId"]}

    def read():
        listed = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
        return next(entry for entry in listed if entry["AccessKeyId"] == made["AccessKeyId"])

    assert (read()["Status"], read()["CreateDate"]) == ("Active", made["CreateDate"])
    iam.update_access_key(**key, Status="Inactive")
    assert read()["Status"] == "Inactive"
    # An import knows the key's id alone.
    used = iam.get_access_key_last_used(AccessKeyId=made["AccessKeyId"])
    assert used["UserName"] == user
    assert used["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    iam.delete_access_key(**key)
    assert iam.list_access_keys(UserName=user)["AccessKeyMetadata"] == []
    assert gone(iam.delete_access_key, **key)
    assert gone(iam.get_access_key_last_used, AccessKeyId=made["AccessKeyId"])


# A document is compared with the one that was written, once its percent signs are undone; boto3
# does that, as the provider does.
@pytest.mark.parametrize("kind", ["user", "role"])
def test_aws_iam_user_policy_and_aws_iam_role_policy(iam, kind):
    owner = {"UserName": "owner"} if kind == "user" else {"RoleName": "owner"}
    if kind == "user":
        iam.create_user(**owner, Path="/")
    else:
        iam.create_role(**owner, Path="/", AssumeRolePolicyDocument=TRUST)

    def call(name, **arguments):
        return getattr(iam, name.replace("KIND", kind))(**owner, **arguments)

    assert iam_refused(call, name="get_KIND_policy", PolicyName="p")[0] == "NoSuchEntity"
    for text in (document("kinesis:Get*"), document("kinesis:Put*", Sid="Größe")):
        call("put_KIND_policy", PolicyName="p", PolicyDocument=text)
        assert call("get_KIND_policy", PolicyName="p")["PolicyDocument"] == json.loads(text)
    call("delete_KIND_policy", PolicyName="p")
    assert iam_refused(call, name="delete_KIND_policy", PolicyName="p")[0] == "NoSuchEntity"
    call("delete_KIND")


def test_aws_iam_role(iam):
    made = iam.create_role(RoleName=NAME, Path="/", AssumeRolePolicyDocument=TRUST,
                           MaxSessionDuration=3600, Tags=[{"Key": "a", "Value": "1"}])["Role"]

    def read():
        role = iam.get_role(RoleName=NAME)["Role"]
        for name in iam.list_role_policies(RoleName=NAME)["PolicyNames"]:
            iam.get_role_policy(RoleName=NAME, PolicyName=name)
        role["attached"] = iam.list_attached_role_policies(RoleName=NAME)["AttachedPolicies"]
        return role

    role = read()
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/{NAME}"
    assert (role["RoleId"], role["MaxSessionDuration"], role["attached"]) == (
        made["RoleId"], 3600, [])
    assert role["AssumeRolePolicyDocument"] == json.loads(TRUST)
    assert "Description" not in role and role["Tags"] == [{"Key": "a", "Value": "1"}]
    # Changed, attribute by attribute.
    other = TRUST.replace(ACCOUNT, "111122223333")
    iam.update_assume_role_policy(RoleName=NAME, PolicyDocument=other)
    described = iam.update_role_description(RoleName=NAME, Description="Of ours.")["Role"]
    assert described["Description"] == "Of ours."
    iam.update_role(RoleName=NAME, MaxSessionDuration=7200)
    iam.put_role_permissions_boundary(RoleName=NAME, PermissionsBoundary=KINESIS)
    iam.put_role_policy(RoleName=NAME, PolicyName="p", PolicyDocument=document("kinesis:*"))
    iam.attach_role_policy(RoleName=NAME, PolicyArn=KINESIS)
    iam.untag_role(RoleName=NAME, TagKeys=["a"])
    iam.tag_role(RoleName=NAME, Tags=[{"Key": "b", "Value": "2"}])
    role = read()
    assert (role["Description"], role["MaxSessionDuration"]) == ("Of ours.", 7200)
    assert role["AssumeRolePolicyDocument"] == json.loads(other)
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == KINESIS
    assert role["attached"] == [
        {"PolicyName": "AmazonKinesisReadOnlyAccess", "PolicyArn": KINESIS}]
    assert role["Tags"] == [{"Key": "b", "Value": "2"}]
    iam.delete_role_permissions_boundary(RoleName=NAME)
    # Destroyed: what hangs on it first.
    assert iam_refused(iam.delete_role, RoleName=NAME)[0] == "DeleteConflict"
    assert iam.list_instance_profiles_for_role(RoleName=NAME)["InstanceProfiles"] == []
    for policy in iam.list_attached_role_policies(RoleName=NAME)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=NAME, PolicyArn=policy["PolicyArn"])
    for name in iam.list_role_policies(RoleName=NAME)["PolicyNames"]:
        iam.delete_role_policy(RoleName=NAME, PolicyName=name)
    iam.delete_role(RoleName=NAME)
    assert gone(iam.get_role, RoleName=NAME)
    assert gone(iam.list_instance_profiles_for_role, RoleName=NAME)
    assert gone(iam.update_role_description, RoleName=NAME, Description="")


def test_aws_iam_policy(iam):
    first = document("kinesis:Get*")
    arn = iam.create_policy(PolicyName=NAME, Path="/", Description="", PolicyDocument=first,
                            Tags=[{"Key": "a", "Value": "1"}])["Policy"]["Arn"]

    def read():
        policy = iam.get_policy(PolicyArn=arn)["Policy"]
        version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])
        return policy, version["PolicyVersion"]["Document"]

    policy, text = read()
    assert (policy["PolicyName"], policy["Path"], policy["AttachmentCount"]) == (NAME, "/", 0)
    assert text == json.loads(first) and policy["Tags"] == [{"Key": "a", "Value": "1"}]
    # Each change is a version; the oldest goes when there are five. First the version, then that
    # it is the one that counts.
    for number in range(2, 8):
        versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
        if len(versions) >= 5:
            oldest = min((version for version in versions if not version["IsDefaultVersion"]),
                         key=lambda version: version["CreateDate"])
            iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
        made = iam.create_policy_version(PolicyArn=arn, SetAsDefault=False,
                                         PolicyDocument=document(f"kinesis:Put{number}"))
        iam.set_default_policy_version(PolicyArn=arn,
                                       VersionId=made["PolicyVersion"]["VersionId"])
        assert read()[1]["Statement"][0]["Action"] == [f"kinesis:Put{number}"]
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    # Destroyed: all versions but the one that counts, then the policy.
    assert iam_refused(iam.delete_policy, PolicyArn=arn)[0] == "DeleteConflict"
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)
    assert gone(iam.get_policy, PolicyArn=arn)
    assert gone(iam.list_policy_versions, PolicyArn=arn)


def test_aws_iam_user_policy_attachment_and_aws_iam_policy_attachment(iam, user):
    iam.create_role(RoleName=NAME, Path="/", AssumeRolePolicyDocument=TRUST)
    arn = iam.create_policy(PolicyName=NAME, Path="/", Description="",
                            PolicyDocument=document("kinesis:*"))["Policy"]["Arn"]
    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    iam.attach_role_policy(RoleName=NAME, PolicyArn=arn)
    attached = [{"PolicyName": NAME, "PolicyArn": arn}]
    assert iam.list_attached_user_policies(UserName=user)["AttachedPolicies"] == attached
    assert iam.list_attached_role_policies(RoleName=NAME)["AttachedPolicies"] == attached

    def holders(**arguments):
        found = iam.list_entities_for_policy(PolicyArn=arn, **arguments)
        return ([each["GroupName"] for each in found["PolicyGroups"]],
                [each["UserName"] for each in found["PolicyUsers"]],
                [each["RoleName"] for each in found["PolicyRoles"]])

    # The exclusive kind of attachment asks who has the policy.
    assert holders() == ([], [user], [NAME])
    assert holders(EntityFilter="Role") == ([], [], [NAME])
    assert holders(PolicyUsageFilter="PermissionsBoundary") == ([], [], [])
    assert holders(PathPrefix="/elsewhere/") == ([], [], [])
    page = iam.list_entities_for_policy(PolicyArn=arn, MaxItems=1)
    assert (page["IsTruncated"], len(page["PolicyRoles"]), page["PolicyUsers"]) == (True, 1, [])
    page = iam.list_entities_for_policy(PolicyArn=arn, MaxItems=1, Marker=page["Marker"])
    assert (page["IsTruncated"], page["PolicyUsers"][0]["UserName"]) == (False, user)
    iam.detach_user_policy(UserName=user, PolicyArn=arn)
    iam.detach_role_policy(RoleName=NAME, PolicyArn=arn)
    assert gone(iam.detach_user_policy, UserName=user, PolicyArn=arn)
    assert holders() == ([], [], [])
    iam.delete_policy(PolicyArn=arn)
    assert gone(iam.list_entities_for_policy, PolicyArn=arn)
    iam.delete_role(RoleName=NAME)


def wait(kinesis, status):
    """The summary, once its status is that one; every other must be one on the way there."""
    for _ in range(100):
        summary = kinesis.describe_stream_summary(StreamName=NAME)["StreamDescriptionSummary"]
        if summary["StreamStatus"] == status:
            return summary
        assert summary["StreamStatus"] in ("CREATING", "UPDATING")
    raise AssertionError(summary)


def test_aws_kinesis_stream(kinesis):
    # The plan asks for room, and needs all four members.
    limits = kinesis.describe_limits()
    assert limits["OpenShardCount"] + 2 <= limits["ShardLimit"]
    assert limits["OnDemandStreamCount"] + 1 <= limits["OnDemandStreamCountLimit"]
    kinesis.create_stream(StreamName=NAME, ShardCount=2, Tags={"team": "red"},
                          StreamModeDetails={"StreamMode": "PROVISIONED"},
                          MaxRecordSizeInKiB=2048)
    arn = wait(kinesis, "ACTIVE")["StreamARN"]
    kinesis.increase_stream_retention_period(StreamName=NAME, RetentionPeriodHours=24)
    wait(kinesis, "ACTIVE")
    kinesis.enable_enhanced_monitoring(StreamName=NAME, ShardLevelMetrics=["IncomingBytes",
                                                                           "OutgoingBytes"])
    summary = wait(kinesis, "ACTIVE")
    assert (summary["EncryptionType"], summary["MaxRecordSizeInKiB"],
            summary["RetentionPeriodHours"], summary["OpenShardCount"]) == ("NONE", 2048, 24, 2)
    assert "KeyId" not in summary
    assert summary["StreamModeDetails"] == {"StreamMode": "PROVISIONED"}
    assert sorted(summary["EnhancedMonitoring"][0]["ShardLevelMetrics"]) == [
        "IncomingBytes", "OutgoingBytes"]
    page = kinesis.list_tags_for_stream(StreamName=NAME)
    assert (page["Tags"], page["HasMoreTags"]) == ([{"Key": "team", "Value": "red"}], False)
    # Changed, attribute by attribute.
    kinesis.remove_tags_from_stream(StreamName=NAME, TagKeys=["team"])
    kinesis.add_tags_to_stream(StreamName=NAME, Tags={"team": "blue"})
    kinesis.update_shard_count(StreamName=NAME, TargetShardCount=4, ScalingType="UNIFORM_SCALING")
    assert wait(kinesis, "ACTIVE")["OpenShardCount"] == 4
    kinesis.increase_stream_retention_period(StreamName=NAME, RetentionPeriodHours=48)
    wait(kinesis, "ACTIVE")
    kinesis.decrease_stream_retention_period(StreamName=NAME, RetentionPeriodHours=36)
    wait(kinesis, "ACTIVE")
    kinesis.disable_enhanced_monitoring(StreamName=NAME, ShardLevelMetrics=["OutgoingBytes"])
    wait(kinesis, "ACTIVE")
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=1024)
    wait(kinesis, "ACTIVE")
    kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    summary = wait(kinesis, "ACTIVE")
    assert (summary["StreamModeDetails"], summary["RetentionPeriodHours"],
            summary["MaxRecordSizeInKiB"]) == ({"StreamMode": "ON_DEMAND"}, 36, 1024)
    assert summary["EnhancedMonitoring"] == [{"ShardLevelMetrics": ["IncomingBytes"]}]
    kinesis.start_stream_encryption(StreamName=NAME, EncryptionType="KMS", KeyId=KEY)
    summary = wait(kinesis, "ACTIVE")
    # It compares the key with the one that was written.
    assert (summary["EncryptionType"], summary["KeyId"]) == ("KMS", KEY)
    kinesis.stop_stream_encryption(StreamName=NAME, EncryptionType="KMS", KeyId=KEY)
    assert wait(kinesis, "ACTIVE")["EncryptionType"] == "NONE"
    # Destroyed.
    kinesis.delete_stream(StreamName=NAME, EnforceConsumerDeletion=False)
    wait_until_gone(kinesis, NAME)
    for call in (kinesis.describe_stream_summary, kinesis.delete_stream):
        with pytest.raises(kinesis.exceptions.ResourceNotFoundException):
            call(StreamName=NAME)


def test_aws_kinesis_stream_consumer(kinesis):
    kinesis.create_stream(StreamName=NAME, ShardCount=1)
    stream_arn = wait(kinesis, "ACTIVE")["StreamARN"]
    arn = kinesis.register_stream_consumer(
        StreamARN=stream_arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
    for _ in range(100):
        read = kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
        if read["ConsumerStatus"] == "ACTIVE":
            break
        assert read["ConsumerStatus"] == "CREATING"
    assert (read["ConsumerARN"], read["ConsumerName"], read["StreamARN"]) == (
        arn, "reader", stream_arn)
    assert read["ConsumerCreationTimestamp"]
    # A stream with consumers is not destroyed, unless enforce_consumer_deletion says so.
    with pytest.raises(kinesis.exceptions.ResourceInUseException):
        kinesis.delete_stream(StreamName=NAME, EnforceConsumerDeletion=False)
    kinesis.deregister_stream_consumer(ConsumerARN=arn)
    for _ in range(100):
        try:
            read = kinesis.describe_stream_consumer(ConsumerARN=arn)["ConsumerDescription"]
        except kinesis.exceptions.ResourceNotFoundException:
            break
        assert read["ConsumerStatus"] == "DELETING"
    with pytest.raises(kinesis.exceptions.ResourceNotFoundException):
        kinesis.deregister_stream_consumer(ConsumerARN=arn)
    kinesis.register_stream_consumer(StreamARN=stream_arn, ConsumerName="reader")
    kinesis.delete_stream(StreamName=NAME, EnforceConsumerDeletion=True)
    wait_until_gone(kinesis, NAME)


def test_aws_kinesis_resource_policy(kinesis):
    kinesis.create_stream(StreamName=NAME, ShardCount=1)
    arn = wait(kinesis, "ACTIVE")["StreamARN"]
    for action in ("kinesis:PutRecord", "kinesis:PutRecords"):
        text = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Sid": "share", "Effect": "Allow", "Principal": {"AWS": "111122223333"},
             "Action": action, "Resource": arn}]})
        kinesis.put_resource_policy(ResourceARN=arn, Policy=text)
        assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == text
    kinesis.delete_resource_policy(ResourceARN=arn)
    with pytest.raises(kinesis.exceptions.ResourceNotFoundException):
        kinesis.delete_resource_policy(ResourceARN=arn)
    kinesis.delete_stream(StreamName=NAME)

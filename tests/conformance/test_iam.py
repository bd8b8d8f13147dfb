"""IAM's own API: users, keys, managed policies and boundaries."""
import json
import urllib.error
import urllib.request

import pytest

from access import (
    ACCOUNT, OTHER, PUT, client, document, iam_refused, no_policy, printed_keys, session_keys,
    statement)
from test_streams import refused
from weir_process import weir


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
        urllib.request.urlopen(house.server.url, data=b"Action=ListUsers", timeout=60)
    assert caught.value.code == 403
    assert b"<Code>MissingAuthenticationToken</Code>" in caught.value.read()

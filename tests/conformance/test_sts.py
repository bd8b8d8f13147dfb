"""STS: who calls, and sessions of roles and of users."""
import time

from access import (
    ACCOUNT, PUT, client, denied, document, iam_refused, no_policy, session_keys, statement,
    trust)
from test_streams import refused
from weir_process import ACCESS_KEY


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
